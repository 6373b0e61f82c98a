import {unprocessable} from './reply.js';

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
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  const day = parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : '';
  const moment = Date.parse(`${day}T00:00:00Z`);
  // Parsing alone would turn February 30 into March.
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== day) {
    throw unprocessable(`Invalid ${name} parameter`);
  }
  return day;
}

/** A date and time in ISO 8601, or a bare date, which stands for its midnight in UTC. */
export function moment(name: string, text: string): number {
  // A plus sign in a query string reads as a space; be as forgiving as the service.
  const iso = text.replace(' ', '+');
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(iso);
  const parsed = isIso
    ? Date.parse(/T/.test(iso) && !/(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? `${iso}Z` : iso)
    : NaN;
  if (Number.isNaN(parsed)) throw unprocessable(`Invalid ${name} parameter`);
  return parsed;
}

export function oneOf(name: string, text: string, words: readonly string[]): string {
  if (!words.includes(text)) throw unprocessable(`Invalid ${name} parameter`);
  return text;
}
