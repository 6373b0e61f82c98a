import {TapError} from '../core/errors.js';

/** A failure that may pass; the client decides whether to try again, and how long to wait. */
export class Passing extends TapError {
  override readonly name = 'Passing';
  override readonly failure = 'transient';
  /** The status of the answer; undefined when there was none, or none that could be read. */
  readonly status: number | undefined;
  /** Milliseconds that the service asked us to wait. */
  readonly retryAfter: number | undefined;
  /** Whether the service was there at all, whatever it answered. */
  readonly isReached: boolean;
  /** Whether it is certain that the request had no effect: it was never sent, or the service says so. */
  readonly hadNoEffect: boolean;

  constructor(
    message: string,
    facts: {
      status?: number;
      retryAfter?: number | undefined;
      cause?: unknown;
      isReached?: boolean;
      hadNoEffect?: boolean;
    } = {},
  ) {
    super(message, {cause: facts.cause});
    this.status = facts.status;
    this.retryAfter = facts.retryAfter;
    this.isReached = facts.isReached ?? true;
    this.hadNoEffect = facts.hadNoEffect ?? false;
  }
}
