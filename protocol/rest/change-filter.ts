import {AuthError, messageOf, RefusedError, ServiceError} from '../core/errors.js';
import type {JsonObject, JsonValue} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {ReadRequest} from '../core/source.js';
import type {Bookmark} from '../core/state.js';
import {epochMillis, timestampOf} from '../core/timestamps.js';
import type {ReadPage} from './complete-list.js';
import {keyOfFields} from './complete-list.js';
import type {DatedStream, ListStream} from './declaration.js';
import {CutError} from './numbered-pages.js';
import {type ListWish, listPages, type Reader, sinceValue} from './reader.js';

/** What is known of a service's filter for changes, as bookmarks remember it. */
export type Verdict = 'proven' | 'refused' | 'ignored' | 'unproven';

/** The member of a bookmark that remembers it. */
export const CHANGE_FILTER = 'change_filter';

const WORDS: Record<Verdict, string> = {
  proven: 'works',
  refused: 'is refused by the service',
  ignored: 'is ignored by the service',
  unproven: 'does not bring the newest record',
};

/** What a bookmark remembers of the filter; undefined when nothing. */
export function rememberedVerdict(bookmark: Bookmark | undefined): Verdict | undefined {
  const written: JsonValue | undefined = bookmark?.[CHANGE_FILTER];
  return (Object.keys(WORDS) as Verdict[]).find((word) => word === written);
}

/** Says that a filter can't be used, unless that was known before. */
export function tellVerdict(
  {log}: Reader,
  {name, since}: ListStream | DatedStream,
  verdict: Verdict | undefined,
  before: Verdict | undefined,
): void {
  if (verdict === undefined || verdict === 'proven' || verdict === before) return;
  log.warning(
    `The filter ${since ?? ''} ${WORDS[verdict]}, so this stream is read without it until the next full pass`,
    name,
  );
}

/** The newest row that was seen of a list. */
export class Newest {
  #changed = '';
  #key: number | string | undefined;
  readonly #field: string;
  readonly #keyOf: ListWish['keyOf'];

  constructor({keyProperties, replicationKey}: ListStream | DatedStream) {
    this.#field = replicationKey ?? '';
    this.#keyOf = keyOfFields(keyProperties);
  }

  note(rows: readonly JsonObject[]): void {
    for (const row of rows) {
      const changed = row[this.#field];
      // They all have the same form, so that they compare as text.
      if (typeof changed !== 'string' || changed <= this.#changed) continue;
      this.#changed = changed;
      this.#key = this.#keyOf(row);
    }
  }

  /** Its key and when it changed; undefined when there was no row that tells. */
  get row(): {key: number | string; millis: number} | undefined {
    const millis = epochMillis(this.#changed);
    return this.#key === undefined || millis === undefined ? undefined : {key: this.#key, millis};
  }
}

/**
 * Finds out whether a filter can be trusted: asked for what changed since just before the newest row, it must bring
 * that row and none that is older. An empty answer alone would prove nothing. Undefined when there is no row to try it on.
 */
export async function proveFilter(
  reader: Reader,
  request: ReadRequest,
  stream: ListStream | DatedStream,
  wish: Pick<ListWish, 'params'>,
  {row}: Newest,
): Promise<Verdict | undefined> {
  if (row === undefined || stream.since === undefined) return undefined;
  const bound = timestampOf(row.millis - 1000);
  const {path, rootKeys, name} = stream;
  const keyOf = keyOfFields(stream.keyProperties);
  const isOlder = olderThan(bound, stream.replicationKey);
  let found = false;
  try {
    const params = {...wish.params, [stream.since]: sinceValue(reader.service, bound)};
    const pages = listPages(reader, request, {
      path,
      params,
      rootKeys,
      stream: name,
      keyOf,
      changed: () => false,
      sent: new KeySet(),
    });
    for await (const page of pages) {
      if (page.rows.some(isOlder)) return 'ignored';
      found ||= page.rows.some((one) => keyOf(one) === row.key);
    }
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    // What changed within the last second fills no response.
    if (error instanceof CutError) return 'ignored';
    if (error instanceof AuthError || reader.client.isOver) throw error;
    // The list itself has been read; whether the filter works is then left open until the next run.
    reader.log.warning(`Whether ${stream.since} works could not be found out: ${messageOf(error)}`, name);
    return undefined;
  }
  return found ? 'proven' : 'unproven';
}

/**
 * The pages of what changed since a moment, which is not after the newest row that was ever seen. They end early when the
 * filter turns out not to work, and `onFailure` hears why; of an answer without any row, which proves nothing, and of one
 * that is too long for a single response it hears without a verdict.
 */
export async function* changedPages(
  reader: Reader,
  request: ReadRequest,
  stream: ListStream | DatedStream,
  wish: ListWish,
  since: string,
  onFailure: (verdict: Verdict | undefined) => void,
): AsyncGenerator<ReadPage> {
  // One service's "at or after" is another's "after".
  const bound = timestampOf((epochMillis(since) ?? 0) - 1000);
  const isOlder = olderThan(bound, stream.replicationKey);
  const params = {...wish.params, [stream.since ?? '']: sinceValue(reader.service, bound)};
  let isEmpty = true;
  try {
    for await (const page of listPages(reader, request, {...wish, params})) {
      // Before the page is handed out, which empties it; what changed is on it all the same.
      const ignored = page.rows.some(isOlder);
      isEmpty &&= page.rows.length === 0;
      yield page;
      if (ignored) return onFailure('ignored');
    }
    if (isEmpty) onFailure(undefined);
  } catch (error) {
    if (error instanceof CutError) onFailure(undefined);
    else if (isRefusal(error)) onFailure('refused');
    else throw error;
  }
}

function olderThan(moment: string, replicationKey: string | undefined): (row: JsonObject) => boolean {
  const bound = epochMillis(moment) ?? 0;
  return (row) => {
    const changed = row[replicationKey ?? ''];
    return typeof changed === 'string' && (epochMillis(changed) ?? bound) < bound;
  };
}

/** Services answer 400 to filters that they don't know, and some fail on them. */
function isRefusal(error: unknown): boolean {
  if (error instanceof RefusedError) return !error.html && error.status === 403;
  return error instanceof ServiceError && (error.status === 400 || error.status === 500);
}
