import {calendarDate, isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';

const MOST_NAMES = 20;

/** How often a field holds what kind of value, by kind; `absent` counts rows that lack the field. */
export type Kinds = Record<string, number>;

/** The kinds of values in each field of some rows, in the order in which the fields are found. */
export function kindsByField(rows: readonly JsonObject[]): Record<string, Kinds> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries([...names].map((name) => [name, kindsOf(rows.map((row) => row[name]))]));
}

/** How many values there are of each kind. */
export function kindsOf(values: readonly (JsonValue | undefined)[]): Kinds {
  const kinds: Kinds = {};
  for (const value of values) {
    const kind = kindOf(value);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

/** The JSON type of a value, and of text its form; never the value. */
export function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value !== 'string') return typeof value;
  if (value === '') return 'empty string';
  if (/^[+-]?\d+(\.\d+)?$/.test(value)) return 'decimal string';
  if (calendarDate(value) === value) return 'date string';
  return /^\d{4}-\d{2}-\d{2}[T ]\d{2}:/.test(value) ? 'date-time string' : 'string';
}

/** The names at the root of a body with the types of what they hold; for what is no object, its type. */
export function rootOf(body: JsonValue | undefined): string {
  if (body === undefined) return 'no JSON';
  if (!isObject(body)) return kindOf(body);
  const names = Object.entries(body).map(([name, value]) => `${name}: ${kindOf(value)}`);
  if (names.length === 0) return 'an empty object';
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.slice(0, MOST_NAMES).join(', ') + more;
}

/** Kinds in one line: `string 12, null 2`. */
export function inWords(kinds: Kinds): string {
  return Object.entries(kinds)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}
