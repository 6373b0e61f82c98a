/** What one attempt told us about trying again. */
export interface FailedAttempt {
  /** How many attempts failed so far, this one included. */
  readonly failures: number;
  /** What the service asked for in `Retry-After`, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

export interface RetryPolicy {
  /** How often a request is repeated before it is given up. */
  readonly maxRetries: number;
  /** A number from 0 up to 1; `Math.random` outside of tests. */
  readonly random: () => number;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/**
 * Milliseconds to wait before asking again, or undefined to give up.
 * A `Retry-After` from the service wins over our own backoff and is not jittered, but is never below a
 * second, so that a service that says 0 is not hammered.
 */
export function waitBeforeRetry(attempt: FailedAttempt, policy: RetryPolicy): number | undefined {
  if (attempt.failures > policy.maxRetries) return undefined;
  if (attempt.retryAfter !== undefined) return Math.max(FIRST_WAIT, attempt.retryAfter);
  const full = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt.failures - 1));
  // Between half and all of it: clients that failed together should not come back together.
  return Math.round(full / 2 + (full / 2) * policy.random());
}

/** The milliseconds that a `Retry-After` header asks for: a number of seconds, or an HTTP date. */
export function retryAfterMillis(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}

/** Statuses that time may heal: throttled, the server's own troubles, and its time-outs. */
export function isPassing(status: number): boolean {
  return status === 429 || status === 408 || status >= 500;
}
