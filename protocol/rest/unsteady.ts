import {RefusedError, ServiceError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import type {Bookmark} from '../core/state.js';
import {keyOfFields} from './complete-list.js';
import type {DatedStream, ListStream, Params} from './declaration.js';
import type {Extras, KeyOf} from './paging.js';
import {adapted, type ListWish, listPages, type Reader, retrieve} from './reader.js';

/** The rows that change without moving their replication key, such as entries with a running timer. */
export class UnsteadyRows {
  /** The ids of those that are unsteady now. */
  readonly ids = new Set<number | string>();
  /** Those of them that have been emitted. */
  readonly emitted = new Set<number | string>();
  /** Those that were unsteady at the last run and have not been emitted since. */
  readonly before: Set<number | string>;
  readonly #is: ((row: JsonObject) => boolean) | undefined;
  readonly #keyOf: KeyOf;

  constructor(list: ListStream | DatedStream, keyOf: KeyOf, bookmark: Bookmark | undefined) {
    this.#is = list.unsteady?.is;
    this.#keyOf = keyOf;
    this.before = new Set(numbersIn(bookmark?.unsteady));
  }

  /** Notes which of these rows are unsteady now, and which no longer are. */
  note(rows: readonly JsonObject[], isEmitted: (row: JsonObject) => boolean): void {
    if (this.#is === undefined) return;
    for (const row of rows) {
      const id = this.#keyOf(row);
      if (id === undefined) continue;
      if (this.#is(row)) this.ids.add(id);
      else this.ids.delete(id);
      const isUnsettled = this.ids.has(id) || this.before.has(id);
      if (!isUnsettled || !isEmitted(row)) continue;
      this.emitted.add(id);
      this.before.delete(id);
    }
  }
}

interface ListSeen {
  readonly unsteady: UnsteadyRows;
  /** Everything was read, so that nothing unsteady was left out. */
  readonly complete: boolean;
  /** What narrows the list. */
  readonly filters: Params;
  /** Whether the run wants a row, by the user's filters and the days that it reads. */
  readonly keeps: (row: JsonObject) => boolean;
  readonly extras: Extras;
}

/**
 * Re-reads the rows that are unsteady now, and those that were at the last run; one that is gone (404) is left out.
 * Returns the ids that the next run must look at, undefined when there are none.
 */
export async function* rereadUnsteady(
  reader: Reader,
  root: ListStream | DatedStream,
  request: ReadRequest,
  {unsteady, complete, filters, keeps, extras}: ListSeen,
): AsyncGenerator<Reading, number[] | undefined> {
  const {unsteady: facts, name: stream} = root;
  const wanted = request.wanted.get(stream);
  if (facts === undefined || wanted === undefined || request.sampling) return undefined;

  const keyOf = keyOfFields(root.keyProperties);
  const contradicts = Object.entries(facts.query).some(
    ([name, value]) => filters[name] !== undefined && filters[name] !== value,
  );
  const {path, rootKeys} = root;
  const wish: ListWish = {
    path,
    params: {},
    rootKeys,
    stream,
    keyOf,
    changed: () => true,
    sent: new KeySet(),
    extras,
  };
  if (!complete && !contradicts) {
    const params = {...filters, ...facts.query};
    try {
      for await (const page of listPages(reader, request, {...wish, params})) {
        // A service may understand the question in another way than we do.
        const running = page.rows.filter((row) => facts.is(row) && keeps(row));
        const rows = running.filter((row) => !unsteady.emitted.has(keyOf(row) ?? ''));
        unsteady.note(running, () => true);
        yield {kind: 'rows', stream, rows: adapted(root, rows)};
      }
    } catch (error) {
      const isRefusal = error instanceof ServiceError && (error.status === 400 || error.status === 500);
      if (!isRefusal) throw error;
      reader.log.warning(`Rows that change all the time can't be asked for: ${error.message}`, stream);
    }
  }
  // A backfill reads a span of days and looks at nothing else.
  for (const id of request.span.backfill ? [] : [...unsteady.before]) {
    if (unsteady.ids.has(id)) continue;
    let row: JsonObject | undefined;
    try {
      row = await retrieve(reader, request, wish, id);
    } catch (error) {
      if (!(error instanceof RefusedError) || error.html) throw error;
      reader.log.warning(`The row ${id} may not be read again: ${error.message}`, stream);
      unsteady.ids.add(id);
    }
    if (row === undefined) continue;
    const isWanted = keeps(row);
    unsteady.note([row], () => isWanted);
    if (isWanted) yield {kind: 'rows', stream, rows: adapted(root, [row])};
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
