import {AuthError, DataError, messageOf} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import {Completion, type PageOfRow} from './completion.js';
import type {ExtrasTrouble, Learned, NumberedFacts} from './numbered-facts.js';
import type {ListRequest, Paging} from './paging.js';
import type {Relation} from './relation.js';
import {mayBeTheExtras, Responses} from './responses.js';

const NO_TROUBLE: ExtrasTrouble = {relations: new Set(), fields: false};

/** More rows than this on one page that lack what they must have are no coincidence: the page was cut. */
const MOST_SINGLE_DOUBTS = 3;

/**
 * Reads rows together with what is embedded in them, and makes sure that it is complete: a service may cut embedded
 * lists off in silence, refuse them, or fail on them.
 */
export class ExtrasReader {
  readonly #client: Client;
  readonly #list: ListRequest;
  readonly #facts: NumberedFacts;
  readonly #learned: Learned;
  readonly #responses: Responses;
  readonly #completion: Completion;
  /** Relations that could not be completed for some row. */
  readonly #lost = new Set<string>();

  constructor(client: Client, list: ListRequest, facts: NumberedFacts, learned: Learned, paging: Paging) {
    this.#client = client;
    this.#list = list;
    this.#facts = facts;
    this.#learned = learned;
    this.#responses = new Responses(list, learned);
    this.#completion = new Completion({client, list, facts, learned, paging, responses: this.#responses});
  }

  /** Whether lists are embedded, so that pages should stay small. */
  get embedsLists(): boolean {
    return this.#embeddedLists().length > 0;
  }

  /** The rows of one response, with the extras as far as the service embeds them. */
  async rows(query: Query, path = this.#list.path): Promise<JsonObject[]> {
    const trouble = this.#trouble;
    const {stream} = this.#list;
    try {
      const rows = await this.#fetch(query, trouble, path);
      this.#learned.proven.add(stream);
      return rows;
    } catch (error) {
      if (!mayBeTheExtras(error)) throw error;
      for (const less of this.#degrees(trouble)) {
        // Fields that came before would become null again; that is worse than no news.
        if (less.fields && !trouble.fields && this.#learned.proven.has(stream)) continue;
        const rows = await this.#fetchOrFail(query, less, path);
        if (rows === undefined) continue;
        this.#learned.trouble.set(stream, less);
        this.#tellTrouble(less, error);
        return rows;
      }
      throw error;
    }
  }

  /** The rows of one response without anything embedded. */
  plainRows(query: Query): Promise<JsonObject[]> {
    const {relations} = this.#list.extras;
    return this.#fetch(query, {...this.#trouble, relations: new Set(relations.map(({name}) => name))});
  }

  /** Whether embedded lists may have been cut off. */
  mayBeCut(rows: readonly JsonObject[]): boolean {
    return this.#embeddedLists().some(
      (relation) =>
        this.#isFull(rows, relation) ||
        rows.filter((row) => lacksDue(row, relation)).length > MOST_SINGLE_DOUBTS,
    );
  }

  /** The rows with everything that they lack read separately; plain ones lack all that could be embedded. */
  async completed(rows: JsonObject[], isPlain = false): Promise<JsonObject[]> {
    for (const relation of this.#list.extras.relations) {
      const isEmbedded = !this.#trouble.relations.has(relation.name);
      for (const row of isEmbedded && !isPlain ? this.#incomplete(rows, relation) : rows) {
        if (this.#lost.has(relation.name)) row[relation.name] = relation.many ? [] : null;
        else await this.#complete(row, relation, {isEmbedded, rows});
      }
      adaptEmbedded(rows, relation);
    }
    return rows;
  }

  /** The rows that may lack a part of what is embedded in them. */
  #incomplete(rows: readonly JsonObject[], relation: Relation): readonly JsonObject[] {
    if (!relation.many) return rows.filter((row) => lacksParent(row, relation));
    if (this.#isFull(rows, relation)) return rows;
    return rows.filter((row) => !Array.isArray(row[relation.name]) || lacksDue(row, relation));
  }

  get #trouble(): ExtrasTrouble {
    return this.#learned.trouble.get(this.#list.stream) ?? NO_TROUBLE;
  }

