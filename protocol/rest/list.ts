import {earliestOf} from '../core/bookmark.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {
  CHANGE_FILTER,
  changedPages,
  Newest,
  proveFilter,
  rememberedVerdict,
  tellVerdict,
  type Verdict,
} from './change-filter.js';
import {keyOfFields, type ReadPage} from './complete-list.js';
import type {DerivedStream, ListStream, Params} from './declaration.js';
import {withDetails} from './details.js';
import {doubtingMember, includedIn, type Member, plainMember} from './member.js';
import {type Extras, NO_EXTRAS} from './paging.js';
import type {Parents} from './parents.js';
import {
  adapted,
  changedSince,
  filtersFor,
  type ListWish,
  listPages,
  type Reader,
  sinceValue,
} from './reader.js';
import type {Relation} from './relation.js';
import {inDays, type Slice, slicesOf, sweepsOf, withEnd} from './slices.js';
import {rereadUnsteady, UnsteadyRows} from './unsteady.js';

/** How a list is read in this run, for all streams that are made of its rows. */
export interface ListPlan {
  readonly root: ListStream;
  /** The list's own stream, where it is wanted, and those derived from its rows. */
  readonly members: readonly Member<ListStream | DerivedStream>[];
  /** Rows that changed before need not be read; undefined: all are. */
  readonly since: string | undefined;
  /** What the bookmarks remember of the filter for changes. */
  readonly verdict: Verdict | undefined;
}

/**
 * Decides from where on a list is read: from the earliest point that any stream needs. Where the filter for changes
 * has to prove itself and has not, everything is read, and what did not change is left out.
 */
export function listPlan(
  reader: Reader,
  root: ListStream,
  streams: readonly (ListStream | DerivedStream)[],
  parentsSince: readonly (string | undefined)[],
  request: ReadRequest,
): ListPlan {
  const doubts = root.replicationKey !== undefined && (root.provesSince || root.since === undefined);
  const members = streams.map((stream) =>
    doubts ? doubtingMember(stream, request, reader.service) : plainMember(stream, request),
  );
  const verdicts = members.map(({wanted}) => rememberedVerdict(wanted.bookmark));
  const [first] = verdicts;
  const verdict = verdicts.every((one) => one === first) ? first : undefined;
  const needsAll =
    (root.provesSince && verdict !== 'proven') ||
    members.some(({stream, full}) => full || (stream.kind === 'derived' && !stream.followsParent));
  const since =
    root.since === undefined || needsAll
      ? undefined
      : earliestOf(...members.map(({start}) => start), ...parentsSince);
  return {root, members, since, verdict};
}

/** What the list tells on the way. */
export interface ListTrack {
  hadSuccess: boolean;
  /** Streams of the list that have failed on their own. */
  readonly lost: Set<string>;
}

/** Reads the list itself. Returns what its streams' bookmarks are to remember. */
export async function* readList(
  reader: Reader,
  plan: ListPlan,
  parents: readonly Parents[],
  track: ListTrack,
  request: ReadRequest,
): AsyncGenerator<Reading, JsonObject | undefined> {
  const {root, members, since} = plan;
  const {path, rootKeys, name: stream} = root;
  const filters = filtersFor(reader.service, stream);
  const keyOf = keyOfFields(root.keyProperties);
  const own = members.find((one) => one.stream === root);
  const losses: Reading[] = [];
  const wish: ListWish = {
    path,
    params: {},
    rootKeys,
    stream,
    keyOf,
    changed: changedSince(root.replicationKey, request.signpost),
    sent: new KeySet(),
    extras: extrasOf(reader, plan, track, losses),
  };
  const unsteady = new UnsteadyRows(root, keyOf, own?.wanted.bookmark);
  const isEmitted = own?.start === undefined ? () => true : changedSince(root.replicationKey, own.start);
  const keeps = keepsOf(reader, root, request);
  const newest = root.provesSince ? new Newest(root) : undefined;
  let failure: {readonly verdict: Verdict | undefined} | undefined;
  for (const slice of slicesOf(
    root,
    members.map((one) => one.stream),
    filters,
    since,
    request,
  )) {
    for (const sweep of sweepsOf(root, filters)) {
      let isFirst = true;
      const slicePages = pagesOfSlice(
        reader,
        request,
        root,
        {...wish, params: {...slice.params, ...sweep}},
        slice,
        (verdict) => {
          failure = {verdict};
        },
      );
      for await (const page of slicePages) {
        track.hadSuccess = true;
        if (isFirst) yield {kind: 'total', stream, add: page.total ?? 0};
        isFirst = false;
        newest?.note(page.rows);
        const rows = keeps === undefined ? page.rows : page.rows.filter(keeps);
        // Before rows are emitted: that may exchange values in them.
        for (const list of parents) list.note(rows, slice.newlyInRange);
        unsteady.note(rows, slice.newlyInRange ? () => true : isEmitted);
        yield* losses.splice(0);
        yield* memberRows(reader, plan, rows, slice, request);
        const isIdle = !members.some((one) => request.wants(one.stream.name));
        if (isIdle && (request.sampling || parents.length === 0)) return undefined;
      }
    }
  }
  const verdict = await verdictOf(reader, plan, newest, failure, withEnd(root, filters, request), request);
  tellVerdict(reader, root, verdict, plan.verdict);
  const complete = since === undefined;
  const seen = {
    unsteady,
    complete,
    filters: withEnd(root, filters, request),
    keeps: keeps ?? (() => true),
    extras: wish.extras ?? NO_EXTRAS,
  };
  const ids = yield* rereadUnsteady(reader, root, request, seen);
  return {
    unsteady: ids,
    ...(root.provesSince ? {[CHANGE_FILTER]: verdict} : {}),
  };
}

