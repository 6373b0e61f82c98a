import type {Clock} from '../core/clock.js';
import {bookmarkOf} from '../core/state.js';
import type {Checkpoints} from '../sync/checkpoints.js';

/** How soon a sync comes after something was given up; each time that it was in vain the next one takes twice as long. */
const SOON_MILLIS = 60_000;
const LONG_AGO = '1970-01-01T00:00:00Z';

/** Streams that lack something which an event told and nobody could read: the next sync comes soon, and reads them in full. */
export class Debts {
  readonly #checkpoints: Pick<Checkpoints, 'state' | 'save'>;
  readonly #clock: Clock;
  /** Whether a stream is to be read in full. */
  readonly #owed = new Map<string, boolean>();
  /** So many syncs in a row came early. */
  #hurries = 0;
  #hurry: () => void = () => undefined;

  constructor(checkpoints: Pick<Checkpoints, 'state' | 'save'>, clock: Clock) {
    this.#checkpoints = checkpoints;
    this.#clock = clock;
  }

  /** Notes that streams lack something. What the service refuses to tell is not looked for everywhere. */
  owe(streams: readonly string[], isRefused: boolean): void {
    for (const stream of streams) {
      this.#owed.set(stream, this.#owed.get(stream) === true || !isRefused);
      if (!isRefused) this.#forgetFullPass(stream);
    }
    this.#hurry();
  }

  /** Begins a sync. What is owed then is settled by the streams that turn out complete. */
  begin(): (complete: readonly string[]) => void {
    const owed = new Map(this.#owed);
    for (const [stream, isFull] of owed) {
      this.#owed.delete(stream);
      // Once more: a sync that was under way may have told otherwise.
      if (isFull) this.#forgetFullPass(stream);
    }
    return (complete) => {
      for (const [stream, isFull] of owed) if (!complete.includes(stream)) this.#owed.set(stream, isFull);
    };
  }

  /** Waits some milliseconds, or less where something is owed. */
  async rest(millis: number, signal: AbortSignal): Promise<void> {
    const began = this.#clock.now();
    if (this.#owed.size === 0) {
      const cut = new AbortController();
      this.#hurry = () => cut.abort();
      await this.#clock.sleep(millis, AbortSignal.any([signal, cut.signal])).catch((error: unknown) => {
        if (signal.aborted || !cut.signal.aborted) throw error;
      });
      this.#hurry = () => undefined;
    }
    const left = began + millis - this.#clock.now();
    if (this.#owed.size === 0 || left <= 0) {
      this.#hurries = 0;
      return;
    }
    await this.#clock.sleep(Math.min(left, SOON_MILLIS * 2 ** this.#hurries++), signal);
  }

  /** Has a stream that is read in full from time to time read so the next time. */
  #forgetFullPass(stream: string): void {
    const bookmark = bookmarkOf(this.#checkpoints.state, stream);
    if (typeof bookmark?.last_full_pass !== 'string') return;
    this.#checkpoints.save(stream, {...bookmark, last_full_pass: LONG_AGO});
  }
}
