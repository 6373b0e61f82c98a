import {ALWAYS_FULL, ARCHIVED, type Counterpart, OTHER_DAYS} from './counterparts.js';

const ID = ['id'];

function same(name: string): Counterpart {
  return {ours: name, key: ID};
}

/** A list that is found through the rows of another one, whose id is called `parent_id` there. */
function child(name: string, parent: string, id: string): Counterpart {
  return {ours: name, key: ID, fields: {parent_id: id}, parent};
}

function report(ours: string): Counterpart {
  return {
    ours,
    key: [],
    noBookmark: OTHER_DAYS,
    note: '`from` and `to` are texts like 20240131 and up to a year apart there, and dates of a calendar window here',
  };
}

/** The streams of Airbyte's source-harvest, the same since version 0.1. Its source was read for this in late 2026. */
export const AIRBYTE_STREAMS: Readonly<Record<string, Counterpart>> = {
  clients: same('clients'),
  contacts: same('contacts'),
  company: {ours: 'company', key: [], noBookmark: ALWAYS_FULL},
  invoices: same('invoices'),
  invoice_messages: child('invoice_messages', 'invoices', 'invoice_id'),
  invoice_payments: child('invoice_payments', 'invoices', 'invoice_id'),
  invoice_item_categories: same('invoice_item_categories'),
  estimates: same('estimates'),
  estimate_messages: child('estimate_messages', 'estimates', 'estimate_id'),
  estimate_item_categories: same('estimate_item_categories'),
  expenses: same('expenses'),
  expense_categories: same('expense_categories'),
  tasks: same('tasks'),
  time_entries: {...same('time_entries'), note: 'running timers are read again in each run here'},
  user_assignments: same('user_assignments'),
  task_assignments: {
    ...same('task_assignments'),
    noBookmark: ARCHIVED,
    note: 'archived assignments are asked for here, too',
  },
  projects: same('projects'),
  roles: {...same('roles'), noBookmark: ALWAYS_FULL},
  users: same('users'),
  billable_rates: {...child('billable_rates', 'users', 'user_id'), noBookmark: ALWAYS_FULL},
  cost_rates: {...child('cost_rates', 'users', 'user_id'), noBookmark: ALWAYS_FULL},
  project_assignments: {...child('project_assignments', 'users', 'user_id'), noBookmark: ALWAYS_FULL},
  expenses_clients: report('report_expenses_clients'),
  expenses_projects: report('report_expenses_projects'),
  expenses_categories: report('report_expenses_categories'),
  expenses_team: report('report_expenses_team'),
  uninvoiced: report('report_uninvoiced'),
  time_clients: report('report_time_clients'),
  time_projects: report('report_time_projects'),
  time_tasks: report('report_time_tasks'),
  time_team: report('report_time_team'),
  project_budget: {
    ours: 'report_project_budget',
    key: [],
    fields: {from: '', to: ''},
    noBookmark: ALWAYS_FULL,
  },
};
