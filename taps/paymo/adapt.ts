import {isObject, type JsonObject, type JsonValue, timestampOf} from '../../protocol/index.js';

/** Company settings are texts; this one has been seen as a flag and as the text of one. */
export function companyFlags(row: JsonObject): JsonObject {
  const {online_payments: flag} = row;
  if (flag === '' || flag === '0' || flag === 0) row.online_payments = flag === '' ? null : false;
  if (flag === '1' || flag === 1) row.online_payments = true;
  if (flag === 'true' || flag === 'false') row.online_payments = flag === 'true';
  return row;
}

/** The documentation's tables call `completed_on` a number, its samples show a timestamp. */
export function completion(row: JsonObject): JsonObject {
  row.completed_on = momentOf(row.completed_on);
  return row;
}

/** A report's bounds are Unix seconds, texts or null. */
export function reportBounds(row: JsonObject): JsonObject {
  row.start_date = momentOf(row.start_date);
  row.end_date = momentOf(row.end_date);
  return row;
}

/** Unix seconds as a timestamp; everything else as it is. */
function momentOf(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string' && /^\d{9,10}$/.test(value)) return timestampOf(Number(value) * 1000);
  // Whatever else a number may mean is told as what it is: no date.
  if (typeof value !== 'number' || Math.abs(value) >= LAST_SECOND) return value ?? null;
  return timestampOf(value * 1000);
}

/** Numbers beyond are no seconds of this age. */
const LAST_SECOND = 100_000_000_000;

/** The objects that a row carries under a name; none where it does not. */
export function embeddedIn(row: object, name: string): JsonObject[] {
  const held: unknown = Reflect.get(row, name);
  return Array.isArray(held) ? held.filter(isObject) : [];
}

/** An id out of the values that a parent's children are stamped with. */
export function idIn(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : Number(value);
}
