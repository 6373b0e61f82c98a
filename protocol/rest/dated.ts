import {AuthError, messageOf} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {calendarDate} from '../core/timestamps.js';
import {addDays} from '../core/windows.js';
import {
  CHANGE_FILTER,
  changedPages,
  Newest,
  proveFilter,
  rememberedVerdict,
  tellVerdict,
  type Verdict,
} from './change-filter.js';
import {keyOfFields} from './complete-list.js';
import type {DatedStream} from './declaration.js';
import {doubtingMember, includedIn, type Member} from './member.js';
import type {Extras} from './paging.js';
import {
  adapted,
  changedSince,
  filtersFor,
  type ListWish,
  listPages,
  type Reader,
  refusal,
  tellLacking,
  throwIfFatal,
} from './reader.js';
import type {Service} from './service.js';
import {
  type Days,
  FIRST_DAY,
  intersection,
  LAST_DAY,
  monthsOf,
  readStretch,
  stretchValue,
} from './stretches.js';
import {rereadUnsteady, UnsteadyRows} from './unsteady.js';

/**
 * Reads a list that has to be asked for by stretches of days. What changed is asked for over all days at once, where
 * the filter for changes has proved itself; else the days of the look-back, or all of them, are read month by month.
 */
export async function* readDated(
  reader: Reader,
  stream: DatedStream,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const {name} = stream;
  const member = doubtingMember(stream, request, reader.service);
  yield {kind: 'started', stream: name};
  const track = {hadSuccess: false};
  try {
    const remembered = yield* readAll(reader, member, request, track);
    tellLacking(reader, name);
    yield {kind: 'complete', stream: name, bookmark: {end_date: request.endDate, ...remembered}};
  } catch (error) {
    throwIfFatal(error, request);
    yield refusal(reader, name, member.wanted, error, track.hadSuccess);
  }
}

async function* readAll(
  reader: Reader,
  member: Member<DatedStream>,
  request: ReadRequest,
  track: {hadSuccess: boolean},
): AsyncGenerator<Reading, JsonObject> {
  const {stream, wanted, start, full} = member;
  const {name, path, rootKeys, between} = stream;
  const {service} = reader;
  const filters = filtersFor(service, name);
  const keyOf = keyOfFields(stream.keyProperties);
  const days = daysWanted(service, stream, request);
  const before = rememberedVerdict(wanted.bookmark);
  if (days.from > days.to) {
    reader.log.info('The filters and end_date leave no day to read', name);
    return {[CHANGE_FILTER]: before};
  }
  const newest = new Newest(stream);
  const unsteady = new UnsteadyRows(stream, keyOf, wanted.bookmark);
  const keeps = keepsOf(service, stream, days);
  const extras: Extras = {fields: [], relations: includedIn(service, member)};
  const wish: ListWish = {
    path,
    params: filters,
    rootKeys,
    stream: name,
    keyOf,
    changed: () => false,
    sent: new KeySet(),
    extras,
  };

  const rowsOf = function* (all: readonly JsonObject[], since: string | undefined): Generator<Reading> {
    track.hadSuccess = true;
    newest.note(all);
    const rows = all.filter(keeps);
    unsteady.note(rows, since === undefined ? () => true : changedSince(stream.replicationKey, since));
    yield {kind: 'rows', stream: name, rows: adapted(stream, rows), since};
  };
  const today = request.signpost.slice(0, 10);
  const readDays = async function* (wantedDays: Days, since: string | undefined): AsyncGenerator<Reading> {
    for (const stretch of monthsOf(wantedDays, reader.firstDay, today)) {
      if (!request.wants(name)) return;
      for await (const page of readStretch(reader, request, stream, wish, stretch))
        yield* rowsOf(page.rows, since);
    }
  };
  // A row that began before the days that are wanted may reach into them.
  const asked = {from: addDays(days.from, days.from === FIRST_DAY ? 0 : -stream.longest), to: days.to};
  const everywhere: ListWish = {...wish, params: {...filters, [between.param]: stretchValue(stream, asked)}};

  // What the last run's end_date kept out may have changed long ago, and is read whatever its change.
  const keptOut = daysKeptOut(wanted.bookmark?.end_date, request);
  if (keptOut !== undefined && !full) yield* readDays(intersection(asked, keptOut), undefined);
  let failure: {readonly verdict: Verdict | undefined} | undefined;
  const isByChange = !full && before === 'proven' && start !== undefined;
  if (isByChange) {
    const pages = changedPages(reader, request, stream, everywhere, start, (verdict) => {
      failure = {verdict};
    });
    for await (const page of pages) {
      yield* rowsOf(page.rows, start);
      if (!request.wants(name)) break;
    }
  }
  const mustRead = !isByChange || failure !== undefined;
  const isAll = mustRead && (full || stream.lookbackDays === undefined || isUndecided(failure));
  if (mustRead) {
    // In a backfill the days alone decide.
    const since = request.span.backfill ? undefined : start;
    const read = isAll ? asked : intersection(asked, lookback(reader, request));
    yield* readDays(read, since);
    const whole: ListWish = {...wish, params: {...filters, [between.param]: stretchValue(stream, read)}};
    if (monthsOf(read, reader.firstDay, today).length > 1 && request.wants(name)) {
      yield* readEverywhere(reader, request, whole, (rows) => rowsOf(rows, since));
    }
  }
  const seen = {unsteady, complete: false, filters, keeps, extras};
  const ids = yield* rereadUnsteady(reader, stream, request, seen);
  if (request.sampling || request.span.backfill) return {};
  const isProofDue = isAll && (full || before === undefined || isUndecided(failure));
  const verdict = isProofDue
    ? await proveFilter(reader, request, stream, everywhere, newest)
    : (failure?.verdict ?? before);
  tellVerdict(reader, stream, verdict, before);
  return {
    unsteady: ids,
    [CHANGE_FILTER]: verdict,
    ...(full ? {last_full_pass: request.signpost} : {}),
  };
}

