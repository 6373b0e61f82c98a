import {startingPoint} from '../core/bookmark.js';
import {AuthError, RefusedError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {KeySet} from '../core/key-set.js';
import type {Log} from '../core/log.js';
import type {Reading, ReadRequest, WantedStream} from '../core/source.js';
import {epochMillis} from '../core/timestamps.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import {completeList, type KeyOf, type ReadPage} from './complete-list.js';
import type {Params} from './declaration.js';
import type {Service} from './service.js';

/** What all readers of one run share. */
export interface Reader {
  readonly client: Client;
  readonly service: Service;
  readonly log: Log;
  readonly objects: ReadonlyMap<string, JsonObject>;
}

/** A paged list that one of the readers wants, without what all lists have in common. */
export interface ListWish {
  readonly path: string;
  readonly query: Query;
  readonly rootKey: string;
  readonly stream: string;
  readonly keyOf: KeyOf;
  readonly changed: (row: JsonObject) => boolean;
  readonly sent: KeySet;
}

/** The pages of a list, complete, with the service's page size; a sample's list is not read ahead. */
export function listPages(reader: Reader, request: ReadRequest, wish: ListWish): AsyncGenerator<ReadPage> {
  const {service, client, log} = reader;
  const {path, query, rootKey, stream, keyOf, changed, sent} = wish;
  return completeList({
    client,
    list: {
      path,
      rootKey,
      stream,
      query: {[service.pageSizeParam]: service.pageSize, ...query},
      ahead: !request.sampling,
      pageSize: service.pageSize,
      pageOf: service.pageOf,
    },
    keyOf,
    changed,
    sent,
    log,
  });
}

/** Whether a row changed since the run began, by its replication key, so that an earlier copy of it is stale. */
export function changedSince(
  replicationKey: string | undefined,
  moment: string,
): (row: JsonObject) => boolean {
  if (replicationKey === undefined) return () => false;
  const limit = epochMillis(moment) ?? 0;
  return (row) => {
    const value = row[replicationKey];
    return typeof value === 'string' && (epochMillis(value) ?? 0) >= limit;
  };
}

/** Where a wanted stream starts reading; undefined: everything. */
export function startOf(wanted: WantedStream, request: ReadRequest): string | undefined {
  return startingPoint(wanted.value, request.span);
}

/** The filters of a list. */
export function filtersFor(service: Service, stream: string): Params {
  return service.filters?.[stream] ?? {};
}

/**
 * What a refusal means for a stream. A first refusal of a stream that was never read is a missing permission or
 * module, and no failure; a stream that worked before, or worked a moment ago, or whose route is unknown
 * to the service (HTML), must not shrink in silence.
 */
export function refusal(
  reader: Reader,
  stream: string,
  wanted: WantedStream,
  error: unknown,
  hadSuccess: boolean,
): Reading {
  if (error instanceof RefusedError && !error.html && !hadSuccess && wanted.bookmark === undefined) {
    const permission = reader.service.permissionOf?.(stream) ?? 'It may want other permissions';
    return {kind: 'skipped', stream, reason: `${error.message}. ${permission}`, expected: false};
  }
  return {kind: 'failed', stream, error};
}

/** Passes on what ends the whole run: refused credentials, and the order to stop. */
export function throwIfFatal(error: unknown, request: ReadRequest): void {
  if (error instanceof AuthError || request.signal.aborted) throw error;
}
