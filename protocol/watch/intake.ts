import {messageOf} from '../core/errors.js';
import type {Log} from '../core/log.js';
import type {Delivery} from './receiver.js';
import type {Spool} from './spool.js';
import type {Webhooks} from './webhooks.js';

/** So many names of events that nobody knows are told; more of them are hardly a service's doing. */
const MOST_UNKNOWN = 50;

/** Decides which events are kept, keeps them, and counts. */
export class Intake {
  readonly #spool: Spool;
  readonly #webhooks: Pick<Webhooks, 'meaningOf'>;
  readonly #subjects: ReadonlySet<string>;
  readonly #log: Log;
  readonly #unknown = new Set<string>();
  #received = 0;
  #ignored = 0;
  #lastAt: number | undefined;
  #trouble: string | undefined;

  /** `subjects` are the names of the kinds of objects that are watched. */
  constructor(spool: Spool, webhooks: Pick<Webhooks, 'meaningOf'>, subjects: ReadonlySet<string>, log: Log) {
    this.#spool = spool;
    this.#webhooks = webhooks;
    this.#subjects = subjects;
    this.#log = log;
  }

  get counts(): {
    readonly received: number;
    readonly ignored: number;
    readonly lastAt: number | undefined;
  } {
    return {received: this.#received, ignored: this.#ignored, lastAt: this.#lastAt};
  }

  /** Why the last event could not be kept; undefined where it was. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Whether an event is about something that is watched. */
  wants(event: string): boolean {
    const meaning = this.#webhooks.meaningOf(event);
    if (meaning !== undefined && this.#subjects.has(meaning.subject)) return true;
    this.#ignored++;
    if (meaning === undefined && this.#unknown.size < MOST_UNKNOWN && !this.#unknown.has(event)) {
      this.#unknown.add(event);
      this.#log.warning(
        `Events ${JSON.stringify(event.slice(0, 100))} came, which are not known, and are ignored`,
      );
    }
    return false;
  }

  async keep(delivery: Delivery): Promise<void> {
    try {
      await this.#spool.append(delivery);
      this.#received++;
      this.#lastAt = delivery.at;
      this.#trouble = undefined;
    } catch (error) {
      if (this.#trouble === undefined) this.#log.error(`Events cannot be kept: ${messageOf(error)}`);
      this.#trouble = messageOf(error);
      throw error;
    }
  }
}
