import pLimit, {type LimitFunction} from 'p-limit';
import {DataError, TapError} from '../core/errors.js';
import type {JsonValue} from '../core/json.js';
import {dataRedactor} from '../core/redact.js';
import {type Connections, connections} from './agent.js';
import {type Answer, jsonIn, nameOf, requireOk} from './answer.js';
import type {
  ClientOptions,
  JsonResponse,
  Look,
  Query,
  RawAnswer,
  RawCall,
  WriteAnswer,
  WriteCall,
} from './client-options.js';
import {exchange, GET, type Sent} from './exchange.js';
import {Limiters} from './limit.js';
import {isWrite} from './method.js';
import {type Performance, perform} from './perform.js';
import {type Quota, quotaIn} from './quota.js';
import {Retries} from './retries.js';
import {ServerClock} from './server-clock.js';

const MOST_REDIRECTS = 3;
/** Milliseconds. Shorter waits for our own limits are a matter of course, with some services before each request. */
const ORDINARY_WAIT = 5000;

/**
 * Talks JSON with one service: takes its turn within the limits, repeats what may pass, and names what went
 * wrong. It knows nothing of pages or streams.
 */
export class Client {
  readonly #options: ClientOptions;
  readonly #connections: Connections;
  readonly #limiters: Limiters;
  readonly #retries: Retries;
  readonly #slots: LimitFunction;
  readonly #headers: Record<string, string>;
  readonly #mask: (text: string) => string;
  /** Whether it was told that credentials are masked in data. */
  #hasTold = false;
  /** Null when the first response had no date. */
  #firstDate: Date | null | undefined;
  readonly #serverClock = new ServerClock();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#connections = connections(options.connectTimeout);
    this.#slots = options.slots ?? pLimit(options.concurrency);
    const {limits, limitOf, clock} = options;
    this.#limiters = options.limiters ?? new Limiters(limits, limitOf, clock);
    this.#retries = new Retries(options, this.#slots);
    this.#mask = dataRedactor(Object.values(options.secretQuery ?? {}));
    this.#headers = {accept: 'application/json', ...options.headers};
  }

  /** The `Date` header of the first response; undefined before it, or when it had none. */
  get firstDate(): Date | undefined {
    return this.#firstDate ?? undefined;
  }

  /** The service's clock in milliseconds since 1970, as far as the `Date` headers of its answers tell. */
  get serverNow(): number {
    return this.#options.clock.now() + this.#serverClock.ahead;
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
    const url = this.urlOf(path, query);
    this.#requireTrusted(url);
    return this.#retries.run(
      (isRetry) => this.#attempt(url, stream, isRetry),
      async ({text, headers}) => {
        await ready;
        return {body: jsonIn(url, this.#masked(text, url, stream), this.#options), url, headers};
      },
      {
        stream,
        fewer: this.#options.fewerRetries ?? {},
        throttled: (wait) => this.#pause(url, stream, wait),
      },
    );
  }

  /**
   * Has something changed, and gives the good answer to it. What may pass is repeated where that is safe: where the call
   * is repeatable, or certainly had no effect. Redirects are not followed, since a write must not become a read on its way.
   * Throws what `get` throws, and `UnansweredError` where a call that is not repeatable may have had its effect.
   */
  async send({
    method,
    path,
    query = {},
    json,
    stream,
    isRepeatable = method !== 'POST',
  }: WriteCall): Promise<WriteAnswer> {
    const url = this.urlOf(path, query);
    const body = json === undefined ? {} : {body: JSON.stringify(json)};
    const {status, headers, text} = await this.#perform(url, {method, ...body}, {stream, isRepeatable});
    return {status, headers, body: this.#jsonOrNone(url, text), url};
  }

  /**
   * What a call is answered in the end, whatever that is and byte for byte. Reads are repeated and redirected as `get` has
   * it; anything else only where it certainly had no effect. Throws where there is no answer.
   */
  async call({method, path, body}: RawCall): Promise<RawAnswer> {
    const url = this.urlOf(path);
    const sent: Sent = {method, encoding: 'latin1', ...(body === undefined ? {} : {body})};
    let last: Answer | undefined;
    const raw = ({status, headers, text}: Answer, problem?: string): RawAnswer => ({
      status,
      headers,
      body: Buffer.from(text, 'latin1'),
      problem,
    });
    const onAnswer = (answer: Answer | undefined) => {
      last = answer;
    };
    try {
      const isRepeatable = !isWrite(method);
      return raw(await this.#perform(url, sent, {stream: undefined, isRepeatable, onAnswer}));
    } catch (error) {
      if (last === undefined || this.isOver || !(error instanceof TapError)) throw error;
      return raw(last, error.message);
    }
  }

  #perform(
    url: URL,
    what: Sent,
    more: Pick<Performance, 'stream' | 'isRepeatable' | 'onAnswer'>,
  ): Promise<Answer> {
    this.#requireTrusted(url);
    const {stream} = more;
    const ask = (isRetry: boolean, sent: Sent) =>
      isWrite(sent.method)
        ? this.#authorized(url, stream, isRetry, sent)
        : this.#followed(url, stream, isRetry, sent);
    return perform(url, what, {
      ...more,
      options: this.#options,
      retries: this.#retries,
      attempt: ask,
      throttled: (wait) => this.#pause(url, stream, wait),
    });
  }

  /**
   * What a path answers, once and whatever it is, without following redirects; `nobody` asks without credentials, which
   * may be asked of any host. Throws only where there is no answer at all.
   */
  async look(path: string, query: Query = {}, as: 'user' | 'nobody' = 'user'): Promise<Look> {
    const url = this.urlOf(path, query);
    if (as === 'user') this.#requireTrusted(url);
    const options = {...this.#options, secretQuery: {}};
    const headers = pick(this.#headers, ['accept', 'user-agent']);
    const answer = await this.#slots(() =>
      as === 'user'
        ? this.#authorized(url, undefined, false)
        : this.#hop(url, undefined, false, GET, headers, options),
    );
    const body = this.#jsonOrNone(url, answer.text);
    return {status: answer.status, headers: answer.headers, body, length: answer.text.length};
  }

  #jsonOrNone(url: URL, text: string): JsonValue | undefined {
    try {
      return jsonIn(url, this.#mask(text), this.#options);
    } catch {
      return undefined;
    }
  }

  /** Closes idle connections, which would keep the process alive. */
  close(): void {
    this.#connections.close();
  }

  /** The address that a path leads to: below the base URL, or the one that it is itself. */
  urlOf(path: string, query: Query = {}): URL {
    const base = this.#options.baseUrl.replace(/\/$/, '');
    const url = new URL(/^https?:\/\//.test(path) ? path : `${base}/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    // A plus sign is a space in forms only, and not every service reads addresses as forms.
    url.search = url.search.replaceAll('+', '%20');
    return url;
  }

  /** Whether credentials may be sent to an address. */
  trusts(url: URL): boolean {
    const trusted = [this.#options.baseUrl, ...(this.#options.alsoTrusted ?? [])];
    return trusted.some((one) => new URL(one).origin === url.origin);
  }

  #requireTrusted(url: URL): void {
    if (this.trusts(url)) return;
    throw new DataError(
      `${this.#options.service} sent us to another host, ${url.origin}; credentials are not sent there`,
      'config',
    );
  }

  /** Tells the limiter and whoever shows it that the service has had enough for a while. */
  #pause(url: URL, stream: string | undefined, wait: number): void {
    this.#limiters.of(url).pause(wait);
    this.#options.waiting?.(stream, this.#options.clock.now() + wait);
  }

  /** A good answer, after redirects. */
  async #attempt(url: URL, stream: string | undefined, retry: boolean): Promise<Answer> {
    const answer = await this.#followed(url, stream, retry);
    requireOk(url, answer, this.#options);
    return answer;
  }

  /** The answer at the end of all redirects. Each hop is a request of its own to the limits and to whoever counts. */
  async #followed(url: URL, stream: string | undefined, retry: boolean, sent = GET): Promise<Answer> {
    for (let redirects = 0, at = url; ; redirects++) {
      const answer = await this.#authorized(at, stream, retry, sent);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || location === null) return answer;
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
  async #authorized(url: URL, stream: string | undefined, retry: boolean, sent = GET): Promise<Answer> {
    const {authorization} = this.#options;
    if (authorization === undefined) return this.#hop(url, stream, retry, sent);
    let header = '';
    const attempt = (again: boolean) =>
      this.#hop(url, stream, again, sent, this.#headers, this.#options, async () => {
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
    sent = GET,
    headers = this.#headers,
    options = this.#options,
    credentials: () => Promise<Record<string, string>> = async () => ({}),
  ): Promise<Answer> {
    const {clock, signal, log, observe, quotaHeaders} = options;
    const done = await this.#limiters.of(url).turn(signal, (wait) => {
      const line = `Waiting ${(wait / 1000).toFixed(1)} s to stay within the request limit`;
      if (wait <= ORDINARY_WAIT) return log.debug(line, stream);
      log.info(line, stream);
      options.waiting?.(stream, clock.now() + wait);
    });
    const began = clock.now();
    let status: number | undefined;
    try {
      // A turn may have been waited for for long.
      const type: Record<string, string> =
        sent.body === undefined ? {} : {'content-type': 'application/json'};
      const whole = {...headers, ...type, ...(await credentials())};
      const answer = await exchange(url, whole, this.#connections, options, sent);
      status = answer.status;
      this.#noteDate(answer, began);
      if (quotaHeaders !== undefined) this.#heed(url, quotaIn(answer.headers, quotaHeaders));
      return answer;
    } finally {
      done();
      const seconds = (clock.now() - began) / 1000;
      observe?.({stream, method: sent.method, path: url.pathname, status, seconds, retry});
    }
  }

  /**
   * Keeps within the limits that the service tells. One that is spent although our own requests do not fill it is used
   * by others too, and when its window began is not told: a whole one is waited for. A pause that is longer than we
   * may wait is left to the service's refusal, which can be given up on.
   */
  #heed(url: URL, {limits, spent}: Quota): void {
    const limiter = this.#limiters.of(url);
    limiter.learn(limits.filter(({seconds}) => seconds * 1000 <= this.#options.maxWait));
    for (const limit of spent) {
      if (!limiter.isFilledByUs(limit) && limit.seconds * 1000 <= this.#options.maxWait) {
        limiter.pause(limit.seconds * 1000);
      }
    }
  }

  #noteDate({headers}: Answer, sent: number): void {
    const moment = Date.parse(headers.get('date') ?? '');
    if (!Number.isNaN(moment)) this.#serverClock.note(moment, sent, this.#options.clock.now());
    if (this.#firstDate === undefined) this.#firstDate = Number.isNaN(moment) ? null : new Date(moment);
  }
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())));
}
