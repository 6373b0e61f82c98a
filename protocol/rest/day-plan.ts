import type {Span} from '../core/bookmark.js';
import {TapError} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {WantedStream} from '../core/source.js';
import {calendarDate, epochMillis} from '../core/timestamps.js';
import {addDays, type DateWindow} from '../core/windows.js';
import type {DayFacts} from './service.js';

const DAY = 86_400_000;

/**
 * Zones differ, and which one the service goes by is not known: a row of the first or last day may lie a day outside of
 * it by the service's calendar.
 */
const PADDING = 1;

/** Bounds like 9999-12-31 mean that there is none, and a day more would have no date. */
const FIRST_DAY = '0001-01-02';
const LAST_DAY = '9999-12-30';

/** Windows are asked for one by one within these bounds; beyond them, where hardly anything lies, all at once. */
const SETTLED_SINCE = '1970-01-01';
const DAYS_AHEAD = 366;

/** What to read in this run, and what to remember of it. */
export interface DayPlan {
  /** The days to ask for, padded; undefined when there are none. */
  readonly days: DateWindow | undefined;
  /** No bookmark passes this day: today, or the last day that is wanted. */
  readonly ceiling: string;
  /** Set when everything is read again: since when, and by which start it is known again after an interruption. */
  readonly fullPass: {readonly began: string; readonly start: string} | undefined;
  /** Whether that pass, once complete, stands for all days, and not for a part that a run was narrowed to. */
  readonly isWhole: boolean;
  /** Days that no run reads, since the start was moved beyond the bookmark. */
  readonly gap: DateWindow | undefined;
}

/** What decides a plan. */
export interface PlanInput {
  readonly wanted: Pick<WantedStream, 'bookmark' | 'value'>;
  readonly span: Span;
  readonly startText?: string | undefined;
  readonly endDate: string | undefined;
  readonly signpost: string;
}

/**
 * Decides which days are read: from the start, or the look-back before the bookmark where that is later, to the end.
 * Everything is read the first time, and again when the last such pass is long ago.
 */
export function dayPlan(input: PlanInput, facts: DayFacts): DayPlan {
  const {wanted, span, startText, endDate, signpost} = input;
  const {bookmark, value} = wanted;
  const {lookbackDays} = facts;
  const today = signpost.slice(0, 10);
  if (span.start === undefined || endDate === undefined) {
    throw new TapError('Streams of days need defaults for the settings "start_date" and "end_date"');
  }
  const start = laterOf(FIRST_DAY, span.start.slice(0, 10));
  const end = endDate < LAST_DAY ? endDate : LAST_DAY;
  const ceiling = end < today ? end : today;
  const isFirst = value === undefined || span.backfill;
  const reached = isFirst ? undefined : addDays(value, -lookbackDays);
  const passed = isFirst ? undefined : passUnderWay(bookmark, start, signpost, facts);
  const isDue = !isFirst && (passed !== undefined || fullPassIsDue(bookmark, signpost, facts));
  const fullPass = isFirst || isDue ? {began: passed?.began ?? signpost, start} : undefined;
  const reachesBookmark = value === undefined || end >= value;
  const resumed = fullPass === undefined ? undefined : addDays(passed?.after ?? addDays(start, -1), 1);
  const from = [reached, resumed].filter((day) => day !== undefined).sort()[0] ?? start;
  const days = {from: addDays(laterOf(start, from), -PADDING), to: addDays(end, PADDING)};
  const isGap = !isFirst && start > addDays(value, 1);
  return {
    days: start > end || days.from > days.to ? undefined : days,
    ceiling,
    fullPass,
    isWhole: start <= end && reachesBookmark && isOldStart(start, startText, bookmark, signpost),
    gap: isGap ? {from: addDays(value, 1), to: addDays(start, -1)} : undefined,
  };
}

/**
 * The stretches of so many days that cover others, oldest first; each begins on the day after the one before. Days in
 * the far past or future are one stretch each, however many they are.
 */
export function* dayWindows({from, to}: DateWindow, length: number, today: string): Generator<DateWindow> {
  const far = addDays(today, DAYS_AHEAD);
  for (let first = from; first <= to; ) {
    const isSettled = first >= SETTLED_SINCE && first <= far;
    const last = isSettled ? addDays(first, length - 1) : first > far ? to : addDays(SETTLED_SINCE, -1);
    const end = last < to ? last : to;
    yield {from: first, to: end};
    if (end >= to) return;
    first = addDays(end, 1);
  }
}

/** The later of two days. */
export function laterOf(one: string | undefined, other: string): string {
  return one === undefined || other > one ? other : one;
}

/** What a bookmark remembers of a pass over everything that was interrupted; one with another start does not count. */
function passUnderWay(
  bookmark: JsonObject | undefined,
  start: string,
  signpost: string,
  {fullPassDays}: DayFacts,
): {began: string; after: string} | undefined {
  const position = bookmark?.position;
  if (fullPassDays === 0 || position === undefined || !isObject(position)) return undefined;
  const {began, after} = position;
  if (typeof began !== 'string' || epochMillis(began) === undefined) return undefined;
  if (!isSameStart(start, position.start, began, signpost)) return undefined;
  return typeof after === 'string' && calendarDate(after) === after ? {began, after} : undefined;
}

/** Whether a start is the one from before, or a relative one that has only moved along with time. */
function isSameStart(start: string, before: JsonValue | undefined, since: string, now: string): boolean {
  if (typeof before !== 'string' || calendarDate(before) !== before) return false;
  const days = Math.ceil(((epochMillis(now) ?? 0) - (epochMillis(since) ?? 0)) / DAY);
  return start >= before && start <= addDays(before, Math.max(0, days) + 1);
}

/**
 * Whether a start is not later than that of the last pass, as far as time has not moved it. One that was there in the
 * last run already is here to stay.
 */
function isOldStart(
  start: string,
  startText: string | undefined,
  bookmark: JsonObject | undefined,
  signpost: string,
): boolean {
  if (startText !== undefined && bookmark?.start_date === startText) return true;
  const before = bookmark?.full_start;
  const since = String(bookmark?.last_full_pass ?? '');
  if (typeof before !== 'string' || epochMillis(since) === undefined) return true;
  return start <= before || isSameStart(start, before, since, signpost);
}

/** A bookmark that remembers no pass came from elsewhere; its days are counted from now on. */
function fullPassIsDue(
  bookmark: JsonObject | undefined,
  signpost: string,
  {fullPassDays}: DayFacts,
): boolean {
  const last = epochMillis(String(bookmark?.last_full_pass ?? ''));
  const now = epochMillis(signpost) ?? 0;
  return fullPassDays > 0 && last !== undefined && (last > now || last + fullPassDays * DAY <= now);
}
