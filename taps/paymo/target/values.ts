import {
  calendarDate,
  epochMillis,
  isObject,
  type JsonObject,
  type JsonValue,
  Rejection,
  utcTimestamp,
} from '../../../protocol/index.js';
import type {Field} from './field.js';

/** Numbers beyond are no seconds of this age, but milliseconds. */
const LAST_SECOND = 100_000_000_000;

/**
 * A value in the form that Paymo wants for a field. Throws `Rejection`, naming the field, for what can't be one. Null
 * and lines are not its business.
 */
export function valueFor(name: string, field: Field, value: JsonValue): JsonValue {
  const result = asKind(field, value);
  if (result !== undefined) return result;
  const shown = field.isSecret === true ? 'what was given' : quoted(value);
  throw new Rejection(`"${name}" has to be ${nounOf(field)}, not ${shown}`);
}

function asKind(field: Field, value: JsonValue): JsonValue | undefined {
  switch (field.kind) {
    case 'text':
      return textOf(value);
    case 'setting':
      return typeof value === 'boolean' ? (value ? '1' : '0') : textOf(value);
    case 'integer':
      return integerOf(value);
    case 'id':
      return idOf(value);
    case 'decimal':
      return decimalOf(value);
    case 'flag':
      return flagOf(value);
    case 'date':
      return typeof value === 'string' ? calendarDate(value.trim()) : undefined;
    case 'moment':
      return typeof value === 'string' && hasTime(value) ? utcTimestamp(value) : undefined;
    case 'seconds':
      return secondsOf(value);
    case 'enum':
      return wordOf(field.words ?? [], value);
    case 'ids':
      return idsOf(value);
    case 'texts':
      return textsOf(value);
    case 'object':
      return objectOf(value);
    case 'zone':
      return zoneOf(value);
    case 'color':
      return colorOf(value);
    case 'hash-color': {
      const color = colorOf(value);
      return color === undefined ? undefined : `#${color}`;
    }
    case 'preset':
      return presetOf(field.words ?? [], value);
    case 'lines':
      return undefined;
  }
}

function nounOf({kind, words = []}: Field): string {
  const nouns: Record<Field['kind'], string> = {
    text: 'a text',
    setting: 'a text',
    integer: 'a whole number',
    id: 'an id of Paymo, a whole number',
    decimal: 'a number',
    flag: 'true or false',
    date: 'a date, YYYY-MM-DD',
    moment: 'a moment with date and time',
    seconds: 'a date, a moment, or Unix seconds',
    enum: `one of ${words.join(', ')}`,
    ids: 'a list of ids of Paymo',
    texts: 'a list of texts',
    object: 'an object',
    zone: 'the IANA name of a time zone, as Europe/London',
    color: 'a colour, as 5BDBF6',
    'hash-color': 'a colour, as #68BE5E',
    preset: `one of ${words.join(', ')}, or a list of ids of Paymo`,
    lines: 'a list of lines',
  };
  return nouns[kind];
}

/** A value as a message may show it. */
export function quoted(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function textOf(value: JsonValue): string | undefined {
  return typeof value === 'object' ? undefined : String(value);
}

/** A time zone by its IANA name; an empty text says nothing. */
function zoneOf(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.trim();
  return name === '' || (/^[A-Z]\w+(\/|$)/.test(name) && isZone(name)) ? name : undefined;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', {timeZone: name}) !== undefined;
  } catch {
    return false;
  }
}

export function decimalOf(value: JsonValue | undefined): number | undefined {
  const number =
    typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
      ? Number(value)
      : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function integerOf(value: JsonValue): number | undefined {
  const number = decimalOf(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function idOf(value: JsonValue): number | undefined {
  const number = integerOf(value);
  return number !== undefined && number > 0 ? number : undefined;
}

export function flagOf(value: JsonValue | undefined): boolean | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 1 || word === '1' || word === 'true') return true;
  if (word === false || word === 0 || word === '0' || word === 'false') return false;
  return undefined;
}

/** A day alone is no moment: whose midnight it would be is not said. */
function hasTime(text: string): boolean {
  return /\d{2}:\d{2}/.test(text) || /T\d{4,6}/.test(text);
}

function secondsOf(value: JsonValue): number | undefined {
  const number = integerOf(value);
  if (number !== undefined) return number >= 0 && number < LAST_SECOND ? number : undefined;
  const millis = typeof value === 'string' ? epochMillis(value) : undefined;
  return millis === undefined ? undefined : millis / 1000;
}

function wordOf(words: readonly (string | number)[], value: JsonValue): string | number | undefined {
  if (typeof value === 'object') return undefined;
  const wanted = String(value).trim().toLowerCase();
  return words.find((word) => String(word).toLowerCase() === wanted);
}

/** Lists come as lists, as JSON in a text, or as a text with commas. */
export function itemsOf(value: JsonValue): JsonValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' || typeof value === 'boolean') return undefined;
  const text = String(value).trim();
  if (text.startsWith('[')) {
    const parsed = parsedOf(text);
    return Array.isArray(parsed) ? parsed : undefined;
  }
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

export function idsOf(value: JsonValue): number[] | undefined {
  const ids = itemsOf(value)?.map(idOf);
  if (ids === undefined || ids.includes(undefined)) return undefined;
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function textsOf(value: JsonValue): string[] | undefined {
  const items = itemsOf(value);
  if (items === undefined || !items.every((item) => typeof item === 'string')) return undefined;
  return [...new Set(items)];
}

function objectOf(value: JsonValue): JsonObject | undefined {
  const parsed = typeof value === 'string' ? parsedOf(value) : value;
  return isObject(parsed) ? parsed : undefined;
}

function colorOf(value: JsonValue): string | undefined {
  const digits = typeof value === 'string' ? value.trim().replace(/^#/, '') : '';
  return /^[\da-f]{6}$/i.test(digits) ? digits.toUpperCase() : undefined;
}

function presetOf(words: readonly (string | number)[], value: JsonValue): JsonValue | undefined {
  const word = typeof value === 'string' ? value.trim() : '';
  if (words.includes(word) || /^status_id=\d+$/.test(word)) return word;
  const ids = idsOf(value);
  // No ids at all would be a report on nothing.
  return ids === undefined || ids.length === 0 ? undefined : ids;
}

function parsedOf(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
