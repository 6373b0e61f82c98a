import {exists, readJsonFile} from '../config/files.js';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {State} from '../core/state.js';
import type {Tap} from '../tap.js';

/** What is to be said of config files that hold settings of another connector; undefined where none does. */
export function foreignSettings(
  {foreign}: Pick<Tap, 'foreign'>,
  files: readonly string[],
): string | undefined {
  if (foreign === undefined) return undefined;
  const {settings, authTypes, hint} = foreign;
  const found = new Set<string>();
  for (const config of files.map(contentOf)) {
    for (const name of settings) if (valueAt(config, name) !== undefined) found.add(name);
    const way = valueAt(config, 'credentials.auth_type');
    if (typeof way === 'string' && authTypes.includes(way)) found.add('credentials.auth_type');
  }
  if (found.size === 0) return undefined;
  return `The config is one of another connector, by its ${namesOf([...found])}; ${hint}`;
}

/** What is to be said of a catalog that asks for streams of another connector; undefined where it asks for none. */
export function foreignSelection({foreign}: Tap, catalog: JsonValue | undefined): string | undefined {
  const streams = isObject(catalog) && Array.isArray(catalog.streams) ? catalog.streams.filter(isObject) : [];
  const names = streams.flatMap((entry) => {
    const {tap_stream_id, stream} = entry;
    return [tap_stream_id, isObject(stream) ? stream.name : stream].filter(
      (name) => typeof name === 'string',
    );
  });
  return sentence(foreign, 'catalog', names);
}

/** The same of a state, whose members may be streams without being called bookmarks. */
export function foreignState({foreign, streams}: Tap, state: State): string | undefined {
  const bookmarks = isObject(state.bookmarks) ? state.bookmarks : {};
  // A bookmark of ours is never a mere text beside the others.
  const texts = streams.filter(({name}) => typeof state[name] === 'string').map(({name}) => name);
  return sentence(foreign, 'state', [...Object.keys(bookmarks), ...Object.keys(state)], texts);
}

function sentence(
  foreign: Tap['foreign'],
  what: string,
  names: readonly string[],
  others: readonly string[] = [],
): string | undefined {
  if (foreign === undefined) return undefined;
  const found = [...foreign.streams.filter((name) => names.includes(name)), ...others];
  if (found.length === 0) return undefined;
  return `The ${what} is one of another connector, by its ${namesOf(found)}; ${foreign.hint}`;
}

function namesOf(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function valueAt(config: JsonObject, path: string): JsonValue | undefined {
  return path
    .split('.')
    .reduce<JsonValue | undefined>((at, name) => (isObject(at) ? at[name] : undefined), config);
}

/** A file that can't be read has been told of elsewhere. */
function contentOf(path: string): JsonObject {
  try {
    const value = exists(path) ? readJsonFile(path, 'config') : undefined;
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof ConfigError) return {};
    throw error;
  }
}