/** What is known of the filter for changes after a reading, tried anew where that is due. */
async function verdictOf(
  reader: Reader,
  {root, members, since, verdict: before}: ListPlan,
  newest: Newest | undefined,
  failure: {readonly verdict: Verdict | undefined} | undefined,
  params: Params,
  request: ReadRequest,
): Promise<Verdict | undefined> {
  if (newest === undefined || members.length === 0 || request.sampling || request.span.backfill)
    return undefined;
  if (failure?.verdict !== undefined) return failure.verdict;
  const isDue = members.some(({full}) => full) || before === undefined;
  if (failure === undefined && !(since === undefined && isDue)) return before;
  return proveFilter(reader, request, root, {params}, newest);
}

/** The pages of one slice, by the filter for changes where it may be used. */
async function* pagesOfSlice(
  reader: Reader,
  request: ReadRequest,
  root: ListStream,
  wish: ListWish,
  slice: Slice,
  onFailure: (verdict: Verdict | undefined) => void,
): AsyncGenerator<ReadPage> {
  if (slice.since === undefined || root.since === undefined) {
    yield* listPages(reader, request, wish);
  } else if (root.provesSince) {
    let failed = false;
    yield* changedPages(reader, request, root, wish, slice.since, (verdict) => {
      failed = true;
      onFailure(verdict);
    });
    if (failed) yield* listPages(reader, request, wish);
  } else {
    const params: Params = {...wish.params, [root.since]: sinceValue(reader.service, slice.since)};
    yield* listPages(reader, request, {...wish, params});
  }
}

/** Whether a row goes out that is wanted since a moment: one that does not tell when it changed does. */
function notOlder(replicationKey: string | undefined, since: string): (row: JsonObject) => boolean {
  const hasChanged = changedSince(replicationKey, since);
  return (row) => typeof row[replicationKey ?? ''] !== 'string' || hasChanged(row);
}

async function* memberRows(
  reader: Reader,
  {root, members}: ListPlan,
  rows: readonly JsonObject[],
  slice: Slice,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const readings: Reading[] = [];
  for (const {stream, start, wanted} of members) {
    const since = slice.newlyInRange ? undefined : start;
    if (stream.kind === 'derived') {
      const derived = adapted(stream, rows.flatMap(stream.rows));
      readings.push({kind: 'rows', stream: stream.name, rows: derived, since});
    } else {
      const isDue = since === undefined ? () => true : notOlder(root.replicationKey, since);
      const detailed = await withDetails(reader, root, rows, isDue, wanted.fields, request);
      readings.push({kind: 'rows', stream: stream.name, rows: adapted(stream, detailed), since});
    }
  }
  for (const reading of readings) if (request.wants(reading.stream)) yield reading;
}

/** What has to be asked for besides the rows' usual fields: for the records themselves, and for derived streams. */
function extrasOf(reader: Reader, {root, members}: ListPlan, track: ListTrack, losses: Reading[]): Extras {
  const own = members.find((one) => one.stream === root);
  const included = own === undefined ? [] : includedIn(reader.service, own);
  const relations = new Map(included.map((relation) => [relation.name, relation]));
  const hanging = new Map<string, string[]>();
  for (const {stream} of members) {
    if (stream.kind !== 'derived' || stream.relation === undefined) continue;
    const {name} = stream.relation;
    relations.set(name, stream.relation);
    hanging.set(name, [...(hanging.get(name) ?? []), stream.name]);
  }
  return {
    fields: root.hiddenFields.filter((field) => own?.wanted.fields.has(field) === true),
    relations: [...relations.values()],
    onLost({name}: Relation, error) {
      // Where the records themselves were to carry it, they would be incomplete too.
      const isIncluded = included.some((relation) => relation.name === name);
      for (const stream of [...(hanging.get(name) ?? []), ...(isIncluded ? [root.name] : [])]) {
        if (track.lost.has(stream)) continue;
        track.lost.add(stream);
        losses.push({kind: 'failed', stream, error});
      }
    },
  };
}

/** Whether the run wants a row, by the user's filters and the days that it reads; undefined: it wants all. */
function keepsOf(
  reader: Reader,
  root: ListStream,
  request: ReadRequest,
): ((row: JsonObject) => boolean) | undefined {
  const byFilter = reader.service.keeps?.[root.name];
  const byDay = inDays(root, request);
  if (byFilter === undefined || byDay === undefined) return byFilter ?? byDay;
  return (row) => byFilter(row) && byDay(row);
}
