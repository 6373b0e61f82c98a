import type {Clock} from '../core/clock.js';
import {
  AuthError,
  ConfigError,
  Interrupted,
  messageOf,
  RefusedError,
  ServiceError,
  TapError,
} from '../core/errors.js';
import type {Log} from '../core/log.js';
import type {Client} from '../http/client.js';
import type {Piece} from './set-aside.js';
import type {Webhooks} from './webhooks.js';

const FIRST_WAIT_MILLIS = 1000;
const LONGEST_WAIT_MILLIS = 60_000;

export interface AttemptsOptions {
  readonly webhooks: Pick<Webhooks, 'probe'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly client: () => Client;
  /** Aborted when nothing more is to be done. */
  readonly signal: AbortSignal;
}

/** Tries to do things, and tells a service that is not there from one that fails on an object. */
export class Attempts {
  /** Why everything waits; undefined while it does not. */
  trouble: string | undefined;
  readonly #options: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /**
   * Tries to do something. Returns why it can't be done, where that concerns it alone. While the service as a whole is not
   * there everything waits, since nothing else could be done either.
   */
  async problemOf({what, act}: Piece, stream: string | undefined): Promise<TapError | undefined> {
    const {log, signal} = this.#options;
    for (;;) {
      try {
        await act();
        return undefined;
      } catch (error) {
        if (signal.aborted || !(error instanceof TapError) || endsAll(error)) throw error;
        if (error instanceof RefusedError || (await this.#isThere())) return error;
        const line = `Events wait, since ${what} can't be brought now: ${messageOf(error)}`;
        log.warning(line, stream);
        this.trouble = messageOf(error);
        await this.#awaitService();
        this.trouble = undefined;
        log.info('Events are worked off again');
      }
    }
  }

  async #awaitService(): Promise<void> {
    const {clock, signal} = this.#options;
    for (let wait = FIRST_WAIT_MILLIS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS)) {
      await clock.sleep(wait, signal);
      if (await this.#isThere()) return;
    }
  }

  /** Whether the service answers what needs no object. */
  async #isThere(): Promise<boolean> {
    const {webhooks, client, signal} = this.#options;
    try {
      await webhooks.probe(client());
      return true;
    } catch (error) {
      if (signal.aborted || !(error instanceof TapError) || endsAll(error)) throw error;
      return !(error instanceof ServiceError && error.failure === 'transient');
    }
  }
}

/** Whether an error concerns more than one object: credentials, our disk, or nobody being there to read. */
function endsAll(error: TapError): boolean {
  return error instanceof AuthError || error instanceof ConfigError || error instanceof Interrupted;
}
