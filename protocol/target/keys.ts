import type {JsonValue} from '../core/json.js';

/**
 * The key of a record as text, by the values of its key fields: a JSON array of texts, so that 7 and "7" are the same key,
 * as they are in most files.
 */
export function keyText(values: readonly JsonValue[]): string {
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))));
}

/** A key as people write it: the value itself where there is only one. */
export function plainKey(key: string): string {
  const values = valuesIn(key);
  const [only] = values ?? [];
  return values?.length === 1 && only !== undefined && valuesIn(only) === undefined ? only : key;
}

/** The key that a person means, who may write it plainly (7) or as `keyText` does. */
export function keyMeant(words: string): string {
  const values = valuesIn(words);
  return keyText(values ?? [words]);
}

function valuesIn(text: string): string[] | undefined {
  try {
    const values: unknown = JSON.parse(text);
    if (!Array.isArray(values)) return undefined;
    return values.map((value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)));
  } catch {
    return undefined;
  }
}
