import type {Clock} from '../core/clock.js';

/** So many requests within so many seconds. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

/** The limits of one service, each kept by one limiter, however many clients ask. */
export class Limiters {
  readonly #limits: Readonly<Record<string, Limit>>;
  readonly #limitOf: (url: URL) => string;
  readonly #clock: Clock;
  readonly #limiters = new Map<string, Limiter>();

  constructor(limits: Readonly<Record<string, Limit>>, limitOf: (url: URL) => string, clock: Clock) {
    this.#limits = limits;
    this.#limitOf = limitOf;
    this.#clock = clock;
  }

  /** What keeps the limit that counts a request. */
  of(url: URL): Limiter {
    const name = this.#limitOf(url);
    let limiter = this.#limiters.get(name);
    if (limiter === undefined) {
      limiter = new Limiter(this.#limits[name] ?? {requests: 1, seconds: 1}, this.#clock);
      this.#limiters.set(name, limiter);
    }
    return limiter;
  }
}

/**
 * Keeps requests within a limit, whichever way the service counts them. A place is taken when a request begins
 * and given back a whole window after it ended, so that no window of the service's clock can hold more, however
 * long requests travel. It belongs to one client.
 */
export class Limiter {
  /** Our own first, then those that the service tells. */
  #limits: readonly Limit[];
  readonly #clock: Clock;
  readonly #ended: number[] = [];
  #running = 0;
  #pausedUntil = 0;
  #queue: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  constructor(limit: Limit, clock: Clock) {
    this.#limits = [limit];
    this.#clock = clock;
  }

  /**
   * Waits for a place, in the order of asking; `waiting` is told how many milliseconds it will take.
   * The caller calls the function that it gets when the request has ended, however it ended.
   */
  async turn(signal: AbortSignal, waiting: (milliseconds: number) => void): Promise<() => void> {
    const before = this.#queue;
    const turn = before.then(() => this.#free(signal, waiting));
    this.#queue = turn.catch(() => undefined);
    await turn;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#running--;
      this.#ended.push(this.#clock.now());
      this.#wake?.();
    };
  }

  /** Lets no request begin for some milliseconds: the service has had enough, whoever asked. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + milliseconds);
  }

  /** Keeps within these limits too, which the service tells; what it told before does not count any more. */
  learn(limits: readonly Limit[]): void {
    const [own] = this.#limits;
    if (limits.length > 0 && own !== undefined) this.#limits = [own, ...limits];
  }

  /** Whether our own requests alone fill a limit, the one under way included. */
  isFilledByUs({requests, seconds}: Limit): boolean {
    const since = this.#clock.now() - seconds * 1000;
    return this.#running + this.#ended.filter((end) => end > since).length >= requests;
  }

  async #free(signal: AbortSignal, waiting: (milliseconds: number) => void): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.#clock.now();
      if (this.#pausedUntil > now) {
        waiting(this.#pausedUntil - now);
        await this.#clock.sleep(this.#pausedUntil - now, signal);
        continue;
      }
      const longest = Math.max(...this.#limits.map(({seconds}) => seconds)) * 1000;
      while (this.#ended[0] !== undefined && this.#ended[0] + longest <= now) this.#ended.shift();
      const wait = Math.max(...this.#limits.map((limit) => this.#waitFor(limit, now)));
      if (wait <= 0) break;
      if (wait === Number.POSITIVE_INFINITY) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      waiting(wait);
      await this.#clock.sleep(wait, signal);
    }
    this.#running++;
  }

  /** Milliseconds until a limit has a place; infinite while only requests under way can make one. */
  #waitFor({requests, seconds}: Limit, now: number): number {
    const window = seconds * 1000;
    const within = this.#ended.filter((end) => end + window > now);
    const excess = this.#running + within.length - requests + 1;
    if (excess <= 0) return 0;
    const freeing = within[excess - 1];
    return freeing === undefined ? Number.POSITIVE_INFINITY : Math.max(1, freeing + window - now);
  }
}
