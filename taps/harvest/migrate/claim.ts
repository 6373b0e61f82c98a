import {
  epochMillis,
  type JsonObject,
  type JsonValue,
  timestampOf,
  utcTimestamp,
} from '../../../protocol/index.js';

/** What a bookmark of another connector says of one stream. */
export type Claim = {readonly moment: string} | {readonly problem: string};

/**
 * How far before a bookmark of theirs ours begins. Theirs is the newest change that a run saw, also where rows that it had
 * passed already changed while it went on; and of a running timer it knew the hours of that moment. A day is longer than
 * runs last, and than timers use to run.
 */
const MARGIN = 86_400_000;

/** The earliest of several claims; a problem is worth less than any moment, and so are no claims at all. */
export function earliest(claims: readonly Claim[]): Claim {
  const problem = claims.find((claim) => 'problem' in claim);
  if (problem !== undefined) return problem;
  const moments = claims.flatMap((claim) => ('moment' in claim ? [claim.moment] : [])).sort();
  const [moment] = moments;
  return moment === undefined ? {problem: 'it holds no moment'} : {moment};
}

/** A moment as a state holds it, so many seconds earlier. The value itself is in no problem: it could be anything. */
export function momentIn(value: JsonValue | undefined, now: number, earlierBy = 0): Claim {
  const moment = typeof value === 'string' ? utcTimestamp(value) : undefined;
  const millis = moment === undefined ? undefined : epochMillis(moment);
  if (millis === undefined) return {problem: 'it holds no moment in time'};
  if (millis > now) return {problem: 'it lies in the future'};
  return {moment: timestampOf(Math.max(0, millis - earlierBy * 1000))};
}

/** From when on a stream is read that was read up to a moment. */
function beginning(moment: string): string {
  return timestampOf(Math.max(0, (epochMillis(moment) ?? 0) - MARGIN));
}

/** The same for the report. */
export function beginningWords(moment: string): string {
  return `read from ${beginning(moment)} on`;
}

/** Our bookmark for a stream that was read up to a moment. */
export function bookmarkAt(moment: string, startDate: JsonValue | undefined): JsonObject {
  return {
    replication_key: 'updated_at',
    replication_key_value: beginning(moment),
    // A bookmark remembers by which start it was begun, so that nobody is warned of an early one.
    ...(typeof startDate === 'string' ? {start_date: startDate} : {}),
  };
}
