import fetch, {FetchError} from 'node-fetch';
import {TapError} from '../core/errors.js';
import type {Connections} from './agent.js';
import {type Answer, nameOf} from './answer.js';
import {type BodyEncoding, textOf} from './body.js';
import type {ClientOptions} from './client-options.js';
import type {Method} from './method.js';
import {Passing} from './passing.js';

/** Node's timers can't count further, and go off at once when asked to. */
const LONGEST_TIMER = 2 ** 31 - 1;

export type ExchangeOptions = Pick<
  ClientOptions,
  'service' | 'signal' | 'requestTimeout' | 'maxResponseBytes' | 'secretQuery'
>;

/** What is sent besides the headers. */
export interface Sent {
  readonly method: Method;
  readonly body?: string;
  /** How the answer's body is read; default: as text. */
  readonly encoding?: BodyEncoding;
  /** Told when the request goes out, after all waits for its turn. */
  readonly begun?: () => void;
}

export const GET: Sent = {method: 'GET'};

/**
 * Sends one request and reads its answer whole, within the time-out; redirects are answers like others. Throws
 * `Passing` when there was no answer.
 */
export async function exchange(
  url: URL,
  headers: Record<string, string>,
  connections: Connections,
  options: ExchangeOptions,
  sent: Sent = GET,
): Promise<Answer> {
  const {signal, requestTimeout, maxResponseBytes, secretQuery = {}} = options;
  const {method, body: sentBody = null, encoding, begun} = sent;
  const name = nameOf(url, method);
  signal.throwIfAborted();
  begun?.();
  const abort = new AbortController();
  const stop = () => abort.abort(signal.reason);
  signal.addEventListener('abort', stop, {once: true});
  const timer = setTimeout(() => abort.abort(), Math.min(requestTimeout, LONGEST_TIMER));
  try {
    const agent = (target: URL) => connections.agentFor(target);
    const response = await fetch(withQuery(url, secretQuery), {
      method,
      body: sentBody,
      headers,
      redirect: 'manual',
      agent,
      signal: abort.signal,
    });
    const {status, body} = response;
    const text = body === null ? '' : await textOf(body, maxResponseBytes, name, encoding);
    return {status, headers: response.headers, text};
  } catch (error) {
    signal.throwIfAborted();
    if (abort.signal.aborted) throw new Passing(`${name} took longer than ${requestTimeout / 1000} s`);
    throw networkTrouble(name, error, options);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** The address with some more parameters, which replace those of the same name. */
function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value);
  whole.search = whole.search.replaceAll('+', '%20');
  return whole;
}

/** Codes of connections that were there before they failed. */
const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Codes of connections that were never made, so that nothing can have been sent over them. */
const NEVER_MADE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|ERR_INVALID_CHAR|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** What a failure to get an answer means. Errors without a code are no trouble of the network but mistakes of ours. */
function networkTrouble(name: string, error: unknown, {service}: Pick<ClientOptions, 'service'>): unknown {
  if (error instanceof TapError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (!(error instanceof FetchError) && (code === undefined || code === 'ERR_INVALID_CHAR')) return error;
  // The library's own messages, and so the error itself, quote the address with everything in its query.
  const why = code ?? error.message.split('reason: ')[1] ?? 'no reason given';
  const isReached = code !== undefined && (BROKEN_OFF.has(code) || code.startsWith('Z_'));
  const hadNoEffect = code !== undefined && NEVER_MADE.test(code);
  return new Passing(`${service} could not be reached (${why} on ${name})`, {isReached, hadNoEffect});
}
