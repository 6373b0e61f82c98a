import type {Readable} from 'node:stream';
import {DataError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import {streamUnderWay} from './broken-off.js';
import {plainKey} from './keys.js';
import type {Message} from './messages.js';
import {readMessages} from './reader.js';
import {Ready} from './ready.js';
import {Refusals, type RefusalsOptions} from './refusals.js';
import type {Spill} from './spill.js';
import {States} from './states.js';
import {type Applied, type Reference, Rejection, type StreamWriter, type Writing} from './target.js';
import {identitiesOf, identityOf, type Waiter, Waiting} from './waiting.js';

/** What a run has to work with. */
export interface RunOptions extends Omit<RefusalsOptions, 'log'> {
  readonly input: Readable;
  readonly writing: Writing;
  /** Keeps what waits. */
  readonly spill: Spill;
  /** Takes a STATE that everything is done for which it tells of. */
  readonly print: (state: string) => void;
  /** Told of each record that was applied. */
  readonly applied: (stream: string, what: Applied) => void;
  /** Told of each record that was read. */
  readonly received: (stream: string) => void;
  readonly log: Log;
  /** Aborted when no further record is to be begun. */
  readonly signal: AbortSignal;
  /**
   * Waits a moment when the input is over and records still wait: where the tap was told to stop, we are told so at about
   * the same time, and what it did not send any more is no reason to refuse them.
   */
  readonly lull: () => Promise<void>;
}

/** A record on its way, and where it came from. */
interface Item {
  readonly stream: string;
  readonly key: string;
  readonly record: JsonObject;
  readonly line: number;
}

/**
 * Writes the records of an input one after the other. One that refers to others which are not there yet waits for them; what
 * still waits at the end is refused. Returns how many were refused; throws what ends the run before its time.
 */
export async function applyInput(options: RunOptions): Promise<number> {
  const run = new Run(options);
  try {
    return await run.run();
  } finally {
    options.spill.close();
    await options.rejects.close();
  }
}

class Run {
  readonly #options: RunOptions;
  readonly #refusals: Refusals;
  readonly #states: States;
  readonly #waiting = new Waiting();
  readonly #ready = new Ready();
  readonly #writers = new Map<string, {readonly writer: StreamWriter; readonly schema: string}>();
  readonly #told = new Set<string>();
  #lastState: string | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#refusals = new Refusals(options);
    this.#states = new States(options.spill, async (state) => {
      await options.rejects.sync();
      options.print(state);
    });
  }

  async run(): Promise<number> {
    const {writing, input, signal} = this.#options;
    for (const {stream, key, reason} of await writing.recover()) {
      await this.#refusals.addOpen({stream, key, reason});
    }
    // What waits for the next line must not keep a run from ending.
    const stop = () => input.destroy();
    signal.addEventListener('abort', stop, {once: true});
    try {
      signal.throwIfAborted();
      for await (const {line, message} of readMessages(input)) {
        await this.#heed(message, line);
        signal.throwIfAborted();
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    await this.#refuseWaiting();
    return this.#refusals.count;
  }

  async #heed(message: Message, line: number): Promise<void> {
    switch (message.type) {
      case 'SCHEMA': {
        const schema = JSON.stringify(message);
        if (this.#writers.get(message.stream)?.schema === schema) return;
        this.#writers.set(message.stream, {writer: this.#options.writing.stream(message), schema});
        return;
      }
      case 'RECORD':
        return this.#take(message.stream, message.record, line);
      case 'STATE':
        this.#lastState = message.value;
        return this.#states.state(message.value);
      case 'ACTIVATE_VERSION':
        return this.#tellOnce('ACTIVATE_VERSION is ignored: what a tap no longer sends stays as it is');
      default:
        return this.#tellOnce(`Messages of the type ${JSON.stringify(message.name)} are ignored`);
    }
  }

  #tellOnce(warning: string): void {
    if (!this.#told.has(warning)) this.#options.log.warning(warning);
    this.#told.add(warning);
  }

  async #take(stream: string, record: JsonObject, line: number): Promise<void> {
    const writer = this.#writers.get(stream)?.writer;
    if (writer === undefined) {
      throw new DataError(`Line ${line} of the input is a RECORD of "${stream}" before its SCHEMA`, 'config');
    }
    this.#options.received(stream);
    let key: string;
    try {
      key = writer.keyOf(record);
    } catch (error) {
      return this.#refuse({stream, key: '', record, line}, error);
    }
    const item = {stream, key, record, line};
    if (this.#waiting.has(identityOf(stream, key))) this.#keep(item, []);
    else await this.#attempt(item, (awaited) => this.#keep(item, awaited));
    await this.#drain();
  }

  /** Has a record wait, for others or for its turn. */
  #keep({stream, key, record, line}: Item, awaited: readonly string[]): void {
    const place = this.#options.spill.put(JSON.stringify([stream, key, line, record]));
    const waiter: Waiter = {
      identity: identityOf(stream, key),
      place,
      gap: this.#states.hold(),
      awaited: [],
    };
    this.#waiting.add(waiter);
    if (awaited.length > 0) this.#waiting.await(waiter, awaited);
  }

  /** Applies a record or refuses it, and returns whether it is done; `wait` is called for one that has to wait. */
  async #attempt(item: Item, wait: (awaited: readonly string[]) => void): Promise<boolean> {
    const {stream, key, record} = item;
    const writer = this.#writerOf(item);
    let what: Applied;
    try {
      const [missing] = writer.missing(record);
      if (missing !== undefined) {
        wait(identitiesOf(missing));
        return false;
      }
      what = await writer.apply(record, key);
    } catch (error) {
      await this.#refuse(item, error);
      return true;
    }
    this.#options.applied(stream, what);
    const identity = identityOf(stream, key);
    this.#refusals.forget(identity);
    this.#ready.add(...this.#waiting.wake(identity));
    return true;
  }

  #writerOf({stream}: Item): StreamWriter {
    const writer = this.#writers.get(stream)?.writer;
    if (writer === undefined) throw new Error(`${stream} has no writer`);
    return writer;
  }

  /** Works on those that wait for nothing any more, and on whatever that sets free. */
  async #drain(): Promise<void> {
    const {signal} = this.#options;
    for (let waiter = this.#ready.take(); waiter !== undefined; waiter = this.#ready.take()) {
      signal.throwIfAborted();
      const current = waiter;
      const isDone = await this.#attempt(this.#itemOf(current), (awaited) =>
        this.#waiting.await(current, awaited),
      );
      if (isDone) await this.#done(current);
    }
  }

  /** A record that waited is done; the next version of it has its turn. */
  async #done(waiter: Waiter): Promise<void> {
    const next = this.#waiting.remove(waiter);
    if (next !== undefined) this.#ready.add(next);
    this.#options.spill.drop(waiter.place);
    await this.#states.done(waiter.gap);
  }

  #itemOf({place}: Waiter): Item {
    const [stream, key, line, record] = JSON.parse(this.#options.spill.read(place)) as unknown[];
    if (
      typeof stream !== 'string' ||
      typeof key !== 'string' ||
      typeof line !== 'number' ||
      !isObject(record)
    )
      throw new Error('A record that waited is not what it was');
    return {stream, key, line, record};
  }

  /**
   * Refuses what still waits when nothing more can come: first those that wait for what is not there, then those that waited
   * for them. A later version of a refused record may be good all the same, and has its turn at once.
   */
  async #refuseWaiting(): Promise<void> {
    if (this.#waiting.isEmpty) return;
    await this.#options.lull();
    this.#options.signal.throwIfAborted();
    this.#requireWholeInput();
    while (!this.#waiting.isEmpty) {
      const first = this.#waiting.first;
      const hopeless = first.filter(({awaited}) => !awaited.some((one) => this.#waiting.has(one)));
      // Where each waits for another, they wait in a circle.
      for (const waiter of hopeless.length > 0 ? hopeless : first.slice(0, 1)) {
        if (!this.#waiting.isFirst(waiter)) continue;
        this.#options.signal.throwIfAborted();
        const item = this.#itemOf(waiter);
        const [missing] = this.#writerOf(item).missing(item.record);
        if (missing === undefined) this.#ready.add(waiter);
        else {
          await this.#refuse(item, new Rejection(this.#whyWaiting(missing)));
          await this.#done(waiter);
        }
        await this.#drain();
      }
    }
  }

  /** What waits for something that the tap would still have sent is no record to refuse; the next run brings both. */
  #requireWholeInput(): void {
    const stream = streamUnderWay(this.#lastState);
    if (stream === undefined) return;
    const {count} = this.#waiting;
    throw new DataError(
      `The input broke off while the tap synced "${stream}", and ${count === 1 ? '1 record waits' : `${count} records wait`} for others that did not come; they are not written, and the next run brings them again`,
      'transient',
    );
  }

  #whyWaiting(missing: Reference): string {
    const {field, key, streams} = missing;
    const referred = `${field} ${plainKey(key)} of ${streams.join(' or ')}`;
    const identities = identitiesOf(missing);
    if (identities.some((one) => this.#refusals.has(one))) return `${referred} was itself refused`;
    if (identities.some((one) => this.#waiting.has(one))) return `${referred} waits for this record in turn`;
    return `${referred} is neither in the input nor in the ledger`;
  }

  /** Notes why a record is refused; throws what concerns more than the one record. */
  async #refuse({stream, key, record, line}: Item, error: unknown): Promise<void> {
    if (!(error instanceof Rejection)) throw error;
    await this.#refusals.add({
      stream,
      key: key === '' ? undefined : key,
      record: this.#writers.get(stream)?.writer.shown(record),
      reason: error.message,
      serviceMessage: error.serviceMessage,
      status: error.status,
      line,
    });
  }
}
