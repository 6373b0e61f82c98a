import type {Clock} from '../core/clock.js';
import type {Checkpoints} from '../sync/checkpoints.js';
import type {Writer} from '../sync/writer.js';
import type {Doubts} from './doubts.js';
import type {EventWork} from './event-work.js';
import {DELETED_RECORDS} from './sink.js';
import type {Spool} from './spool.js';

/** While events are worked off one by one, since each is asked for, the state is told this often. */
const STATE_MILLIS = 1000;

export interface EventLoopOptions {
  readonly spool: Spool;
  readonly work: Pick<EventWork, 'take' | 'look' | 'retry' | 'waiting' | 'oldestWaiting' | 'dueAt'>;
  readonly doubts: Doubts;
  readonly checkpoints: Checkpoints;
  readonly writer: Pick<Writer, 'flush'>;
  readonly clock: Clock;
}

/** Works off what the spool holds as it comes in, and tells in the state how far it has got. */
export class EventLoop {
  /** The number of the event that was taken last. */
  #taken: number;
  readonly #options: EventLoopOptions;
  #toldAt = 0;
  #wake: () => void = () => undefined;
  #caughtUp: () => void = () => undefined;
  /** Resolves when everything that was there at the start has been worked off. */
  readonly caughtUp: Promise<void>;

  constructor(options: EventLoopOptions) {
    this.#options = options;
    this.#taken = options.spool.read;
    this.caughtUp = new Promise((resolve) => {
      this.#caughtUp = resolve;
    });
    // The position goes into every state, also into those that are told before there is any event.
    this.#save();
  }

  /** The number of an event up to which all have been worked off. */
  get position(): number {
    const {oldestWaiting} = this.#options.work;
    return oldestWaiting === undefined ? this.#taken : Math.min(this.#taken, oldestWaiting - 1);
  }

  /** How many events have come and are not worked off, at most. */
  get backlog(): number {
    const {spool, work} = this.#options;
    return spool.behind(this.#taken) + work.waiting;
  }

  /** Runs until nothing is left to do once `until` is aborted. Throws what ends the whole watch. */
  async run(until: AbortSignal): Promise<void> {
    const {spool, work, doubts} = this.#options;
    const wake = () => this.#wake();
    spool.onAppended = wake;
    doubts.onAdded = wake;
    until.addEventListener('abort', wake);
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const events = await spool.next();
      for (const event of events) {
        await work.take(event);
        this.#taken = event.n;
        await work.retry();
        this.#tell(false);
      }
      const {subject, id} = doubts.take() ?? {};
      if (subject !== undefined && id !== undefined) await work.look(subject, id);
      const hasRetried = await work.retry();
      this.#tell(true);
      if (events.length > 0 || subject !== undefined || hasRetried) continue;
      this.#caughtUp();
      // What can't be done now is the next start's.
      if (until.aborted) return;
      await this.#pause(woken);
    }
  }

  /** Waits until there is something to do: something came, or something is to be tried again. */
  async #pause(woken: Promise<void>): Promise<void> {
    const {work, clock} = this.#options;
    const {dueAt} = work;
    if (dueAt === undefined) return woken;
    const enough = new AbortController();
    const due = clock.sleep(Math.max(0, dueAt - clock.now()), enough.signal).catch(() => undefined);
    await Promise.race([woken, due]);
    enough.abort();
  }

  /** Tells the state, now or when the last time is long enough ago. */
  #tell(isDue: boolean): void {
    const {checkpoints, clock, writer} = this.#options;
    const now = clock.now();
    if (!isDue && now - this.#toldAt < STATE_MILLIS) return;
    this.#toldAt = now;
    this.#save();
    checkpoints.write();
    // While something waits the state stays as it is, and is not told; records must not wait with it.
    writer.flush();
  }

  #save(): void {
    const {checkpoints, spool} = this.#options;
    checkpoints.save(DELETED_RECORDS, {spool: spool.id, position: this.position});
  }
}
