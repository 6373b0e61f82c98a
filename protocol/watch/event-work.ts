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
import {isObject, type JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import {timestampOf} from '../core/timestamps.js';
import type {Client} from '../http/client.js';
import type {Deletions} from './deletions.js';
import type {Guard} from './guard.js';
import {Recent} from './recent.js';
import type {Sink} from './sink.js';
import type {KeptEvent} from './spool.js';
import type {SubjectRows} from './subject-rows.js';
import type {Webhooks} from './webhooks.js';

/** An object that changes while it is asked for is asked for again so often at most. */
const MOST_LOOKS = 3;
/** An object that can't be read, while the service is there, is tried so often. */
const MOST_TRIES = 3;
const FIRST_WAIT_MILLIS = 1000;
const LONGEST_WAIT_MILLIS = 60_000;
/** So many objects are remembered by when they were asked for. */
const MOST_ASKED = 10_000;

type Rows = Pick<SubjectRows, 'streams' | 'ofPayload' | 'ask'>;

export interface EventWorkOptions {
  readonly webhooks: Pick<Webhooks, 'meaningOf'>;
  readonly subjects: ReadonlyMap<string, Rows>;
  readonly guard: Guard;
  readonly deletions: Deletions;
  readonly sink: Pick<Sink, 'rows' | 'deleted'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The client to ask for objects with. */
  readonly client: () => Client;
  /** Aborted when nothing more is to be done. */
  readonly signal: AbortSignal;
}

/** Works off events, one after the other: each becomes records, deletes, or nothing where it is no news. */
export class EventWork {
  readonly #options: EventWorkOptions;
  /** When objects were asked for last, in milliseconds since 1970: what was told before is covered by that. */
  readonly #asked = new Recent<number>(MOST_ASKED);
  /** Deletes that went out since we started. */
  readonly #told = new Recent<true>(MOST_ASKED);
  #trouble: string | undefined;
  #skipped = 0;

  constructor(options: EventWorkOptions) {
    this.#options = options;
  }

  /** Why events wait; undefined while they don't. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** How many events had to be given up. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Works off an event. Throws what ends the whole watch. */
  async take(event: KeptEvent): Promise<void> {
    const {webhooks, subjects, log} = this.#options;
    const meaning = webhooks.meaningOf(event.event);
    const subject = meaning === undefined ? undefined : subjects.get(meaning.subject);
    const payload = payloadIn(event.body);
    const id = idIn(payload);
    // What was kept for streams that are not watched any more.
    if (meaning === undefined || subject === undefined) return;
    if (id === undefined) {
      this.#skipped++;
      return log.warning(`An event ${event.event} came without an id, and tells nothing`);
    }
    const what = `${event.event} of ${id}`;
    await this.#insistently(what, subject, () =>
      meaning.kind === 'deleted'
        ? this.#gone(subject, id, event.at)
        : this.#changed(subject, meaning.subject, id, payload, event.at),
    );
  }

  /** Brings an object as it is now, of which two ways told in different ways. */
  async look(name: string, id: string): Promise<void> {
    const subject = this.#options.subjects.get(name);
    if (subject === undefined) return;
    await this.#insistently(`${name} ${id}`, subject, () => this.#ask(subject, name, id));
  }

  async #changed(subject: Rows, name: string, id: string, payload: JsonObject, at: number): Promise<void> {
    const {guard, sink} = this.#options;
    if (subject.streams.some((stream) => guard.isDeleted(stream, id))) return;
    if ((this.#asked.get(`${name} ${id}`) ?? 0) > at) return;
    const rows = subject.ofPayload(payload);
    if (rows !== undefined) {
      const {mustLook} = await sink.rows(rows, {kind: 'event'}, at);
      if (!mustLook) return;
    }
    await this.#ask(subject, name, id);
  }

  async #ask(subject: Rows, name: string, id: string): Promise<void> {
    const {guard, sink, clock, client} = this.#options;
    for (let look = 0; look < MOST_LOOKS; look++) {
      const began = guard.turn;
      const at = clock.now();
      const rows = await subject.ask(client(), id);
      if (rows === undefined) return this.#gone(subject, id, clock.now());
      const {mustLook} = await sink.rows(rows, {kind: 'asked', began}, clock.now());
      this.#asked.set(`${name} ${id}`, at);
      if (!mustLook) return;
    }
  }

  /** Tells that an object is gone, after that is known for good. */
  async #gone(subject: Rows, id: string, at: number): Promise<void> {
    const {deletions, sink} = this.#options;
    await deletions.note(subject.streams, id, timestampOf(at));
    for (const stream of subject.streams) {
      const place = `${stream} ${id}`;
      if (this.#told.get(place) === true) continue;
      await sink.deleted(stream, id, at);
      this.#told.set(place, true);
    }
  }

  /**
   * Does something until it is done. While the service can't be reached, everything waits; an object that it refuses is
   * given up after a few times, since all others must not wait for it.
   */
  async #insistently(what: string, subject: Rows, act: () => Promise<void>): Promise<void> {
    const {clock, log, signal} = this.#options;
    const [stream] = subject.streams;
    for (let tries = 1, wait = FIRST_WAIT_MILLIS; ; tries++, wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS)) {
      try {
        await act();
        if (this.#trouble !== undefined) log.info('Events are worked off again');
        this.#trouble = undefined;
        return;
      } catch (error) {
        if (signal.aborted || !(error instanceof TapError) || endsAll(error)) throw error;
        if (!mayPass(error) && (tries >= MOST_TRIES || error instanceof RefusedError)) {
          this.#skipped++;
          this.#trouble = undefined;
          const rest = 'it is left to the next sync';
          return log.warning(`${what} could not be brought, so ${rest}: ${messageOf(error)}`, stream);
        }
        if (this.#trouble === undefined) {
          log.warning(`Events wait, since ${what} can't be brought now: ${messageOf(error)}`, stream);
        }
        this.#trouble = messageOf(error);
        await clock.sleep(wait, signal);
      }
    }
  }
}

/** Whether an error concerns more than one object: credentials, our disk, or nobody being there to read. */
function endsAll(error: TapError): boolean {
  return error instanceof AuthError || error instanceof ConfigError || error instanceof Interrupted;
}

/** Whether time alone may heal an error: the service is not there, or has too much to do. */
function mayPass(error: TapError): boolean {
  if (!(error instanceof ServiceError)) return false;
  return error.failure === 'transient' && error.status !== 500;
}

/** The object that an event's body tells of. That it is one was seen when it came. */
function payloadIn(body: string): JsonObject {
  const value: unknown = JSON.parse(body);
  return isObject(value) ? value : {};
}

function idIn({id}: JsonObject): string | undefined {
  if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id);
  return typeof id === 'string' && /^[\w-]{1,100}$/.test(id) ? id : undefined;
}
