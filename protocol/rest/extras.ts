import {AuthError, DataError, messageOf, RefusedError, ServiceError} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import {completeList} from './complete-list.js';
import {unwrap} from './envelope.js';
import type {ExtrasTrouble, Learned, NumberedFacts} from './numbered-facts.js';
import {type ListRequest, NO_EXTRAS, type Paging} from './paging.js';
import {type ApartChildren, type ApartParent, paramsApart, type Relation} from './relation.js';

/** The service knows no such row, or no way to single ones. */
const MISSING = Symbol('missing');

/** The page that a row is on. */
interface PageOfRow {
  /** Whether the service embeds what was asked for. */
  readonly isEmbedded: boolean;
  readonly rows: readonly JsonObject[];
}

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
  readonly #paging: Paging;
  readonly #parents = new Map<string, JsonValue>();
  /** Whether rows have come under a name that we know. */
  #hasNamedRows = false;
  /** Relations that could not be completed for some row. */
  readonly #lost = new Set<string>();

  constructor(client: Client, list: ListRequest, facts: NumberedFacts, learned: Learned, paging: Paging) {
    this.#paging = paging;
    this.#client = client;
    this.#list = list;
    this.#facts = facts;
    this.#learned = learned;
  }

  /** Whether lists are embedded, so that pages should stay small. */
  get embedsLists(): boolean {
    return this.#embeddedLists().length > 0;
  }

  /** The rows of one response, with the extras as far as the service embeds them. */
  async rows(query: Query): Promise<JsonObject[]> {
    const trouble = this.#trouble;
    const {stream} = this.#list;
    try {
      const rows = await this.#fetch(query, trouble);
      this.#learned.proven.add(stream);
      return rows;
    } catch (error) {
      if (!mayBeTheExtras(error)) throw error;
      for (const less of this.#degrees(trouble)) {
        // Fields that came before would become null again; that is worse than no news.
        if (less.fields && !trouble.fields && this.#learned.proven.has(stream)) continue;
        const rows = await this.#fetchOrFail(query, less);
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

  async #fetchOrFail(query: Query, trouble: ExtrasTrouble): Promise<JsonObject[] | undefined> {
    try {
      return await this.#fetch(query, trouble);
    } catch (error) {
      if (mayBeTheExtras(error)) return undefined;
      throw error;
    }
  }

  async #fetch(query: Query, trouble: ExtrasTrouble): Promise<JsonObject[]> {
    const {path, stream, extras} = this.#list;
    const fields = trouble.fields ? [] : extras.fields;
    const relations = extras.relations.map(({name}) => name).filter((name) => !trouble.relations.has(name));
    const wanted = fields.length + relations.length > 0 ? this.#facts.extrasQuery(fields, relations) : {};
    return this.#unwrapped(await this.#client.get(path, {...this.#list.query, ...wanted, ...query}, stream));
  }

  #unwrapped({body, url}: {body: JsonValue; url: URL}, rootKeys = this.#list.rootKeys): JsonObject[] {
    const unwrapped = unwrap(body, rootKeys);
    if (unwrapped === undefined) {
      throw new DataError(`GET ${url.pathname} answered without a list called "${rootKeys[0]}"`);
    }
    const {rows, key} = unwrapped;
    const isForeign = !rootKeys.includes(key);
    // After rows under the right name, an empty list under another one is no end of the list.
    if (isForeign && rows.length === 0 && this.#hasNamedRows) {
      throw new DataError(`GET ${url.pathname} answered with "${key}" instead of "${rootKeys[0]}"`);
    }
    this.#hasNamedRows ||= !isForeign && rows.length > 0;
    if (isForeign) {
      this.#tellOnce(
        `GET ${url.pathname} answered with rows under "${key}", not "${rootKeys[0]}"; they are taken for those`,
      );
    }
    return rows;
  }

  /** Reads what one row lacks. */
  async #complete(row: JsonObject, relation: Relation, page: PageOfRow): Promise<void> {
    const {name} = relation;
    try {
      row[name] = await this.#read(row, relation, page);
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

  async #read(row: JsonObject, relation: Relation, {isEmbedded, rows}: PageOfRow): Promise<JsonValue> {
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
      if (error instanceof AuthError || this.#client.isOver) throw error;
      if (isDoubtful) {
        this.#tellOnce(
          `${relation.name} of ${this.#list.keyOf(row)} and perhaps others are empty, although they should not be`,
        );
        return [];
      }
      const last = isEmbedded || apart === undefined ? undefined : await this.#alone(row, relation);
      if (last !== undefined && last !== MISSING) return last;
      if (alone !== MISSING || !(await this.#offersSingles(rows, row))) throw error;
      const {stream, keyOf, log} = this.#list;
      log.info(`${keyOf(row)} was deleted meanwhile, and nothing is read for it any more`, stream);
      return many ? [] : null;
    }
  }

  /** Whether the service answers requests for single rows at all, so that it not knowing one means that it is gone. */
  async #offersSingles(rows: readonly JsonObject[], missing: JsonObject): Promise<boolean> {
    const {path, stream, keyOf} = this.#list;
    const witness = rows.find((row) => row !== missing);
    if (witness === undefined) return false;
    try {
      await this.#client.get(`${path}/${keyOf(witness)}`, {}, stream);
      return true;
    } catch (error) {
      if (error instanceof RefusedError || error instanceof ServiceError) return false;
      throw error;
    }
  }

  /** One row's relation by a request for that row; undefined when it can't be had, or not completely. `MISSING`: 404. */
  async #alone(row: JsonObject, relation: Relation): Promise<JsonValue | typeof MISSING | undefined> {
    const {path, stream, rootKeys, keyOf} = this.#list;
    try {
      const query = this.#facts.extrasQuery([], [relation.name]);
      const answer = await this.#client.get(`${path}/${keyOf(row)}`, query, stream);
      const value = this.#unwrapped(answer, rootKeys)[0]?.[relation.name];
      if (!relation.many) return value ?? null;
      return Array.isArray(value) && value.length < this.#facts.cap ? value : undefined;
    } catch (error) {
      if (error instanceof RefusedError && error.status === 404 && !error.html) return MISSING;
      if (mayBeTheExtras(error) || error instanceof RefusedError) return undefined;
      throw error;
    }
  }

  async #childrenApart(row: JsonObject, {name}: Relation, apart: ApartChildren): Promise<JsonObject[]> {
    const {stream, pageSize, keyOf, log} = this.#list;
    const id = keyOf(row);
    if (typeof id !== 'number') throw new DataError('the row has no id');
    const children: JsonObject[] = [];
    const pages = completeList({
      client: this.#client,
      paging: this.#paging,
      list: {
        path: apart.path,
        query: this.#facts.queryOf(paramsApart(apart, id)),
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
      moved: this.#learned.told,
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
      parent = this.#unwrapped(await this.#client.get(place, {}, this.#list.stream), rootKeys)[0] ?? null;
    } catch (error) {
      if (!(error instanceof RefusedError && error.status === 404 && !error.html)) throw error;
    }
    this.#parents.set(place, parent);
    return parent;
  }

  #tellTrouble(trouble: ExtrasTrouble, error: unknown): void {
    const {fields, relations} = this.#list.extras;
    const names = relations
      .map(({name}) => name)
      .filter((name) => trouble.relations.has(name))
      .join(', ');
    if (names !== '') {
      this.#tellOnce(`The service can't embed ${names}, so they are read separately (${messageOf(error)})`);
    }
    if (trouble.fields && fields.length > 0) {
      this.#tellOnce(`The service can't tell ${fields.join(', ')}, which stay null (${messageOf(error)})`);
    }
  }

  #tellOnce(text: string): void {
    const {stream, log} = this.#list;
    const place = `${stream}: ${text}`;
    if (this.#learned.told.has(place)) return;
    this.#learned.told.add(place);
    log.warning(text, stream);
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

/** Services answer 400 for what they don't know how to embed, and 500 for what they fail at. */
function mayBeTheExtras(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 400 || error.status === 500);
}
