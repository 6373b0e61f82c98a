import {earliestOf} from '../core/bookmark.js';
import {RefusedError, ServiceError, TapError} from '../core/errors.js';
import {canonicalJson, isObject, type JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {epochMillis} from '../core/timestamps.js';
import {keyOfFields} from './complete-list.js';
import type {ChildStream, DerivedStream} from './declaration.js';
import {doubtingMember, includedIn, type Member} from './member.js';
import type {Parent, Parents} from './parents.js';
import {
  adapted,
  changedSince,
  type ListWish,
  listPages,
  type Reader,
  refusal,
  throwIfFatal,
} from './reader.js';
import type {Relation} from './relation.js';
import type {Service} from './service.js';

const DAY = 86_400_000;
/** A position older than this is worth less than a fresh start: what was visited then may have changed since. */
const OLDEST_POSITION = DAY;
/** How many parents are visited between two STATE messages. */
const PARENTS_PER_STATE = 10;

/** One kind of child list, and the wanted streams that are made of its rows: its own, or those derived from them. */
export interface ChildGroup {
  readonly child: ChildStream;
  readonly streams: readonly (ChildStream | DerivedStream)[];
}

/** How the child lists of one kind are read in this run. */
export interface ChildPlan {
  readonly child: ChildStream;
  readonly members: readonly Member<ChildStream | DerivedStream>[];
  /** Parents that changed before need not be visited; undefined: all are. */
  readonly since: string | undefined;
  /** Whether everything is read, all parents and also what did not change. */
  readonly full: boolean;
  /** When the pass began: this run's signpost, or that of the interrupted run that it continues. */
  readonly began: string;
  /** The last parent of an interrupted pass that was read completely. */
  readonly after: number | undefined;
}

/**
 * Decides how child lists are read: those of all parents when that is their way or their turn, else of those that changed
 * since their own bookmark. An interrupted pass that is not too old is continued.
 */
export function childPlan({child, streams}: ChildGroup, request: ReadRequest, service: Service): ChildPlan {
  const members = streams.map((stream) => doubtingMember(stream, request, service));
  const {signpost, span, endDate} = request;
  const full = members.some((one) => one.full) || (child.visit === 'all' && !isIncremental(members));
  const since = child.visit === 'all' ? undefined : earliestOf(...members.map(({start}) => start));
  const fresh: ChildPlan = {child, members, since, full, began: signpost, after: undefined};
  if (span.backfill || request.sampling) return fresh;

  const position = commonPosition(members);
  if (position === undefined || typeof position.after !== 'number' || typeof position.began !== 'string')
    return fresh;
  const began = epochMillis(position.began);
  const age = began === undefined ? undefined : (epochMillis(signpost) ?? 0) - began;
  // A pass over changed parents only does not stand in for a full one that has become due meanwhile.
  if (age === undefined || age < 0 || age > OLDEST_POSITION || (full && position.full !== true)) return fresh;
  // What was read before carries the version of that time; under another one it would count as gone.
  if (members.some(({wanted}) => (position.version ?? undefined) !== wanted.version)) return fresh;
  // With other bounds there are parents before the position that were never visited.
  if ((position.end_date ?? undefined) !== endDate) return fresh;
  if (position.since !== undefined && (since === undefined || since < String(position.since))) return fresh;
  return {...fresh, full: position.full === true, began: position.began, after: position.after};
}

/** Where an earlier pass was interrupted; undefined unless all streams agree on it. */
function commonPosition(members: ChildPlan['members']): JsonObject | undefined {
  const [first, ...others] = members.map(({wanted}) => wanted.bookmark?.position);
  if (!isObject(first)) return undefined;
  const text = canonicalJson(first);
  return others.every((one) => canonicalJson(one) === text) ? first : undefined;
}

function isIncremental(members: ChildPlan['members']): boolean {
  return members.every(({stream}) => stream.replicationKey !== undefined);
}

/** Visits the parents one after the other. The position moves on after each, so that an interruption costs little. */
export async function* readChildren(
  reader: Reader,
  plan: ChildPlan,
  parents: Parents,
  request: ReadRequest,
  memory: JsonObject,
): AsyncGenerator<Reading> {
  const {child, members, began, full} = plan;
  const names = members.map(({stream}) => stream.name);
  for (const stream of names) yield {kind: 'started', stream};
  const bounds = {since: plan.since, end_date: request.endDate, version: members[0]?.wanted.version};
  let hadSuccess = false;
  let after = plan.after;
  try {
    for (const [index, parent] of parents.toVisit().entries()) {
      if (!names.some((stream) => request.wants(stream))) break;
      const found: Found = yield* readChild(reader, plan, parent, request);
      if (found instanceof TapError) {
        // The list of one parent may be refused, or all of them, as long as the parent is there.
        if (!(await isGone(reader, plan, parent))) throw found;
        reader.log.info(`${child.parent.name} ${parent.id} was deleted meanwhile and is left out`, names[0]);
      } else hadSuccess ||= found;
      if (after === undefined || parent.id > after) after = parent.id;
      const durable = (index + 1) % PARENTS_PER_STATE === 0;
      for (const stream of names) {
        yield {kind: 'progress', stream, bookmark: {position: {...bounds, after, began, full}}, durable};
      }
    }
  } catch (error) {
    throwIfFatal(error, request);
    for (const {stream, wanted} of members) yield refusal(reader, stream.name, wanted, error, hadSuccess);
    return;
  }
  for (const {stream, full: isWhole} of members) {
    // Of several streams that hang on one list, only some may have had their turn.
    const pass = isWhole && stream.replicationKey !== undefined ? {last_full_pass: began} : {};
    // Where all parents are visited, the newest record tells how far the stream has got. Not so after an interruption:
    // what happened meanwhile to parents that were visited before it has not been seen.
    const isTold =
      stream.replicationKey !== undefined && (child.visit === 'changed' || plan.after !== undefined);
    const value = isTold ? {value: began} : {};
    yield {
      kind: 'complete',
      stream: stream.name,
      bookmark: {...memory, position: undefined, ...pass},
      ...value,
    };
  }
}

/** Whether a parent had such a list, or how the service said that it knows none. */
type Found = boolean | TapError;

/** Reads the children of one parent. */
async function* readChild(
  reader: Reader,
  {child, members}: ChildPlan,
  parent: Parent,
  request: ReadRequest,
): AsyncGenerator<Reading, Found> {
  const {service} = reader;
  const path = child.path.replace(/\{(\w+)\}/g, (_text, name: string) => String(parent.stamp[name]));
  const {rootKeys, name: stream} = child;
  const stamped = new Set(Object.keys(parent.stamp));
  const wish: ListWish = {
    path,
    params: {...service.filters?.[stream], ...child.params?.(parent.stamp)},
    rootKeys,
    // Requests count for a stream that is wanted, which a mere link is not.
    stream: members[0]?.stream.name ?? stream,
    keyOf: keyOfFields(child.keyProperties.filter((key) => !stamped.has(key))),
    changed: changedSince(child.replicationKey, request.signpost),
    sent: new KeySet(),
    extras: {fields: [], relations: relationsOf(reader, members)},
  };
  const stamp = parent.stamp;
  const byFilter = service.keeps?.[stream] ?? (() => true);
  const keeps = (row: JsonObject) => (child.params === undefined || isOf(stamp, row)) && byFilter(row);
  try {
    for await (const page of listPages(reader, request, wish)) {
      const rows = page.rows.filter(keeps);
      for (const {stream: one, start} of members) {
        if (!request.wants(one.name)) continue;
        // Where only changed parents are visited, all of their children may have come with the change.
        const since = child.visit === 'changed' ? undefined : start;
        if (one.kind === 'child')
          yield {kind: 'rows', stream: one.name, rows: adapted(one, rows), stamp, since};
        else {
          const derived = rows.flatMap((row) => one.rows({...row, ...stamp}));
          yield {kind: 'rows', stream: one.name, rows: adapted(one, derived), since};
        }
      }
      if (!members.some((one) => request.wants(one.stream.name))) break;
    }
    return true;
  } catch (error) {
    const {noListStatus} = child;
    if (noListStatus !== undefined && error instanceof ServiceError && error.status === noListStatus)
      return false;
    if (error instanceof RefusedError && error.status === 404 && !error.html) return error;
    if (error instanceof ServiceError && error.status === 400) return error;
    throw error;
  }
}

/** Whether a row names no other parent than the one that it was asked for by: services ignore conditions in silence. */
function isOf(stamp: JsonObject, row: JsonObject): boolean {
  return Object.entries(stamp).every(([name, value]) => (row[name] ?? value) === value);
}

/** What has to be embedded in the rows of a child list. */
function relationsOf({service}: Reader, members: ChildPlan['members']): Relation[] {
  const relations = new Map<string, Relation>();
  for (const member of members) {
    const {stream} = member;
    const wanted = stream.kind === 'derived' ? [stream.relation ?? []].flat() : includedIn(service, member);
    for (const relation of wanted) relations.set(relation.name, relation);
  }
  return [...relations.values()];
}

/** Whether a parent has been deleted, as against a list that we are not allowed to see. */
async function isGone(reader: Reader, {child, members}: ChildPlan, parent: Parent): Promise<boolean> {
  try {
    await reader.client.get(`${child.parent.path}/${parent.id}`, {}, members[0]?.stream.name);
    return false;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return true;
    throw error;
  }
}
