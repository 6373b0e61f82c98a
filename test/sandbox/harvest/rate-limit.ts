import {html, type Reply} from '../common/reply.js';
import type {Allowance} from './account-options.js';

/** A sliding window over the requests it let through. */
export interface RateLimit {
  /** A 429 when the allowance is used up, `undefined` when the request may pass. */
  refuse(at: number): Reply | undefined;
}

export function rateLimit(allowance: Allowance | false): RateLimit {
  if (allowance === false) return {refuse: () => undefined};

  const window = allowance.seconds * 1000;
  let passed: number[] = [];
  return {
    refuse(at) {
      passed = passed.filter((moment) => moment > at - window);
      const oldest = passed[0];
      if (oldest !== undefined && passed.length >= allowance.requests) {
        // Seconds, and a page instead of JSON: the one captured 429 had HTML in it.
        const seconds = Math.max(1, Math.ceil((oldest + window - at) / 1000));
        return html(429, 'Too Many Requests', {'retry-after': String(seconds)});
      }
      passed.push(at);
      return undefined;
    },
  };
}
