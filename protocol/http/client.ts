import fetch, {FetchError, type Response} from 'node-fetch';
import pLimit, {type LimitFunction} from 'p-limit';
import type {Clock} from '../core/clock.js';
import {AuthError, DataError, RefusedError, ServiceError, TapError} from '../core/errors.js';
import type {JsonValue} from '../core/json.js';
import type {Log} from '../core/log.js';
import {type Connections, connections} from './agent.js';
import {textOf} from './body.js';
import {reasonIn} from './error-body.js';
import {type Limit, Limiter} from './limit.js';
import {isPassing, retryAfterMillis, waitBeforeRetry} from './retry.js';

/** Values of query parameters; those that are undefined are left out. */
export type Query = Record<string, string | number | boolean | undefined>;

export interface ClientOptions {
  /** Where relative paths lead; ends without a slash. */
  readonly baseUrl: string;
  /** Other addresses that may receive the credentials, for example the service's identity server. */
  readonly alsoTrusted?: readonly string[];
  /** Headers of every request, credentials included. */
  readonly headers: Record<string, string>;
  /** The service's name for messages, e.g. `Harvest`. */
  readonly service: string;
  /** What to say when the credentials are refused: where to get new ones, which setting to change. */
  readonly credentialsHint: string;
  readonly limits: Record<string, Limit>;
  /** Which of the limits counts a request. */
  readonly limitOf: (url: URL) => string;
  readonly maxRetries: number;
  /** Milliseconds that may be spent on waiting for the service, in total; waits for our own limits don't count. */
  readonly maxWait: number;
  readonly connectTimeout: number;
  readonly requestTimeout: number;
  readonly maxResponseBytes: number;
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** Ends all requests and waits when it is aborted. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly random?: () => number;
  /** Masks secrets in what the service says, before it is quoted. */
  readonly redact?: (text: string) => string;
  /** Told of each attempt, for counts and metrics. */
  readonly observe?: (attempt: AttemptReport) => void;
}

/** One attempt at one request, as it ended. */
export interface AttemptReport {
  readonly stream: string | undefined;
  readonly path: string;
  /** Undefined when there was no response. */
  readonly status: number | undefined;
  readonly seconds: number;
  readonly retry: boolean;
}

/** A response whose body was JSON. */
export interface JsonResponse {
  readonly body: JsonValue;
  readonly url: URL;
}

/** A failure that may pass; the client decides whether to try again. */
class Passing extends TapError {
  readonly retryAfter: number | undefined;
  readonly status: number | undefined;

