import {DateTime} from 'luxon';

/**
 * A timestamp as targets want it, `YYYY-MM-DDTHH:MM:SSZ`, or undefined for what is no moment in time.
 * Offsets are converted to UTC, a missing offset means UTC, a date alone means its midnight; fractions of a
 * second are cut, so that all values of a column have one width and compare as text.
 */
export function utcTimestamp(value: string): string | undefined {
  return isCanonicalTimestamp(value) ? value : parsedTimestamp(value);
}

/** The same with milliseconds, `YYYY-MM-DDTHH:MM:SS.mmmZ`, for columns of their own. */
export function utcMilliseconds(value: string): string | undefined {
  const moment = momentIn(value);
  return moment === undefined ? undefined : new Date(moment).toISOString();
}

/** A calendar date `YYYY-MM-DD`, or undefined for what is none. Of a timestamp it is the date as written. */
export function calendarDate(value: string): string | undefined {
  if (value.length === 10 && isCalendarDate(value)) return value;
  const date = value.slice(0, 10);
  if (value.length > 10)
    return /^[T ]\d{2}:/.test(value.slice(10)) && isCalendarDate(date) ? date : undefined;
  return /^\d{8}$/.test(value)
    ? calendarDate(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`)
    : undefined;
}

/** Milliseconds since 1970 of a timestamp or date, or undefined for what is neither. */
export function epochMillis(value: string): number | undefined {
  const timestamp = utcTimestamp(value);
  return timestamp === undefined ? undefined : Date.parse(timestamp);
}

/** A moment as a timestamp in whole seconds, rounded down. */
export function timestampOf(moment: Date | number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

// Nearly every timestamp of a sync has this form already; reading digits by hand keeps the hot path free of
// allocations, which a regular expression with groups or a date object would make for each of them.
function isCanonicalTimestamp(value: string): boolean {
  return (
    value.length === 20 &&
    value.charCodeAt(10) === 84 && // T
    value.charCodeAt(13) === 58 && // :
    value.charCodeAt(16) === 58 &&
    value.charCodeAt(19) === 90 && // Z
    isCalendarDate(value) &&
    twoDigits(value, 11) <= 23 &&
    twoDigits(value, 14) <= 59 &&
    twoDigits(value, 17) <= 59
  );
}

function isCalendarDate(value: string): boolean {
  if (value.charCodeAt(4) !== 45 || value.charCodeAt(7) !== 45) return false;
  const year = twoDigits(value, 0) * 100 + twoDigits(value, 2);
  const month = twoDigits(value, 5);
  const day = twoDigits(value, 8);
  // NaN fails every comparison, so a letter anywhere makes it no date. The year 0000 is none in SQL.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function twoDigits(value: string, at: number): number {
  const tens = value.charCodeAt(at) - 48;
  const ones = value.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function parsedTimestamp(value: string): string | undefined {
  const moment = momentIn(value);
  return moment === undefined ? undefined : timestampOf(moment);
}

/** Milliseconds since 1970 of a moment in one of the forms that services use. */
function momentIn(value: string): number | undefined {
  // `2026-01-05 10:00:00 +0200` and `… UTC` are how Ruby prints moments.
  const text = value
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T')
    .replace(/ ?(UTC|GMT|Z)$/i, 'Z')
    .replace(/ (?=[+-]\d{2}:?\d{2}$)/, '');
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || /[+-](1[5-9]|[2-9]\d):?\d{2}$/.test(text.slice(10)))
    return undefined;
  const moment = DateTime.fromISO(text, {zone: 'utc'});
  if (!moment.isValid || moment.year < 1 || moment.year > 9999) return undefined;
  return moment.toMillis();
}
