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
export async function completenessFindings(
  client: Client,
  path: string,
  range: Range,
): Promise<{findings: Finding[]; whole: Asked}> {
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
  const others = 'cannot be told: they take no parameters by which parts could be asked for';
  const findings = [
    {
      question: 'completeness',
      about: 'time',
      found: `${words}${isCut ? '; the list is cut' : ''}`,
      data: {...counts, cut: isCut},
    },
    {question: 'completeness', about: 'other lists', found: others, data: null},
  ];
  return {findings, whole};
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

/**
 * By which days the service finds timed logs: those of UTC, or of a zone before or behind it. Logs of the early hours
 * tell of zones behind UTC, those of the late hours of zones before it, and the closer to midnight the more.
 */
export async function zoneFindings(
  client: Client,
  path: string,
  logs: readonly JsonObject[],
): Promise<Finding[]> {
  const timed = byTimeOfDay(logs);
  const half = SAMPLES / 2;
  const early = timed.filter(({time}) => time < '12:00').slice(0, half);
  const late = timed.filter(({time}) => time >= '12:00').slice(-half);
  return [
    await placesOf(client, path, 'the earliest logs of a day in UTC', early, ({time}) => time < '01:00'),
    await placesOf(client, path, 'the latest logs of a day in UTC', late, ({time}) => time >= '23:00'),
  ];
}

interface TimedLog {
  readonly log: JsonObject;
  readonly day: string;
  /** The time of day in UTC. */
  readonly time: string;
}

async function placesOf(
  client: Client,
  path: string,
  about: string,
  logs: readonly TimedLog[],
  isClose: (log: TimedLog) => boolean,
): Promise<Finding> {
  const counts: Record<string, number> = {};
  for (const {log, day} of logs) {
    const where = await dayOf(client, path, log, day);
    counts[where] = (counts[where] ?? 0) + 1;
  }
  const close = logs.filter(isClose).length;
  const found =
    logs.length === 0
      ? 'cannot be told: no such logs'
      : `${inWords(counts)}; within an hour of midnight: ${close}`;
  return {
    question: 'zone of start and end',
    about,
    found,
    data: {...counts, within_an_hour_of_midnight: close},
  };
}

/** What durations and values are, by kind of log. */
export function durationFindings(logs: readonly JsonObject[]): Finding[] {
  const groups = new Map<string, JsonObject[]>();
  for (const log of logs) {
    const group = groupOf(log);
    groups.set(group, [...(groups.get(group) ?? []), log]);
  }
  if (groups.size === 0) {
    return [
      {question: 'durations and values', about: 'all logs', found: 'cannot be told: no logs', data: null},
    ];
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

/** Timed logs in the order of their time of day in UTC. */
function byTimeOfDay(logs: readonly JsonObject[]): TimedLog[] {
  return logs
    .flatMap((log): TimedLog[] => {
      const start = typeof log.started_at === 'string' ? utcTimestamp(log.started_at) : undefined;
      return start === undefined ? [] : [{log, day: start.slice(0, 10), time: start.slice(11)}];
    })
    .sort((one, other) => (one.time < other.time ? -1 : 1));
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

function groupOf({duration_only, started_at, ended_at}: JsonObject): string {
  if (duration_only === true) return 'duration-only';
  if (typeof started_at === 'string' && (ended_at === null || ended_at === undefined || ended_at === '')) {
    return 'running';
  }
  return duration_only === false ? 'timed' : 'other';
}
