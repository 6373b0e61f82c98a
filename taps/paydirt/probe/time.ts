import {addDays, type Client, calendarDate, type JsonObject, utcTimestamp} from '../../../protocol/index.js';
import {type Asked, ask} from './ask.js';
import type {Finding} from './findings.js';
import {inWords, kindsOf} from './shape.js';

/** How many logs' days are looked for. */
const SAMPLES = 4;

/** Days, both inclusive. */
export interface Range {
  readonly start: string;
  readonly end: string;
}

/** Whether asking without dates brings everything, and whether long lists are cut. */
export async function completenessFindings(client: Client, path: string, range: Range): Promise<Finding[]> {
  const undated = await ask(client, path);
  const whole = await ask(client, path, {...range});
  const middle = medianDay(whole.rows ?? []) ?? range.start;
  const first = await ask(client, path, {start: range.start, end: middle});
  const second = await ask(client, path, {start: addDays(middle, 1), end: range.end});
  const counts = {
    without_dates: countOf(undated),
    with_dates: countOf(whole),
    in_two_halves:
      first.rows === undefined || second.rows === undefined
        ? null
        : new Set([...first.rows, ...second.rows].map(({id}) => String(id))).size,
  };
  const words = `without dates ${counts.without_dates}, with dates ${counts.with_dates}, in two halves ${counts.in_two_halves}`;
  const isCut = (counts.in_two_halves ?? 0) > (counts.with_dates ?? 0);
  return [
    {
      question: 'completeness of time',
      about: 'rows',
      found: `${words}${isCut ? '; the list is cut' : ''}`,
      data: {...counts, cut: isCut},
    },
  ];
}

/** The day that divides some logs into halves; undefined where none tells its day. */
function medianDay(logs: readonly JsonObject[]): string | undefined {
  const days = logs.flatMap(({date, started_at}) => {
    const day = [date, started_at].find((value) => typeof value === 'string' && value !== '');
    const known = typeof day === 'string' ? calendarDate(day) : undefined;
    return known === undefined ? [] : [known];
  });
  return days.sort()[Math.floor(days.length / 2)];
}

/** By which days the service finds timed logs: those of UTC, or of a zone before or behind it. */
export async function zoneFindings(
  client: Client,
  path: string,
  logs: readonly JsonObject[],
): Promise<Finding[]> {
  const counts: Record<string, number> = {};
  for (const log of nearMidnight(logs)) {
    const day = utcDay(log) ?? '';
    const where = await dayOf(client, path, log, day);
    counts[where] = (counts[where] ?? 0) + 1;
  }
  const found = Object.keys(counts).length === 0 ? 'no timed logs to try' : inWords(counts);
  return [{question: 'zone of start and end', about: 'logs near midnight UTC', found, data: counts}];
}

/** What durations and values are, by kind of log. */
export function durationFindings(logs: readonly JsonObject[]): Finding[] {
  const groups = new Map<string, JsonObject[]>();
  for (const log of logs) {
    const group = groupOf(log);
    groups.set(group, [...(groups.get(group) ?? []), log]);
  }
  return [...groups].map(([about, group]) => {
    const duration = kindsOf(group.map((log) => log.duration));
    const value = kindsOf(group.map((log) => log.value));
    const nonZero = group.filter((log) => Number(log.value ?? 0) !== 0).length;
    return {
      question: 'durations and values',
      about: `${about} logs`,
      found: `${group.length}; duration: ${inWords(duration)}; value: ${inWords(value)}, not zero ${nonZero}`,
      data: {logs: group.length, duration, value, values_not_zero: nonZero},
    };
  });
}

export function countOf({rows}: Asked): number | null {
  return rows?.length ?? null;
}

/** The latest and the earliest logs by their time of day, since only those tell zones apart. */
function nearMidnight(logs: readonly JsonObject[]): JsonObject[] {
  const timed = logs
    .flatMap((log) => {
      const start = typeof log.started_at === 'string' ? utcTimestamp(log.started_at) : undefined;
      return start === undefined ? [] : [{log, time: start.slice(11)}];
    })
    .sort((one, other) => (one.time < other.time ? -1 : 1));
  const half = Math.floor(SAMPLES / 2);
  return [...new Set([...timed.slice(0, half), ...timed.slice(-half)])].map(({log}) => log);
}

async function dayOf(client: Client, path: string, log: JsonObject, day: string): Promise<string> {
  const places: [string, number][] = [
    ['on their day in UTC', 0],
    ['on the day before', -1],
    ['on the day after', 1],
  ];
  for (const [words, distance] of places) {
    const date = addDays(day, distance);
    const {rows} = await ask(client, path, {start: date, end: date});
    if (rows?.some(({id}) => id === log.id) === true) return words;
  }
  return 'on none of these days';
}

function utcDay({started_at}: JsonObject): string | undefined {
  return typeof started_at === 'string' ? utcTimestamp(started_at)?.slice(0, 10) : undefined;
}

function groupOf({duration_only, started_at, ended_at}: JsonObject): string {
  if (duration_only === true) return 'duration-only';
  if (typeof started_at === 'string' && (ended_at === null || ended_at === undefined || ended_at === '')) {
    return 'running';
  }
  return duration_only === false ? 'timed' : 'other';
}
