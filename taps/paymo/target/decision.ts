import {epochMillis, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {differences, valuesEqual} from './comparison.js';
import {type Field, isNothing} from './field.js';
import {areAlike} from './likeness.js';
import type {PaymoObject} from './paymo-object.js';

/** A creation whose answer is not known. */
export interface Attempt {
  readonly object: PaymoObject;
  /** What was sent, secrets aside. */
  readonly sent: JsonObject;
  /** When it was begun by the service's clock, in milliseconds since 1970. */
  readonly at: number;
}

/** What became of it: the object that it made, nothing, or nobody can tell. */
export type Verdict =
  | {readonly is: 'made'; readonly row: JsonObject}
  | {readonly is: 'absent'}
  | {readonly is: 'undecided'; readonly why: string};

/** Milliseconds that a new object may seem older than its creation: Paymo tells whole seconds, and clocks differ. */
const SLACK = 5000;

/**
 * The rows that may be what an attempt made: alike in all that tells such objects apart, however the service may have put
 * that, and nobody else's.
 */
export function candidatesAmong(
  {object, sent}: Attempt,
  rows: readonly JsonObject[],
  isKnown: (id: string) => boolean,
): JsonObject[] {
  return rows.filter((row) => {
    if (isNothing(row.id) || isKnown(String(row.id))) return false;
    // Two users may share an address as long as one of them is archived.
    if (object.name === 'users' && row.active === false && sent.active !== false) return false;
    return object.natural.every((name) => isCompatible(object, name, sent, row, areAlike));
  });
}

/** Whether a row does not contradict what was sent of a field. */
function isCompatible(
  {fields, unique}: PaymoObject,
  name: string,
  sent: JsonObject,
  row: JsonObject,
  compare: typeof areAlike,
): boolean {
  const [field, wanted, got] = [fields.get(name), sent[name], row[name]];
  // What was not sent Paymo made up, and what does not come back can't be compared.
  if (field === undefined || isNothing(wanted) || wanted === undefined || got === undefined) return true;
  return got !== null && compare(field, wanted, got, name === unique);
}

/** Whether two values are the same, but for the spaces and capitals of a text, which services put right. */
function areSame(field: Field, wanted: JsonValue, got: JsonValue): boolean {
  return field.kind === 'text'
    ? plain(String(wanted)) === plain(String(got))
    : valuesEqual(field, wanted, got);
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Whether a row can matter to the decision, as far as it shows without its lines. */
export function mayBeIt({object, sent, at}: Attempt, row: JsonObject): boolean {
  const {items: _items, ...plain} = sent;
  const isUnique = object.unique !== undefined && !isNothing(sent[object.unique]);
  return isUnique || ageOf(row, at) !== 'older' || differences(object, plain, row).length === 0;
}

/** What became of an attempt, by the candidates with everything that belongs to them. */
export function decide(attempt: Attempt, candidates: readonly JsonObject[]): Verdict {
  const {object, sent} = attempt;
  const isUnique = object.unique !== undefined && !isNothing(sent[object.unique]);
  const found = candidates.map((row) => ({
    row,
    age: ageOf(row, attempt.at),
    isEqual: differences(object, sent, row).length === 0,
    isSame: object.natural.every((name) => isCompatible(object, name, sent, row, areSame)),
  }));
  const [first, ...more] = found.filter(({isSame}) => isSame);
  if (isUnique && first !== undefined && more.length === 0) {
    // No other one can have been made beside it, so that an older one means that ours was not.
    if (first.age === 'newer') return {is: 'made', row: first.row};
    if (first.age === 'older') return {is: 'absent'};
  }
  // One that was there before and is another one has nothing to do with it.
  const possible = found.filter(({age, isEqual}) => age !== 'older' || isEqual);
  if (possible.length === 0) return {is: 'absent'};
  const since = possible.filter(({age}) => age !== 'older');
  const [same, ...others] = since.filter(({isSame}) => isSame);
  // What is merely alike does not count beside the very one.
  const isFound = same?.age === 'newer' && same.isEqual && others.length === 0;
  if (isFound) return {is: 'made', row: same.row};
  const [only] = since;
  if (only === undefined) {
    return undecided(possible, 'is just like it, but seems to have been there before');
  }
  if (since.length > 1) return undecided(since, 'may each be what it made');
  if (only.age === 'unknown') return undecided([only], 'does not tell when it was made');
  return undecided([only], 'was made since, but differs from what was sent');
}

function undecided(rows: readonly {readonly row: JsonObject}[], what: string): Verdict {
  const ids = rows.slice(0, 5).map(({row}) => String(row.id));
  return {is: 'undecided', why: `in Paymo ${ids.join(', ')} ${what}`};
}

function ageOf({created_on: created}: JsonObject, at: number): 'older' | 'newer' | 'unknown' {
  const moment = typeof created === 'string' ? epochMillis(created) : undefined;
  if (moment === undefined) return 'unknown';
  return moment + SLACK >= at ? 'newer' : 'older';
}
