import type {Limit} from './limit.js';

/** The names of the headers by which a service tells of its request limit. */
export interface QuotaHeaders {
  /** How many requests a window may have. */
  readonly limit: string;
  /** How many are left in the current window. */
  readonly remaining: string;
  /** How many seconds a window lasts. */
  readonly period: string;
}

/** What one response says of the limits that it was counted in. */
export interface Quota {
  /** The limits as such, for keeping within them on our own. */
  readonly limits: readonly Limit[];
  /** Those of which nothing is left. */
  readonly spent: readonly Limit[];
}

/** The part of a response that tells of limits. */
interface Headers {
  get(name: string): string | null;
}

/** A window's length in milliseconds where the service says that nothing is left, but not for how long. */
export const UNKNOWN_PERIOD = 5000;

/**
 * Reads what a response says of its limits. Where several apply, the headers hold several numbers in one order; where they
 * don't match, the scarcest and the longest count.
 */
export function quotaIn(headers: Headers, names: QuotaHeaders): Quota {
  const remaining = numbersIn(headers.get(names.remaining));
  const requests = numbersIn(headers.get(names.limit))
    .map(Math.floor)
    .filter((number) => number >= 1);
  const periods = numbersIn(headers.get(names.period)).filter((number) => number > 0);
  const isAligned = requests.length > 0 && requests.length === periods.length;
  const limits = isAligned
    ? requests.map((count, index): Limit => ({requests: count, seconds: periods[index] ?? 0}))
    : [];
  if (remaining.length === 0 || Math.min(...remaining) > 0) return {limits, spent: []};
  const longest: Limit = {
    // Of how many requests is not known, so that our own can't be what filled it.
    requests: Number.POSITIVE_INFINITY,
    seconds: periods.length === 0 ? UNKNOWN_PERIOD / 1000 : Math.max(...periods),
  };
  const spent =
    limits.length === remaining.length
      ? limits.filter((_limit, index) => (remaining[index] ?? 1) <= 0)
      : [longest];
  return {limits, spent};
}

/** The length of the limit's window in milliseconds; undefined where the response does not tell it. */
export function periodOf(headers: Headers, names: QuotaHeaders): number | undefined {
  const periods = numbersIn(headers.get(names.period)).filter((seconds) => seconds >= 0);
  return periods.length === 0 ? undefined : Math.max(...periods) * 1000;
}

function numbersIn(header: string | null): number[] {
  return (header ?? '')
    .split(',')
    .map((part) => Number(part.trim() || Number.NaN))
    .filter((number) => Number.isFinite(number));
}
