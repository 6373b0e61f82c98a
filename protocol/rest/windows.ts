import {startingPoint} from '../core/bookmark.js';
import {TapError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {addMonths, calendarWindows, windowOf} from '../core/windows.js';
import {keyOfFields} from './complete-list.js';
import type {Params, WindowStream} from './declaration.js';
import {filtersFor, listPages, type Reader, refusal, throwIfFatal} from './reader.js';
import type {WindowFacts} from './service.js';

const DAY_SECONDS = 86_400;

/**
 * Reads aggregates one calendar window after the other, oldest first. A finished window is final as far as the
 * bookmark goes; the last ones are read again in each run, since past figures change.
 */
export async function* readWindows(
  reader: Reader,
  stream: WindowStream,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const {service} = reader;
  const facts = service.windows;
  if (facts === undefined) throw new TapError(`${stream.name} needs the service's window facts`);
  const {unit, setting, params} = facts;
  const {name, path, rootKey} = stream;
  const rootKeys = [rootKey];
  const wanted = request.wanted.get(name);
  if (wanted === undefined) return;
  yield {kind: 'started', stream: name};
  const before = wanted.bookmark?.[setting];
  // Rows of windows of another size have other keys: what was read so far does not count.
  const restarted = typeof before === 'string' && before !== unit;
  const value = restarted ? undefined : wanted.value;
  if (restarted) {
    const reason = `${setting} was changed from ${before}, so the stream starts anew in windows of a ${unit}`;
    yield {kind: 'restarted', stream: name, reason};
  }

  const memory: JsonObject = {[setting]: unit};
  let hadSuccess = false;
  let reached = value;
  try {
    const windows = calendarWindows(firstDate(facts, request, value), lastDate(request), unit);
    for (const {from, to} of windows) {
      if (!request.wants(name)) break;
      const asked: Params = {...filtersFor(service, name), ...params(from, to)};
      const {keyOf, isNameless} = windowKeys(stream);
      const wish = {
        path,
        params: asked,
        rootKeys,
        stream: name,
        keyOf,
        changed: () => false,
        sent: new KeySet(),
      };
      let rows: JsonObject[] = [];
      let wasRepeated = false;
      for await (const page of listPages(reader, request, wish)) {
        hadSuccess = true;
        // Rows without a whole key can't be told apart, so a second reading takes the place of the first.
        if (page.isRepeated && !wasRepeated) rows = rows.filter((row) => !isNameless(row));
        wasRepeated = page.isRepeated;
        rows = rows.concat(page.rows);
      }
      yield {kind: 'rows', stream: name, rows: stream.gather(rows), stamp: {from, to}};
      reached = laterOf(reached, to);
      yield {kind: 'progress', stream: name, bookmark: memory, value: reached, durable: true};
    }
  } catch (error) {
    throwIfFatal(error, request);
    yield refusal(reader, name, wanted, error, hadSuccess);
    return;
  }
  yield {
    kind: 'complete',
    stream: name,
    bookmark: memory,
    ...(reached === undefined ? {} : {value: reached}),
  };
}

/**
 * Keys of a window's rows. A row whose key the service does not tell in full counts as one of its own, so that no row is
 * taken for a repetition of another.
 */
function windowKeys({keyProperties}: WindowStream) {
  const fields = keyProperties.filter((key) => key !== 'from' && key !== 'to');
  const keyOf = keyOfFields(fields);
  const isNameless = (row: JsonObject) => fields.some((field) => (row[field] ?? '') === '');
  let nameless = 0;
  return {isNameless, keyOf: (row: JsonObject) => (isNameless(row) ? `nameless ${nameless++}` : keyOf(row))};
}

function firstDate(facts: WindowFacts, request: ReadRequest, value: string | undefined): string {
  const {lookbackDays, defaultMonths} = facts;
  const span = {...request.span, lookbackSeconds: lookbackDays * DAY_SECONDS};
  const start = startingPoint(value, span)?.slice(0, 10);
  return start ?? addMonths(windowOf(lastDate(request), 'month').from, -defaultMonths);
}

/** Today by the signpost, or the configured end when that is earlier. */
function lastDate(request: ReadRequest): string {
  const today = request.signpost.slice(0, 10);
  return request.endDate !== undefined && request.endDate < today ? request.endDate : today;
}

function laterOf(left: string | undefined, right: string): string {
  return left === undefined || right > left ? right : left;
}
