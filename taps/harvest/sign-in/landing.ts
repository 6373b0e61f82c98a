import {createHash, timingSafeEqual} from 'node:crypto';

/** What the address says that a browser ended on: an answer to our question, none, or one to somebody else's. */
export type Verdict = 'ours' | 'no-answer' | 'foreign';

/** Judges the query of an address that a browser ended on. How long that takes tells nothing of our state. */
export function judge(query: URLSearchParams, state: string): Verdict {
  const [told, ...others] = query.getAll('state');
  if (told === undefined || others.length > 0 || !isSame(told, state)) return 'foreign';
  return query.has('code') || query.has('error') ? 'ours' : 'no-answer';
}

/** The address that somebody copied from their browser, in whatever form that shows it; undefined for what is none. */
export function pastedQuery(text: string): URLSearchParams | undefined {
  const start = text.indexOf('?');
  if (start === -1) return undefined;
  const [query = ''] = text
    .slice(start + 1)
    .replace(/[\s'">]+$/, '')
    .split('#');
  return new URLSearchParams(query);
}

/** Digests have one length, which is what the comparison needs. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
