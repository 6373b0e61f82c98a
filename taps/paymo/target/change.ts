import {
  type JsonObject,
  plainKey,
  RefusedError,
  Rejection,
  ServiceError,
  type WriteAnswer,
} from '../../../protocol/index.js';
import {objectIn} from './answers.js';
import {identityIn, unknownContent} from './hashes.js';
import {addressOf, ledgerId} from './ledger-ids.js';
import {mergedInto, replacedLists} from './merging.js';
import {withoutNulls} from './payload.js';
import type {PaymoObject} from './paymo-object.js';
import {failedAt, rejectionOf} from './refusals.js';
import type {Searcher} from './search.js';
import type {Tools} from './tools.js';

/** An object that is to be changed or deleted. */
export interface Changing {
  readonly stream: string;
  readonly key: string;
  readonly object: PaymoObject;
  readonly id: number | string;
  readonly hash: string;
}

/** What was sent of some changes, and what the object is after them as far as Paymo tells. */
export interface Changed {
  readonly sent: JsonObject;
  readonly row: JsonObject | undefined;
}

/** How often a call that may be repeated is, where Paymo fails at it. */
const MOST_FAILURES = 2;

/** What is thrown where the object of an update does not exist any more. */
export class GoneError extends Error {}

/** Changes and deletes objects: calls that may be made twice, so that one without an answer is simply made again. */
export class Change {
  readonly #tools: Tools;
  readonly #searcher: Searcher;

  constructor(tools: Tools, searcher: Searcher) {
    this.#tools = tools;
    this.#searcher = searcher;
  }

  /** Sends changes; undefined where there is nothing to send. Throws `GoneError` where there is no such object. */
  async update(wanted: Changing, changes: JsonObject): Promise<Changed | undefined> {
    const {object, id} = wanted;
    const {ledger, settings} = this.#tools;
    const isMerged = settings.merge_lists === true && replacedLists(object, changes).length > 0;
    const payload = isMerged && typeof id === 'number' ? await this.#merged(wanted, changes) : changes;
    if (Object.keys(payload).length === 0) return undefined;
    await this.#begin(wanted, 'update');
    try {
      const answer = await this.#put(wanted, payload);
      const row = answer === undefined ? undefined : objectIn(object, answer);
      return {sent: payload, row: row ?? (await this.#now(wanted))};
    } catch (error) {
      if (isGone(error)) {
        await ledger.failed(wanted.stream, wanted.key);
        throw new GoneError();
      }
      throw await this.#failure(wanted, error);
    }
  }

  /** What an object is by now, for comparing alone: that it can't be read takes nothing from its having been written. */
  async #now({object, id, stream}: Changing): Promise<JsonObject | undefined> {
    try {
      return await this.#searcher.read(object, id);
    } catch (error) {
      if (rejectionOf(error) === undefined && !isFailure(error)) throw error;
      this.#tools.log.warning(
        `Paymo does not tell what became of ${object.path}/${id}, so it was not compared with what was wanted`,
        stream,
      );
      return undefined;
    }
  }

  /** Deletes an object; one that is gone already is as good. */
  async remove(wanted: Changing): Promise<void> {
    const {stream, key, object, id} = wanted;
    await this.#begin(wanted, 'delete');
    const path = addressOf(object, id);
    try {
      await this.#repeated(() => this.#tools.connection.send({method: 'DELETE', path, stream}, {}));
    } catch (error) {
      if (!isGone(error)) throw await this.#failure(wanted, error);
    }
    await this.#tools.ledger.gone(stream, key);
  }

  /**
   * Sends changes. Whether Paymo takes null is not documented: where it refuses them, they are sent without; undefined
   * where nothing is left then.
   */
  async #put(wanted: Changing, payload: JsonObject): Promise<WriteAnswer | undefined> {
    try {
      return await this.#send(wanted, payload);
    } catch (error) {
      const lesser = withoutNulls(payload);
      if (!(error instanceof ServiceError) || error.status !== 400 || lesser === undefined) throw error;
      const names = Object.keys(payload).filter((name) => payload[name] === null);
      const answer = Object.keys(lesser).length === 0 ? undefined : await this.#send(wanted, lesser);
      this.#tools.log.warning(
        `Of the record ${plainKey(wanted.key)} Paymo refuses to clear ${names.join(', ')}: ${error.message}; what it has there stays`,
        wanted.stream,
      );
      return answer;
    }
  }

  #send({object, id, stream}: Changing, json: JsonObject): Promise<WriteAnswer> {
    const path = addressOf(object, id);
    const query = object.linesRelation === undefined ? {} : {include: object.linesRelation};
    const held = {...json, id};
    const pretended = {[object.rootKeys[0] ?? object.path]: object.isSingle ? held : [held]};
    return this.#repeated(() =>
      this.#tools.connection.send({method: 'PUT', path, query, json, stream}, pretended),
    );
  }

  /** The client does not repeat what Paymo fails at, since that is often what was sent; here it does no harm to. */
  async #repeated(send: () => Promise<WriteAnswer>): Promise<WriteAnswer> {
    for (let failures = 0; ; failures++) {
      try {
        return await send();
      } catch (error) {
        if (!isFailure(error) || failures >= MOST_FAILURES) throw error;
        await this.#tools.clock.sleep(1000 * 2 ** failures, this.#tools.signal);
      }
    }
  }

  async #begin({stream, key, object, id, hash}: Changing, call: 'update' | 'delete'): Promise<void> {
    const {ledger, connection} = this.#tools;
    // What is no id is refused before anything counts as begun.
    addressOf(object, id);
    const facts = {object: object.name, id};
    await ledger.begin({stream, key, call, hash, at: connection.serverNow(), facts});
  }

  /** What is to be thrown for a failed call, once the ledger knows what is left of the object's content. */
  async #failure({stream, key, object, id, hash}: Changing, error: unknown): Promise<unknown> {
    const {ledger, connection} = this.#tools;
    const rejection = rejectionOf(error);
    if (rejection !== undefined) {
      await ledger.failed(stream, key);
      return rejection;
    }
    if (!isFailure(error)) return error;
    // Whether Paymo fails at this alone shows when it is asked for something else.
    await connection.client.get('me', {}, stream);
    await ledger.applied(stream, key, ledgerId(object, id), unknownContent(identityIn(hash)));
    return failedAt(error);
  }

  async #merged({object, id}: Changing, changes: JsonObject): Promise<JsonObject> {
    let current: JsonObject | undefined;
    try {
      current = await this.#searcher.read(object, id);
    } catch (error) {
      if (isGone(error)) throw new GoneError();
      throw rejectionOf(error) ?? error;
    }
    if (current === undefined) {
      throw new Rejection(`Its lists can't be merged: Paymo does not tell what ${object.name} ${id} holds`);
    }
    return mergedInto(object, changes, current);
  }
}

function isGone(error: unknown): boolean {
  return error instanceof RefusedError && error.status === 404 && !error.html;
}

function isFailure(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.status === 500;
}
