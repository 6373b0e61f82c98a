import {AuthError, DataError, RefusedError, ServiceError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import {unwrap} from './envelope.js';
import {ExtrasReader} from './extras.js';
import type {Learned, NumberedFacts} from './numbered-facts.js';
import type {KeyOf, ListRequest, Page, Paging} from './paging.js';

/** A response that may have been cut: it holds as many rows as the service ever sends, and there are no pages. */
export class CutError extends DataError {}

/**
 * Lists whose pages are asked for by number and tell neither how many there are nor whether another one follows.
 * What a short or a repeated page can mean besides the end is looked into.
 */
export function numberedPages(facts: NumberedFacts): Paging {
  const learned: Learned = {
    largestPage: 0,
    largestAllowed: new Map(),
    limits: new Set(),
    refusesLarge: false,
    unpaged: new Set(),
    trouble: new Map(),
    told: new Set(),
    proven: new Set(),
  };
  const paging: Paging = {
    mostReadings: 25,
    countsRows: true,
    pages: (client, list, again) => {
      const extras = new ExtrasReader(client, list, facts, learned, paging);
      return new NumberedList(client, list, facts, learned, extras).pages(again > 0);
    },
    retrieve: async (client, list, id) => {
      const extras = new ExtrasReader(client, list, facts, learned, paging);
      const [row] = await extras.completed(await extras.rows({}, `${list.path}/${id}`));
      return row;
    },
    one: (body, rootKeys) => unwrap(body, rootKeys)?.rows[0],
  };
  return paging;
}

/** A page, which may have had to be read in parts. */
interface Region {
  readonly rows: JsonObject[];
  /** The page size that it was read with in the end. */
  readonly size: number;
  /** How many different rows each of its responses had, added up. */
  readonly count: number;
  /** Nothing can follow: it is the whole list. */
  readonly isAll: boolean;
}

/** The keys of the pages that another one must not repeat. */
interface SeenPages {
  readonly first: ReadonlySet<unknown>;
  readonly previous: ReadonlySet<unknown>;
}

class NumberedList {
  readonly #client: Client;
  readonly #list: ListRequest;
  readonly #facts: NumberedFacts;
  readonly #learned: Learned;
  readonly #extras: ExtrasReader;
  #counted = 0;
  /** Rows come without what is embedded in them, which is then read for those that were not known before. */
  #isPlain = false;

  constructor(
    client: Client,
    list: ListRequest,
    facts: NumberedFacts,
    learned: Learned,
    extras: ExtrasReader,
  ) {
    this.#client = client;
    this.#list = list;
    this.#facts = facts;
    this.#learned = learned;
    this.#extras = extras;
  }

  /** All pages. `large` ones are as large as can be: the fewer there are, the less rows can move between them. */
  async *pages(large: boolean): AsyncGenerator<Page> {
    this.#isPlain = large && this.#extras.embedsLists;
    let region: Region | undefined = large ? await this.#largeRegion() : undefined;
    let size = region?.size ?? this.#allowed(this.#list.pageSize);
    region ??= await this.#region(0, size);
    let page = 0;
    let first: ReadonlySet<unknown> | undefined;
    while (region !== undefined) {
      const {rows, count}: Region = region;
      this.#counted += count;
      if (region.isAll) {
        yield* emitted(await this.#completed(rows), count, this.#keysOf(rows));
        return;
      }
      const isFull: boolean = rows.length === size;
      const previous: ReadonlySet<unknown> = new Set(rows.map(this.#list.keyOf));
      const clamped: Region | undefined =
        isFull || first !== undefined ? undefined : await this.#clamped(region, size, previous);
      first ??= previous;
      page = (page + 1) * (size / region.size);
      size = clamped?.size ?? region.size;
      this.#learned.largestPage = Math.max(this.#learned.largestPage, rows.length);
      const seen: SeenPages = {first, previous};
      const ahead: Promise<Region | undefined> | undefined =
        isFull && this.#list.ahead ? this.#following(page, size, seen) : undefined;
      // The caller may stop before it asks for this page; then nobody is left to hear of its failure.
      ahead?.catch(() => undefined);
      yield* emitted(await this.#completed(rows), count, this.#keysOf(rows));
      region = isFull ? await (ahead ?? this.#following(page, size, seen)) : clamped;
    }
  }

  /** The first page with as many rows as the service allows; undefined where it fails on so many, in whatever way. */
  async #largeRegion(): Promise<Region | undefined> {
    if (this.#learned.refusesLarge) return undefined;
    try {
      return await this.#region(0, this.#allowed(this.#facts.cap));
    } catch (error) {
      if (error instanceof AuthError || error instanceof CutError || this.#client.isOver) throw error;
      this.#learned.refusesLarge = true;
      return undefined;
    }
  }

  #allowed(size: number): number {
    return Math.min(size, this.#learned.largestAllowed.get(this.#list.path) ?? size);
  }

  /** The next page; undefined at the end. */
  async #following(page: number, size: number, seen: SeenPages): Promise<Region | undefined> {
    let region: Region;
    try {
      region = await this.#region(page, size);
    } catch (error) {
      if (isRefusal(error) && (await this.#endsAt(page * size))) return undefined;
      throw error;
    }
    const {rows} = region;
    if (rows.length === 0) return undefined;
    if (!this.#isSame(rows, seen.previous) && !this.#isSame(rows, seen.first)) return region;
    // Beyond the end, some services send the last page or the first one again.
    if (await this.#endsAt(page * size)) return undefined;
    // Else there are no pages at all.
    return this.#isSame(rows, seen.previous) ? this.#everything([]) : region;
  }

  #isSame(rows: readonly JsonObject[], keys: ReadonlySet<unknown>): boolean {
    return rows.length === keys.size && rows.every((row) => keys.has(this.#list.keyOf(row)));
  }

  /**
   * The list in one response, in place of all that came so far. `rows` is what a request for one page brought, if
   * that was too much for a page; should it be more than all, the service has pages of its own.
   */
  async #everything(rows: JsonObject[]): Promise<Region> {
    const {path} = this.#list;
    let all = rows;
    if (rows.length === 0 || !this.#learned.unpaged.has(path)) {
      all = await this.#rows({});
      if (all.length < rows.length) all = rows;
      if (all.length === rows.length) this.#learned.unpaged.add(path);
    }
    this.#requireWhole(all);
    const count = Math.max(0, distinct(all, this.#list.keyOf) - this.#counted);
    return {rows: all, size: Math.max(1, all.length), count, isAll: true};
  }

  #rows(query: Query): Promise<JsonObject[]> {
    return this.#isPlain ? this.#extras.plainRows(query) : this.#extras.rows(query);
  }

  /** Rows with everything that belongs to them; of plain ones those that were not known before. */
  async #completed(rows: JsonObject[]): Promise<JsonObject[]> {
    if (!this.#isPlain) return this.#extras.completed(rows);
    const {keyOf, isKnown} = this.#list;
    const news = rows.filter((row) => {
      const key = keyOf(row);
      return key === undefined || isKnown?.(key) !== true;
    });
    return this.#extras.completed(news, true);
  }

  /** The keys of plain rows, most of which are left out. */
  #keysOf(rows: readonly JsonObject[]): readonly (number | string)[] {
    return this.#isPlain ? rows.flatMap((row) => this.#list.keyOf(row) ?? []) : [];
  }

  /** One page; when it may lack embedded objects it is read again in smaller parts. */
  async #region(page: number, size: number): Promise<Region> {
    const rows = await this.#rows(this.#pageQuery(page, size));
    if (rows.length > size) {
      this.#requireWhole(rows);
      return this.#everything(rows);
    }
    if (size === 1 || this.#isPlain || !this.#extras.mayBeCut(rows)) {
      return {rows, size, count: distinct(rows, this.#list.keyOf), isAll: false};
    }
    const parts = smallestDivisor(size);
    let whole: JsonObject[] = [];
    let smallest = size / parts;
    let count = 0;
    for (let part = 0; part < parts; part++) {
      const region = await this.#part(page * parts + part, size / parts, part > 0);
      if (region === undefined) break;
      if (region.isAll) return region;
      whole = whole.concat(region.rows);
      count += region.count;
      smallest = Math.min(smallest, region.size);
      if (region.rows.length < size / parts) break;
    }
    return {rows: whole, size: smallest, count, isAll: false};
  }

  /** A part of a page; undefined when it lies beyond the end of the list. */
  async #part(page: number, size: number, mayBeEnd: boolean): Promise<Region | undefined> {
    try {
      return await this.#region(page, size);
    } catch (error) {
      if (mayBeEnd && isRefusal(error) && (await this.#endsAt(page * size))) return undefined;
      throw error;
    }
  }

  /**
   * The second page of a service that sends smaller pages than it is asked for, which looks just like the end. It is
   * looked for where no page as large has come yet, and where the number is as round as such a limit would be.
   * Undefined when the list has ended.
   */
  async #clamped(first: Region, size: number, keys: ReadonlySet<unknown>): Promise<Region | undefined> {
    const {length} = first.rows;
    const {largestPage, limits} = this.#learned;
    const isSuspicious = length > 0 && (length % 5 === 0 || length > largestPage || limits.has(length));
    // As many as another reading brought are all.
    const {known = 0} = this.#list;
    if (!isSuspicious || first.size !== size || (known > 0 && length >= known)) return undefined;
    try {
      // Asked for by the size that came, it is the second page however the service reckons.
      const region = await this.#region(1, length);
      if (!region.rows.some((row) => !keys.has(this.#list.keyOf(row)))) return undefined;
      this.#learned.largestAllowed.set(this.#list.path, length);
      limits.add(length);
      return region.isAll ? region : {...region, size: length};
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }

  /**
   * Whether a list ends where its next page is refused or repeats another. A page of another size that reaches across
   * that point holds the rows before it and no more, if so.
   */
  async #endsAt(count: number): Promise<boolean> {
    let size = 2;
    while (count % size === 0) size++;
    const page = Math.floor(count / size);
    const query = {...this.#list.query, ...this.#pageQuery(page, size)};
    const {body} = await this.#client.get(this.#list.path, query, this.#list.stream);
    return unwrap(body, this.#list.rootKeys)?.rows.length === count - page * size;
  }

  #pageQuery(page: number, size: number): Query {
    return {[this.#facts.pageParam]: page, [this.#facts.sizeParam]: size};
  }

  #requireWhole(rows: readonly JsonObject[]): void {
    const {stream, most = Number.POSITIVE_INFINITY} = this.#list;
    if (rows.length < most && rows.length !== this.#facts.cap) return;
    throw new CutError(
      `${stream}: the service sent ${rows.length} rows at once, as many as it ever does, and no pages: some may be missing`,
    );
  }
}

function* emitted(rows: JsonObject[], count: number, keys: readonly (number | string)[]): Generator<Page> {
  try {
    yield {rows, total: undefined, count, keys};
  } finally {
    // Whoever reads the pages holds on to the last one until the next is there.
    rows.length = 0;
  }
}

function distinct(rows: readonly JsonObject[], keyOf: KeyOf): number {
  return new Set(rows.flatMap((row) => keyOf(row) ?? [])).size;
}

/** How a service may say that there is no such page. */
function isRefusal(error: unknown): boolean {
  if (error instanceof RefusedError) return error.status === 404 && !error.html;
  return error instanceof ServiceError && error.status === 400;
}

function smallestDivisor(size: number): number {
  for (let divisor = 2; divisor * divisor <= size; divisor++) if (size % divisor === 0) return divisor;
  return size;
}
