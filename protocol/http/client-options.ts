import type {LimitFunction} from 'p-limit';
import type {Clock} from '../core/clock.js';
import type {JsonValue} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Authorization} from './authorization.js';
import type {Limit, Limiters} from './limit.js';
import type {Method, WriteMethod} from './method.js';
import type {QuotaHeaders} from './quota.js';

/** Values of query parameters; those that are undefined are left out. */
export type Query = Record<string, string | number | boolean | undefined>;

export interface ClientOptions {
  /** Where relative paths lead; ends without a slash. */
  readonly baseUrl: string;
  /** Other addresses that may receive the credentials, for example the service's identity server. */
  readonly alsoTrusted?: readonly string[];
  /** Headers of every request, credentials included unless they are renewed. */
  readonly headers: Record<string, string>;
  /** The credentials, where they end and are renewed. */
  readonly authorization?: Authorization;
  /**
   * Credentials that the service wants in the query. They are added at the very last moment, so that no address which
   * anything here holds or tells carries them.
   */
  readonly secretQuery?: Readonly<Record<string, string>>;
  /** The service's name for messages, e.g. `Harvest`. */
  readonly service: string;
  /** What to say when the credentials are refused: where to get new ones, which setting to change. */
  readonly credentialsHint: string;
  /** What to say on a 403 where that is about the credentials as a whole; default: it is about one resource. */
  readonly forbiddenHint?: string;
  /** Whether numbers that lose digits as JavaScript's own come as text instead. */
  readonly exactNumbers?: boolean;
  readonly limits: Record<string, Limit>;
  /** Which of the limits counts a request. */
  readonly limitOf: (url: URL) => string;
  /** What keeps the limits, where several clients share them; default: this client's own. */
  readonly limiters?: Limiters;
  readonly maxRetries: number;
  /** Fewer repetitions for some statuses, where the service is known to mean something else by them. */
  readonly fewerRetries?: Readonly<Record<number, number>>;
  /** The headers in which the service tells what is left of its limit. */
  readonly quotaHeaders?: QuotaHeaders;
  /** Milliseconds that may be spent on waiting for the service, in total; waits for our own limits don't count. */
  readonly maxWait: number;
  readonly connectTimeout: number;
  readonly requestTimeout: number;
  readonly maxResponseBytes: number;
  /** How many requests may be under way at once. */
  readonly concurrency: number;
  /** The turns in which requests are made, where several clients share them; default: this client's own. */
  readonly slots?: LimitFunction;
  readonly clock: Clock;
  /** Ends all requests and waits when it is aborted. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly random?: () => number;
  /** Masks secrets in what the service says, before it is quoted. */
  readonly redact?: (text: string) => string;
  /** Told of waits that the service or a limit imposes, and until when they last (milliseconds since 1970). */
  readonly waiting?: (stream: string | undefined, until: number) => void;
  /** Told of each attempt, for counts and metrics. */
  readonly observe?: (attempt: AttemptReport) => void;
}

/** One attempt at one request, as it ended. */
export interface AttemptReport {
  readonly stream: string | undefined;
  readonly method: Method;
  readonly path: string;
  /** Undefined when there was no response. */
  readonly status: number | undefined;
  readonly seconds: number;
  readonly retry: boolean;
}

/** A response whose body was JSON. */
export interface JsonResponse {
  readonly body: JsonValue;
  /** What was asked for, without credentials. */
  readonly url: URL;
  readonly headers: Headers;
}

/** A call that is to change something. */
export interface WriteCall {
  readonly method: WriteMethod;
  /** Below the base URL, or an absolute URL of the same host. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON; default: no body. */
  readonly json?: JsonValue;
  /** The stream that the request is counted for. */
  readonly stream?: string;
  /**
   * Whether having it done twice is the same as once, so that it may be repeated whatever became of it; default: yes,
   * except for POST.
   */
  readonly isRepeatable?: boolean;
}

/** A good answer to a call that changes something. */
export interface WriteAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where there is none, or none that is JSON. */
  readonly body: JsonValue | undefined;
  /** What was asked for, without credentials. */
  readonly url: URL;
}

/** A call of whatever kind, for whoever wants to see the answer itself. */
export interface RawCall {
  readonly method: Method;
  /** Below the base URL, or an absolute URL of the same host; it may have a query. */
  readonly path: string;
  /** JSON, sent as it is; default: no body. */
  readonly body?: string;
}

/** An answer as it came, whatever its status. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** What is wrong with it, as a sentence; undefined for a good one. */
  readonly problem: string | undefined;
}

/** Headers of a response, by name in any case. */
export interface Headers {
  get(name: string): string | null;
  keys(): Iterable<string>;
}

/** A response as it came, whatever its status. */
export interface Look {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where the body is no JSON. */
  readonly body: JsonValue | undefined;
  /** How long the body is, in characters. */
  readonly length: number;
}
