import type {Span} from '../core/bookmark.js';
import {DataError, RefusedError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Client} from '../http/client.js';
import {keyOfFields} from './complete-list.js';
import {daysWanted, keepsOf} from './dated.js';
import type {DatedStream, ListStream} from './declaration.js';
import {pagingOf, queryOf} from './reader.js';
import type {Relation} from './relation.js';
import type {Service} from './service.js';
import {inDays} from './slices.js';

/** What one row is to carry besides the fields that it has anyway. */
export interface RowWish {
  /** Fields of its own that come only by name. */
  readonly hidden: readonly string[];
  /** Fields that come only when a row is asked for alone. */
  readonly details: readonly string[];
  readonly relations: readonly Relation[];
}

/** One row of a list by its id, as a sync would have it; undefined when it is gone. */
export async function singleRow(
  service: Service,
  client: Client,
  log: Log,
  {name, path, rootKeys, keyProperties}: ListStream | DatedStream,
  id: string,
  {hidden, details, relations}: RowWish,
): Promise<JsonObject | undefined> {
  const paging = pagingOf(service);
  const list = {
    path,
    rootKeys,
    stream: name,
    query: queryOf(service, {}),
    ahead: false,
    pageSize: 1,
    keyOf: keyOfFields(keyProperties),
    extras: {fields: hidden, relations},
    log,
  };
  try {
    const row = await paging.retrieve(client, list, id);
    if (row === undefined || String(list.keyOf(row)) !== id) {
      throw new DataError(`${name}: GET ${path}/${id} answered without that object`);
    }
    if (details.every((field) => Object.hasOwn(row, field))) return row;
    const {body} = await client.get(`${path}/${id}`, {}, name);
    const plain = paging.one(body, rootKeys) ?? {};
    const own = details.filter((field) => Object.hasOwn(plain, field)).map((field) => [field, plain[field]]);
    return {...row, ...Object.fromEntries(own)};
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404 && !error.html) return undefined;
    throw error;
  }
}

/** Whether a run wants a row that it has of a list, by the user's filters and the days that are read. */
export function rowIsWanted(
  service: Service,
  stream: ListStream | DatedStream,
  bounds: {readonly span: Span; readonly endDate: string | undefined},
): (row: JsonObject) => boolean {
  if (stream.kind === 'dated') return keepsOf(service, stream, daysWanted(service, stream, bounds));
  const byFilter = service.keeps?.[stream.name] ?? (() => true);
  const byDay = inDays(stream, bounds) ?? (() => true);
  return (row) => byFilter(row) && byDay(row);
}
