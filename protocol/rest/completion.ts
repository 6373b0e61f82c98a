import {AuthError, DataError, RefusedError, ServiceError} from '../core/errors.js';
import type {JsonObject, JsonValue} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Client} from '../http/client.js';
import {completeList} from './complete-list.js';
import type {Learned, NumberedFacts} from './numbered-facts.js';
import {type ListRequest, NO_EXTRAS, type Paging} from './paging.js';
import {type ApartChildren, type ApartParent, paramsApart, type Relation} from './relation.js';
import {mayBeTheExtras, type Responses} from './responses.js';

/** The service knows no such row, or no way to single ones. */
const MISSING = Symbol('missing');

/** The page that a row is on. */
export interface PageOfRow {
  /** Whether the service embeds what was asked for. */
  readonly isEmbedded: boolean;
  readonly rows: readonly JsonObject[];
}

/** Where completing rows gets its answers from. */
export interface CompletionContext {
  readonly client: Client;
  readonly list: ListRequest;
  readonly facts: NumberedFacts;
  readonly learned: Learned;
  readonly paging: Paging;
  readonly responses: Responses;
}

/** Reads what single rows lack of what should be embedded in them, by requests of their own. */
export class Completion {
  readonly #context: CompletionContext;
  readonly #parents = new Map<string, JsonValue>();

  constructor(context: CompletionContext) {
    this.#context = context;
  }

  /** What one row lacks. Throws where it can't be had, or not completely. */
  async read(row: JsonObject, relation: Relation, {isEmbedded, rows}: PageOfRow): Promise<JsonValue> {
    const {apart, many} = relation;
    if (apart !== undefined && !('param' in apart)) return this.#parentOf(row, apart);
    // What the service fails on for a whole page it would probably fail on for one row too.
    const alone = isEmbedded || apart === undefined ? await this.#alone(row, relation) : undefined;
    const isDoubtful = Array.isArray(alone) && alone.length === 0 && relation.isDue?.(row) === true;
    if (alone !== undefined && alone !== MISSING && !(isDoubtful && apart !== undefined)) return alone;
    try {
      if (apart === undefined) throw new DataError('no other way to them is known');
      const children = await this.#childrenApart(row, relation, apart);
      // Some parents can only be found among the children of what they belong to.
      return many ? children : (children[0] ?? null);
    } catch (error) {
      if (error instanceof AuthError || this.#context.client.isOver) throw error;
      if (isDoubtful) {
        this.#context.responses.tellOnce(
          `${relation.name} of ${this.#context.list.keyOf(row)} and perhaps others are empty, although they should not be`,
        );
        return [];
      }
      const last = isEmbedded || apart === undefined ? undefined : await this.#alone(row, relation);
      if (last !== undefined && last !== MISSING) return last;
      if (alone !== MISSING || !(await this.#offersSingles(rows, row))) throw error;
      const {stream, keyOf, log} = this.#context.list;
      log.info(`${keyOf(row)} was deleted meanwhile, and nothing is read for it any more`, stream);
      return many ? [] : null;
    }
  }

  /** Whether the service answers requests for single rows at all, so that it not knowing one means that it is gone. */
  async #offersSingles(rows: readonly JsonObject[], missing: JsonObject): Promise<boolean> {
    const {path, stream, keyOf} = this.#context.list;
    const witness = rows.find((row) => row !== missing);
    if (witness === undefined) return false;
    try {
      await this.#context.client.get(`${path}/${keyOf(witness)}`, {}, stream);
      return true;
    } catch (error) {
      if (error instanceof RefusedError || error instanceof ServiceError) return false;
      throw error;
    }
  }

  /** One row's relation by a request for that row; undefined when it can't be had, or not completely. `MISSING`: 404. */
  async #alone(row: JsonObject, relation: Relation): Promise<JsonValue | typeof MISSING | undefined> {
    const {path, stream, rootKeys, keyOf} = this.#context.list;
    try {
      const query = this.#context.facts.extrasQuery([], [relation.name]);
      const answer = await this.#context.client.get(`${path}/${keyOf(row)}`, query, stream);
      const value = this.#context.responses.rowsIn(answer, rootKeys)[0]?.[relation.name];
      if (!relation.many) return value ?? null;
      return Array.isArray(value) && value.length < this.#context.facts.cap ? value : undefined;
    } catch (error) {
      if (error instanceof RefusedError && error.status === 404 && !error.html) return MISSING;
      if (mayBeTheExtras(error) || error instanceof RefusedError) return undefined;
      throw error;
    }
  }

  async #childrenApart(row: JsonObject, {name}: Relation, apart: ApartChildren): Promise<JsonObject[]> {
    const {stream, pageSize, keyOf, log} = this.#context.list;
    const id = keyOf(row);
    if (typeof id !== 'number') throw new DataError('the row has no id');
    const children: JsonObject[] = [];
    const pages = completeList({
      client: this.#context.client,
      paging: this.#context.paging,
      list: {
        path: apart.path,
        query: this.#context.facts.queryOf(paramsApart(apart, id)),
        rootKeys: apart.rootKeys ?? [apart.path, name],
        stream,
        ahead: false,
        pageSize,
        keyOf: ({id: child}) => (typeof child === 'number' ? child : undefined),
        extras: NO_EXTRAS,
        log,
      },
      changed: () => false,
      sent: new KeySet(),
      moved: this.#context.learned.told,
    });
    for await (const page of pages) {
      children.push(...page.rows.filter((child) => (child[apart.field] ?? id) === id));
    }
    return children;
  }

  async #parentOf(row: JsonObject, {path, rootKeys = [path], field}: ApartParent): Promise<JsonValue> {
    const id = row[field];
    if (typeof id !== 'number') return null;
    const place = `${path}/${id}`;
    const known = this.#parents.get(place);
    if (known !== undefined) return known;
    let parent: JsonValue = null;
    try {
      parent =
        this.#context.responses.rowsIn(
          await this.#context.client.get(place, {}, this.#context.list.stream),
          rootKeys,
        )[0] ?? null;
    } catch (error) {
      if (!(error instanceof RefusedError && error.status === 404 && !error.html)) throw error;
    }
    this.#parents.set(place, parent);
    return parent;
  }
}
