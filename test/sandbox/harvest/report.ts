import {daysBetween} from '../common/calendar.js';
import {jsonText} from '../common/reply.js';
import type {Expense} from './billing-records.js';
import type {Permission} from './caller.js';
import {ownWork} from './caller.js';
import type {Call, Endpoint, Module} from './endpoint.js';
import {largeBetween} from './large-sequence.js';
import {hoursAt} from './large-time-entries.js';
import {pageRules} from './list.js';
import {page} from './paging.js';
import {calendarDate} from './query.js';
import {unprocessable} from './refusals.js';
import {sequenceOfRows} from './sequence.js';
import {withTimer} from './views.js';
import type {TimeEntry} from './work-records.js';

/** What all reports share: their range, the work they add up, and their envelope. */

export interface Range {
  from: string;
  to: string;
}

/** The days every report but the project budget insists on; both are part of the range. */
export function rangeOf(query: URLSearchParams): Range {
  const from = query.get('from');
  const to = query.get('to');
  const missing = [from === null ? 'from is required' : '', to === null ? 'to is required' : ''].filter(
    Boolean,
  );
  if (from === null || to === null) throw unprocessable(...missing);

  const range = {from: calendarDate('from', from), to: calendarDate('to', to)};
  const days = daysBetween(range.from, range.to) + 1;
  if (days < 1) throw unprocessable('to must not be before from');
  // "May not exceed 1 year (365 days)", taken strictly: a leap year in full is refused.
  if (days > 365) throw unprocessable('The timeframe may not exceed 1 year (365 days)');
  return range;
}

/** Hours of one entry or, in large accounts, of many that only differ in when they were worked. */
export interface Worked {
  entry: TimeEntry;
  hours: number;
}

/** Rounded hours within a range, as far as the caller may see them. */
export function* workedBetween(call: Call, {from, to}: Range): Generator<Worked> {
  const {store, caller} = call;
  for (const entry of store.data.time_entries) {
    if (entry.spent_date < from || entry.spent_date > to || !ownWork(caller, entry)) continue;
    yield {entry, hours: withTimer(store, entry).rounded_hours};
  }
  const {large} = store;
  if (!large) return;

  const {first, end, wanted} = largeBetween(call, large, from, to);
  const totals = large.models.map(() => 0);
  for (let index = first; index < end; index += 1) {
    const model = index % totals.length;
    totals[model] = (totals[model] ?? 0) + hoursAt(index);
  }
  for (const [model, entry] of large.models.entries()) {
    const hours = totals[model] ?? 0;
    if (hours > 0 && (!wanted || wanted[model])) yield {entry, hours};
  }
}

export function spentBetween({store, caller}: Call, {from, to}: Range): Expense[] {
  return store.data.expenses.filter(
    (row) => row.spent_date >= from && row.spent_date <= to && ownWork(caller, row),
  );
}

/** Time and expense reports prefix a project's name with its code; the other reports do not. */
export function prefixedName(project: {name: string; code?: string | null}): string {
  return project.code ? `[${project.code}] ${project.name}` : project.name;
}

/** The order of reports is not documented; the samples go by name, then currency. */
export function byName<Row extends {name: string; currency: string}>(rows: Iterable<Row>): Row[] {
  const key = (row: Row): string => `${row.name} ${row.currency}`;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

export function report(
  name: string,
  options: {permission: Permission; module?: Module},
  rows: (call: Call) => readonly unknown[],
): Endpoint {
  const path = `reports/${name}`;
  return {
    path,
    bucket: 'reports',
    ...options,
    answer: (call) =>
      jsonText(
        page(sequenceOfRows(rows(call)), pageRules(call, {path, root: 'results', mode: 'page'}), call),
      ),
  };
}
