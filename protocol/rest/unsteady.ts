import {RefusedError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {keyOfFields} from './complete-list.js';
import type {Declaration, ListStream} from './declaration.js';
import {filtersFor, listPages, type Reader} from './reader.js';

/** What the main reading of a list found out. */
interface ListSeen {
  /** Its rows that are unsteady now. */
  readonly seen: readonly JsonObject[];
  /** The keys of all rows that were sent. */
  readonly sent: KeySet;
  /** Since when rows were asked for; undefined: all, so that nothing unsteady was left out. */
  readonly since: string | undefined;
}

/**
 * Re-reads rows that change without moving their replication key, such as entries with a running timer: those
 * that are unsteady now and those that were at the last run. Returns what the bookmark must remember of them.
 */
export async function* rereadUnsteady(
  reader: Reader,
  root: ListStream,
  request: ReadRequest,
  {seen, sent, since}: ListSeen,
): AsyncGenerator<Reading, (member: Declaration) => JsonObject> {
  const {unsteady, name: stream} = root;
  const wanted = request.wanted.get(stream);
  if (unsteady === undefined || wanted === undefined || request.sampling) return () => ({});

  const keyOf = keyOfFields(root.keyProperties);
  const ids = new Set(seen.map(keyOf));
  const filters = filtersFor(reader.service, stream);
  const excluded = Object.entries(unsteady.query).some(
    ([name, value]) => filters[name] !== undefined && filters[name] !== value,
  );
  if (since !== undefined && !excluded) {
    const end =
      root.dates !== undefined && request.endDate !== undefined ? {[root.dates.to]: request.endDate} : {};
    const query = {...filters, ...end, ...unsteady.query};
    const wish = {path: root.path, query, rootKey: root.rootKey, stream, keyOf, changed: () => true, sent};
    for await (const page of listPages(reader, request, wish)) {
      const rows = page.rows.filter((row) => !ids.has(keyOf(row)));
      for (const row of page.rows) ids.add(keyOf(row));
      yield {kind: 'rows', stream, rows};
    }
  }
  for (const id of earlier(wanted.bookmark?.unsteady)) {
    if (ids.has(id) || sent.has(id)) continue;
    const row = await retrieve(reader, root, id);
    if (row !== undefined) yield {kind: 'rows', stream, rows: [row]};
    if (row?.[unsteady.field] === true) ids.add(id);
  }
  const remembered = [...ids].filter((id) => typeof id === 'number').sort((left, right) => left - right);
  return (member) => (member === root ? {unsteady: remembered.length === 0 ? undefined : remembered} : {});
}

function earlier(stored: JsonObject[string]): number[] {
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'number') : [];
}

/** One row by its id; undefined when it is gone. */
async function retrieve(reader: Reader, root: ListStream, id: number): Promise<JsonObject | undefined> {
  try {
    const {body} = await reader.client.get(`${root.path}/${id}`, {}, root.name);
    return isObject(body) ? body : undefined;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404 && !error.html) return undefined;
    throw error;
  }
}
