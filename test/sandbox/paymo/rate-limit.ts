import type {Allowance} from './options.js';
import {tooMany} from './refusals.js';

/** Windows that start with a request and end when their time is up. */
export interface RateLimit {
  /** How many requests were refused. */
  readonly refused: number;
  /** Counts a request; throws the 429 if there was no room for it. */
  count(at: number): void;
  /** What goes on every response, the refusals too. */
  headers(): Record<string, string>;
}

export function rateLimit(allowances: readonly Allowance[]): RateLimit {
  const windows = allowances.map((allowance) => ({allowance, since: -Infinity, used: 0}));
  let refused = 0;

  return {
    get refused() {
      return refused;
    },
    count(at) {
      for (const window of windows) {
        if (at < window.since + window.allowance.seconds * 1000) continue;
        window.since = at;
        window.used = 0;
      }
      const full = windows.filter((window) => window.used >= window.allowance.requests);
      if (full.length > 0) {
        refused += 1;
        const ends = Math.max(...full.map(({since, allowance}) => since + allowance.seconds * 1000));
        throw tooMany(Math.max(1, Math.ceil((ends - at) / 1000)));
      }
      for (const window of windows) window.used += 1;
    },
    headers() {
      if (windows.length === 0) return {};
      // Several numbers with commas between them, when several limits apply.
      return {
        'x-ratelimit-decay-period': windows.map(({allowance}) => allowance.seconds).join(', '),
        'x-ratelimit-limit': windows.map(({allowance}) => allowance.requests).join(', '),
        'x-ratelimit-remaining': windows
          .map(({used, allowance}) => Math.max(0, allowance.requests - used))
          .join(', '),
      };
    },
  };
}
