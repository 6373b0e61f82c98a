import {type JsonObject, type JsonValue, keyText, Rejection} from '../../../protocol/index.js';
import {type Path, valueAt} from './paths.js';
import {valueFor} from './values.js';

/** The key of a record out of its key fields. Throws `Rejection` where one of them has no value. */
export function keyAt(record: JsonObject, paths: readonly Path[]): string {
  const values = paths.map((path) => {
    const value = valueAt(record, path);
    if (isScalar(value) && value !== '') return value;
    throw new Rejection(`It has no value in its key field "${path.join('.')}"`);
  });
  return keyText(values);
}

/** Paymo's own id in a record; undefined where it has none. Throws `Rejection` for what is no id. */
export function ownIdAt(record: JsonObject, path: Path): number | undefined {
  const value = valueAt(record, path);
  // An empty cell of a table is hardly meant to be a new object.
  if (value === '') {
    throw new Rejection(
      `"${path.join('.')}" is empty; a record for a new object has null there, or no such field`,
    );
  }
  if (value === null || value === undefined) return undefined;
  const id = valueFor(path.join('.'), {kind: 'id'}, value);
  return typeof id === 'number' ? id : undefined;
}

/** The key of another record as one refers to it: a value, or a list of them where keys have several fields. */
export function referredKey(name: string, value: JsonValue): string {
  if (isScalar(value)) return keyText([value]);
  if (Array.isArray(value) && value.length > 0 && value.every(isScalar)) return keyText(value);
  throw new Rejection(`"${name}" has to be the key of a record: a text or a number`);
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

/** The key of a record that its source gives none: its content. */
export function newKey(hash: string): string {
  return keyText([`new:${hash}`]);
}
