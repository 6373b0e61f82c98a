import {streamsOf} from '../../protocol/index.js';
import type {Records} from './records.js';

const stream = streamsOf<Records>();

/** One object without id or dates; its host is what stays the same. */
export const company = stream.object('company', {path: 'company', keyProperties: ['full_domain']});

export const clients = stream.list('clients', {
  path: 'clients',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

export const contacts = stream.list('contacts', {
  path: 'contacts',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

export const estimates = stream.list('estimates', {
  path: 'estimates',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
  dates: {from: 'from', to: 'to'},
});

/** Lines carry no dates of their own, so they follow their estimate; older lines than that are gone. */
export const estimateLineItems = stream.derived('estimate_line_items', {
  parent: estimates,
  keyProperties: ['estimate_id', 'id'],
  replicationKey: 'estimate_updated_at',
  rows: ({id, updated_at, line_items}) =>
    (line_items ?? []).map((line) => ({...line, estimate_id: id, estimate_updated_at: updated_at ?? null})),
});

/**
 * Sending an estimate touches it (seen in published data). That deleting a message does, or sending one again, is
 * not confirmed; the regular full pass is for those.
 */
export const estimateMessages = stream.child('estimate_messages', {
  parent: estimates,
  partition: ({id}) => ({estimate_id: id}),
  path: 'estimates/{estimate_id}/messages',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  visit: 'changed',
});

export const estimateItemCategories = stream.list('estimate_item_categories', {
  path: 'estimate_item_categories',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

export const expenses = stream.list('expenses', {
  path: 'expenses',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
  dates: {from: 'from', to: 'to'},
});

export const expenseCategories = stream.list('expense_categories', {
  path: 'expense_categories',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

export const invoices = stream.list('invoices', {
  path: 'invoices',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
  dates: {from: 'from', to: 'to'},
});

/** As with estimates: lines follow their invoice. */
export const invoiceLineItems = stream.derived('invoice_line_items', {
  parent: invoices,
  keyProperties: ['invoice_id', 'id'],
  replicationKey: 'invoice_updated_at',
  rows: ({id, updated_at, line_items}) =>
    (line_items ?? []).map((line) => ({...line, invoice_id: id, invoice_updated_at: updated_at ?? null})),
});

/** See `estimateMessages`. */
export const invoiceMessages = stream.child('invoice_messages', {
  parent: invoices,
  partition: ({id}) => ({invoice_id: id}),
  path: 'invoices/{invoice_id}/messages',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  visit: 'changed',
});

/** A payment touches its invoice, to the second (official samples). A deleted payment may not. */
export const invoicePayments = stream.child('invoice_payments', {
  parent: invoices,
  partition: ({id}) => ({invoice_id: id}),
  path: 'invoices/{invoice_id}/payments',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  visit: 'changed',
});

export const invoiceItemCategories = stream.list('invoice_item_categories', {
  path: 'invoice_item_categories',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

export const projects = stream.list('projects', {
  path: 'projects',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

/** The account-wide list: one crawl instead of one request per project. It holds archived assignments too. */
export const userAssignments = stream.list('user_assignments', {
  path: 'user_assignments',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

/**
 * Whether archived assignments are listed without being asked for is not documented, and one public extractor
 * found that they are not. So both kinds are asked for, one after the other.
 */
export const taskAssignments = stream.list('task_assignments', {
  path: 'task_assignments',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
  sweeps: [{is_active: true}, {is_active: false}],
});

/** Harvest documents no `updated_since` for roles. */
export const roles = stream.list('roles', {path: 'roles', keyProperties: ['id']});

export const tasks = stream.list('tasks', {
  path: 'tasks',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

/**
 * Hours logged. Harvest lists them by day worked, not by change, so pages arrive unsorted. While a timer runs,
 * hours grow and `updated_at` probably stays, so running entries are read again in each run.
 */
export const timeEntries = stream.list('time_entries', {
  path: 'time_entries',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
  dates: {from: 'from', to: 'to'},
  unsteady: {field: 'is_running', query: {is_running: true}},
});

export const users = stream.list('users', {
  path: 'users',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

/** Adding a rate rewrites others, and whether it touches the person is not known: every person, in every run. */
export const billableRates = stream.child('billable_rates', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/billable_rates',
  keyProperties: ['user_id', 'id'],
  visit: 'all',
});

export const costRates = stream.child('cost_rates', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/cost_rates',
  keyProperties: ['user_id', 'id'],
  visit: 'all',
});

/** Only active assignments are listed, so one that ends just disappears: read in full. */
export const projectAssignments = stream.child('project_assignments', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/project_assignments',
  keyProperties: ['id'],
  visit: 'all',
});

/** Harvest answers 422 for people who are not managers; where it tells the roles, those are not asked for. */
export const teammates = stream.child('teammates', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/teammates',
  keyProperties: ['user_id', 'id'],
  visit: 'all',
  only: ({access_roles}) =>
    access_roles === undefined || access_roles === null || access_roles.includes('manager'),
  noListStatus: 422,
});
