import type {LimitFunction} from 'p-limit';
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

/** How often one request has failed, and how often it was refused for being one too many. */
interface Tries {
  failures: number;
  refusals: number;
}

/** Makes requests in turns, and repeats what may pass, within what one client may wait in total. */
export class Retries {
  readonly #options: ClientOptions;
  readonly #slots: LimitFunction;
  #waited = 0;
  #waitingUntil = 0;

  /** `slots` are the turns in which requests are made. */
  constructor(options: ClientOptions, slots: LimitFunction) {
    this.#options = options;
    this.#slots = slots;
  }

  /**
   * What `use` makes of what `ask` was answered, in the end. Only asking takes a turn, so that whoever uses an answer can make
   * requests of its own. Throws `ServiceError` when it is given up, and what is not `Passing` at once.
   */
  async run<Found, Result>(
    ask: (isRetry: boolean) => Promise<Found>,
    use: (found: Found) => Promise<Result> | Result,
    repetition: Repetition,
  ): Promise<Result> {
    const {clock, signal} = this.#options;
    const tries: Tries = {failures: 0, refusals: 0};
    for (;;) {
      // A failure is judged before the turn ends: what the service says of its limit is for the next request, too.
      const turn = await this.#slots(async () => {
        try {
          return {found: await ask(tries.failures + tries.refusals > 0)};
        } catch (error) {
          return {wait: this.#judge(error, tries, repetition)};
        }
      });
      let {wait} = turn;
      if (turn.found !== undefined) {
        try {
          return await use(turn.found);
        } catch (error) {
          wait = this.#judge(error, tries, repetition);
        }
      }
      await clock.sleep(wait ?? 0, signal);
    }
  }

  /** How long to wait after a failure before asking again. Throws where that is not to be done. */
  #judge(error: unknown, tries: Tries, {stream, fewer, check, throttled}: Repetition): number {
    const {signal, log, maxRetries, random = Math.random} = this.#options;
    signal.throwIfAborted();
    if (!(error instanceof Passing)) throw error;
    check?.(error);
    // Being throttled is no failure: others may use up the same limit. Only max_wait bounds that.
    const isThrottled = error.status === 429;
    const count = isThrottled ? ++tries.refusals : ++tries.failures;
    const most = Math.min(maxRetries, fewer[error.status ?? 0] ?? maxRetries);
    const policy = {maxRetries: isThrottled ? Number.POSITIVE_INFINITY : most, random};
    const wait = waitBeforeRetry({failures: count, retryAfter: error.retryAfter}, policy);
    if (wait === undefined) {
      throw givenUp(error, tries.failures === 1 ? 'at once' : `after ${tries.failures} attempts`);
    }
    if (!this.#spend(wait)) {
      const seconds = Math.ceil(wait / 1000);
      throw givenUp(error, `since waiting ${seconds} s more would exceed max_wait`);
    }
    if (isThrottled) throttled(wait);
    const asked = error.retryAfter === undefined ? '' : ', as the service asked,';
    log.warning(
      `Waiting ${(wait / 1000).toFixed(1)} s${asked} before asking again: ${error.message}`,
      stream,
    );
    return wait;
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
