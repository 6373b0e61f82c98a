import {datetime} from './datetime.js';
import {centsOf, decimal} from './decimals.js';
import type {Settings} from './options.js';
import type {Changes} from './store.js';
import type {Row} from './tables.js';

/** What the value of a log follows from. */
const VALUE_FIELDS = ['date', 'started_at', 'ended_at', 'duration', 'hourly_rate'] as const;

/** When work was done, in one of the two shapes of a log. (API docs, time) */
export function onDay(date: string, seconds: number): Changes {
  return {duration_only: true, date, started_at: null, ended_at: null, duration: seconds};
}

/** Without an end it is a timer that still runs. */
export function fromTo(start: number, end: number | null): Changes {
  return {
    duration_only: false,
    date: null,
    started_at: datetime(start),
    ended_at: end === null ? null : datetime(end),
    duration: null,
  };
}

/**
 * Logs on a day have a value, the rate times the duration. Those with a start have neither in the sample,
 * although the docs say they should.
 */
export function valued(log: Changes, {timedValues}: Settings): Changes {
  const isTimed = log.duration_only === false;
  const seconds = isTimed ? secondsBetween(log.started_at, log.ended_at) : Number(log.duration ?? 0);
  if (isTimed && (timedValues === 'blank' || seconds === null)) return {duration: null, value: decimal(0)};

  const cents = typeof log.hourly_rate === 'string' ? centsOf(log.hourly_rate) : 0;
  return {duration: seconds, value: decimal(Math.round((cents * (seconds ?? 0)) / 3600))};
}

/** What else changes in a log with these changes, so that it keeps one of the two shapes. */
export function reshaped(before: Row | undefined, changes: Changes, settings: Settings): Changes {
  const shape: Changes =
    typeof changes.date === 'string'
      ? onDay(changes.date, typeof before?.duration === 'number' ? before.duration : 3600)
      : typeof changes.started_at === 'string'
        ? {duration_only: false, date: null, duration: null}
        : {};
  const isWorthAnother = VALUE_FIELDS.some((field) => field in shape || field in changes);
  const merged = {...before, ...shape, ...changes};
  return {...shape, ...(isWorthAnother ? valued(merged, settings) : {}), ...changes};
}

function secondsBetween(start: unknown, end: unknown): number | null {
  if (typeof start !== 'string' || typeof end !== 'string') return null;
  return Math.round((Date.parse(end) - Date.parse(start)) / 1000);
}
