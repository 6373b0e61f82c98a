import type {Row, Value} from '../collections.js';
import type {Permissions} from '../permissions.js';
import type {Store} from '../store.js';

/** Fields of a row, as they are sent or as they are going to be kept. */
export type Fields = {[name: string]: Value | undefined};

/** What a write is judged with. */
export interface WriteContext {
  store: Store;
  /** Who is writing. */
  user: Row;
  permissions: Permissions;
}

/**
 * What a list does beside keeping what it is given. Whatever may refuse comes first: when a refusal is thrown,
 * nothing has been changed.
 */
export interface Rules {
  /** What a new row gets: what was sent, made complete. */
  create?(fields: Fields, context: WriteContext): Fields;
  /** What follows from there being a new row. */
  created?(row: Row, fields: Fields, context: WriteContext): void;
  /** What becomes of a row: what was sent, with what goes with it. */
  update?(row: Row, fields: Fields, context: WriteContext): Fields;
  /** What follows from the change. */
  updated?(row: Row, before: Row, fields: Fields, context: WriteContext): void;
  /** Refuses, if the row has to stay; gives back what is to follow once it is gone, and what belongs to it. */
  remove?(row: Row, context: WriteContext): (() => void) | undefined;
}

/** A field after an update: as sent, or else as it was. */
export function after(row: Row, fields: Fields, name: string): Value | undefined {
  return name in fields ? fields[name] : row[name];
}

/** A key that was sent, or `null` if it was not, or was null. */
export function numeric(value: Value | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
