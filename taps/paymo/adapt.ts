import {isObject, type JsonObject, type JsonValue, timestampOf} from '../../protocol/index.js';

/** Company settings are texts; this one has been seen as a flag and as the text of one. */
export function companyFlags(row: JsonObject): JsonObject {
  const {online_payments: flag} = row;
  if (typeof flag === 'string') row.online_payments = flag === '' ? null : flag === '1' || flag === 'true';
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
  if (typeof value !== 'number') return value ?? null;
  return Number.isFinite(value) && Math.abs(value) < LAST_SECOND ? timestampOf(value * 1000) : null;
}

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_800;

/** The objects that a row carries under a name; none where it does not. */
export function embeddedIn(row: object, name: string): JsonObject[] {
  const held: unknown = Reflect.get(row, name);
  return Array.isArray(held) ? held.filter(isObject) : [];
}

/** An id out of the values that a parent's children are stamped with. */
export function idIn(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : Number(value);
}
