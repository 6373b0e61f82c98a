import {ConfigError, ServiceError, TapError} from '../core/errors.js';
import type {Reading, ReadRequest, WantedStream} from '../core/source.js';
import {addDays} from '../core/windows.js';
import {keyOfFields} from './complete-list.js';
import {type DayPlan, dayPlan, dayWindows, laterOf} from './day-plan.js';
import {DayRows} from './day-rows.js';
import type {DayStream} from './declaration.js';
import {filtersFor, type Reader, throwIfFatal} from './reader.js';
import {Recurrence} from './recurrence.js';
import {RowFilter} from './row-filter.js';
import {SentRows} from './sent-rows.js';
import type {DayFacts} from './service.js';
import {readWhole} from './table.js';

/**
 * Reads rows by the days that they belong to, one window after the other, oldest first. The bookmark is the end of what
 * was read, and not the newest row: an empty window is an answer too, and rows may be dated ahead.
 */
export async function* readDays(
  reader: Reader,
  stream: DayStream,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const {name} = stream;
  const facts = reader.service.dayWindows;
  if (facts === undefined) throw new TapError(`${name} needs "dayWindows" of its service`);
  const wanted = request.wanted.get(name);
  if (wanted === undefined) return;
  yield {kind: 'started', stream: name};
  try {
    yield* readPlanned(reader, stream, {request, wanted, facts, plan: dayPlan({...request, wanted}, facts)});
  } catch (error) {
    throwIfFatal(error, request);
    yield {kind: 'failed', stream: name, error: withFilters(reader, name, error)};
  }
}

/** What reading the days of one stream goes by. */
interface Reign {
  readonly request: ReadRequest;
  readonly wanted: WantedStream;
  readonly facts: DayFacts;
  readonly plan: DayPlan;
}

async function* readPlanned(
  reader: Reader,
  stream: DayStream,
  {request, wanted, facts, plan}: Reign,
): AsyncGenerator<Reading> {
  const {name} = stream;
  const {days, ceiling, fullPass, isWhole, gap} = plan;
  if (days === undefined) {
    reader.log.info('There is nothing to read between start_date and end_date after the bookmark', name);
  }
  if (gap !== undefined) {
    const line = `The days from ${gap.from} to ${gap.to} are not read by any run: the last one ended before them, and start_date lies behind them`;
    reader.log.warning(`${line}. Set an earlier start_date to have them`, name);
  }
  const filter = await RowFilter.make(reader, stream, facts, (table) => readWhole(reader, table));
  const dayRows = new DayRows(reader, stream, filtersFor(reader.service, name));
  const recurrence = new Recurrence(reader, name, wanted, {ceiling, lookbackDays: facts.lookbackDays});
  const computed = facts.computed[name] ?? (() => ({}));
  const keyOf = keyOfFields(stream.keyProperties);
  const sent = new SentRows();
  const today = request.signpost.slice(0, 10);
  const before = wanted.bookmark?.last_full_pass ?? request.signpost;
  const began = fullPass !== undefined && isWhole ? fullPass.began : before;
  let last: string | undefined;
  let reached = request.span.backfill ? undefined : wanted.value;
  for (const window of days === undefined ? [] : dayWindows(days, facts.windowDays, today)) {
    if (!request.wants(name)) break;
    const fresh = (await dayRows.of(window)).filter((row) => {
      const key = keyOf(row);
      return key === undefined || sent.isNews(key, row);
    });
    const rows = filter.wanted(fresh).map((row) => Object.assign(row, computed(row)));
    recurrence.note(rows.map(facts.dayOf));
    if (days !== undefined && !request.span.backfill) recurrence.requirePlausible(days.from, window);
    yield {kind: 'rows', stream: name, rows};
    const doubtful = dayRows.doubtfulSince;
    const sure = doubtful === undefined ? window.to : earlierOf(window.to, addDays(doubtful, -1));
    reached = laterOf(reached, earlierOf(sure, ceiling));
    last = window.to;
    // The first pass over everything is as far as its bookmark; a later one has to remember that itself.
    const memory =
      fullPass === undefined || wanted.value === undefined
        ? {last_full_pass: began}
        : {position: {...fullPass, after: sure}};
    yield {kind: 'progress', stream: name, bookmark: memory, value: reached, durable: true};
  }
  // Nothing has shown that lists are cut, so what looked like it was whole.
  if (last !== undefined) reached = laterOf(reached, earlierOf(last, ceiling));
  filter.tell();
  yield {
    kind: 'complete',
    stream: name,
    bookmark: {
      last_full_pass: began,
      position: undefined,
      ...(fullPass !== undefined && isWhole ? {full_start: fullPass.start} : {}),
      ...(days === undefined ? {} : recurrence.memory(reached)),
    },
    ...(reached === undefined ? {} : {value: reached}),
  };
}

function earlierOf(one: string, other: string): string {
  return one < other ? one : other;
}

/** A refusal of a request with the user's filters is most likely about those. */
function withFilters({service}: Reader, stream: string, error: unknown): unknown {
  if (!(error instanceof ServiceError) || error.status !== 422) return error;
  const filters = Object.entries(filtersFor(service, stream)).map(
    ([name, value]) => `"filters.${stream}.${name}" (${value})`,
  );
  if (filters.length === 0) return error;
  return new ConfigError([`${error.message}. Check the setting ${filters.join(' and ')}`]);
}
