import {isObject, type JsonObject, type JsonValue} from '../core/json.js';

/** The rows in an envelope, and the name that they stood under. */
export interface Unwrapped {
  readonly rows: JsonObject[];
  readonly key: string;
}

/** What holds no rows, whatever it holds. */
export const NO_ROWS = new Set(['alerts', 'error', 'errors', 'message', 'messages', 'notices', 'warnings']);

/**
 * The rows of an envelope that holds them under one of these names, or under any name when they are all that it
 * holds: services rename a key here and there. Undefined for everything else, since an error must never look like an
 * empty list.
 */
export function unwrap(body: JsonValue, rootKeys: readonly string[]): Unwrapped | undefined {
  if (!isObject(body)) return undefined;
  const names = Object.keys(body);
  if (names.length === 1 && NO_ROWS.has(names[0] ?? '')) return undefined;
  const key =
    rootKeys.find((name) => Object.hasOwn(body, name)) ?? (names.length === 1 ? names[0] : undefined);
  const rows = key === undefined ? undefined : body[key];
  if (key === undefined || !Array.isArray(rows) || !rows.every(isObject)) return undefined;
  return {rows, key};
}
