import {earliestOf} from '../core/bookmark.js';
import {RefusedError, ServiceError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest, WantedStream} from '../core/source.js';
import {epochMillis} from '../core/timestamps.js';
import {keyOfFields} from './complete-list.js';
import type {ChildStream} from './declaration.js';
import type {Parent, Parents} from './parents.js';
import {changedSince, listPages, type Reader, refusal, startOf, throwIfFatal} from './reader.js';

const DAY = 86_400_000;
/** A position older than this is worth less than a fresh start: what was visited then may have changed since. */
const OLDEST_POSITION = DAY;
/** So many parents without a list, and not one with, may be no coincidence. */
const MOST_MISSING = 3;
/** How many parents are visited between two STATE messages. */
const PARENTS_PER_STATE = 10;

/** How a child stream is read in this run. */
export interface ChildPlan {
  readonly child: ChildStream;
  readonly wanted: WantedStream;
  /** Parents that changed before need not be visited; undefined: all are. */
  readonly since: string | undefined;
  /** Whether all parents are visited. */
  readonly full: boolean;
  /** When the pass began: this run's signpost, or that of the interrupted run that it continues. */
  readonly began: string;
  /** The last parent of an interrupted pass that was read completely. */
  readonly after: number | undefined;
}

/**
 * Decides how a child stream is read: all parents when that is its way or its turn, else those that changed since
 * its own bookmark. An interrupted pass that is not too old is continued.
 */
export function childPlan(child: ChildStream, request: ReadRequest, fullPassDays: number): ChildPlan {
  const wanted = request.wanted.get(child.name) ?? {
    bookmark: undefined,
    value: undefined,
    version: undefined,
  };
  const {signpost, span} = request;
  const now = epochMillis(signpost) ?? 0;
  const lastFull = epochMillis(String(wanted.bookmark?.last_full_pass ?? ''));
  const due = lastFull === undefined || lastFull > now || lastFull + fullPassDays * DAY <= now;
  const full = child.visit === 'all' || span.backfill || wanted.value === undefined || due;
  const changed = wanted.value === undefined ? span.start : startOf(wanted, request);
  // A relative or later start must not hide what changed since the bookmark, in a full pass neither.
  const since = child.visit === 'all' ? undefined : full ? earliestOf(span.start, changed) : changed;
  const fresh: ChildPlan = {child, wanted, since, full, began: signpost, after: undefined};
  if (span.backfill || request.sampling) return fresh;

  const position = wanted.bookmark?.position;
  if (!isObject(position) || typeof position.after !== 'number' || typeof position.began !== 'string')
    return fresh;
  const began = epochMillis(position.began);
  const age = began === undefined ? undefined : now - began;
  // A pass over changed parents only does not stand in for a full one that has become due meanwhile.
  if (age === undefined || age < 0 || age > OLDEST_POSITION || (full && position.full !== true)) return fresh;
  // What was read before carries the version of that time; under another one it would count as gone.
  if ((position.version ?? undefined) !== wanted.version) return fresh;
  // With other bounds there are parents before the position that were never visited.
  if ((position.end_date ?? undefined) !== request.endDate) return fresh;
  if (position.since !== undefined && (since === undefined || since < String(position.since))) return fresh;
  return {...fresh, full: position.full === true, began: position.began, after: position.after};
}

/** Visits the parents one after the other. The position moves on after each, so that an interruption costs little. */
export async function* readChildren(
  reader: Reader,
  plan: ChildPlan,
  parents: Parents,
  request: ReadRequest,
  memory: JsonObject,
): AsyncGenerator<Reading> {
  const {child, wanted, began, full} = plan;
  const {name: stream} = child;
  yield {kind: 'started', stream};
  const bounds = {since: plan.since, end_date: request.endDate, version: wanted.version};
  const missing: Missing[] = [];
  let visited = 0;
  let hadSuccess = false;
  let after = plan.after;
  try {
    for (const [index, parent] of parents.toVisit().entries()) {
      if (!request.wants(stream)) break;
      const found: Found = yield* readChild(reader, child, parent, request);
      if (found instanceof RefusedError) missing.push({parent, error: found});
      else hadSuccess ||= found;
      visited++;
      // The service may refuse the lists as such; then there is no point in going on.
      if (!hadSuccess && missing.length === MOST_MISSING) await requireGone(reader, child, missing);
      if (after === undefined || parent.id > after) after = parent.id;
      // While nothing but 404 came, the whole list may be refused; then no parent counts as visited.
      if (!hadSuccess && missing.length > 0) continue;
      const durable = (index + 1) % PARENTS_PER_STATE === 0;
      yield {
        kind: 'progress',
        stream,
        bookmark: {position: {...bounds, after, began, full}},
        durable,
      };
    }
    if (!hadSuccess && missing.length > MOST_MISSING && missing.length === visited) throw missing[0]?.error;
    if (!hadSuccess) await requireGone(reader, child, missing);
  } catch (error) {
    throwIfFatal(error, request);
    yield refusal(reader, stream, wanted, error, hadSuccess);
    return;
  }
  for (const {parent} of missing) {
    reader.log.info(`${child.parent.name} ${parent.id} was deleted meanwhile and is left out`, stream);
  }
  const pass = full && child.visit === 'changed' ? {last_full_pass: began} : {};
  const value = child.replicationKey === undefined ? {} : {value: began};
  yield {kind: 'complete', stream, bookmark: {...memory, position: undefined, ...pass}, ...value};
}

/** A parent whose list the service does not know (404). */
interface Missing {
  readonly parent: Parent;
  readonly error: RefusedError;
}

/** Whether a parent had such a list, or how the service said that it knows none. */
type Found = boolean | RefusedError;

/** Reads the children of one parent. */
async function* readChild(
  reader: Reader,
  child: ChildStream,
  parent: Parent,
  request: ReadRequest,
): AsyncGenerator<Reading, Found> {
  const path = child.path.replace(/\{(\w+)\}/g, (_text, name: string) => String(parent.stamp[name]));
  const {rootKey, name: stream} = child;
  const stamped = new Set(Object.keys(parent.stamp));
  const keyOf = keyOfFields(child.keyProperties.filter((key) => !stamped.has(key)));
  const changed = changedSince(child.replicationKey, request.signpost);
  try {
    const wish = {path, query: {}, rootKey, stream, keyOf, changed, sent: new KeySet()};
    for await (const page of listPages(reader, request, wish)) {
      yield {kind: 'rows', stream, rows: page.rows, stamp: parent.stamp};
      if (!request.wants(stream)) break;
    }
    return true;
  } catch (error) {
    const {noListStatus} = child;
    if (noListStatus !== undefined && error instanceof ServiceError && error.status === noListStatus)
      return false;
    if (error instanceof RefusedError && error.status === 404 && !error.html) return error;
    throw error;
  }
}

/**
 * Makes sure that parents without a list have been deleted, where no list was seen at all: if one of them still
 * exists, it is the lists that are refused. Throws that refusal.
 */
async function requireGone(reader: Reader, child: ChildStream, missing: readonly Missing[]): Promise<void> {
  for (const {parent, error} of missing) {
    if (!(await isGone(reader, child, parent))) throw error;
  }
}

/** Whether a parent has been deleted, as against a list that we are not allowed to see. */
async function isGone(reader: Reader, child: ChildStream, parent: Parent): Promise<boolean> {
  try {
    await reader.client.get(`${child.parent.path}/${parent.id}`, {}, child.name);
    return false;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return true;
    throw error;
  }
}
