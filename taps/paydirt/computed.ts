import {DateTime} from 'luxon';
import {
  calendarDate,
  type JsonObject,
  type JsonValue,
  scaling,
  utcMilliseconds,
  wholeNumber,
} from '../../protocol/index.js';

const SECONDS_PER_HOUR = 3600;
const PLACES = 4;

/**
 * The columns that are computed of a time log, since what the service sends as duration and value of timed logs does not
 * hold in its own sample: the day, the seconds, and the amount. Null where a part is missing or a timer runs.
 */
export function computedColumns(timeZone: string): (log: JsonObject) => JsonObject {
  const amountOf = scaling(SECONDS_PER_HOUR, PLACES);
  return (log) => {
    const seconds = secondsOf(log);
    return {
      computed_date: dayOf(log, timeZone) ?? null,
      computed_seconds: seconds ?? null,
      computed_amount: amountOf(log.hourly_rate, seconds) ?? null,
    };
  };
}

function dayOf({date, started_at}: JsonObject, zone: string): string | undefined {
  const written = typeof date === 'string' ? calendarDate(date.trim()) : undefined;
  if (written !== undefined) return written;
  const start = momentOf(started_at);
  return start === undefined ? undefined : (DateTime.fromMillis(start, {zone}).toISODate() ?? undefined);
}

function secondsOf(log: JsonObject): number | undefined {
  const {duration_only, duration, started_at, ended_at} = log;
  const start = momentOf(started_at);
  const end = momentOf(ended_at);
  // A running timer's duration, if it has one, is that of the moment.
  if (duration_only !== true && start !== undefined && end === undefined) return undefined;
  const told = wholeNumber(duration);
  if (told !== undefined) return told;
  return start === undefined || end === undefined ? undefined : Math.round((end - start) / 1000);
}

/** A moment in milliseconds since 1970. */
function momentOf(value: JsonValue | undefined): number | undefined {
  const timestamp = typeof value === 'string' && value !== '' ? utcMilliseconds(value) : undefined;
  return timestamp === undefined ? undefined : Date.parse(timestamp);
}
