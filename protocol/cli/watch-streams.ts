import {ConfigError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import {type SelectedStream, select} from '../core/selection.js';
import type {Stream} from '../core/stream.js';
import type {Tap} from '../tap.js';
import {type DeletesForm, withDeletedAt} from '../watch/sink.js';
import {streamsOfSubject, subjectsNamed} from '../watch/watched-streams.js';
import type {Subject, Webhooks} from '../watch/webhooks.js';

/** What is watched: streams, and the kinds of objects whose events bring them. */
export interface Watched {
  readonly streams: ReadonlyMap<string, SelectedStream>;
  readonly subjects: readonly Subject[];
  /** What hooks are made for; undefined: everything that the service tells. */
  readonly narrowed: readonly Subject[] | undefined;
}

/**
 * The selected streams that events tell of, as far as they are asked for. Throws `UsageError` for events that there are
 * not, and `ConfigError` where nothing is left.
 */
export function watchedStreams(
  {tap, webhooks, streams}: {tap: Tap; webhooks: Webhooks; streams: readonly Stream[]},
  catalog: JsonObject | undefined,
  events: readonly string[],
  deletes: DeletesForm,
  log: Log,
): Watched {
  const narrowed = subjectsNamed(webhooks, tap.streams, events);
  const asked = narrowed ?? webhooks.subjects;
  const selection = select(catalog === undefined ? withNamed(streams, narrowed, tap) : streams, catalog);
  for (const warning of selection.warnings) log.warning(warning);
  const told = new Set(asked.flatMap((subject) => streamsOfSubject(subject, tap.streams)));
  const watched = selection.streams.filter(({stream}) => told.has(stream.name));
  const others = selection.streams.filter(({stream}) => !told.has(stream.name));
  if (others.length > 0 && narrowed === undefined) {
    const names = others.map(({stream}) => stream.name).join(', ');
    log.info(`Not watched, since there are no events for them; a sync brings them: ${names}`);
  }
  if (watched.length === 0) {
    throw new ConfigError([
      `No stream that is to be watched is selected; select some of ${[...told].join(', ')} in the catalog, or leave out --events`,
    ]);
  }
  const marked = watched.map((one) => (deletes === 'in_place' ? withDeletedAt(one) : one));
  const byName = new Map(marked.map((one) => [one.stream.name, one]));
  return {
    streams: byName,
    subjects: asked.filter((subject) =>
      streamsOfSubject(subject, tap.streams).some((name) => byName.has(name)),
    ),
    narrowed,
  };
}

/** Without a catalog, naming an object asks for its streams, also where none of them is selected by default. */
function withNamed(
  streams: readonly Stream[],
  narrowed: readonly Subject[] | undefined,
  tap: Tap,
): readonly Stream[] {
  const named = new Set(
    (narrowed ?? []).flatMap((subject) => {
      const own = streamsOfSubject(subject, tap.streams);
      const isOn = streams.some(({name, selectedByDefault}) => selectedByDefault && own.includes(name));
      return isOn ? [] : own;
    }),
  );
  return streams.map((stream) => (named.has(stream.name) ? {...stream, selectedByDefault: true} : stream));
}
