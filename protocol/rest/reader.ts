import {startingPoint} from '../core/bookmark.js';
import {AuthError, RefusedError, ServiceError, TapError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {KeySet} from '../core/key-set.js';
import type {Log} from '../core/log.js';
import type {Reading, ReadRequest, WantedStream} from '../core/source.js';
import {epochMillis} from '../core/timestamps.js';
import type {Client} from '../http/client.js';
import type {JsonResponse, Query} from '../http/client-options.js';
import {completeList, type ReadPage} from './complete-list.js';
import {type Declaration, isList, type Params} from './declaration.js';
import {type Extras, type KeyOf, type ListRequest, NO_EXTRAS, type Paging} from './paging.js';
import type {Service} from './service.js';

/** What all readers of one run share. */
export interface Reader {
  readonly client: Client;
  readonly service: Service;
  readonly log: Log;
  readonly objects: ReadonlyMap<string, JsonObject>;
  /** Answers to paths that need not be asked for again. */
  readonly answers: ReadonlyMap<string, JsonResponse>;
  /** What has been told that need not be said twice, by stream. */
  readonly told: Set<string>;
  /** The first day that is likely to have records. */
  readonly firstDay: string | undefined;
  /** Streams whose user's filters the service refused. */
  readonly refusedFilters: Set<string>;
  /** Streams whose rows moved while they were read. */
  readonly moved: Set<string>;
}

/** A paged list that one of the readers wants, without what all lists have in common. */
export interface ListWish {
  readonly path: string;
  readonly params: Params;
  readonly rootKeys: readonly string[];
  readonly stream: string;
  readonly keyOf: KeyOf;
  /** What is to be embedded; default: nothing. */
  readonly extras?: Extras;
  /** See `ListRequest`. */
  readonly most?: number;
  /** Pages as large as the service allows; rows that were sent before come without what is embedded in them. */
  readonly isLarge?: boolean;
  readonly changed: (row: JsonObject) => boolean;
  readonly sent: KeySet;
}

/** What decides whether pages are read ahead. */
export type Ahead = Pick<ReadRequest, 'sampling'>;

/**
 * The pages of a list, complete, with the service's page size; a sample's list is not read ahead. User's filters that the
 * service refuses are left away where the rows themselves can be looked at instead.
 */
export async function* listPages(reader: Reader, request: Ahead, wish: ListWish): AsyncGenerator<ReadPage> {
  const {stream, params} = wish;
  const refusable = refusableFilters(reader, stream, params);
  const without = () =>
    Object.fromEntries(Object.entries(params).filter(([name]) => !refusable.includes(name)));
  if (refusable.length === 0 || reader.refusedFilters.has(stream)) {
    yield* pagesOf(reader, request, refusable.length === 0 ? wish : {...wish, params: without()});
    return;
  }
  let hadPages = false;
  try {
    for await (const page of pagesOf(reader, request, wish)) {
      hadPages = true;
      yield page;
    }
    return;
  } catch (error) {
    // As with everything that it does not know, a service may answer 400 or 500.
    const isRefusal = error instanceof ServiceError && (error.status === 400 || error.status === 500);
    if (hadPages || !isRefusal) throw error;
    for await (const page of pagesOf(reader, request, {...wish, params: without()})) {
      if (!reader.refusedFilters.has(stream)) {
        reader.refusedFilters.add(stream);
        const names = refusable.join(', ');
        reader.log.warning(
          `The service refuses the filters ${names}; they are applied to what it sends`,
          stream,
        );
      }
      yield page;
    }
  }
}

/** The user's filters among some parameters that can be applied to rows instead. */
function refusableFilters({service}: Reader, stream: string, params: Params): string[] {
  const {keeps, serviceOnly} = service;
  if (keeps?.[stream] === undefined) return [];
  const own = Object.keys(filtersFor(service, stream));
  return own.filter((name) => Object.hasOwn(params, name) && serviceOnly?.[stream]?.includes(name) !== true);
}

function pagesOf(reader: Reader, request: Ahead, wish: ListWish): AsyncGenerator<ReadPage> {
  const {changed, sent, isLarge} = wish;
  return completeList({
    client: reader.client,
    paging: pagingOf(reader.service),
    list: listOf(reader, request, wish),
    changed,
    sent,
    moved: reader.moved,
    isLarge: isLarge ?? false,
  });
}

function listOf({service, log}: Reader, request: Ahead, wish: ListWish): ListRequest {
  const {path, params, rootKeys, stream, keyOf, extras = NO_EXTRAS, most} = wish;
  return {
    path,
    rootKeys,
    stream,
    query: queryOf(service, params),
    ahead: !request.sampling,
    pageSize: service.pageSize ?? DEFAULT_PAGE_SIZE,
    keyOf,
    extras,
    log,
    ...(most === undefined ? {} : {most}),
  };
}

const DEFAULT_PAGE_SIZE = 100;

/** How the service hands out lists. */
export function pagingOf({name, paging}: Service): Paging {
  if (paging === undefined) throw new TapError(`${name} has lists, so it needs "paging"`);
  return paging;
}

/** Warns of something about a stream, once in a run. */
export function tellOnce({told, log}: Reader, stream: string, text: string): void {
  const line = `${stream}: ${text}`;
  if (told.has(line)) return;
  told.add(line);
  log.warning(text, stream);
}

/** Says which filters could not be looked at in the rows that came, so that only the service's word is left. */
export function tellLacking({service, log}: Reader, stream: string): void {
  const fields = [...(service.lacking?.[stream] ?? [])];
  if (fields.length === 0) return;
  log.warning(
    `Rows without ${fields.join(', ')} came; whether they fit the filter is not known, and they are sent`,
    stream,
  );
}

/** Parameters as the service wants them in its query. */
export function queryOf(service: Service, params: Params): Query {
  if (service.queryOf !== undefined) return service.queryOf(params);
  const entries = Object.entries(params).map(([name, value]): [string, Query[string]] => [
    name,
    isList(value) ? value.join(',') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}

/** A moment as the service wants it in a `since` parameter. */
export function sinceValue(service: Service, moment: string): string | number {
  return service.sinceText?.(moment) ?? moment;
}

/** One row of a list by its id; undefined when it is gone. */
export async function retrieve(
  reader: Reader,
  request: Ahead,
  wish: ListWish,
  id: number | string,
): Promise<JsonObject | undefined> {
  try {
    return await pagingOf(reader.service).retrieve(reader.client, listOf(reader, request, wish), id);
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404 && !error.html) return undefined;
    throw error;
  }
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

/** What the loop wants of a stream; nothing in particular where it is not wanted itself. */
export function wantedOf(stream: Declaration, request: ReadRequest): WantedStream {
  return (
    request.wanted.get(stream.name) ?? {
      bookmark: undefined,
      value: undefined,
      version: undefined,
      fields: NO_FIELDS,
    }
  );
}

const NO_FIELDS: ReadonlySet<string> = new Set();

/** Rows in the form that their schema describes. */
export function adapted({adapt}: Declaration, rows: readonly JsonObject[]): readonly JsonObject[] {
  return adapt === undefined ? rows : rows.map(adapt);
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
