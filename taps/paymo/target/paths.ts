import {isObject, type JsonObject, type JsonValue, type StreamSchema} from '../../../protocol/index.js';

/** Where a value stands in a record: names, one below the other. */
export type Path = readonly string[];

/** The path that a name in the config means: that of a field of just this name, or else its dots lead into objects. */
export function pathOf(name: string, {schema}: StreamSchema): Path {
  return Object.hasOwn(schema.properties, name) ? [name] : name.split('.');
}

/** The value at a path; undefined where there is none, null where what it would stand in is null. */
export function valueAt(record: JsonObject, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = record;
  for (const name of path) {
    if (value === null) return null;
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A copy of a record with something else at a path, where there is a value at all. */
export function withValueAt(record: JsonObject, path: Path, value: JsonValue): JsonObject {
  const [name, ...below] = path;
  if (name === undefined || !Object.hasOwn(record, name) || record[name] === null) return record;
  if (below.length === 0) return {...record, [name]: value};
  const held = record[name];
  return isObject(held) ? {...record, [name]: withValueAt(held, below, value)} : record;
}

/** A value that came out of JSON, of which the compiler does not know it. */
export function jsonOf(value: unknown): JsonValue | undefined {
  if (
    value === null ||
    typeof value === 'boolean' ||
    typeof value === 'number' ||
    typeof value === 'string'
  ) {
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => jsonOf(item) ?? null);
  if (typeof value !== 'object') return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
}
