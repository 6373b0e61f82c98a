import {AuthError, RefusedError, ServiceError} from '../core/errors.js';
import type {JsonValue} from '../core/json.js';
import type {ClientOptions, Headers} from './client-options.js';
import {reasonIn} from './error-body.js';
import {parseExactly} from './exact-numbers.js';
import type {Method} from './method.js';
import {Passing} from './passing.js';
import {periodOf, UNKNOWN_PERIOD} from './quota.js';
import {isPassing, retryAfterMillis} from './retry.js';

/** How one request was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a request is called in messages: its path, since a query may hold secrets. */
export function nameOf(url: URL, method = 'GET'): string {
  return `${method} ${url.pathname}`;
}

/** Throws what an answer other than a good one means: whose fault it is, and whether it may pass. */
export function requireOk(
  url: URL,
  {status, headers, text}: Answer,
  options: ClientOptions,
  method: Method = 'GET',
): void {
  if (status >= 200 && status < 300) return;
  const {service, credentialsHint, clock, quotaHeaders, redact = (words) => words} = options;
  const {html, reason} = reasonIn(text, redact);
  const said = reason === undefined ? '' : `: ${reason}`;
  const name = nameOf(url, method);
  const message = `${name} answered ${status}${said}`;
  if (isPassing(status)) {
    const period =
      status === 429 && quotaHeaders !== undefined
        ? (periodOf(headers, quotaHeaders) ?? UNKNOWN_PERIOD)
        : undefined;
    const retryAfter = retryAfterMillis(headers.get('retry-after'), clock.now()) ?? period;
    // A request over the limit is refused before anything is done about it.
    throw new Passing(message, {status, retryAfter, hadNoEffect: status === 429});
  }
  if (status === 401) {
    throw new AuthError(`${service} refused the credentials (401 on ${name}${said}). ${credentialsHint}`);
  }
  if (status === 403 && options.forbiddenHint !== undefined) {
    throw new AuthError(
      `${service} does not let this user in (403 on ${name}${said}). ${options.forbiddenHint}`,
      status,
    );
  }
  if (status === 403 || status === 404) throw new RefusedError(message, status, html);
  throw new ServiceError(message, status, {failure: 'config'});
}

/** The JSON of a good answer. What is none may be whole the next time. */
export function jsonIn(url: URL, text: string, {exactNumbers = false}: ClientOptions): JsonValue {
  try {
    return exactNumbers ? parseExactly(text) : (JSON.parse(text) as JsonValue);
  } catch (cause) {
    // A truncated gzip body ends without an error in node-fetch; broken JSON is how it shows.
    const what = /^\s*</.test(text) ? 'a page instead of JSON' : 'incomplete or invalid JSON';
    throw new Passing(`${nameOf(url)} answered with ${what}`, {cause});
  }
}