function isUndecided(failure: {readonly verdict: Verdict | undefined} | undefined): boolean {
  return failure !== undefined && failure.verdict === undefined;
}

/**
 * All days at once, for rows that no stretch brought: a service may leave out what reaches beyond the stretch. Where so
 * many rows can't be had that way, the stretches have to do.
 */
async function* readEverywhere(
  reader: Reader,
  request: ReadRequest,
  wish: ListWish,
  rowsOf: (rows: readonly JsonObject[]) => Iterable<Reading>,
): AsyncGenerator<Reading> {
  try {
    for await (const page of listPages(reader, request, {...wish, isLarge: true})) yield* rowsOf(page.rows);
  } catch (error) {
    if (error instanceof AuthError || reader.client.isOver) throw error;
    reader.log.info(`All days at once can't be had: ${messageOf(error)}`, wish.stream);
  }
}

/** The days that the run and the user's filters want. */
export function daysWanted(
  service: Service,
  {name}: DatedStream,
  {endDate, span}: Pick<ReadRequest, 'endDate' | 'span'>,
): Days {
  const {from = FIRST_DAY, to = LAST_DAY} = service.days?.[name] ?? {};
  const backfilled = span.backfill && span.start !== undefined ? span.start.slice(0, 10) : FIRST_DAY;
  return intersection({from, to}, {from: backfilled, to: endDate ?? LAST_DAY});
}

function lookback({service}: Reader, {signpost}: ReadRequest): Days {
  return {from: addDays(signpost.slice(0, 10), -(service.lookbackDays ?? 90)), to: LAST_DAY};
}

/** The days that an earlier `end_date` kept out and that are wanted now; undefined when there are none. */
function daysKeptOut(before: unknown, {endDate, span}: ReadRequest): Days | undefined {
  if (span.backfill || typeof before !== 'string' || calendarDate(before) !== before) return undefined;
  if (endDate !== undefined && endDate <= before) return undefined;
  return {from: addDays(before, 1), to: LAST_DAY};
}

/** Whether a row is wanted, by the user's filters and by its days; a row without days is. */
export function keepsOf(
  service: Service,
  {name, daysOf}: DatedStream,
  days: Days,
): (row: JsonObject) => boolean {
  const byFilter = service.keeps?.[name] ?? (() => true);
  const isBounded = days.from !== FIRST_DAY || days.to !== LAST_DAY;
  return (row) => {
    if (!byFilter(row)) return false;
    const own = isBounded ? daysOf(row) : undefined;
    return own === undefined || (own[0] <= days.to && own[1] >= days.from);
  };
}
