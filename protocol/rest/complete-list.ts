import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Log} from '../core/log.js';
import type {Client} from '../http/client.js';
import {type ListRequest, type Page, pagesOf} from './page.js';

/** What identifies a row within its list; undefined for a row without a key. */
export type KeyOf = (row: JsonObject) => number | string | undefined;

export interface CompleteListOptions {
  readonly client: Client;
  readonly list: ListRequest;
  readonly keyOf: KeyOf;
  /** Whether a row that was sent before must be sent again, since it changed meanwhile. */
  readonly changed: (row: JsonObject) => boolean;
  /** Keys that were sent already, by an earlier list of the same stream; grows with what is sent here. */
  readonly sent: KeySet;
  readonly log: Log;
}

/** A page, and whether it belongs to a second reading of the same list. */
export interface ReadPage extends Page {
  readonly isRepeated: boolean;
}

/**
 * The pages of one list, proved to be complete: when rows move between pages while they are read, one can fall
 * through. So the distinct keys are counted against the announced total, and the list is read a second time
 * if there are too few; of that reading only what is new or changed comes. Throws `DataError` with the
 * numbers when rows are still missing.
 */
export async function* completeList(options: CompleteListOptions): AsyncGenerator<ReadPage> {
  const first = yield* reading(options, false);
  if (first === undefined) return;
  const {stream} = options.list;
  options.log.warning(
    `Rows moved while the list was read: ${first.found} of ${first.total} came; reading it again`,
    stream,
  );
  const second = yield* reading(options, true);
  if (second === undefined) return;
  throw new DataError(
    `${stream} is incomplete: the service announces ${second.total} rows, but only ${second.found} came, twice`,
  );
}

/** Rows that move while a list is read can make a page repeat the one before, but not so many in a row. */
const MOST_IDLE_PAGES = 5;

/** Reads the list once. Returns the counts when rows are missing, undefined when all came. */
async function* reading(
  options: CompleteListOptions,
  isRepeated: boolean,
): AsyncGenerator<ReadPage, {found: number; total: number} | undefined> {
  const {client, list, keyOf, sent, changed} = options;
  // The first list of a stream needs no second set: what it sends is what it found.
  const found = sent.size === 0 ? sent : new KeySet();
  let total: number | undefined;
  let isFirst = true;
  let idlePages = 0;
  for await (const page of pagesOf(client, list)) {
    if (isFirst) total = page.total;
    isFirst = false;
    const before = found.size;
    const rows = freshRows(page.rows);
    idlePages = found.size === before ? idlePages + 1 : 0;
    if (idlePages > MOST_IDLE_PAGES) {
      throw new DataError(`${list.stream}: page after page brings nothing new, so its links seem to loop`);
    }
    yield {...page, rows, isRepeated};
  }
  return total !== undefined && found.size < total ? {found: found.size, total} : undefined;

  function freshRows(rows: JsonObject[]): JsonObject[] {
    let repeated: Set<JsonObject> | undefined;
    for (const row of rows) {
      const key = keyOf(row);
      if (key === undefined) continue;
      const isNew = sent.add(key);
      if (found !== sent) found.add(key);
      if (isNew || changed(row)) continue;
      repeated ??= new Set();
      repeated.add(row);
    }
    return repeated === undefined ? rows : rows.filter((row) => !repeated.has(row));
  }
}

/** Makes the key of a row of the fields that the service sends; those that we stamp are the same for a whole list. */
export function keyOfFields(fields: readonly string[]): KeyOf {
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) return (row) => plainKey(row[only]);
  return (row) => fields.map((field) => String(row[field])).join('\u0000');
}

function plainKey(value: JsonObject[string]): number | string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : String(value);
  return typeof value === 'string' ? value : undefined;
}
