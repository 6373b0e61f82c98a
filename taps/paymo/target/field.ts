import type {JsonValue} from '../../../protocol/index.js';
import type {ObjectName} from './object-names.js';

/**
 * What a field takes: `setting` is anything as a text (the company's), `seconds` a moment as Unix seconds, `color` six
 * digits and `hash-color` the same behind a `#`, `preset` a word or a list of ids, `lines` those of a document.
 */
export type Kind =
  | 'text'
  | 'setting'
  | 'integer'
  | 'decimal'
  | 'flag'
  | 'date'
  | 'moment'
  | 'seconds'
  | 'enum'
  | 'id'
  | 'ids'
  | 'texts'
  | 'lines'
  | 'object'
  | 'zone'
  | 'color'
  | 'hash-color'
  | 'preset';

/** One field that can be written. */
export interface Field {
  readonly kind: Kind;
  /** The objects that an id, or each of a list of them, may be of. */
  readonly refersTo?: readonly ObjectName[];
  /** The only values that there are. */
  readonly words?: readonly (string | number)[];
  /** When it can be written; default: always. */
  readonly when?: 'create' | 'update';
  /** There is no object without it. */
  readonly isRequired?: true;
  /** Paymo does not send it back, so what became of it can't be compared. */
  readonly isUnread?: true;
  /** Never shown and never kept. */
  readonly isSecret?: true;
  /** Never sent as it is: a rule makes another field of it. */
  readonly isHelper?: true;
  /** A list that Paymo replaces as a whole, and that `merge_lists` is about. */
  readonly isReplaced?: true;
  /** Another list whose ids this one holds too when it comes back. */
  readonly alsoHolds?: string;
}

export const text: Field = {kind: 'text'};
export const setting: Field = {kind: 'setting'};
export const integer: Field = {kind: 'integer'};
export const decimal: Field = {kind: 'decimal'};
export const flag: Field = {kind: 'flag'};
export const date: Field = {kind: 'date'};
export const moment: Field = {kind: 'moment'};
export const seconds: Field = {kind: 'seconds'};
export const object: Field = {kind: 'object'};
export const texts: Field = {kind: 'texts', isReplaced: true};
export const lines: Field = {kind: 'lines', isReplaced: true};
/** The IANA name of a time zone. */
export const zone: Field = {kind: 'zone'};
export const color: Field = {kind: 'color'};
export const hashColor: Field = {kind: 'hash-color'};

export function oneOf(...words: readonly (string | number)[]): Field {
  return {kind: 'enum', words};
}

export function idOf(...refersTo: readonly ObjectName[]): Field {
  return {kind: 'id', refersTo};
}

export function idsOf(...refersTo: readonly ObjectName[]): Field {
  return {kind: 'ids', refersTo, isReplaced: true};
}

export function presetOr(refersTo: ObjectName, ...words: readonly string[]): Field {
  return {kind: 'preset', refersTo: [refersTo], words};
}

export function required(field: Field): Field {
  return {...field, isRequired: true};
}

export function whenCreated(field: Field): Field {
  return {...field, when: 'create'};
}

export function whenUpdated(field: Field): Field {
  return {...field, when: 'update'};
}

export function unread(field: Field): Field {
  return {...field, isUnread: true};
}

export function helper(field: Field): Field {
  return {...field, isHelper: true, isUnread: true};
}

export const secret: Field = {kind: 'text', isSecret: true, isUnread: true};

/** Whether a value says nothing. */
export function isNothing(value: JsonValue | undefined): value is null | undefined | '' {
  return value === undefined || value === null || value === '';
}
