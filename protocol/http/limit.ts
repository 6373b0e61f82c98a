import type {Clock} from '../core/clock.js';

/** So many requests within so many seconds. */
export interface Limit {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Keeps requests within a limit, whichever way the service counts them. A place is taken when a request begins
 * and given back a whole window after it ended, so that no window of the service's clock can hold more, however
 * long requests travel. It belongs to one client.
 */
export class Limiter {
  readonly #limit: Limit;
  readonly #clock: Clock;
  readonly #ended: number[] = [];
  #running = 0;
  #pausedUntil = 0;
  #queue: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  constructor(limit: Limit, clock: Clock) {
    this.#limit = limit;
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

  async #free(signal: AbortSignal, waiting: (milliseconds: number) => void): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const window = this.#limit.seconds * 1000;
      const now = this.#clock.now();
      if (this.#pausedUntil > now) {
        waiting(this.#pausedUntil - now);
        await this.#clock.sleep(this.#pausedUntil - now, signal);
        continue;
      }
      while (this.#ended[0] !== undefined && this.#ended[0] + window <= now) this.#ended.shift();
      if (this.#running + this.#ended.length < this.#limit.requests) break;
      const oldest = this.#ended[0];
      if (oldest === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const wait = Math.max(1, oldest + window - now);
      waiting(wait);
      await this.#clock.sleep(wait, signal);
    }
    this.#running++;
  }
}
