import type {JsonObject} from '../core/json.js';
import type {ReadRequest} from '../core/source.js';
import {calendarDate} from '../core/timestamps.js';
import {addDays} from '../core/windows.js';
import type {Declaration, ListStream, Params} from './declaration.js';

/** One way of asking for a list: its parameters, and since when rows are wanted; undefined: all. */
export interface Slice {
  readonly params: Params;
  readonly since: string | undefined;
  /** Emit whatever comes, however old: its date lies in a range that was not read before. */
  readonly newlyInRange: boolean;
}

/**
 * The requests that together read what the streams of a family want. Usually it is one. When the business dates
 * are bounded by `end_date` and that date has moved on since a bookmark was made, rows that it kept out
 * until now may have changed long before the bookmark; their range is read besides, and first: what was sent
 * once is not sent again, and here nothing is held back for being old.
 */
export function slicesOf(
  root: ListStream,
  members: readonly Declaration[],
  filters: Params,
  since: string | undefined,
  request: ReadRequest,
): Slice[] {
  const main: Slice = {params: withEnd(root, filters, request), since, newlyInRange: false};
  const {dates} = root;
  const {endDate, span} = request;
  if (dates?.boundBackfill === true && span.backfill && span.start !== undefined) {
    const from = later(filters[dates.from], span.start.slice(0, 10));
    return [{params: {...main.params, [dates.from]: from}, since: undefined, newlyInRange: true}];
  }
  if (dates === undefined || span.backfill) return [main];
  const keptOut = members
    .map((one) => request.wanted.get(one.name)?.bookmark?.end_date)
    .filter((date): date is string => typeof date === 'string' && calendarDate(date) === date)
    .filter((date) => endDate === undefined || date < endDate);
  const [earliest] = keptOut.sort();
  if (earliest === undefined) return [main];
  // What was kept out may have changed at any time, so neither slice is bounded by a starting point. Without an end,
  // rows without any date are wanted too, which a range of dates would leave out.
  if (endDate === undefined && dates.mayBeNull === true) {
    return [{params: filters, since: undefined, newlyInRange: true}];
  }
  const params = {...main.params, [dates.from]: later(filters[dates.from], addDays(earliest, 1))};
  return [{params, since: undefined, newlyInRange: true}, main];
}

/** A list's filters together with the bound of its business dates; of two bounds the narrower counts. */
export function withEnd(root: ListStream, filters: Params, {endDate}: ReadRequest): Params {
  const {dates} = root;
  if (dates === undefined || endDate === undefined) return filters;
  const own = filters[dates.to];
  return {...filters, [dates.to]: typeof own === 'string' && own < endDate ? own : endDate};
}

/**
 * Which rows lie in the days that are wanted, in case the service bounds them in another way than we do; undefined: all.
 * Rows without a date are in.
 */
export function inDays(
  {dates}: ListStream,
  {endDate, span}: Pick<ReadRequest, 'endDate' | 'span'>,
): ((row: JsonObject) => boolean) | undefined {
  if (dates === undefined) return undefined;
  const from = dates.boundBackfill === true && span.backfill ? span.start?.slice(0, 10) : undefined;
  if (endDate === undefined && from === undefined) return undefined;
  return (row) => {
    const written = row[dates.field];
    const date = typeof written === 'string' ? calendarDate(written) : undefined;
    if (date === undefined) return true;
    return (endDate === undefined || date <= endDate) && (from === undefined || date >= from);
  };
}

/** The parameter sets that a list is read with; a filter on what the sweeps go through picks one of them. */
export function sweepsOf(root: ListStream, filters: Params): readonly Params[] {
  const open = root.sweeps.filter((sweep) => Object.keys(sweep).every((name) => filters[name] === undefined));
  return open.length === 0 ? [{}] : open;
}

/** The later of a date that the user set, if any, and another one. */
function later(left: Params[string] | undefined, right: string): string {
  return typeof left === 'string' && left > right ? left : right;
}
