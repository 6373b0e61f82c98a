import {isObject, type JsonObject} from '../core/json.js';

/**
 * The JSON text of a record without characters that targets can't store: unpaired surrogates, which are no
 * characters at all, become U+FFFD, and NUL, which PostgreSQL refuses, is dropped. Both are escaped by
 * `JSON.stringify`, so that a search in the text tells quickly that there is nothing to do.
 */
export function wellFormed(json: string, record: JsonObject): string {
  if (!json.includes('\\u')) return json;
  return JSON.stringify(record, (_key, value: unknown) => {
    if (typeof value === 'string') return storable(value);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [storable(name), member]));
  });
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
