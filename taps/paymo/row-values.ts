import {calendarDate, epochMillis, type JsonValue} from '../../protocol/index.js';
import type {FilterKind} from './filter-table.js';

/** A field's value in the form that filters compare. */
export type Comparable = string | number | boolean | readonly (string | number)[] | null;

/**
 * The value of a field in a row as its kind wants it, or undefined for what can't be understood: a row is not
 * dropped for being written in a way that we do not know.
 */
export function rowValue(kind: FilterKind, value: JsonValue | undefined): Comparable | undefined {
  if (value === undefined) return undefined;
  if (kind === 'people' || kind === 'assignees') return idList(value);
  // Paymo writes some missing values as empty texts.
  if (value === null || (value === '' && kind !== 'flag')) return null;
  switch (kind) {
    case 'id':
    case 'number':
      return numberOf(value);
    case 'date':
      return typeof value === 'string' ? calendarDate(value) : undefined;
    case 'moment':
      return typeof value === 'string' ? secondsOf(value) : undefined;
    case 'flag':
      return flagOf(value);
    default:
      return typeof value === 'object' ? undefined : String(value);
  }
}

function idList(value: JsonValue): number[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  return value.map(numberOf).filter((id) => id !== undefined);
}

/** Ids and amounts arrive as texts at times. */
function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

function secondsOf(text: string): number | undefined {
  const millis = epochMillis(text);
  return millis === undefined ? undefined : millis / 1000;
}

/** Settings-like flags are texts in Paymo: "1", "0" or "". */
function flagOf(value: JsonValue): boolean | undefined {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '0' || value === 'false' || value === '') return false;
  return undefined;
}