  #embeddedLists(): readonly Relation[] {
    const {relations} = this.#trouble;
    return this.#list.extras.relations.filter(
      ({many, name}) => many && !relations.has(name) && !this.#lost.has(name),
    );
  }

  /** Whether as many of these objects came as the service ever sends in one response. */
  #isFull(rows: readonly JsonObject[], {name}: Relation): boolean {
    let count = 0;
    let longest = 0;
    for (const row of rows) {
      const {length} = listAt(row, name);
      count += length;
      longest = Math.max(longest, length);
    }
    // A service may leave out a whole list that does not fit any more, rather than a part of it.
    return count >= this.#facts.cap || (rows.length > 1 && count + longest >= this.#facts.cap);
  }

  /** What is left to try: without one relation, without all, then without extra fields too. */
  #degrees({relations, fields}: ExtrasTrouble): ExtrasTrouble[] {
    const {extras} = this.#list;
    const left = extras.relations.map(({name}) => name).filter((name) => !relations.has(name));
    const all = new Set([...relations, ...left]);
    const hasFields = extras.fields.length > 0 && !fields;
    return [
      ...(left.length > 1 ? left.map((name) => ({relations: new Set([...relations, name]), fields})) : []),
      ...(left.length > 0 ? [{relations: all, fields}] : []),
      ...(hasFields && left.length > 0 ? [{relations, fields: true}] : []),
      ...(hasFields ? [{relations: all, fields: true}] : []),
    ];
  }

  async #fetchOrFail(query: Query, trouble: ExtrasTrouble, path: string): Promise<JsonObject[] | undefined> {
    try {
      return await this.#fetch(query, trouble, path);
    } catch (error) {
      if (mayBeTheExtras(error)) return undefined;
      throw error;
    }
  }

  async #fetch(query: Query, trouble: ExtrasTrouble, path = this.#list.path): Promise<JsonObject[]> {
    const {stream, extras} = this.#list;
    const fields = trouble.fields ? [] : extras.fields;
    const relations = extras.relations.map(({name}) => name).filter((name) => !trouble.relations.has(name));
    const wanted = fields.length + relations.length > 0 ? this.#facts.extrasQuery(fields, relations) : {};
    return this.#responses.rowsIn(
      await this.#client.get(path, {...this.#list.query, ...wanted, ...query}, stream),
    );
  }

  /** Reads what one row lacks. */
  async #complete(row: JsonObject, relation: Relation, page: PageOfRow): Promise<void> {
    const {name} = relation;
    try {
      row[name] = await this.#completion.read(row, relation, page);
    } catch (error) {
      if (error instanceof AuthError || this.#client.isOver) throw error;
      const {stream, keyOf, extras} = this.#list;
      const lost = new DataError(
        `${name} of ${stream} ${keyOf(row)} could not be read completely: ${messageOf(error)}`,
      );
      if (extras.onLost === undefined) throw lost;
      extras.onLost(relation, lost);
      this.#lost.add(name);
      row[name] = relation.many ? [] : null;
    }
  }

  #tellTrouble(trouble: ExtrasTrouble, error: unknown): void {
    const {fields, relations} = this.#list.extras;
    const names = relations
      .map(({name}) => name)
      .filter((name) => trouble.relations.has(name))
      .join(', ');
    if (names !== '') {
      this.#responses.tellOnce(
        `The service can't embed ${names}, so they are read separately (${messageOf(error)})`,
      );
    }
    if (trouble.fields && fields.length > 0) {
      this.#responses.tellOnce(
        `The service can't tell ${fields.join(', ')}, which stay null (${messageOf(error)})`,
      );
    }
  }
}

/** Whether a list is empty although the row must have such objects. */
function lacksDue(row: JsonObject, {name, isDue}: Relation): boolean {
  return isDue !== undefined && listAt(row, name).length === 0 && isDue(row);
}

/** Whether a row names a parent that did not come with it. */
function lacksParent(row: JsonObject, {name, apart}: Relation): boolean {
  const isNamed = apart !== undefined && !('param' in apart) && typeof row[apart.field] === 'number';
  return isNamed && (row[name] ?? null) === null;
}

function adaptEmbedded(rows: readonly JsonObject[], {name, many, adapt}: Relation): void {
  if (adapt === undefined) return;
  for (const row of rows) {
    const value = row[name];
    if (many && Array.isArray(value)) row[name] = value.map((one) => (isObject(one) ? adapt(one) : one));
    else if (value !== undefined && isObject(value)) row[name] = adapt(value);
  }
}

function listAt(row: JsonObject, name: string): readonly JsonValue[] {
  const value = row[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}
