import pLimit, {type LimitFunction} from 'p-limit';
import {DataError, ServiceError, type TapError} from '../core/errors.js';
import type {JsonValue} from '../core/json.js';
import {literalRedactor} from '../core/redact.js';
import {type Connections, connections} from './agent.js';
import {type Answer, jsonIn, nameOf, requireOk} from './answer.js';
import type {ClientOptions, JsonResponse, Look, Query} from './client-options.js';
import {exchange} from './exchange.js';
import {Limiter} from './limit.js';
import {Passing} from './passing.js';
import {type Quota, quotaIn} from './quota.js';
import {waitBeforeRetry} from './retry.js';

const MOST_REDIRECTS = 3;
/** Milliseconds. Shorter waits for our own limits are a matter of course, with some services before each request. */
const ORDINARY_WAIT = 5000;

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
  readonly #mask: (text: string) => string;
  /** Whether it was told that credentials are masked in data. */
  #hasTold = false;
  #waited = 0;
  #waitingUntil = 0;
  /** Null when the first response had no date. */
  #firstDate: Date | null | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#connections = connections(options.connectTimeout);
    this.#slots = pLimit(options.concurrency);
    const secrets = Object.values(options.secretQuery ?? {});
    // What is short or a number stands in data by chance.
    this.#mask = literalRedactor(
      secrets.filter((secret) => secret.length >= 8 && !/^[\d.eE+-]+$/.test(secret)),
    );
    this.#headers = {accept: 'application/json', ...options.headers};
  }

  /** The `Date` header of the first response; undefined before it, or when it had none. */
  get firstDate(): Date | undefined {
    return this.#firstDate ?? undefined;
  }

  /** Whether the run was told to stop, so that whatever fails now fails for that reason. */
  get isOver(): boolean {
    return this.#options.signal.aborted;
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
    const url = this.#urlOf(path, query);
    this.#requireTrusted(url);
    return this.#withRetries(url, stream, ready);
  }

  /**
   * What a path answers, once and whatever it is, without following redirects; `nobody` asks without credentials, which
   * may be asked of any host. Throws only where there is no answer at all.
   */
  async look(path: string, query: Query = {}, as: 'user' | 'nobody' = 'user'): Promise<Look> {
    const url = this.#urlOf(path, query);
    if (as === 'user') this.#requireTrusted(url);
    const options = {...this.#options, secretQuery: {}};
    const headers = pick(this.#headers, ['accept', 'user-agent']);
    const answer = await this.#slots(() =>
      as === 'user'
        ? this.#authorized(url, undefined, false)
        : this.#hop(url, undefined, false, headers, options),
    );
    let body: JsonValue | undefined;
    try {
      body = jsonIn(url, this.#mask(answer.text), options);
    } catch {
      body = undefined;
    }
    return {status: answer.status, headers: answer.headers, body, length: answer.text.length};
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
    // A plus sign is a space in forms only, and not every service reads addresses as forms.
    url.search = url.search.replaceAll('+', '%20');
    return url;
  }

  #requireTrusted(url: URL): void {
    const trusted = [this.#options.baseUrl, ...(this.#options.alsoTrusted ?? [])];
    if (trusted.some((one) => new URL(one).origin === url.origin)) return;
    throw new DataError(
      `${this.#options.service} sent us to another host, ${url.origin}; credentials are not sent there`,
      'config',
    );
  }

  async #withRetries(
    url: URL,
    stream: string | undefined,
    ready: Promise<unknown> | undefined,
  ): Promise<JsonResponse> {
    const {clock, signal, log, maxRetries, fewerRetries = {}, random = Math.random} = this.#options;
    let failures = 0;
    let refusals = 0;
    for (;;) {
      try {
        const {text, headers} = await this.#slots(() => this.#attempt(url, stream, failures + refusals > 0));
        // Outside of the slot, so that whoever works on the page before can make requests of its own.
        await ready;
        return {body: jsonIn(url, this.#masked(text, url, stream), this.#options), url, headers};
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Passing)) throw error;
        // Being throttled is no failure: others may use up the same limit. Only max_wait bounds that.
        const throttled = error.status === 429;
        if (throttled) refusals++;
        else failures++;
        const most = Math.min(maxRetries, fewerRetries[error.status ?? 0] ?? maxRetries);
        const policy = {maxRetries: throttled ? Number.POSITIVE_INFINITY : most, random};
        const count = throttled ? refusals : failures;
        const wait = waitBeforeRetry({failures: count, retryAfter: error.retryAfter}, policy);
        if (wait === undefined)
          throw this.#givenUp(error, failures === 1 ? 'at once' : `after ${failures} attempts`);
        const waited = this.#waited + this.#notYetCounted(wait);
        if (waited > this.#options.maxWait) {
          const seconds = Math.ceil(wait / 1000);
          throw this.#givenUp(error, `since waiting ${seconds} s more would exceed max_wait`);
        }
        this.#waited = waited;
        this.#waitingUntil = Math.max(this.#waitingUntil, clock.now() + wait);
        if (throttled) this.#limiterOf(url).pause(wait);
        const asked =
          error.retryAfter === undefined
            ? ' before asking again'
            : ', as the service asked, before asking again';
        if (throttled) this.#options.waiting?.(stream, clock.now() + wait);
        log.warning(`Waiting ${(wait / 1000).toFixed(1)} s${asked}: ${error.message}`, stream);
        await clock.sleep(wait, signal);
      }
    }
  }

  /** How much of a wait lies beyond the waits that are under way: those that overlap count once. */
  #notYetCounted(wait: number): number {
    const until = this.#options.clock.now() + wait;
    return Math.max(0, Math.min(wait, until - this.#waitingUntil));
  }

  #givenUp(error: Passing, when: string): TapError {
    return new ServiceError(`${error.message}; given up ${when}`, error.status, {
      cause: error,
      isReached: error.isReached,
    });
  }

  /** A good answer, after redirects. Each hop is a request of its own to the limits and to whoever counts. */
  async #attempt(url: URL, stream: string | undefined, retry: boolean): Promise<Answer> {
    for (let redirects = 0, at = url; ; redirects++) {
      const answer = await this.#authorized(at, stream, retry);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || location === null) {
        requireOk(url, answer, this.#options);
        return answer;
      }
      if (redirects === MOST_REDIRECTS) throw new DataError(`${nameOf(url)} redirects without end`);
      if (!URL.canParse(location, at.href))
        throw new DataError(`${nameOf(url)} redirects to what is no address`);
      // node-fetch would forward custom headers, an account id among them, to whatever host a redirect names.
      at = this.#withoutSecrets(new URL(location, at));
      this.#requireTrusted(at);
    }
  }

  /** Credentials that stand in addresses find their way into data; there they have no more business than elsewhere. */
  #masked(text: string, url: URL, stream: string | undefined): string {
    const safe = this.#mask(text);
    if (safe === text) return text;
    const line = `${nameOf(url)} answered with our own credentials in its data; they are masked`;
    if (!this.#hasTold) this.#options.log.warning(line, stream);
    this.#hasTold = true;
    return safe;
  }

  /** Services repeat the whole address in redirects, credentials and all. */
  #withoutSecrets(url: URL): URL {
    for (const name of Object.keys(this.#options.secretQuery ?? {})) url.searchParams.delete(name);
    return url;
  }

  /** An answer to credentials that are good, as far as that is known; those that turn out not to be are renewed once. */
  async #authorized(url: URL, stream: string | undefined, retry: boolean): Promise<Answer> {
    const {authorization} = this.#options;
    if (authorization === undefined) return this.#hop(url, stream, retry);
    let header = '';
    const attempt = (again: boolean) =>
      this.#hop(url, stream, again, this.#headers, this.#options, async () => {
        header = await authorization.header();
        return {authorization: header};
      });
    const answer = await attempt(retry);
    return answer.status === 401 && (await authorization.refused(header)) ? attempt(true) : answer;
  }

  async #hop(
    url: URL,
    stream: string | undefined,
    retry: boolean,
    headers = this.#headers,
    options = this.#options,
    credentials: () => Promise<Record<string, string>> = async () => ({}),
  ): Promise<Answer> {
    const {clock, signal, log, observe, quotaHeaders} = options;
    const done = await this.#limiterOf(url).turn(signal, (wait) => {
      const line = `Waiting ${(wait / 1000).toFixed(1)} s to stay within the request limit`;
      if (wait <= ORDINARY_WAIT) return log.debug(line, stream);
      log.info(line, stream);
      options.waiting?.(stream, clock.now() + wait);
    });
    const began = clock.now();
    let status: number | undefined;
    try {
      // A turn may have been waited for for long.
      const answer = await exchange(url, {...headers, ...(await credentials())}, this.#connections, options);
      status = answer.status;
      this.#noteDate(answer);
      if (quotaHeaders !== undefined) this.#heed(url, quotaIn(answer.headers, quotaHeaders));
      return answer;
    } finally {
      done();
      observe?.({stream, path: url.pathname, status, seconds: (clock.now() - began) / 1000, retry});
    }
  }

  /**
   * Keeps within the limits that the service tells. One that is spent although our own requests do not fill it is used
   * by others too, and when its window began is not told: a whole one is waited for. A pause that is longer than we
   * may wait is left to the service's refusal, which can be given up on.
   */
  #heed(url: URL, {limits, spent}: Quota): void {
    const limiter = this.#limiterOf(url);
    limiter.learn(limits.filter(({seconds}) => seconds * 1000 <= this.#options.maxWait));
    for (const limit of spent) {
      if (!limiter.isFilledByUs(limit) && limit.seconds * 1000 <= this.#options.maxWait) {
        limiter.pause(limit.seconds * 1000);
      }
    }
  }

  #noteDate({headers}: Answer): void {
    if (this.#firstDate !== undefined) return;
    const moment = Date.parse(headers.get('date') ?? '');
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
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())));
}
