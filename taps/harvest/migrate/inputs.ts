import {
  ConfigError,
  isObject,
  type JsonObject,
  type JsonValue,
  readJsonFile,
} from '../../../protocol/index.js';

/** A file of another connector. */
export interface Input {
  readonly part: 'config' | 'catalog' | 'state';
  readonly path: string;
  readonly content: JsonValue;
}

/** Reads a file that is to be translated. Throws `ConfigError` with one sentence where that can't be done. */
export function readInput(part: Input['part'], path: string): Input {
  const content = readJsonFile(path, part);
  if (content === undefined) throw new ConfigError([`The ${part} file ${path} is empty`]);
  return {part, path, content};
}

/** The content of a file as an object. Throws `ConfigError` for all else. */
export function objectIn({part, path, content}: Input): JsonObject {
  if (isObject(content)) return content;
  throw new ConfigError([`The ${part} file ${path} must hold a JSON object`]);
}

/** The settings in a config file, also where a platform wrapped them. */
export function settingsIn(input: Input): JsonObject {
  const config = objectIn(input);
  const inner = config.connectionConfiguration ?? config.configuration;
  return isObject(inner) ? inner : config;
}

/** The streams in a catalog file: a list, or an object by name. Throws `ConfigError` where there are none. */
export function streamsIn(input: Input): JsonObject[] {
  const outer = objectIn(input);
  const {streams} = isObject(outer.catalog) ? outer.catalog : outer;
  if (Array.isArray(streams)) return streams.filter(isObject);
  if (isObject(streams)) {
    return Object.entries(streams).flatMap(([name, entry]) =>
      isObject(entry) ? [{tap_stream_id: name, ...entry}] : [],
    );
  }
  throw new ConfigError([`The catalog file ${input.path} must hold an object with a list "streams"`]);
}

/** The stream that an entry of a Singer catalog describes; undefined where it names none. */
export function nameOf({tap_stream_id, stream}: JsonObject): string | undefined {
  const name = tap_stream_id ?? stream;
  return typeof name === 'string' ? name : undefined;
}
