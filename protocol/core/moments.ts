import {DateTime, type DurationLike} from 'luxon';
import {calendarDate, timestampOf, utcTimestamp} from './timestamps.js';

/** How a moment may be written in the config, for error messages. */
export const MOMENT_FORMS =
  '2026-01-31, 2026-01-31T08:00:00Z or a time before now such as -30d, or after it such as +1d';

/** Whether a text is a moment: a date, an RFC 3339 timestamp, or relative (`-30d`, `+1d`; units h, d, w, m, y). */
export function isMoment(text: string): boolean {
  return relative(text) !== undefined || utcTimestamp(text) !== undefined;
}

/**
 * The timestamp that a configured moment means in a run that began at `now`; undefined for what is no moment.
 * A date means its first second in UTC. A relative one counts from now in UTC, back or on; in days or longer
 * units it means the first second of that day, so that equal runs on one day read the same.
 */
export function resolveMoment(text: string, now: Date): string | undefined {
  const distance = relative(text);
  if (distance === undefined) return utcTimestamp(text);
  const {count, unit} = distance;
  const moment = DateTime.fromJSDate(now, {zone: 'utc'}).plus({[unit]: count} as DurationLike);
  const start = unit === 'hours' ? moment : moment.startOf('day');
  // Further away there is nothing to read, and soon no year that a timestamp could hold.
  return timestampOf(Math.min(Math.max(0, start.toMillis()), LATEST));
}

/** The calendar date of a configured moment, as written where it is a date or timestamp, else in UTC. */
export function resolveDate(text: string, now: Date): string | undefined {
  return relative(text) === undefined ? calendarDate(text) : resolveMoment(text, now)?.slice(0, 10);
}

const LATEST = Date.parse('9999-12-01T00:00:00Z');

const UNITS = {h: 'hours', d: 'days', w: 'weeks', m: 'months', y: 'years'} as const;

function relative(text: string): {count: number; unit: (typeof UNITS)[keyof typeof UNITS]} | undefined {
  const match = /^([+-]\d{1,5}|0)([hdwmy])$/.exec(text.trim());
  const unit = match?.[2];
  if (match === null || unit === undefined) return undefined;
  return {count: Number(match[1]), unit: UNITS[unit as keyof typeof UNITS]};
}
