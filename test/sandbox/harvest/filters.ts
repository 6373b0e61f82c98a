import type {InvoiceLine} from './billing-records.js';
import {booleanWord, calendarDate, moment, oneOf, wholeNumber} from './query.js';

/** Turns the text of a query parameter into a test for rows. */
export type Filter<Row> = (text: string) => (row: Row) => boolean;
export type Filters<Row> = Readonly<Record<string, Filter<Row>>>;

/** "Updated since the given date and time", taken as inclusive: which it is, nobody says. */
export const updatedSince: Filter<{updated_at: string}> = (text) => {
  const since = moment('updated_since', text);
  return (row) => Date.parse(row.updated_at) >= since;
};

/** Active only, archived only, or both when omitted. */
export const isActive: Filter<{is_active: boolean}> = (text) => {
  const wanted = booleanWord('is_active', text);
  return (row) => row.is_active === wanted;
};

export const byClient: Filter<{client: {id: number}}> = (text) => {
  const id = wholeNumber('client_id', text);
  return (row) => row.client.id === id;
};

export const byProject: Filter<{project: {id: number}}> = (text) => {
  const id = wholeNumber('project_id', text);
  return (row) => row.project.id === id;
};

export const byUser: Filter<{user: {id: number}}> = (text) => {
  const id = wholeNumber('user_id', text);
  return (row) => row.user.id === id;
};

export const byTask: Filter<{task: {id: number}}> = (text) => {
  const id = wholeNumber('task_id', text);
  return (row) => row.task.id === id;
};

/** An invoice belongs to the projects of its lines. */
export const byLineProject: Filter<{line_items: InvoiceLine[]}> = (text) => {
  const id = wholeNumber('project_id', text);
  return (row) => row.line_items.some((line) => line.project?.id === id);
};

/** Compared as text: the ids of other products are strings even when they look numeric. */
export const byExternalReference: Filter<{external_reference: {id: string} | null}> = (text) => (row) =>
  row.external_reference?.id === text;

export const isBilled: Filter<{is_billed: boolean}> = (text) => {
  const wanted = booleanWord('is_billed', text);
  return (row) => row.is_billed === wanted;
};

export const isRunning: Filter<{is_running: boolean}> = (text) => {
  const wanted = booleanWord('is_running', text);
  return (row) => row.is_running === wanted;
};

export const approvalStatus: Filter<{approval_status: string}> = (text) => {
  const wanted = oneOf('approval_status', text, ['unsubmitted', 'submitted', 'approved']);
  return (row) => row.approval_status === wanted;
};

export function inState(states: readonly string[]): Filter<{state: string}> {
  return (text) => {
    const wanted = oneOf('state', text, states);
    return (row) => row.state === wanted;
  };
}

/** `from` and `to` include both ends; a row without the date is in no range. */
export const spentBetween: Filters<{spent_date: string}> = {
  from: (text) => {
    const from = calendarDate('from', text);
    return (row) => row.spent_date >= from;
  },
  to: (text) => {
    const to = calendarDate('to', text);
    return (row) => row.spent_date <= to;
  },
};

export const issuedBetween: Filters<{issue_date: string | null}> = {
  from: (text) => {
    const from = calendarDate('from', text);
    return (row) => row.issue_date !== null && row.issue_date >= from;
  },
  to: (text) => {
    const to = calendarDate('to', text);
    return (row) => row.issue_date !== null && row.issue_date <= to;
  },
};

/** One test out of all filters the query names; they are ANDed, and unknown parameters are ignored. */
export function filterBy<Row>(filters: Filters<Row>, query: URLSearchParams): (row: Row) => boolean {
  const tests: ((row: Row) => boolean)[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const text = query.get(name);
    if (text !== null) tests.push(filter(text));
  }
  return (row) => tests.every((test) => test(row));
}
