import {
  AuthError,
  type JsonObject,
  type JsonValue,
  Rejection,
  UnansweredError,
  type WriteAnswer,
} from '../../../protocol/index.js';
import {objectIn} from './answers.js';
import type {Verdict} from './decision.js';
import {isTaken, ledgerId} from './ledger-ids.js';
import {withoutSecrets} from './payload.js';
import type {PaymoObject} from './paymo-object.js';
import {streamsOfObject} from './plan.js';
import {failedAt, rejectionOf} from './refusals.js';
import type {Searcher} from './search.js';
import type {Tools} from './tools.js';
import {settleHint} from './undecided.js';

/** A record that is to become a new object. */
export interface Creating {
  readonly stream: string;
  readonly key: string;
  readonly object: PaymoObject;
  readonly payload: JsonObject;
  readonly hash: string;
}

/** What a call came to, as far as that can be told from its answer. */
type Outcome = {readonly row: JsonObject} | {readonly failure: UnansweredError};

/** Makes objects, each of them once: what is not known to have failed is looked for before it is tried again. */
export class Creation {
  readonly #tools: Tools;
  readonly #searcher: Searcher;
  #pretended = 0;

  constructor(tools: Tools, searcher: Searcher) {
    this.#tools = tools;
    this.#searcher = searcher;
  }

  /** The new object. Throws `Rejection` where Paymo won't have it, or where nobody can tell whether it has it. */
  async create(wanted: Creating): Promise<JsonObject> {
    const {ledger, settings, log, signal} = this.#tools;
    const {stream, key, object, payload, hash} = wanted;
    const sent = withoutSecrets(object, payload);
    for (let repeats = 0; ; repeats++) {
      const at = this.#tools.connection.serverNow();
      await ledger.begin({stream, key, call: 'create', hash, at, facts: {object: object.name, sent}});
      const outcome = await this.#call(wanted);
      if ('row' in outcome) return outcome.row;
      const {failure} = outcome;
      // Whoever ended the run can't look any more; the flight stays for the next one.
      if (signal.aborted) throw failure;
      log.warning(`${failure.message}; looking for it in Paymo`, stream);
      const verdict = await this.#searcher.settle({object, sent, at});
      const row = await this.#concluded(wanted, verdict, failure);
      if (row !== undefined) return row;
      // What leads elsewhere does so each time.
      const isRedirected = failure.status !== undefined && failure.status >= 300 && failure.status < 400;
      if (isRedirected || repeats >= (settings.max_retries ?? 5)) await this.#giveUp(wanted, failure);
      await ledger.failed(stream, key);
      log.info('It is not there, so it is sent again', stream);
    }
  }

  /** One attempt. What is thrown certainly had no effect, and the ledger knows. */
  async #call({stream, key, object, payload}: Creating): Promise<Outcome> {
    const {connection, ledger} = this.#tools;
    const query = object.linesRelation === undefined ? {} : {include: object.linesRelation};
    let answer: WriteAnswer;
    try {
      const call = {method: 'POST', path: object.path, query, json: payload, stream} as const;
      answer = await connection.send(call, this.#pretend(object, payload));
    } catch (error) {
      if (error instanceof UnansweredError) return {failure: error};
      await ledger.failed(stream, key);
      throw error instanceof AuthError ? error : (rejectionOf(error) ?? error);
    }
    const row = objectIn(object, answer);
    if (row !== undefined && !this.#belongsToAnother(object, row.id ?? null)) return {row};
    const what = `POST ${answer.url.pathname} answered ${answer.status} without the one new object`;
    return {failure: new UnansweredError(what, answer.status)};
  }

  /** What is known by now; undefined where the object was not made. */
  async #concluded(
    {stream, key}: Creating,
    verdict: Verdict,
    failure: UnansweredError,
  ): Promise<JsonObject | undefined> {
    if (verdict.is === 'absent') return undefined;
    if (verdict.is === 'made') return verdict.row;
    await this.#tools.ledger.undecided(stream, key, verdict.why);
    throw new Rejection(
      `Whether it was made is not known (${failure.message}): ${verdict.why}. ${settleHint(stream, key)}`,
      {status: failure.status},
    );
  }

  /** Paymo keeps failing at this record, or at everything; then the flight stays, to be looked for in the next run. */
  async #giveUp({stream, key}: Creating, failure: UnansweredError): Promise<never> {
    // Paymo was read without trouble just now, and answers 500 also to what it can't understand.
    if (failure.status === undefined || failure.status !== 500) throw failure;
    await this.#tools.ledger.failed(stream, key);
    throw failedAt(failure);
  }

  #belongsToAnother(object: PaymoObject, id: JsonValue): boolean {
    const {ledger, settings} = this.#tools;
    return isTaken(ledger, object, String(id), streamsOfObject(object.name, settings));
  }

  /** What a dry run takes for the answer. */
  #pretend(object: PaymoObject, payload: JsonObject): JsonObject {
    const id = ledgerId(object, `new:${++this.#pretended}`);
    return {[object.rootKeys[0] ?? object.path]: [{...payload, id}]};
  }
}
