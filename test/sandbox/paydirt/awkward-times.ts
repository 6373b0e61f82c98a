import {DAY, date, HOUR} from '../common/calendar.js';
import {fromTo, onDay} from './log-shapes.js';
import type {Changes} from './store.js';

const MINUTE = 60_000;

/** Times at which a mistake about dates shows. */
export function awkwardTimes(opened: number): Changes[] {
  const today = Date.parse(date(opened));
  const tomorrow = today + DAY;
  const month = (shift: number): number => {
    const at = new Date(opened);
    return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + shift, 1);
  };
  const leapDay = latestLeapDay(opened);

  return [
    // Two timers that still run, one of them since yesterday.
    fromTo(opened - 2 * HOUR, null),
    fromTo(opened - 26 * HOUR, null),
    // Ahead of time.
    onDay(date(tomorrow), 7200),
    fromTo(tomorrow + 9 * HOUR, tomorrow + 10 * HOUR),
    onDay(date(today), 5400),
    // At the edges of days, months and years in UTC, one millisecond to either side included.
    fromTo(month(0), month(0) + HOUR),
    fromTo(month(0) - 1, month(0) + HOUR),
    fromTo(month(0) + 1, month(0) + HOUR),
    fromTo(month(-1) - HOUR / 2, month(-1) + HOUR / 2),
    fromTo(today - 10 * DAY + 3 * MINUTE, today - 10 * DAY + HOUR),
    fromTo(today - 9 * DAY - 3 * MINUTE, today - 9 * DAY + HOUR),
    onDay(date(month(-1)), 7200),
    onDay(date(month(-1) - DAY), 3600),
    ...newYear(opened),
    // Still the last day of the month in Hawaii, already the first in New Zealand.
    fromTo(month(-2) + 3 * HOUR, month(-2) + 4 * HOUR),
    fromTo(month(-2) - 11 * HOUR, month(-2) - 10 * HOUR),
    onDay(date(leapDay), 3600),
    fromTo(leapDay + 12 * HOUR, leapDay + 13 * HOUR),
    fromTo(leapDay + DAY - MINUTE, leapDay + DAY + MINUTE),
    ...clockChanges(opened).flatMap((moment) => [
      fromTo(moment - HOUR / 2, moment + HOUR / 2),
      fromTo(moment, moment + HOUR),
      onDay(date(moment), 1800),
    ]),
    // No time at all, and more than a day.
    onDay(date(today - 20 * DAY), 0),
    fromTo(today - 30 * DAY + 8 * HOUR, today - 29 * DAY + 11 * HOUR),
  ];
}

function newYear(opened: number): Changes[] {
  const eve = Date.UTC(new Date(opened).getUTCFullYear(), 0, 1);
  return [fromTo(eve - HOUR, eve + HOUR), onDay(date(eve), 900), onDay(date(eve - DAY), 900)];
}

function latestLeapDay(opened: number): number {
  for (let day = Date.parse(date(opened)); ; day -= DAY) if (date(day).endsWith('-02-29')) return day;
}

/** When clocks were last changed in Europe and in the United States, to and fro, one year ago. */
function clockChanges(opened: number): number[] {
  const year = new Date(opened).getUTCFullYear() - 1;
  return [
    sunday(Date.UTC(year, 2, 25)) + HOUR,
    sunday(Date.UTC(year, 9, 25)) + HOUR,
    sunday(Date.UTC(year, 2, 8)) + 7 * HOUR,
    sunday(Date.UTC(year, 10, 1)) + 6 * HOUR,
  ];
}

/** The first Sunday that is this day or later. */
function sunday(day: number): number {
  return day + ((7 - new Date(day).getUTCDay()) % 7) * DAY;
}
