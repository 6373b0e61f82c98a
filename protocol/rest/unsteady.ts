import {RefusedError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {type KeyOf, keyOfFields} from './complete-list.js';
import type {ListStream} from './declaration.js';
import {filtersFor, listPages, type Reader} from './reader.js';
import {withEnd} from './slices.js';

/** The rows that change without moving their replication key, such as entries with a running timer. */
export class UnsteadyRows {
  /** The ids of those that are unsteady now. */
  readonly ids = new Set<number | string>();
  /** Those of them that have been emitted. */
  readonly emitted = new Set<number | string>();
  readonly #field: string | undefined;
  readonly #keyOf: KeyOf;

  constructor(list: ListStream, keyOf: KeyOf) {
    this.#field = list.unsteady?.field;
    this.#keyOf = keyOf;
  }

  /** Notes which of these rows are unsteady now, and which no longer are. */
  note(rows: readonly JsonObject[], isEmitted: (row: JsonObject) => boolean): void {
    if (this.#field === undefined) return;
    for (const row of rows) {
      const id = this.#keyOf(row);
      if (id === undefined) continue;
      if (row[this.#field] !== true) this.ids.delete(id);
      else {
        this.ids.add(id);
        if (isEmitted(row)) this.emitted.add(id);
      }
    }
  }
}

interface ListSeen {
  readonly unsteady: UnsteadyRows;
  /** The keys of all rows that were sent. */
  readonly sent: KeySet;
  /** Everything was read, so that nothing unsteady was left out. */
  readonly complete: boolean;
}

/**
 * Re-reads the rows that are unsteady now, and those that were at the last run; one that is gone (404) is left out.
 * Returns the ids that the next run must look at, undefined when there are none.
 */
export async function* rereadUnsteady(
  reader: Reader,
  root: ListStream,
  request: ReadRequest,
  {unsteady, sent, complete}: ListSeen,
): AsyncGenerator<Reading, number[] | undefined> {
  const {unsteady: facts, name: stream} = root;
  const wanted = request.wanted.get(stream);
  if (facts === undefined || wanted === undefined || request.sampling) return undefined;

  const keyOf = keyOfFields(root.keyProperties);
  const filters = withEnd(root, filtersFor(reader.service, stream), request);
  const contradicts = Object.entries(facts.query).some(
    ([name, value]) => filters[name] !== undefined && filters[name] !== value,
  );
  if (!complete && !contradicts) {
    const query = {...filters, ...facts.query};
    const wish = {path: root.path, query, rootKey: root.rootKey, stream, keyOf, changed: () => true, sent};
    for await (const page of listPages(reader, request, wish)) {
      const rows = page.rows.filter((row) => !unsteady.emitted.has(keyOf(row) ?? ''));
      unsteady.note(page.rows, () => true);
      yield {kind: 'rows', stream, rows};
    }
  }
  const {dates} = root;
  const {endDate} = request;
  // A backfill reads a span of days and looks at nothing else.
  for (const id of request.span.backfill ? [] : numbersIn(wanted.bookmark?.unsteady)) {
    if (unsteady.ids.has(id) || sent.has(id)) continue;
    const row = await retrieve(reader, root, id);
    if (row === undefined) continue;
    const date = dates === undefined ? undefined : row[dates.field];
    const isBeyond = typeof date === 'string' && endDate !== undefined && date > endDate;
    unsteady.note([row], () => !isBeyond);
    if (!isBeyond) yield {kind: 'rows', stream, rows: [row]};
  }
  const remembered = numbersIn([...unsteady.ids]).sort((left, right) => left - right);
  return remembered.length === 0 ? undefined : remembered;
}

function numbersIn(stored: JsonObject[string]): number[] {
  return Array.isArray(stored) ? stored.filter(isId) : [];
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** One row by its id; undefined when it is gone, or may not be seen any more. */
async function retrieve(
  {client, log}: Reader,
  root: ListStream,
  id: number,
): Promise<JsonObject | undefined> {
  try {
    const {body} = await client.get(`${root.path}/${id}`, {}, root.name);
    return isObject(body) ? body : undefined;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.html) throw error;
    if (error.status !== 404) log.warning(`The row ${id} may not be read again: ${error.message}`, root.name);
    return undefined;
  }
}
