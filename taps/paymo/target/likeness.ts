import type {JsonValue} from '../../../protocol/index.js';
import {secondsOf, valuesEqual} from './comparison.js';
import type {Field} from './field.js';
import {decimalOf} from './values.js';

/** Letters and digits; a text that is shorter says too little to be the beginning of another one. */
const SHORTEST_BEGINNING = 10;
/** What rounding may take from a number or add to it: so much, or this part of it. */
const ROUNDING = 0.01;
const ROUNDING_PART = 0.001;
/** Some more than the bounds, for what binary fractions do to them. */
const TINY = 1e-9;
const ALIKE_SECONDS = 60;
/** A text that is encoded more often than this was not encoded by accident. */
const MOST_DECODINGS = 3;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  szlig: 'ß',
  aelig: 'æ',
  oslash: 'ø',
};

/**
 * Whether a service may have made one value of a field out of another: by rounding, by cutting a text short, by encoding it
 * for HTML or taking HTML out. It says that two values may be the same, never that they are. No two objects share the value
 * of a unique field, which is therefore not taken for the beginning of another one.
 */
export function areAlike(field: Field, wanted: JsonValue, got: JsonValue, isUnique: boolean): boolean {
  if (valuesEqual(field, wanted, got)) return true;
  switch (field.kind) {
    case 'text':
    case 'setting':
      return textsAlike(String(wanted), String(got), isUnique);
    case 'decimal':
    case 'integer':
      return numbersAlike(decimalOf(wanted), decimalOf(got));
    case 'moment':
    case 'seconds':
      return momentsAlike(secondsOf(wanted), secondsOf(got));
    default:
      return false;
  }
}

function textsAlike(wanted: string, got: string, isUnique: boolean): boolean {
  const [ours, theirs] = [bareText(wanted), bareText(got)];
  if (ours === theirs) return true;
  if (isUnique || Math.min(ours.length, theirs.length) < SHORTEST_BEGINNING) return false;
  return ours.startsWith(theirs) || theirs.startsWith(ours);
}

/** The letters and digits of a text, as they are without HTML, accents and capitals. */
function bareText(text: string): string {
  return decoded(text)
    .replace(/<[^<>]*>/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function decoded(text: string): string {
  let plain = text;
  for (let times = 0; times < MOST_DECODINGS; times++) {
    const once = plain.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (_all, name: string) =>
      characterOf(name.toLowerCase()),
    );
    if (once === plain) return plain;
    plain = once;
  }
  return plain;
}

/** The character that an entity stands for; a letter without its accent, and nothing for other signs. */
function characterOf(name: string): string {
  if (name.startsWith('#')) {
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }
  const [, letter] = /^([a-z])(?:acute|grave|circ|uml|tilde|ring|cedil|caron)$/.exec(name) ?? [];
  return letter ?? ENTITIES[name] ?? '';
}

function numbersAlike(wanted: number | undefined, got: number | undefined): boolean {
  if (wanted === undefined || got === undefined) return false;
  return Math.abs(wanted - got) <= Math.max(ROUNDING, ROUNDING_PART * Math.abs(wanted)) + TINY;
}

function momentsAlike(wanted: number | undefined, got: number | undefined): boolean {
  return wanted !== undefined && got !== undefined && Math.abs(wanted - got) <= ALIKE_SECONDS;
}
