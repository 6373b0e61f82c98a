import {constants} from 'node:os';
import {Interrupted} from '../core/errors.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
type Signal = (typeof SIGNALS)[number];

/** How long we try to get our last words out after the first signal, whether or not anybody reads. */
const PATIENCE_MILLIS = 2000;
/** A reader that ends us closes its pipe first; its signal comes within this time or not at all. */
const SIGNAL_AFTER_EPIPE_MILLIS = 200;
/** As process 1 of a container a signal's default action does nothing; then an exit code has to do. */
const RAISE_MILLIS = 100;
const LINGER_MILLIS = 500;

/**
 * How the process ends. A first SIGTERM or SIGINT aborts `run`, so that reading stops and the last state gets
 * out; then the process ends by that same signal, so that nobody takes it for complete. A second signal ends at
 * once. `patience` is aborted when the last words have waited long enough.
 */
export class Ending {
  readonly #run = new AbortController();
  readonly #patience = new AbortController();
  readonly #handlers = new Map<Signal, () => void>();
  #signal: Signal | undefined;
  #broken: Interrupted | undefined;
  #onSignal: (() => void) | undefined;
  #outOfPatience: NodeJS.Timeout | undefined;
  #isForgiven = false;

  constructor() {
    for (const signal of SIGNALS) {
      const handler = () => this.#signalled(signal);
      this.#handlers.set(signal, handler);
      process.on(signal, handler);
    }
  }

  /** How long our last words may take after the first signal. */
  patienceMillis = PATIENCE_MILLIS;

  /** What is said besides when a signal comes. */
  remark = '; the last state tells how far the run got';

  get run(): AbortSignal {
    return this.#run.signal;
  }

  get patience(): AbortSignal {
    return this.#patience.signal;
  }

  get signalled(): boolean {
    return this.#signal !== undefined;
  }

  /** Why our output could not be written to its end; undefined while it can. */
  get broken(): Interrupted | undefined {
    return this.#broken;
  }

  /** Our output can't be written any more, most often since its reader has ended. */
  outputBroke(error: Error): void {
    this.#broken = new Interrupted(`${whyOutputBroke(error)}, so the run was stopped`);
    this.#run.abort(this.#broken);
  }

  /** A signal was how this run was to end, and it has come to its end in order: the exit code tells of it. */
  forgiveSignal(): void {
    this.#isForgiven = true;
  }

  /** Stops all reading because of a failure that concerns the whole run. */
  abort(reason: unknown): void {
    this.#run.abort(reason);
  }

  /** Ends the process: by the signal that came, else with an exit code once the event loop is empty. */
  async end(exitCode: number): Promise<void> {
    if (this.#broken !== undefined && this.#signal === undefined) await this.#awaitSignal();
    if (this.#signal !== undefined && !this.#isForgiven) return this.#raise(this.#signal);
    clearTimeout(this.#outOfPatience);
    for (const [signal, handler] of this.#handlers) process.off(signal, handler);
    process.exitCode = Math.max(exitCode, Number(process.exitCode ?? 0));
    // Everything has been written by now. A connection that hangs somewhere must not keep the process.
    setTimeout(() => process.exit(), LINGER_MILLIS).unref();
  }

  #awaitSignal(): Promise<void> {
    return new Promise((resolve) => {
      this.#onSignal = resolve;
      setTimeout(resolve, SIGNAL_AFTER_EPIPE_MILLIS);
    });
  }

  #signalled(signal: Signal): void {
    if (this.#signal !== undefined) {
      this.#raise(signal);
      return;
    }
    this.#signal = signal;
    this.#onSignal?.();
    this.#run.abort(new Interrupted(`Stopped by ${signal}${this.remark}`));
    this.#outOfPatience = setTimeout(() => {
      this.#patience.abort();
      this.#raise(signal);
    }, this.patienceMillis);
    this.#outOfPatience.unref();
  }

  #raise(signal: Signal): void {
    for (const [name, handler] of this.#handlers) process.off(name, handler);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(128 + constants.signals[signal]), RAISE_MILLIS);
  }
}

/** Why our output can't be written, in words. */
export function whyOutputBroke(error: Error): string {
  const code = 'code' in error ? String(error.code) : error.message;
  const readerEnded = code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
  return readerEnded ? 'The program that reads our output has ended' : `stdout can't be written (${code})`;
}
