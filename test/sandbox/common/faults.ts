import type {LoggedRequest} from './requests.js';

/** Which requests are meant. A plain string or pattern stands for `{path: …}`. */
export interface Where {
  /** Like `POST`; several for any of them. All methods when left out. */
  method?: string | readonly string[];
  /**
   * A string is compared with the path below the API's own ("invoices/7/payments"); a pattern is tried on path
   * and query as they were sent ("/v2/time_entries?page=2"). All requests when left out.
   */
  path?: string | RegExp;
  /** Counted from 1 among the requests that match, since this was said. All of them when left out. */
  nth?: number | readonly number[];
  /** At most this many. */
  times?: number;
}

/** A text is a page unless its content type is given. */
export type BodyShape = 'json' | 'message' | 'oauth' | 'html' | 'empty' | {text: string; type?: string};

export type BodyChange = (body: Record<string, unknown>) => unknown;

/**
 * When trouble comes: `before` the service has done anything, so that a write does not happen, or `after`, so that
 * it has happened and only the answer suffers.
 */
export type Effect = 'before' | 'after';

/** Trouble that any service may have; a sandbox adds what is peculiar to its service. */
export type CommonFault =
  /** An error in one of the documented or observed shapes; `json` is `{status, error}`. */
  | {
      kind: 'status';
      status: number;
      body?: BodyShape;
      /** Seconds, a moment (sent as an HTTP date), or verbatim. */
      retryAfter?: number | Date | string;
      /** @default 'before' */
      effect?: Effect;
    }
  /** @default 'before', as for all that is sent in place of an answer */
  | {kind: 'redirect'; to: string; status?: 301 | 302 | 307 | 308; effect?: Effect}
  /** The connection breaks off. With `effect: 'before'` that is before any headers too. @default 'after' */
  | {kind: 'reset'; when?: 'before-headers' | 'after-headers' | 'mid-body'; effect?: Effect}
  /**
   * The body ends early. `content-length` promises more than comes; `chunked` breaks off between chunks;
   * `closed` has no length at all, so the end of the connection looks like the end of the body; `short` is
   * framed correctly, so only its content is amiss.
   */
  | {
      kind: 'truncated';
      framing?: 'content-length' | 'chunked' | 'closed' | 'short';
      gzip?: boolean;
      /** The part that is sent, from 0 to 1. @default 0.5 */
      keep?: number;
    }
  /** Late headers, or a body that stalls half-way. */
  | {kind: 'slow'; ms: number; before?: 'headers' | 'body'}
  /** A page with status 200, as proxies and maintenance modes like to send. */
  | {kind: 'html'; effect?: Effect}
  /** JSON by its type, but anything by its content; with status 200 unless another is given. */
  | {kind: 'text'; text: string; status?: number; effect?: Effect}
  /** The envelope without its rows, or with something else in their place. */
  | {kind: 'no-root'}
  | {kind: 'root'; value: unknown}
  /** Any other change to the body. */
  | {kind: 'body'; change: BodyChange}
  /** Nothing until released. Use `hang()`. */
  | {
      kind: 'hang';
      until: Promise<void>;
      before: 'headers' | 'body';
      arrived: () => void;
      effect?: Effect;
    };

export interface FaultHandle {
  /** How often it struck. */
  readonly hits: number;
  remove(): void;
}

export interface Hang extends FaultHandle {
  /** Resolves when the first request hangs. */
  readonly arrived: Promise<void>;
  /** Lets what hangs go on, and what comes later pass. */
  release(): void;
}

export type RequestHook = (request: LoggedRequest, nth: number) => void;

/** Trouble on demand. The first fault that matches strikes; a request gets one at most. */
export interface Faults<Extra = never> {
  on(where: Where | string | RegExp, fault: CommonFault | Extra): FaultHandle;
  /**
   * Says nothing until released. By default the request has taken effect by then; with the effect `before` it has
   * not, and only does when released while its client still waits.
   */
  hang(where: Where | string | RegExp, before?: 'headers' | 'body', effect?: Effect): Hang;
  /** Calls back before a request is answered, for changing data between two pages. */
  onRequest(where: Where | string | RegExp, hook: RequestHook): FaultHandle;
  clear(): void;
}

interface Rule {
  matches(request: LoggedRequest): number | undefined;
  handle: FaultHandle & {hits: number};
}

export interface FaultBox<Extra = never, Logged extends LoggedRequest = LoggedRequest> extends Faults<Extra> {
  /** Runs the hooks and picks the fault for a request, if any. */
  strike(request: Logged): CommonFault | Extra | undefined;
}

export function createFaults<Extra = never>(): FaultBox<Extra> {
  const faults = new Map<Rule, CommonFault | Extra>();
  const hooks = new Map<Rule, RequestHook>();

  const add = <Effect>(
    to: Map<Rule, Effect>,
    where: Where | string | RegExp,
    effect: Effect,
  ): FaultHandle => {
    const rule = createRule(where, () => to.delete(rule));
    to.set(rule, effect);
    return rule.handle;
  };

  return {
    on: (where, fault) => add(faults, where, fault),
    onRequest: (where, hook) => add(hooks, where, hook),
    hang(where, before = 'headers', effect = 'after') {
      let release = (): void => {};
      let arrive = (): void => {};
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      const arrived = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      const handle = add(faults, where, {
        kind: 'hang',
        until,
        before,
        arrived: () => arrive(),
        effect,
      });
      return Object.assign(handle, {
        arrived,
        release: () => {
          handle.remove();
          release();
        },
      });
    },
    clear() {
      faults.clear();
      hooks.clear();
    },
    strike(request) {
      for (const [rule, hook] of hooks) {
        const nth = rule.matches(request);
        if (nth !== undefined) hook(request, nth);
      }
      let struck: CommonFault | Extra | undefined;
      // Every rule counts the request, even if an earlier one takes it.
      for (const [rule, fault] of faults) {
        if (rule.matches(request) !== undefined) struck ??= fault;
      }
      return struck;
    },
  };
}

function createRule(where: Where | string | RegExp, remove: () => void): Rule {
  const {
    method,
    path,
    nth,
    times = Infinity,
  }: Where = typeof where === 'string' || where instanceof RegExp ? {path: where} : where;
  const handle = {hits: 0, remove};
  let seen = 0;

  return {
    handle,
    matches(request) {
      if (method !== undefined && ![method].flat().includes(request.method)) return undefined;
      if (typeof path === 'string' && path !== request.route) return undefined;
      if (path instanceof RegExp && !path.test(request.url)) return undefined;
      seen += 1;
      const isCounted = nth === undefined || (typeof nth === 'number' ? nth === seen : nth.includes(seen));
      if (!isCounted || handle.hits >= times) return undefined;
      handle.hits += 1;
      return seen;
    },
  };
}
