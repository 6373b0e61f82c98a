import type {JsonObject} from '../core/json.js';
import {isObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest, WantedStream} from '../core/source.js';
import {epochMillis} from '../core/timestamps.js';
import {addDays} from '../core/windows.js';
import {childPlan, readChildren} from './children.js';
import {keyOfFields} from './complete-list.js';
import type {ChildStream, Declaration, DerivedStream, ListStream, Params} from './declaration.js';
import {Parents} from './parents.js';
import {changedSince, filtersFor, listPages, type Reader, refusal, startOf, throwIfFatal} from './reader.js';
import {rereadUnsteady} from './unsteady.js';

/** One request for a list: what it asks for, and since when each stream wants its rows; undefined: all. */
interface Slice {
  readonly query: Params;
  readonly since: string | undefined;
  /** Emit whatever comes, however old: its date lies in a range that was not read before. */
  readonly newlyInRange: boolean;
}

/**
 * Reads a list together with everything that hangs on it: the list once, from the earliest point that any of the
 * streams needs, with the derived rows taken out of its pages; then the children of the parents seen.
 */
export async function* readFamily(
  reader: Reader,
  root: ListStream,
  members: readonly Declaration[],
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const wanted = (name: string) => request.wanted.get(name);
  const embedded = members.filter(
    (one): one is ListStream | DerivedStream => one.kind === 'list' || one.kind === 'derived',
  );
  const children = members.filter((one): one is ChildStream => one.kind === 'child');
  const plans = children.map((child) => childPlan(child, request, reader.service.fullPassDays ?? 7));
  const parents = plans.map((plan) => new Parents(plan));
  const starts = [
    ...embedded.map((one) => startOf(wanted(one.name) ?? NEVER_READ, request)),
    ...plans.map((plan) => plan.since),
  ];
  const since = starts.every((start) => start !== undefined) ? starts.sort()[0] : undefined;
  const unsteady: JsonObject[] = [];
  const sent = new KeySet();
  let hadSuccess = false;
  for (const one of embedded) yield {kind: 'started', stream: one.name};
  try {
    for (const slice of slicesOf(root, members, since, request)) {
      for (const sweep of sweepsOf(root, filtersFor(reader.service, root.name))) {
        const {path, rootKey, name: stream} = root;
        const query: Params = {...filtersFor(reader.service, root.name), ...slice.query, ...sweep};
        if (slice.since !== undefined && root.since !== undefined) {
          query[root.since] = reader.service.sinceText?.(slice.since) ?? slice.since;
        }
        const keyOf = keyOfFields(root.keyProperties);
        const changed = changedSince(root.replicationKey, request.signpost);
        const wish = {path, query, rootKey, stream, keyOf, changed, sent};
        let counted = false;
        for await (const page of listPages(reader, request, wish)) {
          hadSuccess = true;
          if (!counted && wanted(stream) !== undefined) yield {kind: 'total', stream, add: page.total ?? 0};
          counted = true;
          yield* embeddedRows(embedded, page.rows, slice, request);
          for (const list of parents) list.note(page.rows, slice.newlyInRange);
          if (root.unsteady !== undefined) noteUnsteady(root.unsteady.field, page.rows, unsteady);
          if (request.sampling && !embedded.some((one) => request.wants(one.name))) break;
        }
      }
    }
    const running = yield* rereadUnsteady(reader, root, request, {seen: unsteady, sent, since});
    for (const one of embedded) {
      yield {kind: 'complete', stream: one.name, bookmark: {...endMemory(root, request), ...running(one)}};
    }
  } catch (error) {
    throwIfFatal(error, request);
    for (const one of members) {
      yield refusal(reader, one.name, wanted(one.name) ?? NEVER_READ, error, hadSuccess);
    }
    return;
  }
  for (const [index, plan] of plans.entries()) {
    const list = parents[index];
    if (list !== undefined) yield* readChildren(reader, plan, list, request, endMemory(root, request));
  }
}

const NEVER_READ: WantedStream = {bookmark: undefined, value: undefined};

function* embeddedRows(
  streams: readonly (ListStream | DerivedStream)[],
  rows: readonly JsonObject[],
  slice: Slice,
  request: ReadRequest,
): Generator<Reading> {
  for (const one of streams) {
    if (!request.wants(one.name)) continue;
    const since = slice.newlyInRange
      ? undefined
      : startOf(request.wanted.get(one.name) ?? NEVER_READ, request);
    const own = one.kind === 'list' ? rows : rows.flatMap(one.rows);
    yield {kind: 'rows', stream: one.name, rows: own, since};
  }
}

/**
 * The requests that together read what the streams of a family want. Usually it is one. When the business dates
 * are bounded by `end_date` and that date has moved on since a bookmark was made, rows that it kept out
 * until now may have changed long before the bookmark; their range is read besides.
 */
function slicesOf(
  root: ListStream,
  members: readonly Declaration[],
  since: string | undefined,
  request: ReadRequest,
): Slice[] {
  const {dates} = root;
  const {endDate, span} = request;
  const main: Slice = {
    query: endDate === undefined || dates === undefined ? {} : {[dates.to]: endDate},
    since,
    newlyInRange: false,
  };
  if (dates === undefined || since === undefined || span.backfill) return [main];
  const keptOut = members
    .map((one) => request.wanted.get(one.name)?.bookmark?.end_date)
    .filter((date): date is string => typeof date === 'string' && (endDate === undefined || date < endDate));
  const [earliest] = keptOut.sort();
  if (earliest === undefined || epochMillis(earliest) === undefined) return [main];
  // It comes first: what was sent once is not sent again, and here nothing is held back for being old.
  return [
    {query: {...main.query, [dates.from]: addDays(earliest, 1)}, since: span.start, newlyInRange: true},
    main,
  ];
}

/** A user's filter on the parameter that the sweeps go through picks one of them. */
function sweepsOf(root: ListStream, filters: Params): readonly Params[] {
  const open = root.sweeps.filter((sweep) => Object.keys(sweep).every((name) => filters[name] === undefined));
  return open.length === 0 ? [{}] : open;
}

function noteUnsteady(field: string, rows: readonly JsonObject[], unsteady: JsonObject[]): void {
  for (const row of rows) if (row[field] === true && isObject(row)) unsteady.push(row);
}

/** What a bookmark remembers of the date bound, so that a later run knows what was kept out. */
function endMemory(root: ListStream, request: ReadRequest): JsonObject {
  return root.dates === undefined ? {} : {end_date: request.endDate};
}
