import type {Clock} from '../core/clock.js';
import {messageOf, RefusedError, type TapError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import {timestampOf} from '../core/timestamps.js';
import type {Client} from '../http/client.js';
import {Attempts} from './attempts.js';
import type {Deletions} from './deletions.js';
import type {Guard} from './guard.js';
import type {Kin, RowPlace} from './kin.js';
import {Recent} from './recent.js';
import {type Piece, SetAside, type Waiting} from './set-aside.js';
import type {Sink} from './sink.js';
import type {KeptEvent} from './spool.js';
import type {StreamRows, SubjectRows} from './subject-rows.js';
import type {Webhooks} from './webhooks.js';

/** An object that changes while it is asked for is asked for again so often at most. */
const MOST_LOOKS = 3;
/** An object that can't be read, while the service is there, is tried so often: for about a minute. */
const MOST_TRIES = 7;
/** So much may wait for objects that can't be read; then nothing more is begun before some of it is done. */
const MOST_ASIDE = 1000;
/** So many objects are remembered by when they were asked for. */
const MOST_ASKED = 10_000;

type Rows = Pick<SubjectRows, 'name' | 'streams' | 'all' | 'ofPayload' | 'ask'>;

export interface EventWorkOptions {
  readonly webhooks: Pick<Webhooks, 'meaningOf' | 'probe'>;
  readonly subjects: ReadonlyMap<string, Rows>;
  readonly guard: Guard;
  readonly deletions: Deletions;
  /** What rows belong to. */
  readonly kin: Kin;
  readonly sink: Pick<Sink, 'rows' | 'deleted'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The client to ask for objects with. */
  readonly client: () => Client;
  /** Told of streams that lack something which was given up, and whether the service refuses to tell it. */
  readonly onGivenUp: (streams: readonly string[], isRefused: boolean) => void;
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
  readonly #aside = new SetAside();
  /** What is put aside by which kind of object it concerns. */
  readonly #subjects = new Map<string, Rows>();
  readonly #attempts: Attempts;
  #skipped = 0;

  constructor(options: EventWorkOptions) {
    this.#options = options;
    this.#attempts = new Attempts(options);
  }

  /** Why events wait; undefined while they don't. */
  get trouble(): string | undefined {
    return this.#attempts.trouble;
  }

  /** How many events had to be given up. */
  get skipped(): number {
    return this.#skipped;
  }

  /** How much waits for objects that can't be read now. */
  get waiting(): number {
    return this.#aside.size;
  }

  /** The number of the oldest event that waits so; undefined where there is none. */
  get oldestWaiting(): number | undefined {
    return this.#aside.oldest;
  }

  /** When something is to be tried again, in milliseconds since 1970; undefined where nothing is. */
  get dueAt(): number | undefined {
    return this.#aside.next?.dueAt;
  }

  /** Tries again what is due, one object; returns whether there was one. Throws what ends the whole watch. */
  async retry(): Promise<boolean> {
    const {next} = this.#aside;
    if (next === undefined || next.dueAt > this.#options.clock.now()) return false;
    await this.#retry(next);
    return true;
  }

  /** Works off an event, or puts it aside where its object can't be read now. Throws what ends the whole watch. */
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
    // Nothing that waits for the object matters any more.
    if (meaning.kind === 'deleted') return this.#gone(subject, id, event.at);
    const act = () => this.#changed(subject, meaning.subject, id, payload, event.at);
    await this.#inTurn(`${meaning.subject} ${id}`, subject, {what, n: event.n, act});
  }

  /** Brings an object as it is now, of which two ways told in different ways. */
  async look(name: string, id: string): Promise<void> {
    const subject = this.#options.subjects.get(name);
    if (subject === undefined) return;
    const act = () => this.#ask(subject, name, id);
    await this.#inTurn(`${name} ${id}`, subject, {what: `${name} ${id}`, n: undefined, act});
  }

  async #changed(subject: Rows, name: string, id: string, payload: JsonObject, at: number): Promise<void> {
    const {guard, sink} = this.#options;
    if (subject.streams.some((stream) => guard.isDeleted(stream, id))) return;
    if ((this.#asked.get(`${name} ${id}`) ?? 0) > at) return;
    const rows = subject.ofPayload(payload);
    if (rows !== undefined) {
      const {mustLook, news} = await sink.rows(rows, {kind: 'event'}, at);
      const isNews =
        subject.streams.length === 0 ? news.size > 0 : subject.streams.some((one) => news.has(one));
      // What came late may lack what has come since.
      if (!mustLook && isNews) await this.#dropMissing(subject, id, rows, at);
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
      if (mustLook) continue;
      // A list that is empty may be one that was not answered.
      const answered = rows.filter((one) => one.rows.length > 0);
      return this.#dropMissing(subject, id, answered, clock.now());
    }
  }

  /** Tells that an object is gone, and what belonged to it, after that is known for good. */
  async #gone(subject: Rows, id: string, at: number): Promise<void> {
    const {kin} = this.#options;
    const own = subject.streams.map((stream) => ({stream, key: id}));
    const parents = [...new Set([...own.map(({stream}) => stream), subject.name])];
    const below = parents.flatMap((stream) => kin.below(stream, id));
    const moment = timestampOf(at);
    const isTold = own.map(({stream}) => this.#isTold({stream, key: id}));
    await Promise.all(own.map(({stream, key}) => this.#options.deletions.note([stream], key, moment)));
    await this.#tellGone(
      own.filter((_place, index) => isTold[index] !== true),
      at,
    );
    await this.#tellInferred(below, at);
  }

  /** Tells that what belonged to an object directly, and is not in its new list, is gone. */
  async #dropMissing(subject: Rows, id: string, rows: readonly StreamRows[], at: number): Promise<void> {
    const known = this.#options.kin.of(subject.name, id);
    if (known.length === 0) return;
    const missing = rows
      .filter(({stream}) => !subject.streams.includes(stream))
      .flatMap((list) => {
        const there = new Set(list.rows.map((row) => String(row.id)));
        return known.filter(({stream, key}) => stream === list.stream && !there.has(key));
      });
    await this.#tellInferred(missing, at);
  }

  /** Tells that rows are gone of which no event says so; what the service shows later counts more. */
  async #tellInferred(places: readonly RowPlace[], at: number): Promise<void> {
    const {guard} = this.#options;
    const news = places.filter((place) => !this.#isTold(place));
    for (const {stream, key} of places) guard.infer(stream, key);
    await this.#tellGone(news, at);
  }

  async #tellGone(places: readonly RowPlace[], at: number): Promise<void> {
    const {sink, kin} = this.#options;
    for (const {stream, key} of places) {
      kin.forget(stream, key);
      await sink.deleted(stream, key, at);
      this.#told.set(`${stream} ${key}`, true);
    }
  }

  /** Whether it was told that a row is gone, and it has not come back since. */
  #isTold({stream, key}: RowPlace): boolean {
    return this.#told.get(`${stream} ${key}`) === true && this.#options.guard.isGone(stream, key);
  }

  /** Does what concerns an object, after all that waits for it; what can't be done now waits, too. */
  async #inTurn(place: string, subject: Rows, piece: Piece): Promise<void> {
    const {clock} = this.#options;
    while (this.#aside.size >= MOST_ASIDE) await this.#retryNext();
    if (this.#aside.has(place)) return this.#aside.add(place, piece, clock.now());
    const error = await this.#attempts.problemOf(piece, subject.streams[0]);
    if (error === undefined) return;
    if (error instanceof RefusedError) return this.#giveUp(piece, subject, error);
    this.#subjects.set(place, subject);
    this.#aside.add(place, piece, clock.now());
    const {log} = this.#options;
    log.info(
      `${piece.what} can't be brought now, and is tried again: ${messageOf(error)}`,
      subject.streams[0],
    );
  }

  async #retryNext(): Promise<void> {
    const {clock, signal} = this.#options;
    const next = this.#aside.next;
    if (next === undefined) return;
    await clock.sleep(Math.max(0, next.dueAt - clock.now()), signal);
    await this.#retry(next);
  }

  /** Does what waits for an object, up to what still can't be done. */
  async #retry(waiting: Waiting): Promise<void> {
    const {clock} = this.#options;
    const subject = this.#subjects.get(waiting.place);
    for (
      let [piece] = waiting.pieces;
      piece !== undefined && subject !== undefined;
      [piece] = waiting.pieces
    ) {
      const error = await this.#attempts.problemOf(piece, subject.streams[0]);
      if (error !== undefined && !(error instanceof RefusedError) && waiting.tries + 1 < MOST_TRIES) {
        return this.#aside.postpone(waiting, clock.now());
      }
      if (error !== undefined) this.#giveUp(piece, subject, error);
      this.#aside.shift(waiting);
    }
    this.#subjects.delete(waiting.place);
  }

  #giveUp({what}: Piece, subject: Rows, error: TapError): void {
    const {log, onGivenUp} = this.#options;
    this.#skipped++;
    log.warning(
      `${what} could not be brought, so it is left to the next sync: ${messageOf(error)}`,
      subject.streams[0],
    );
    onGivenUp(subject.all, error instanceof RefusedError);
  }
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
