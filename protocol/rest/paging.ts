import type {JsonObject, JsonValue} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import type {Relation} from './relation.js';

/** What identifies a row within its list; undefined for a row without a key. */
export type KeyOf = (row: JsonObject) => number | string | undefined;

/** One response's worth of records. */
export interface Page {
  /** Emptied when the next page is asked for. */
  readonly rows: JsonObject[];
  /** How many rows the whole list has, by the service's count; undefined where it does not say. */
  readonly total: number | undefined;
  /**
   * How many different rows the service sent for it, where that is all that tells how many there are: what one
   * response holds twice, the service has twice, but between responses rows get lost.
   */
  readonly count?: number;
  /** Keys of rows that the service sent, where not all of them are among `rows`. */
  readonly keys?: readonly (number | string)[];
}

/** Which list to read, and for whom. */
export interface ListRequest {
  readonly path: string;
  readonly query: Query;
  /** The names that the envelope may hold the rows by; the first is the usual one. */
  readonly rootKeys: readonly string[];
  /** The stream that the requests are counted for. */
  readonly stream: string;
  /** Whether the next page may be asked for while this one is worked on. */
  readonly ahead: boolean;
  /** How many rows we ask for on each page. */
  readonly pageSize: number;
  readonly keyOf: KeyOf;
  /** What the rows are to carry besides their usual fields. */
  readonly extras: Extras;
  /** A response with so many rows that were not asked for in pages may have been cut; default: the service's cap. */
  readonly most?: number;
  readonly log: Log;
  /** Whether an earlier reading of the same list brought a row; default: it brought none. */
  readonly isKnown?: (key: number | string) => boolean;
  /** How many rows earlier readings brought; default: none. */
  readonly known?: number;
}

/** What rows carry only when it is asked for. */
export interface Extras {
  /** Fields of their own that come only by name. */
  readonly fields: readonly string[];
  /** Related objects that are embedded in them. */
  readonly relations: readonly Relation[];
  /** Told when the children of some row can't be had completely; without it that is an error of the whole list. */
  readonly onLost?: (relation: Relation, error: unknown) => void;
}

export const NO_EXTRAS: Extras = {fields: [], relations: []};

/** How a service hands out its lists. */
export interface Paging {
  /** How often an incomplete list is read before it is given up. */
  readonly mostReadings: number;
  /** Whether the rows of all pages, added up, are the list's total, so that rows which come twice mean missing ones. */
  readonly countsRows: boolean;
  /**
   * The pages of one list, in order; `again` counts the readings before this one. Throws `DataError` where a page
   * is not what it should be, and where rows may be missing.
   */
  pages(client: Client, list: ListRequest, again: number): AsyncGenerator<Page>;
  /** One row of a list with its extras, asked for by its id; undefined where the answer does not hold it. */
  retrieve(client: Client, list: ListRequest, id: number | string): Promise<JsonObject | undefined>;
  /** The object in the answer to a request for one; undefined where there is none. */
  one(body: JsonValue, rootKeys: readonly string[]): JsonObject | undefined;
}