  constructor(message: string, status?: number, retryAfter?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const MOST_REDIRECTS = 3;
/** Node's timers can't count further, and go off at once when asked to. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * GETs JSON from one service: takes its turn within the limits, repeats what may pass, and names what went
 * wrong. It knows nothing of pages or streams.
 */
export class Client {
  readonly #options: ClientOptions;
  readonly #connections: Connections;
  readonly #limiters = new Map<string, Limiter>();
  readonly #slots: LimitFunction;
  readonly #headers: Record<string, string>;
  #waited = 0;
  /** Null when the first response had no date. */
  #firstDate: Date | null | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#connections = connections(options.connectTimeout);
    this.#slots = pLimit(options.concurrency);
    this.#headers = {accept: 'application/json', ...options.headers};
  }

  /** The `Date` header of the first response; undefined before it, or when it had none. */
  get firstDate(): Date | undefined {
    return this.#firstDate ?? undefined;
  }

  /** Adds a header to all further requests. */
  setHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  /**
   * The JSON at a path below the base URL, or at an absolute URL of the same host.
   * Throws `AuthError` on 401, `RefusedError` on 403 and 404, `ServiceError` when the service stays in trouble,
   * `DataError` when it can't be used. The body is not parsed before `ready`: a page that is read ahead then costs
   * its text alone, and not all of its objects while those of the page before are still alive.
   */
  async get(
    path: string,
    query: Query = {},
    stream?: string,
    ready?: Promise<unknown>,
  ): Promise<JsonResponse> {
    return this.#withRetries(this.#urlOf(path, query), stream, ready);
  }

  /** Closes idle connections, which would keep the process alive. */
  close(): void {
    this.#connections.close();
  }

  #urlOf(path: string, query: Query): URL {
    const base = this.#options.baseUrl.replace(/\/$/, '');
    const url = new URL(/^https?:\/\//.test(path) ? path : `${base}/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    this.#requireTrusted(url);
    return url;
  }

  #requireTrusted(url: URL): void {
    const trusted = [this.#options.baseUrl, ...(this.#options.alsoTrusted ?? [])];
    if (trusted.some((one) => new URL(one).origin === url.origin)) return;
    throw new DataError(
      `${this.#options.service} sent us to another host, ${url.origin}; credentials are not sent there`,
    );
  }

  async #withRetries(
    url: URL,
    stream: string | undefined,
    ready: Promise<unknown> | undefined,
  ): Promise<JsonResponse> {
    const {clock, signal, log, maxRetries, random = Math.random} = this.#options;
    let failures = 0;
    let refusals = 0;
    for (;;) {
      try {
        const text = await this.#slots(() => this.#attempt(url, stream, failures + refusals > 0));
        // Outside of the slot, so that whoever works on the page before can make requests of its own.
        await ready;
        return {body: this.#json(url, text), url};
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Passing)) throw error;
        // Being throttled is no failure: others may use up the same limit. Only max_wait bounds that.
        const throttled = error.status === 429;
        if (throttled) refusals++;
        else failures++;
        const policy = {maxRetries: throttled ? Number.POSITIVE_INFINITY : maxRetries, random};
        const count = throttled ? refusals : failures;
        const wait = waitBeforeRetry({failures: count, retryAfter: error.retryAfter}, policy);
        if (wait === undefined)
          throw this.#givenUp(error, failures === 1 ? 'at once' : `after ${failures} attempts`);
        if (this.#waited + wait > this.#options.maxWait) {
          const seconds = Math.ceil(wait / 1000);
          throw this.#givenUp(error, `since waiting ${seconds} s more would exceed max_wait`);
        }
        this.#waited += wait;
        if (throttled) this.#limiterOf(url).pause(wait);
        const asked =
          error.retryAfter === undefined
            ? ' before asking again'
            : ', as the service asked, before asking again';
        log.warning(`Waiting ${(wait / 1000).toFixed(1)} s${asked}: ${error.message}`, stream);
        await clock.sleep(wait, signal);
      }
    }
  }

  #givenUp(error: Passing, when: string): TapError {
    return new ServiceError(`${error.message}; given up ${when}`, error.status, {cause: error});
  }

  /** The body of a good answer, after redirects. Each hop is a request of its own to the limits and to whoever counts. */
  async #attempt(url: URL, stream: string | undefined, retry: boolean): Promise<string> {
    for (let redirects = 0, at = url; ; redirects++) {
      const {response, text} = await this.#hop(at, stream, retry);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        this.#requireOk(url, response, text);
        return text;
      }
      if (redirects === MOST_REDIRECTS) throw new DataError(`${this.#name(url)} redirects without end`);
      // node-fetch would forward custom headers, an account id among them, to whatever host a redirect names.
      at = new URL(location, at);
      this.#requireTrusted(at);
    }
  }

  async #hop(
    url: URL,
    stream: string | undefined,
    retry: boolean,
  ): Promise<{response: Response; text: string}> {
    const {clock, signal, log, observe} = this.#options;
    const done = await this.#limiterOf(url).turn(signal, (wait) => {
      const line = `Waiting ${(wait / 1000).toFixed(1)} s to stay within the request limit`;
      if (wait >= 1000) log.info(line, stream);
      else log.debug(line, stream);
    });
    const began = clock.now();
    let status: number | undefined;
    try {
      const exchange = await this.#exchange(url);
      status = exchange.response.status;
      return exchange;
    } finally {
      done();
      observe?.({stream, path: url.pathname, status, seconds: (clock.now() - began) / 1000, retry});
    }
  }

  /** Sends one request and reads its body whole, within the time-out. */
  async #exchange(url: URL): Promise<{response: Response; text: string}> {
    const {signal, requestTimeout, maxResponseBytes} = this.#options;
    signal.throwIfAborted();
    const abort = new AbortController();
    const stop = () => abort.abort(signal.reason);
    signal.addEventListener('abort', stop, {once: true});
    const timer = setTimeout(() => abort.abort(), Math.min(requestTimeout, LONGEST_TIMER));
    try {
      const response = await fetch(url, {
        headers: this.#headers,
        redirect: 'manual',
        agent: (target) => this.#connections.agentFor(target),
        signal: abort.signal,
      });
      this.#noteDate(response);
      const {body} = response;
      return {response, text: body === null ? '' : await textOf(body, maxResponseBytes, this.#name(url))};
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TapError) throw error;
      throw this.#networkTrouble(url, error, abort.signal.aborted);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  #networkTrouble(url: URL, error: unknown, timedOut: boolean): TapError {
    const {requestTimeout, service} = this.#options;
    if (timedOut) return new Passing(`${this.#name(url)} took longer than ${requestTimeout / 1000} s`);
    const code = error instanceof FetchError ? error.code : undefined;
    const reason = code ?? (error instanceof Error ? error.message : String(error));
    return new Passing(
      `${service} could not be reached (${reason} on ${this.#name(url)})`,
      undefined,
      undefined,
      {
        cause: error,
      },
    );
  }

  /** Throws what an answer other than a good one means. */
  #requireOk(url: URL, {status, headers}: Response, text: string): void {
    if (status >= 200 && status < 300) return;
    const name = this.#name(url);
    // Secrets are masked before the text is cut, so that no part of one is left at the cut.
    const {html, reason} = reasonIn(this.#options.redact?.(text) ?? text);
    const said = reason === undefined ? '' : `: ${reason}`;
    if (isPassing(status)) {
      const retryAfter = retryAfterMillis(headers.get('retry-after'), this.#options.clock.now());
      throw new Passing(`${name} answered ${status}${said}`, status, retryAfter);
    }
    if (status === 401) {
      throw new AuthError(
        `${this.#options.service} refused the credentials (401 on ${name}${said}). ${this.#options.credentialsHint}`,
      );
    }
    if (status === 403 || status === 404) {
      throw new RefusedError(`${name} answered ${status}${said}`, status, html);
    }
    throw new ServiceError(`${name} answered ${status}${said}`, status);
  }

  #json(url: URL, text: string): JsonValue {
    try {
      return JSON.parse(text) as JsonValue;
    } catch (cause) {
      // A truncated gzip body ends without an error in node-fetch; broken JSON is how it shows.
      const what = /^\s*</.test(text) ? 'a page instead of JSON' : 'incomplete or invalid JSON';
      throw new Passing(`${this.#name(url)} answered with ${what}`, undefined, undefined, {cause});
    }
  }

  #noteDate(response: Response): void {
    if (this.#firstDate !== undefined) return;
    const moment = Date.parse(response.headers.get('date') ?? '');
    this.#firstDate = Number.isNaN(moment) ? null : new Date(moment);
  }

  #limiterOf(url: URL): Limiter {
    const name = this.#options.limitOf(url);
    let limiter = this.#limiters.get(name);
    if (limiter === undefined) {
      limiter = new Limiter(this.#options.limits[name] ?? {requests: 1, seconds: 1}, this.#options.clock);
      this.#limiters.set(name, limiter);
    }
    return limiter;
  }

  #name(url: URL): string {
    return `GET ${url.pathname}`;
  }
}
