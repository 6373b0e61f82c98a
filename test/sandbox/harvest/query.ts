import {calendarDay, isoMoment} from '../common/moments.js';
import {unprocessable} from './refusals.js';

/** The parsers of query values; whatever they cannot read is refused with a 422. */

/** Booleans are the words `true` and `false`. (API v2 docs, common parameters.) */
export function booleanWord(name: string, text: string): boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw unprocessable(`Invalid ${name} parameter`);
}

export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw unprocessable(`Invalid ${name} parameter`);
  return Number(text);
}

/** A date, dashed or compact: lists document the one, report examples show the other, clients send both. */
export function calendarDate(name: string, text: string): string {
  const day = calendarDay(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
  if (day === undefined) throw unprocessable(`Invalid ${name} parameter`);
  return day;
}

/** A date and time in ISO 8601, or a bare date, which stands for its midnight in UTC. */
export function moment(name: string, text: string): number {
  const parsed = isoMoment(text);
  if (parsed === undefined) throw unprocessable(`Invalid ${name} parameter`);
  return parsed;
}

export function oneOf(name: string, text: string, words: readonly string[]): string {
  if (!words.includes(text)) throw unprocessable(`Invalid ${name} parameter`);
  return text;
}
