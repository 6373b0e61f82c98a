/** The names of the headers by which a service tells how much of its request limit is left. */
export interface QuotaHeaders {
  /** How many requests are left in the current window. */
  readonly remaining: string;
  /** How many seconds that window lasts. */
  readonly period: string;
}

/** The part of a response that tells of limits. */
interface Headers {
  get(name: string): string | null;
}

/** A window's length where the service says that nothing is left, but not for how long. */
const UNKNOWN_PERIOD = 5000;

/**
 * Milliseconds until another request may be sent, by what a response says of the limit; undefined where it does not
 * say that nothing is left. Where several limits apply, the headers hold several numbers: the scarcest and the
 * longest count. When the window began is not told, so a whole one is waited for.
 */
export function pauseForQuota(headers: Headers, names: QuotaHeaders): number | undefined {
  const remaining = numbersIn(headers.get(names.remaining));
  if (remaining.length === 0 || Math.min(...remaining) > 0) return undefined;
  return periodOf(headers, names) ?? UNKNOWN_PERIOD;
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
