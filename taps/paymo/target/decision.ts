import {epochMillis, type JsonObject} from '../../../protocol/index.js';
import {differences, valuesEqual} from './comparison.js';
import {isNothing} from './field.js';
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

/** The rows that may be what an attempt made: equal in all that tells such objects apart, and nobody else's. */
export function candidatesAmong(
  {object, sent}: Attempt,
  rows: readonly JsonObject[],
  isKnown: (id: string) => boolean,
): JsonObject[] {
  return rows.filter((row) => {
    if (isNothing(row.id) || isKnown(String(row.id))) return false;
    // Two users may share an address as long as one of them is archived.
    if (object.name === 'users' && row.active === false && sent.active !== false) return false;
    return object.natural.every((name) => isAlike(object, name, sent, row));
  });
}

/** Whether a row does not contradict what was sent of a field; text may have been trimmed or re-spaced on its way. */
function isAlike({fields}: PaymoObject, name: string, sent: JsonObject, row: JsonObject): boolean {
  const [field, wanted, got] = [fields.get(name), sent[name], row[name]];
  // What was not sent Paymo made up, and what does not come back can't be compared.
  if (field === undefined || isNothing(wanted) || wanted === undefined || got === undefined) return true;
  if (field.kind === 'text') return plain(String(wanted)) === plain(String(got));
  return valuesEqual(field, wanted, got);
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
  }));
  const [first] = found;
  if (first === undefined) return {is: 'absent'};
  if (isUnique && found.length === 1) {
    // No other one can have been made beside it, so that an older one means that ours was not.
    if (first.age === 'newer') return {is: 'made', row: first.row};
    if (first.age === 'older') return {is: 'absent'};
  }
  // One that was there before and is another one has nothing to do with it.
  const possible = found.filter(({age, isEqual}) => age !== 'older' || isEqual);
  const [only, ...others] = possible.filter(({age}) => age !== 'older');
  if (possible.length === 0) return {is: 'absent'};
  if (only === undefined) {
    return undecided(possible, 'is just like it, but seems to have been there before');
  }
  if (others.length > 0) return undecided(possible, 'may each be what it made');
  if (only.age === 'unknown') return undecided([only], 'does not tell when it was made');
  if (!only.isEqual) return undecided([only], 'was made since, but differs from what was sent');
  return {is: 'made', row: only.row};
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
