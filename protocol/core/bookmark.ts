import {isObject, type JsonObject, type JsonValue} from './json.js';
import type {Bookmark} from './state.js';
import {calendarDate, epochMillis, timestampOf, utcTimestamp} from './timestamps.js';

/** What a bookmark tells its stream's next run. */
export interface OpenBookmark {
  /** The bookmark as it is to be built upon; undefined when the stream starts anew. */
  readonly bookmark: Bookmark | undefined;
  /** How far the stream has been read, in the form of its replication key; undefined: nowhere yet. */
  readonly value: string | undefined;
  /** Why the stream is read in full although it had a bookmark. */
  readonly problem?: string;
}

/**
 * Reads a stored bookmark. One that can't be understood, or was made for another account or other filters,
 * counts as none and says why; so does one that lies in the future of the run's signpost. A bookmark
 * without a fingerprint is adopted.
 */
export function openBookmark(
  stored: JsonValue | undefined,
  replicationKey: string | undefined,
  fingerprint: string,
  signpost?: string,
): OpenBookmark {
  if (stored === undefined || stored === null) return {bookmark: undefined, value: undefined};
  const broken = (problem: string): OpenBookmark => ({bookmark: undefined, value: undefined, problem});
  if (!isObject(stored)) return broken('its bookmark in the state is not an object');
  if ((stored.fingerprint ?? fingerprint) !== fingerprint) {
    return broken('its bookmark was made for another account or other filters');
  }
  const wrong = Object.keys(MEMORY).find(
    (name) => (stored[name] ?? null) !== null && !MEMORY[name]?.(stored[name]),
  );
  if (wrong !== undefined) return broken(`${wrong} in its bookmark is ${JSON.stringify(stored[wrong])}`);
  if (replicationKey === undefined) return {bookmark: stored, value: undefined};
  if (typeof stored.replication_key === 'string' && stored.replication_key !== replicationKey) {
    return broken(`its bookmark follows ${stored.replication_key}, not ${replicationKey}`);
  }
  // Taps written with singer-python keep `{"updated_at": "…"}`.
  const written = stored.replication_key_value ?? stored[replicationKey];
  if (written === undefined || written === null) return {bookmark: stored, value: undefined};
  const value = typeof written === 'string' ? position(written) : undefined;
  if (value === undefined) return broken(`its bookmark ${JSON.stringify(written)} is not a date`);
  if (signpost !== undefined && value > latestPossible(signpost))
    return broken(`its bookmark ${value} lies in the future`);
  return {bookmark: stored, value};
}

/** What bookmarks remember besides their position, and what each piece must be to be of use. */
const MEMORY: Record<string, (value: JsonValue | undefined) => boolean> = {
  position: isObject,
  unsteady: Array.isArray,
  last_full_pass: (value) => typeof value === 'string' && utcTimestamp(value) !== undefined,
  end_date: (value) => typeof value === 'string' && calendarDate(value) === value,
  version: (value) => typeof value === 'number',
  rows: (value) => typeof value === 'number',
  fields: isObject,
};

/** Bookmarks never pass a run's start; a day is for clocks that were set back since. */
function latestPossible(signpost: string): string {
  const moment = epochMillis(signpost);
  return moment === undefined ? signpost : timestampOf(moment + 86_400_000);
}

/** A position in its stored form: dates stay dates, moments become UTC timestamps. */
function position(written: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(written) ? calendarDate(written) : utcTimestamp(written);
}

/** What a run is asked to read, the same for all of its streams. */
export interface Span {
  /** The configured start, resolved; undefined: everything. */
  readonly start: string | undefined;
  /** Seconds to read again before a bookmark. */
  readonly lookbackSeconds: number;
  /** Read from `start` whatever the bookmarks say. */
  readonly backfill: boolean;
}

/**
 * Where a stream starts reading: min(bookmark, max(start, bookmark - lookback)). A start that is later than the
 * bookmark, such as a relative one after a pause, thus never skips what changed since the bookmark.
 */
export function startingPoint(value: string | undefined, span: Span): string | undefined {
  if (value === undefined || span.backfill) return span.start;
  const bookmark = utcTimestamp(value) ?? value;
  const back = timestampOf(Date.parse(bookmark) - span.lookbackSeconds * 1000);
  const from = span.start !== undefined && span.start > back ? span.start : back;
  return from < bookmark ? from : bookmark;
}

/**
 * The bookmark of a stream that has been read completely: as far as the newest record seen, never back behind
 * the old one and never past the signpost, since what happens after the run's start may not have been read.
 */
export function settledValue(
  before: string | undefined,
  newest: string | undefined,
  signpost: string,
): string | undefined {
  const value = before === undefined || (newest !== undefined && newest > before) ? newest : before;
  if (value === undefined) return undefined;
  const ceiling = signpost.slice(0, value.length === 10 ? 10 : undefined);
  return value > ceiling ? ceiling : value;
}

/** The members by which a later run recognises a bookmark as its own. */
export function identity(replicationKey: string | undefined, fingerprint: string): JsonObject {
  return {...(replicationKey === undefined ? {} : {replication_key: replicationKey}), fingerprint};
}

/** The earliest of some starting points; undefined, everything, is earlier than any. */
export function earliestOf(...starts: readonly (string | undefined)[]): string | undefined {
  const known = starts.filter((start) => start !== undefined);
  return known.length < starts.length ? undefined : known.sort()[0];
}
