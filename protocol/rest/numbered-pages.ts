import {DataError, RefusedError, ServiceError} from '../core/errors.js';
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
    largestAllowed: facts.cap,
    unpaged: new Set(),
    trouble: new Map(),
    told: new Set(),
  };
  const paging: Paging = {
    mostReadings: 25,
    countsRows: true,
    pages: (client, list, again) => {
      const extras = new ExtrasReader(client, list, facts, learned, paging);
      return new NumberedList(client, list, facts, learned, extras).pages(again > 0);
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

class NumberedList {
  readonly #client: Client;
  readonly #list: ListRequest;
  readonly #facts: NumberedFacts;
  readonly #learned: Learned;
  readonly #extras: ExtrasReader;
  #counted = 0;

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
    const wanted = large && !this.#extras.embedsLists ? this.#facts.cap : this.#list.pageSize;
    let size = Math.min(wanted, this.#learned.largestAllowed);
    let page = 0;
    let region: Region | undefined = await this.#region(page, size);
    while (region !== undefined) {
      const {rows, count}: Region = region;
      this.#counted += count;
      if (region.isAll) {
        yield* emitted(rows, count);
        return;
      }
      const isFull: boolean = rows.length === size;
      const keys: ReadonlySet<unknown> = new Set(rows.map(this.#list.keyOf));
      const isFirst = page === 0;
      page = (page + 1) * (size / region.size);
      const clamped: Region | undefined =
        isFull || !isFirst ? undefined : await this.#clamped(region, size, keys);
      size = clamped?.size ?? region.size;
      this.#learned.largestPage = Math.max(this.#learned.largestPage, rows.length);
      const ahead: Promise<Region | undefined> | undefined =
        isFull && this.#list.ahead ? this.#following(page, size, keys) : undefined;
      // The caller may stop before it asks for this page; then nobody is left to hear of its failure.
      ahead?.catch(() => undefined);
      yield* emitted(rows, count);
      region = isFull ? await (ahead ?? this.#following(page, size, keys)) : clamped;
    }
  }

  /** The next page; undefined at the end. A repetition of the page before means that there are no pages at all. */
  async #following(page: number, size: number, before: ReadonlySet<unknown>): Promise<Region | undefined> {
    let region: Region;
    try {
      region = await this.#region(page, size);
    } catch (error) {
      if (isRefusal(error) && (await this.#endsAt(page * size))) return undefined;
      throw error;
    }
    const {rows} = region;
    if (rows.length === 0) return undefined;
    const repeats = rows.length === before.size && rows.every((row) => before.has(this.#list.keyOf(row)));
    return repeats ? this.#everything([]) : region;
  }

  /**
   * The list in one response, in place of all that came so far. `rows` is what a request for one page brought, if
   * that was too much for a page; should it be more than all, the service has pages of its own.
   */
  async #everything(rows: JsonObject[]): Promise<Region> {
    const {path} = this.#list;
    let all = rows;
    if (rows.length === 0 || !this.#learned.unpaged.has(path)) {
      all = await this.#extras.rows({});
      if (all.length < rows.length) all = rows;
      if (all.length === rows.length) this.#learned.unpaged.add(path);
    }
    this.#requireWhole(all);
    const count = Math.max(0, distinct(all, this.#list.keyOf) - this.#counted);
    return {rows: await this.#extras.completed(all), size: Math.max(1, all.length), count, isAll: true};
  }

  /** One page; when it may lack embedded objects it is read again in smaller parts. */
  async #region(page: number, size: number): Promise<Region> {
    const rows = await this.#extras.rows(this.#pageQuery(page, size));
    if (rows.length > size) {
      this.#requireWhole(rows);
      return this.#everything(rows);
    }
    if (size === 1 || !this.#extras.mayBeCut(rows)) {
      const count = distinct(rows, this.#list.keyOf);
      return {rows: await this.#extras.completed(rows), size, count, isAll: false};
    }
    const parts = smallestDivisor(size);
    const whole: JsonObject[] = [];
    let smallest = size / parts;
    let count = 0;
    for (let part = 0; part < parts; part++) {
      const region = await this.#part(page * parts + part, size / parts, part > 0);
      if (region === undefined) break;
      if (region.isAll) return region;
      whole.push(...region.rows);
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
   * The second page of a service that sends smaller pages than it is asked for, which looks just like the end; looked
   * for only where no page as large has come yet. Undefined when the list has ended.
   */
  async #clamped(first: Region, size: number, keys: ReadonlySet<unknown>): Promise<Region | undefined> {
    const {length} = first.rows;
    if (length === 0 || first.size !== size || this.#learned.largestPage >= length) return undefined;
    try {
      // Asked for by the size that came, it is the second page however the service reckons.
      const region = await this.#region(1, length);
      const isNew = region.rows.some((row) => !keys.has(this.#list.keyOf(row)));
      if (!isNew) return undefined;
      this.#learned.largestAllowed = length;
      return region.isAll ? region : {...region, size: length};
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }

  /**
   * Whether a list that refuses its next page has ended there. A page of another size that reaches across that point
   * holds the rows before it and no more, if so.
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

function* emitted(rows: JsonObject[], count: number): Generator<Page> {
  try {
    yield {rows, total: undefined, count};
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
