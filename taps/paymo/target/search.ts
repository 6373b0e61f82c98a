import {
  DataError,
  isObject,
  type JsonObject,
  type JsonValue,
  listRows,
  RefusedError,
  ServiceError,
} from '../../../protocol/index.js';
import type {Conditions} from '../where.js';
import {objectIn} from './answers.js';
import {type Attempt, candidatesAmong, decide, mayBeIt, type Verdict} from './decision.js';
import {isNothing} from './field.js';
import {addressOf, isTaken} from './ledger-ids.js';
import type {PaymoObject} from './paymo-object.js';
import {streamsOfObject} from './plan.js';
import type {Tools} from './tools.js';

/** Fields that say what a comment is about; its list can't be asked for by them, but threads can. */
const SUBJECTS = ['task_id', 'discussion_id', 'file_id'];

/** Looks in Paymo for what calls without an answer may have made. */
export class Searcher {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /**
   * What became of a creation. One of which nothing shows is believed to be absent only when it has had time to settle.
   * Throws where Paymo can't be asked at all.
   */
  async settle(attempt: Attempt): Promise<Verdict> {
    const {connection, clock, signal, settings} = this.#tools;
    const settled = attempt.at + (settings.settle_seconds ?? 3) * 1000;
    for (;;) {
      const began = connection.serverNow();
      const verdict = await this.#look(attempt);
      if (verdict.is !== 'absent' || began >= settled) return verdict;
      await clock.sleep(Math.max(1, settled - connection.serverNow()), signal);
    }
  }

  /** All rows of a list under some conditions; undefined where Paymo refuses to be asked so. */
  async rows(object: PaymoObject, path: string, rootKeys: readonly string[], params: Conditions) {
    const {connection, service, log} = this.#tools;
    try {
      const list = {path, rootKeys, params: {...params}, stream: object.name};
      return await listRows(connection.client, service, list, log);
    } catch (error) {
      const isRefused = error instanceof ServiceError && error.status === 400;
      if (isRefused || (error instanceof RefusedError && !error.html)) return undefined;
      throw error;
    }
  }

  async #look(attempt: Attempt): Promise<Verdict> {
    const {ledger, settings} = this.#tools;
    const {object, sent} = attempt;
    const rows = await this.#rowsNear(object, sent);
    if (rows === undefined) return {is: 'undecided', why: `Paymo does not list ${object.name} for this user`};
    const streams = streamsOfObject(object.name, settings);
    const found = candidatesAmong(attempt, rows, (id) => isTaken(ledger, object, id, streams));
    const candidates = found.filter((row) => mayBeIt(attempt, row));
    const whole: JsonObject[] = [];
    for (const row of candidates) whole.push(await this.#whole(object, sent, row));
    return decide(attempt, whole);
  }

  /** The rows among which an object must be: under the narrowest filter that Paymo takes, or all. */
  async #rowsNear(object: PaymoObject, sent: JsonObject): Promise<JsonObject[] | undefined> {
    const {path, rootKeys, search} = object;
    for (const field of search.by) {
      const value = sent[field];
      if (isNothing(value) || typeof value === 'object' || value === undefined) continue;
      const rows =
        path === 'comments' && SUBJECTS.includes(field)
          ? await this.#commentsOn(object, field, value)
          : await this.rows(object, path, rootKeys, {[`${field}=`]: value});
      if (rows !== undefined) return rows;
    }
    return search.isFiltered ? undefined : this.rows(object, path, rootKeys, {});
  }

  /** Comments on what has a thread, if it has one yet. */
  async #commentsOn(
    object: PaymoObject,
    subject: string,
    id: string | number | boolean,
  ): Promise<JsonObject[] | undefined> {
    const threads = await this.rows(object, 'threads', ['threads'], {[`${subject}=`]: id});
    if (threads === undefined) return undefined;
    const found: JsonObject[] = [];
    for (const thread of threads) {
      // Whether the filter was heeded is for us to see.
      if (isNothing(thread.id) || String(thread[subject] ?? id) !== String(id)) continue;
      const rows = await this.rows(object, object.path, object.rootKeys, {'thread_id=': Number(thread.id)});
      if (rows === undefined) return undefined;
      const own = rows.filter(({thread_id}) => String(thread_id ?? thread.id) === String(thread.id));
      found.push(...own.map((row) => ({...row, [subject]: id})));
    }
    return found;
  }

  /**
   * A row with its lines, where such were sent. Throws `DataError` for an answer that does not tell, since nothing can be
   * decided by that; one that we may not see, or that is gone, is what its list says.
   */
  async #whole(object: PaymoObject, sent: JsonObject, row: JsonObject): Promise<JsonObject> {
    if (object.linesRelation === undefined || sent.items === undefined) return row;
    try {
      const whole = await this.read(object, row.id ?? null);
      if (whole !== undefined) return whole;
    } catch (error) {
      if (error instanceof RefusedError && !error.html) return row;
      throw error;
    }
    throw new DataError(`GET ${object.path}/${row.id} answered without the object that was asked for`);
  }

  /** An object as it is now, with its lines; undefined where the answer does not hold it. */
  async read(object: PaymoObject, id: JsonValue): Promise<JsonObject | undefined> {
    const {client} = this.#tools.connection;
    const query = object.linesRelation === undefined ? {} : {include: object.linesRelation};
    const row = objectIn(object, await client.get(addressOf(object, id), query, object.name));
    return isObject(row) ? row : undefined;
  }
}
