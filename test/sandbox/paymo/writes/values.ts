import {datetime} from '../../common/calendar.js';
import {calendarDay, isoMoment} from '../../common/moments.js';
import {isRecord} from '../body.js';
import type {Value} from '../collections.js';
import {badRequest} from '../refusals.js';
import type {WriteKind} from './declaration.js';

/** A value as it is kept, or a 400 if it is of the wrong kind. */
export function keptValue(name: string, kind: WriteKind, value: Value): Value {
  const kept = KINDS[kind].read(value);
  if (kept === undefined)
    throw badRequest(`Invalid value for field '${name}': ${KINDS[kind].wanted} expected.`);
  return kept;
}

/** Makes a value of the text in a form. */
export function fromForm(kind: WriteKind, value: Value): Value {
  if (Array.isArray(value)) {
    if (kind === 'lines') return value.map(lineFromForm);
    return kind === 'ids' ? value.map((item) => fromForm('integer', item)) : value;
  }
  if (typeof value !== 'string' || kind === 'text') return value;
  if (value === '') return null;
  if (kind === 'flag') return FLAGS[value] ?? value;
  const isNumber = kind === 'integer' || kind === 'decimal' || kind === 'seconds';
  return isNumber && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** What of a line is not text. */
const LINE_KINDS: Readonly<Record<string, WriteKind>> = {
  id: 'integer',
  price_unit: 'decimal',
  quantity: 'decimal',
  apply_tax: 'flag',
  seq: 'integer',
  expense_id: 'integer',
  entries: 'ids',
};

function lineFromForm(line: Value): Value {
  if (!isRecord(line)) return line;
  const fields = Object.entries(line).map(([name, value]) => [
    name,
    fromForm(LINE_KINDS[name] ?? 'text', value),
  ]);
  return Object.fromEntries(fields);
}

const FLAGS: Readonly<Record<string, boolean>> = {true: true, false: false, 1: true, 0: false};

/** Kinds that `null` is no value of. */
export const NEVER_NULL: readonly WriteKind[] = ['flag', 'ids', 'texts', 'lines', 'preset'];

const KINDS: Readonly<Record<WriteKind, {wanted: string; read(value: Value): Value | undefined}>> = {
  text: {wanted: 'text', read: (value) => (typeof value === 'string' ? value : undefined)},
  integer: {wanted: 'a whole number', read: whole},
  decimal: {wanted: 'a number', read: (value) => (typeof value === 'number' ? value : undefined)},
  flag: {wanted: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined)},
  date: {
    wanted: 'a date (YYYY-MM-DD)',
    read: (value) => (typeof value === 'string' ? calendarDay(value) : undefined),
  },
  moment: {wanted: 'a date and time (ISO 8601)', read: moment},
  ids: {wanted: 'a list of ids', read: ids},
  texts: {
    wanted: 'a list of texts',
    read: (value) => (listOf(value, (item) => typeof item === 'string') ? value : undefined),
  },
  object: {wanted: 'an object', read: (value) => (isRecord(value) ? value : undefined)},
  preset: {wanted: 'a word or a list of ids', read: preset},
  lines: {wanted: 'a list of lines', read: (value) => (listOf(value, isRecord) ? value : undefined)},
  seconds: {wanted: 'Unix seconds', read: whole},
  interval: {
    wanted: 'a whole number',
    read: (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : whole(value)),
  },
  opaque: {wanted: 'something else', read: (value) => value},
  any: {wanted: 'something else', read: (value) => value},
};

function whole(value: Value): Value | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** In UTC, whatever its offset was, and without fractions. (API docs, the samples) */
function moment(value: Value): Value | undefined {
  const at = typeof value === 'string' ? isoMoment(value) : undefined;
  return at === undefined ? undefined : datetime(at);
}

function ids(value: Value): Value | undefined {
  return listOf(value, (item) => whole(item) !== undefined) ? [...new Set(value)] : undefined;
}

/** `all`, ids that may be texts, or ids in one text, which read back as a list of texts. */
function preset(value: Value): Value | undefined {
  if (typeof value === 'string' && /^\d+(\s*,\s*\d+)*$/.test(value)) return value.split(/\s*,\s*/);
  if (typeof value === 'string') return value === '' ? undefined : value;
  const isId = (item: Value): boolean => whole(item) !== undefined || /^\d+$/.test(String(item));
  return listOf(value, isId) ? value : undefined;
}

function listOf(value: Value, isFine: (item: Value) => boolean): value is Value[] {
  return Array.isArray(value) && value.every(isFine);
}
