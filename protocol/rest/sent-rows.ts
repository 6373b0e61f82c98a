import {canonicalDecimal} from '../core/decimals.js';
import type {JsonObject, JsonValue} from '../core/json.js';

/**
 * Remembers rows that were sent, in a few bytes each, so that none is sent twice; but a row that comes again with other
 * content, since it moved while the run was under way, is news.
 */
export class SentRows {
  readonly #contents = new Map<number | string, number>();

  /** Whether a row is new, or not as it was when it was sent last. */
  isNews(key: number | string, row: JsonObject): boolean {
    const content = hashOf(row);
    if (this.#contents.get(key) === content) return false;
    this.#contents.set(key, content);
    return true;
  }
}

/** A number of 30 bits, which V8 keeps without an object of its own. The order of members does not count. */
function hashOf(row: JsonObject): number {
  let hash = 0;
  for (const [name, value] of Object.entries(row))
    hash = (hash + textHash(`${name}\u0000${textOf(value)}`)) | 0;
  return hash & 0x3fffffff;
}

/** Decimals that are spelled in several ways are the same; else text is not what it spells. */
function textOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value ?? null);
  const isDecimal = typeof value === 'number' || /^[+-]?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(value);
  return (isDecimal ? canonicalDecimal(value) : undefined) ?? JSON.stringify(value);
}

/** FNV-1a. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
