import {streamsOf} from '../../protocol/index.js';
import type {Records} from './records.js';

const stream = streamsOf<Records>();

/** How nearly all of Harvest's lists are read: `updated_since` compares with `updated_at`. */
const byChange = {keyProperties: ['id'], replicationKey: 'updated_at', since: 'updated_since'} as const;

/** One object without id or dates; its host is what stays the same. */
export const company = stream.object('company', {
  path: 'company',
  keyProperties: ['full_domain'],
  unseen: 'nothing: the one row is read in each run',
});

export const clients = stream.list('clients', byChange);

export const contacts = stream.list('contacts', {
  ...byChange,
  unseen: 'deletions; a renamed client',
});

export const estimates = stream.list('estimates', {
  ...byChange,
  dates: {field: 'issue_date', from: 'from', to: 'to', mayBeNull: true},
  unseen: 'deletions; a renamed client or creator',
});

/** Lines carry no dates of their own, so they follow their estimate; older lines than that are gone. */
export const estimateLineItems = stream.derived('estimate_line_items', {
  parent: estimates,
  keyProperties: ['estimate_id', 'id'],
  replicationKey: 'estimate_updated_at',
  rows: ({id, updated_at, line_items}) =>
    (line_items ?? []).map((line) => ({...line, estimate_id: id, estimate_updated_at: updated_at ?? null})),
  unseen: "removed lines: those older than their estimate's `estimate_updated_at` are gone",
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
  unseen: 'deletions; changes that do not touch the estimate, until the next full pass',
});

export const estimateItemCategories = stream.list('estimate_item_categories', byChange);

export const expenses = stream.list('expenses', {
  ...byChange,
  dates: {field: 'spent_date', from: 'from', to: 'to'},
  unseen:
    'deletions; renamed clients, projects, categories and people; locks and approvals, where Harvest leaves `updated_at` alone',
});

export const expenseCategories = stream.list('expense_categories', byChange);

export const invoices = stream.list('invoices', {
  ...byChange,
  dates: {field: 'issue_date', from: 'from', to: 'to', mayBeNull: true},
  unseen: 'deletions; a renamed client or creator',
});

/** As with estimates: lines follow their invoice. */
export const invoiceLineItems = stream.derived('invoice_line_items', {
  parent: invoices,
  keyProperties: ['invoice_id', 'id'],
  replicationKey: 'invoice_updated_at',
  rows: ({id, updated_at, line_items}) =>
    (line_items ?? []).map((line) => ({...line, invoice_id: id, invoice_updated_at: updated_at ?? null})),
  unseen: "removed lines: those older than their invoice's `invoice_updated_at` are gone",
});

/** See `estimateMessages`. */
export const invoiceMessages = stream.child('invoice_messages', {
  parent: invoices,
  partition: ({id}) => ({invoice_id: id}),
  path: 'invoices/{invoice_id}/messages',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  visit: 'changed',
  unseen: 'deletions; changes that do not touch the invoice, until the next full pass',
});

/** A payment touches its invoice, to the second (official samples). A deleted payment may not. */
export const invoicePayments = stream.child('invoice_payments', {
  parent: invoices,
  partition: ({id}) => ({invoice_id: id}),
  path: 'invoices/{invoice_id}/payments',
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  visit: 'changed',
  unseen: 'deletions; changes that do not touch the invoice, until the next full pass',
});

export const invoiceItemCategories = stream.list('invoice_item_categories', byChange);

export const projects = stream.list('projects', {
  ...byChange,
  unseen: 'deletions; a renamed client',
});

/**
 * The account-wide list: one crawl instead of one request per project. It holds archived assignments too. Single ones are
 * had below their project alone.
 */
export const userAssignments = stream.list('user_assignments', {
  ...byChange,
  isAddressed: false,
  unseen: 'deletions; renamed projects and people',
});

/**
 * Whether archived assignments are listed without being asked for is not documented, and one public extractor
 * found that they are not. So both kinds are asked for, one after the other.
 */
export const taskAssignments = stream.list('task_assignments', {
  ...byChange,
  sweeps: [{is_active: true}, {is_active: false}],
  isAddressed: false,
  unseen: 'deletions; renamed projects and tasks',
});

/** Harvest documents no `updated_since` for roles. */
export const roles = stream.list('roles', {keyProperties: ['id']});

export const tasks = stream.list('tasks', byChange);

/**
 * Hours logged. Harvest lists them by day worked, not by change, so pages arrive unsorted. While a timer runs,
 * hours grow and `updated_at` probably stays, so running entries are read again in each run.
 */
export const timeEntries = stream.list('time_entries', {
  ...byChange,
  dates: {field: 'spent_date', from: 'from', to: 'to'},
  unsteady: {is: ({is_running}) => is_running === true, query: {is_running: true}},
  unseen:
    'deletions; renamed clients, projects, tasks and people; locks, approvals and rounding, where Harvest leaves `updated_at` alone',
});

export const users = stream.list('users', {
  ...byChange,
  unseen: 'changed rates and teammates in other streams; `avatar_url` changes without meaning',
});

/** Adding a rate rewrites others, and whether it touches the person is not known: every person, in every run. */
export const billableRates = stream.child('billable_rates', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/billable_rates',
  keyProperties: ['user_id', 'id'],
  visit: 'all',
  isAddressed: true,
});

export const costRates = stream.child('cost_rates', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/cost_rates',
  keyProperties: ['user_id', 'id'],
  visit: 'all',
  isAddressed: true,
});

/** Only active assignments are listed, so one that ends just disappears: read in full. */
export const projectAssignments = stream.child('project_assignments', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'users/{user_id}/project_assignments',
  keyProperties: ['id'],
  visit: 'all',
  unseen: 'ended assignments, which are not listed any more; see `user_assignments`',
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
