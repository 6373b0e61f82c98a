import {earliestOf} from '../core/bookmark.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest, WantedStream} from '../core/source.js';
import {childPlan, readChildren} from './children.js';
import {keyOfFields} from './complete-list.js';
import type {ChildStream, Declaration, DerivedStream, ListStream, Params} from './declaration.js';
import {Parents} from './parents.js';
import {changedSince, filtersFor, listPages, type Reader, refusal, startOf, throwIfFatal} from './reader.js';
import {type Slice, slicesOf, sweepsOf} from './slices.js';
import {rereadUnsteady, UnsteadyRows} from './unsteady.js';

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
  const embedded = members.filter((one) => one.kind === 'list' || one.kind === 'derived');
  const children = resumedFirst(
    members.filter((one) => one.kind === 'child'),
    request.resumeWith,
  );
  const families = children.map((child) => {
    const plan = childPlan(child, request, reader.service.fullPassDays ?? 7);
    return {plan, parents: new Parents(plan)};
  });
  const memory: JsonObject = root.dates === undefined ? {} : {end_date: request.endDate};
  const since = earliestOf(
    ...embedded.map((one) => startOf(wantedOf(one, request), request)),
    ...families.map(({plan}) => plan.since),
  );
  const progress = {hadSuccess: false};
  for (const one of embedded) yield {kind: 'started', stream: one.name};
  try {
    const list = {root, embedded, parents: families.map(({parents}) => parents), since, progress};
    const unsteady = yield* readList(reader, list, members, request);
    for (const one of embedded) {
      const remembered = one === root ? {...memory, unsteady} : memory;
      yield {kind: 'complete', stream: one.name, bookmark: remembered};
    }
  } catch (error) {
    throwIfFatal(error, request);
    for (const one of members) {
      yield refusal(reader, one.name, wantedOf(one, request), error, progress.hadSuccess);
    }
    return;
  }
  for (const {plan, parents} of families) yield* readChildren(reader, plan, parents, request, memory);
}

interface FamilyList {
  readonly root: ListStream;
  readonly embedded: readonly (ListStream | DerivedStream)[];
  readonly parents: readonly Parents[];
  readonly since: string | undefined;
  readonly progress: {hadSuccess: boolean};
}

/** Reads the list itself. Returns the ids of its unsteady rows, for the bookmark. */
async function* readList(
  reader: Reader,
  {root, embedded, parents, since, progress}: FamilyList,
  members: readonly Declaration[],
  request: ReadRequest,
): AsyncGenerator<Reading, number[] | undefined> {
  const {path, rootKey, name: stream} = root;
  const filters = filtersFor(reader.service, stream);
  const keyOf = keyOfFields(root.keyProperties);
  const changed = changedSince(root.replicationKey, request.signpost);
  const sent = new KeySet();
  const unsteady = new UnsteadyRows(root, keyOf);
  const start = startOf(wantedOf(root, request), request);
  const isEmitted = start === undefined ? () => true : changedSince(root.replicationKey, start);
  for (const slice of slicesOf(root, members, filters, since, request)) {
    for (const sweep of sweepsOf(root, filters)) {
      const query: Params = {...slice.params, ...sweep};
      if (slice.since !== undefined && root.since !== undefined) {
        query[root.since] = reader.service.sinceText?.(slice.since) ?? slice.since;
      }
      let isFirst = true;
      const wish = {path, query, rootKey, stream, keyOf, changed, sent};
      for await (const page of listPages(reader, request, wish)) {
        progress.hadSuccess = true;
        if (isFirst) yield {kind: 'total', stream, add: page.total ?? 0};
        isFirst = false;
        // Before rows are emitted: that may exchange values in them.
        for (const list of parents) list.note(page.rows, slice.newlyInRange);
        unsteady.note(page.rows, slice.newlyInRange ? () => true : isEmitted);
        yield* embeddedRows(embedded, page.rows, slice, request);
        const isIdle = !embedded.some((one) => request.wants(one.name));
        if (isIdle && (request.sampling || parents.length === 0)) return undefined;
      }
    }
  }
  return yield* rereadUnsteady(reader, root, request, {unsteady, sent, complete: since === undefined});
}

function* embeddedRows(
  streams: FamilyList['embedded'],
  rows: readonly JsonObject[],
  slice: Slice,
  request: ReadRequest,
): Generator<Reading> {
  const readings = streams.map((one): Reading => {
    const since = slice.newlyInRange ? undefined : startOf(wantedOf(one, request), request);
    return {kind: 'rows', stream: one.name, rows: one.kind === 'list' ? rows : rows.flatMap(one.rows), since};
  });
  for (const reading of readings) if (request.wants(reading.stream)) yield reading;
}

/** The children from the interrupted one on, then those before it. */
function resumedFirst(
  children: readonly ChildStream[],
  resumeWith: string | undefined,
): readonly ChildStream[] {
  const at = children.findIndex(({name}) => name === resumeWith);
  return at <= 0 ? children : [...children.slice(at), ...children.slice(0, at)];
}

function wantedOf(stream: Declaration, request: ReadRequest): WantedStream {
  return request.wanted.get(stream.name) ?? {bookmark: undefined, value: undefined, version: undefined};
}
