import {DateTime, type DateTimeUnit} from 'luxon';
import {calendarDate} from './timestamps.js';

/** A stretch of calendar days; both ends belong to it. */
export interface DateWindow {
  readonly from: string;
  readonly to: string;
}

/** The calendar windows that reports can be asked for. Weeks are ISO weeks: they begin on Monday. */
export type WindowUnit = 'day' | 'week' | 'month';

/**
 * The whole calendar windows that cover `from`..`to`, oldest first; none shares a day with another.
 * The first reaches back to its own beginning and the last on to its own end, so that a window is the same
 * whenever it is asked for. Empty when `from` is after `to`.
 */
export function calendarWindows(from: string, to: string, unit: WindowUnit): DateWindow[] {
  if (calendarDate(from) !== from || calendarDate(to) !== to) {
    throw new RangeError(`no calendar dates: ${from} and ${to}`);
  }
  const windows: DateWindow[] = [];
  for (let start = windowOf(from, unit).from; start <= to && from <= to; ) {
    const window = windowOf(start, unit);
    windows.push(window);
    start = addDays(window.to, 1);
  }
  return windows;
}

/** The calendar window that holds a date. */
export function windowOf(date: string, unit: WindowUnit): DateWindow {
  const day = utc(date);
  return {from: isoDate(day.startOf(unit as DateTimeUnit)), to: isoDate(day.endOf(unit as DateTimeUnit))};
}

/** A date some days later, or earlier with a negative number. */
export function addDays(date: string, days: number): string {
  return isoDate(utc(date).plus({days}));
}

/** A date some calendar months later, or earlier with a negative number; the day is cut to the month's last. */
export function addMonths(date: string, months: number): string {
  return isoDate(utc(date).plus({months}));
}

function utc(date: string): DateTime {
  return DateTime.fromISO(date, {zone: 'utc'});
}

function isoDate(day: DateTime): string {
  return day.toFormat('yyyy-MM-dd');
}
