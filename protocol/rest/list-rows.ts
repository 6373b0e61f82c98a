import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Log} from '../core/log.js';
import type {Client} from '../http/client.js';
import {completeList, keyOfFields} from './complete-list.js';
import type {Params} from './declaration.js';
import {queryOf} from './reader.js';
import type {Service} from './service.js';

/** A list that is read once, outside of any stream. */
export interface RowsOf {
  readonly path: string;
  /** The names that the envelope may hold the rows by; the first is the usual one. */
  readonly rootKeys: readonly string[];
  /** What they have to fulfil; the service may pass over it. */
  readonly params: Params;
  /** The stream that the requests are counted for. */
  readonly stream: string;
}

/**
 * All rows of a list, with the same care as in a sync: every page, proved to be complete. Throws what `Client.get`
 * throws, and `DataError` where rows are missing.
 */
export async function listRows(
  client: Client,
  service: Service,
  {path, rootKeys, params, stream}: RowsOf,
  log: Log,
): Promise<JsonObject[]> {
  const {paging, pageSize = 200} = service;
  if (paging === undefined) throw new Error(`${service.name} has no lists`);
  const found: JsonObject[] = [];
  const pages = completeList({
    client,
    paging,
    list: {
      path,
      query: queryOf(service, params),
      rootKeys,
      stream,
      ahead: false,
      pageSize,
      keyOf: keyOfFields(['id']),
      extras: {fields: [], relations: []},
      log,
    },
    changed: () => false,
    sent: new KeySet(),
    moved: new Set(),
  });
  // A page is emptied as soon as the next one is asked for.
  for await (const {rows} of pages) found.push(...rows);
  return found;
}
