import {ServiceError} from '../core/errors.js';
import type {ClientOptions} from './client-options.js';
import {Passing} from './passing.js';
import {waitBeforeRetry} from './retry.js';

/** How one request is repeated. */
export interface Repetition {
  readonly stream: string | undefined;
  /** Fewer repetitions than usual for some statuses. */
  readonly fewer: Readonly<Record<number, number>>;
  /** Throws where a failure must not be answered by asking again. */
  readonly check?: (failure: Passing) => void;
  /** Told of a wait that the service's own limit imposes, in milliseconds. */
  readonly throttled: (wait: number) => void;
}

/** Repeats what may pass, within what one client may wait in total. */
export class Retries {
  readonly #options: ClientOptions;
  #waited = 0;
  #waitingUntil = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** What an attempt gives in the end. Throws `ServiceError` when it is given up, and what is not `Passing` at once. */
  async run<Result>(
    attempt: (isRetry: boolean) => Promise<Result>,
    {stream, fewer, check, throttled}: Repetition,
  ): Promise<Result> {
    const {clock, signal, log, maxRetries, random = Math.random} = this.#options;
    let failures = 0;
    let refusals = 0;
    for (;;) {
      try {
        return await attempt(failures + refusals > 0);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Passing)) throw error;
        check?.(error);
        // Being throttled is no failure: others may use up the same limit. Only max_wait bounds that.
        const isThrottled = error.status === 429;
        if (isThrottled) refusals++;
        else failures++;
        const most = Math.min(maxRetries, fewer[error.status ?? 0] ?? maxRetries);
        const policy = {maxRetries: isThrottled ? Number.POSITIVE_INFINITY : most, random};
        const count = isThrottled ? refusals : failures;
        const wait = waitBeforeRetry({failures: count, retryAfter: error.retryAfter}, policy);
        if (wait === undefined)
          throw givenUp(error, failures === 1 ? 'at once' : `after ${failures} attempts`);
        if (!this.#spend(wait)) {
          const seconds = Math.ceil(wait / 1000);
          throw givenUp(error, `since waiting ${seconds} s more would exceed max_wait`);
        }
        if (isThrottled) throttled(wait);
        const asked =
          error.retryAfter === undefined
            ? ' before asking again'
            : ', as the service asked, before asking again';
        log.warning(`Waiting ${(wait / 1000).toFixed(1)} s${asked}: ${error.message}`, stream);
        await clock.sleep(wait, signal);
      }
    }
  }

  /** Counts a wait; false where that would be more than we may. Waits that overlap count once. */
  #spend(wait: number): boolean {
    const until = this.#options.clock.now() + wait;
    const waited = this.#waited + Math.max(0, Math.min(wait, until - this.#waitingUntil));
    if (waited > this.#options.maxWait) return false;
    this.#waited = waited;
    this.#waitingUntil = Math.max(this.#waitingUntil, until);
    return true;
  }
}

function givenUp(error: Passing, when: string): ServiceError {
  return new ServiceError(`${error.message}; given up ${when}`, error.status, {
    cause: error,
    isReached: error.isReached,
  });
}
