import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Client} from '../http/client.js';
import type {KeyOf, ListRequest, Page, Paging} from './paging.js';

export interface CompleteListOptions {
  readonly client: Client;
  readonly paging: Paging;
  readonly list: ListRequest;
  /** Whether a row that was sent before must be sent again, since it changed meanwhile. */
  readonly changed: (row: JsonObject) => boolean;
  /** Keys that were sent already, by an earlier list of the same stream; grows with what is sent here. */
  readonly sent: KeySet;
  /** Streams of which it has been told that rows move; the log need not say it for each of a thousand lists. */
  readonly moved: Set<string>;
  /** Begins with pages as large as can be; default: as large as usual. */
  readonly isLarge?: boolean;
}

/** A page, and whether it belongs to a second reading of the same list. */
export interface ReadPage extends Page {
  readonly isRepeated: boolean;
}

/**
 * The pages of one list, proved to be complete: when rows move between pages while they are read, one can fall
 * through. So the distinct keys are counted against the announced total, or against the rows that came, and the
 * list is read again if there are too few; of that reading only what is new or changed comes. Throws `DataError`
 * with the numbers when rows are still missing.
 */
export async function* completeList(options: CompleteListOptions): AsyncGenerator<ReadPage> {
  const {list, paging, sent, moved} = options;
  const {stream, log} = list;
  // The first list of a stream needs no set of its own: what it sends is what it found.
  const union = sent.size === 0 ? sent : new KeySet();
  let found = union;
  for (let again = 0; ; again++) {
    const before = found.size;
    const {total, pages} = yield* reading(options, found, again);
    const isShort = total !== undefined && found.size < total;
    const isNews = again > 0 && found.size > before;
    // Rows that were deleted meanwhile leave no trace in the numbers. A single response is whole, whatever happens; of
    // several it takes another reading that brings nothing new.
    const isSecondLook = again > 0 || options.isLarge === true;
    const isProved = !paging.countsRows || pages <= 1 || (isSecondLook && !isNews);
    if (!isShort && (isProved || again + 1 >= MOST_PROOFS)) return;
    if (isShort && again + 1 >= paging.mostReadings) {
      throw new DataError(
        `${stream} is incomplete: the service announces ${total} rows, but only ${found.size} came, ${again + 1} times over`,
      );
    }
    if (isShort || isNews) {
      const line = isShort
        ? `Rows moved while the list was read: ${found.size} of ${total} came; reading it again`
        : `Rows moved while the list was read: ${found.size - before} more came; reading it again`;
      if (moved.has(stream)) log.debug(line, stream);
      else log.warning(line, stream);
      moved.add(stream);
    }
    // Where the rows that came are all that we know of the total, several readings together make it up.
    found = paging.countsRows ? union : new KeySet();
  }
}

/** A list that brings news in each reading is a busy one; the next run finds what comes after. */
const MOST_PROOFS = 4;

/** Rows that move while a list is read can make a page repeat the one before, but not so many large ones in a row. */
const MOST_IDLE_PAGES = 5;

/** Reads the list once, and notes what it found. Returns how many rows there are; undefined when nobody knows. */
async function* reading(
  {client, paging, list, sent, changed, isLarge = false}: CompleteListOptions,
  found: KeySet,
  again: number,
): AsyncGenerator<ReadPage, {total: number | undefined; pages: number}> {
  const {keyOf} = list;
  let total: number | undefined;
  let count = 0;
  let isFirst = true;
  let idlePages = 0;
  let idleRows = 0;
  const seen = again === 0 ? found : new KeySet();
  let pages = 0;
  const isKnown = (key: number | string) => found.has(key) || sent.has(key);
  for await (const page of paging.pages(
    client,
    {...list, isKnown, known: found.size},
    isLarge ? again + 1 : again,
  )) {
    pages++;
    if (isFirst) total = page.total;
    isFirst = false;
    count += page.count ?? page.rows.length;
    const before = seen.size;
    const length = page.rows.length;
    const rows = freshRows(page.rows);
    // Only now: a row whose key is in the set already is taken for one that was sent.
    for (const key of page.keys ?? []) {
      found.add(key);
      if (seen !== found) seen.add(key);
    }
    const isIdle = seen.size === before;
    idlePages = isIdle ? idlePages + 1 : 0;
    idleRows = isIdle ? idleRows + length : 0;
    if (idlePages > MOST_IDLE_PAGES && (!paging.countsRows || idleRows > seen.size)) {
      throw new DataError(`${list.stream}: page after page brings nothing new, so they seem to loop`);
    }
    yield {...page, rows, isRepeated: again > 0};
  }
  return {total: total ?? (paging.countsRows ? count : undefined), pages};

  function freshRows(rows: JsonObject[]): JsonObject[] {
    let repeated: Set<JsonObject> | undefined;
    for (const row of rows) {
      const key = keyOf(row);
      if (key === undefined) continue;
      const isNew = sent.add(key);
      if (found !== sent) found.add(key);
      if (seen !== sent && seen !== found) seen.add(key);
      // Numbered lists are looked through again as a matter of course; what changes meanwhile is the next run's matter.
      if (isNew || (!paging.countsRows && changed(row))) continue;
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
