import {epochMillis, isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {type Field, isNothing} from './field.js';
import type {PaymoObject} from './paymo-object.js';
import {decimalOf, flagOf, itemsOf} from './values.js';

/** A field that is not in Paymo what it should be. */
export interface Difference {
  readonly field: string;
  readonly wanted: JsonValue | undefined;
  /** Undefined where Paymo did not send the field at all. */
  readonly got: JsonValue | undefined;
}

/**
 * The fields in which an object differs from what was wanted, spelling aside: numbers as texts, offsets of moments, null
 * for an empty text, the order of ids. Fields that Paymo never sends back are not among them.
 */
export function differences(object: PaymoObject, wanted: JsonObject, got: JsonObject): Difference[] {
  const found: Difference[] = [];
  for (const [name, field] of object.fields) {
    const value = wanted[name];
    if (value === undefined || field.isUnread === true) continue;
    const there = name === 'items' ? got[object.linesRelation ?? name] : got[name];
    const isEqual =
      field.kind === 'lines'
        ? linesEqual(object.lineFields, value, there)
        : valuesEqual(field, value, there, field.alsoHolds === undefined ? undefined : got[field.alsoHolds]);
    if (!isEqual) found.push({field: name, wanted: value, got: there});
  }
  return found;
}

/** Whether two values of a field are the same, whatever their spelling. */
export function valuesEqual(
  {kind}: Field,
  wanted: JsonValue,
  got: JsonValue | undefined,
  also?: JsonValue,
): boolean {
  if (isEmpty(wanted)) return isEmpty(got) || (kind === 'decimal' && decimalOf(got) === 0);
  if (got === undefined || got === null) return false;
  switch (kind) {
    case 'integer':
    case 'id':
    case 'decimal':
      return decimalOf(wanted) === decimalOf(got);
    case 'flag':
      return flagOf(wanted) === flagOf(got);
    case 'setting':
      return textOfSetting(wanted) === textOfSetting(got);
    case 'date':
      return String(got).slice(0, 10) === wanted;
    case 'moment':
    case 'seconds':
      return secondsOf(wanted) === secondsOf(got);
    case 'color':
    case 'hash-color':
      return bare(wanted) === bare(got);
    case 'ids':
    case 'texts':
      return setsEqual(wanted, got, also);
    case 'preset':
      return Array.isArray(wanted) ? setsEqual(wanted, got) : String(got) === wanted;
    case 'object':
      return isWithin(wanted, got);
    case 'enum':
    case 'zone':
    case 'text':
    case 'lines':
      return String(got).replaceAll('\r\n', '\n').trim() === String(wanted).replaceAll('\r\n', '\n').trim();
  }
}

/** Whether a document has just these lines: those with an id may say a part of themselves. */
function linesEqual(
  fields: ReadonlyMap<string, Field>,
  wanted: JsonValue,
  got: JsonValue | undefined,
): boolean {
  const all = Array.isArray(wanted) ? wanted.filter(isObject) : [];
  // Without lines there is nothing that could come back.
  if (!Array.isArray(got)) return all.length === 0;
  const left = got.filter(isObject);
  if (left.length !== all.length) return false;
  // Those with an id first, so that others do not take their places.
  for (const line of [...all].sort((one, other) => Number(isNothing(one.id)) - Number(isNothing(other.id)))) {
    const at = left.findIndex((there) => lineEqual(fields, line, there));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return true;
}

/** Whether a line that is there holds everything that a wanted one says, its id included. */
export function lineEqual(fields: ReadonlyMap<string, Field>, wanted: JsonObject, got: JsonObject): boolean {
  if (!isNothing(wanted.id) && String(wanted.id) !== String(got.id)) return false;
  return [...fields].every(([name, field]) => {
    const value = wanted[name];
    return value === undefined || field.isUnread === true || valuesEqual(field, value, got[name]);
  });
}

function isEmpty(value: JsonValue | undefined): boolean {
  return isNothing(value) || (Array.isArray(value) && value.length === 0);
}

function textOfSetting(value: JsonValue): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

/** A moment as Unix seconds. */
export function secondsOf(value: JsonValue): number | undefined {
  const number = decimalOf(value);
  if (number !== undefined) return number;
  const millis = typeof value === 'string' ? epochMillis(value) : undefined;
  return millis === undefined ? undefined : millis / 1000;
}

function bare(color: JsonValue): string {
  return String(color).replace(/^#/, '').toUpperCase();
}

function setsEqual(wanted: JsonValue, got: JsonValue, also: JsonValue = []): boolean {
  const [ours, theirs, more] = [wanted, got, also].map((list) => new Set((itemsOf(list) ?? []).map(String)));
  if (ours === undefined || theirs === undefined || more === undefined) return false;
  return (
    [...ours].every((item) => theirs.has(item)) &&
    [...theirs].every((item) => ours.has(item) || more.has(item))
  );
}

/** Whether everything that one value says is said by another one, which may say more. */
function isWithin(wanted: JsonValue, got: JsonValue | undefined): boolean {
  if (isObject(wanted)) {
    return (
      isObject(got) &&
      Object.entries(wanted).every(([name, value]) => value === undefined || isWithin(value, got[name]))
    );
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(got) &&
      got.length === wanted.length &&
      wanted.every((item, index) => isWithin(item, got[index]))
    );
  }
  if (wanted === null || got === undefined || got === null) return (wanted ?? null) === (got ?? null);
  return String(wanted) === String(got);
}
