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
import type {DatedStream, Params} from './declaration.js';
import {doubtingMember, type Member} from './member.js';
import {
  adapted,
  changedSince,
  filtersFor,
  type ListWish,
  type Reader,
  refusal,
  throwIfFatal,
} from './reader.js';
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
    yield {kind: 'complete', stream: name, bookmark: {end_date: request.endDate, ...remembered}};
  } catch (error) {
    throwIfFatal(error, request);
    yield refusal(reader, name, member.wanted, error, track.hadSuccess);
  }
}

async function* readAll(
  reader: Reader,
  {stream, wanted, start, full}: Member<DatedStream>,
  request: ReadRequest,
  track: {hadSuccess: boolean},
): AsyncGenerator<Reading, JsonObject> {
  const {name, path, rootKeys, between} = stream;
  const {service} = reader;
  const filters = filtersFor(service, name);
  const keyOf = keyOfFields(stream.keyProperties);
  const days = daysWanted(reader, stream, request);
  const before = rememberedVerdict(wanted.bookmark);
  if (days.from > days.to) {
    reader.log.info('The filters and end_date leave no day to read', name);
    return {[CHANGE_FILTER]: before};
  }
  const newest = new Newest(stream);
  const unsteady = new UnsteadyRows(stream, keyOf);
  const keeps = keepsOf(reader, stream, days);
  const wish: ListWish = {
    path,
    params: filters,
    rootKeys,
    stream: name,
    keyOf,
    changed: () => false,
    sent: new KeySet(),
    extras: {fields: [], relations: service.include?.[name] ?? []},
  };

  const rowsOf = function* (all: readonly JsonObject[], since: string | undefined): Generator<Reading> {
    track.hadSuccess = true;
    newest.note(all);
    const rows = all.filter(keeps);
    unsteady.note(rows, since === undefined ? () => true : changedSince(stream.replicationKey, since));
    yield {kind: 'rows', stream: name, rows: adapted(stream, rows), since};
  };
  const readDays = async function* (wantedDays: Days, since: string | undefined): AsyncGenerator<Reading> {
    for (const stretch of monthsOf(wantedDays, reader.firstDay, request.signpost.slice(0, 10))) {
      if (!request.wants(name)) return;
      for await (const page of readStretch(reader, request, stream, wish, stretch))
        yield* rowsOf(page.rows, since);
    }
  };

  // What the last run's end_date kept out may have changed long ago, and is read whatever its change.
  const keptOut = daysKeptOut(wanted.bookmark?.end_date, request);
  if (keptOut !== undefined && !full) yield* readDays(intersection(days, keptOut), undefined);
  let verdict: Verdict | undefined;
  let isAll = false;
  if (!full && before === 'proven' && start !== undefined) {
    const everywhere: Params = {...filters, [between.param]: stretchValue(stream, days)};
    const pages = changedPages(reader, request, stream, {...wish, params: everywhere}, start, (failed) => {
      verdict = failed;
    });
    for await (const page of pages) {
      yield* rowsOf(page.rows, start);
      if (!request.wants(name)) break;
    }
    if (verdict === undefined) verdict = 'proven';
  }
  if (verdict !== 'proven') {
    isAll = full || stream.lookbackDays === undefined;
    yield* readDays(isAll ? days : intersection(days, lookback(reader, request)), start);
  }
  const seen = {unsteady, sent: wish.sent, complete: false, filters, keeps};
  const ids = yield* rereadUnsteady(reader, stream, request, seen);
  if (request.sampling || request.span.backfill) return {};
  if (isAll && (full || before === undefined)) {
    const params: Params = {...filters, [between.param]: stretchValue(stream, days)};
    verdict = await proveFilter(reader, request, stream, {params}, newest);
  } else verdict ??= before;
  tellVerdict(reader, stream, verdict, before);
  return {
    unsteady: ids,
    [CHANGE_FILTER]: verdict,
    ...(full ? {last_full_pass: request.signpost} : {}),
  };
}

/** The days that the run and the user's filters want. */
function daysWanted(reader: Reader, {name}: DatedStream, {endDate, span}: ReadRequest): Days {
  const {from = FIRST_DAY, to = LAST_DAY} = reader.service.days?.[name] ?? {};
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
function keepsOf(reader: Reader, {name, daysOf}: DatedStream, days: Days): (row: JsonObject) => boolean {
  const byFilter = reader.service.keeps?.[name] ?? (() => true);
  const isBounded = days.from !== FIRST_DAY || days.to !== LAST_DAY;
  return (row) => {
    if (!byFilter(row)) return false;
    const own = isBounded ? daysOf(row) : undefined;
    return own === undefined || (own[0] <= days.to && own[1] >= days.from);
  };
}
