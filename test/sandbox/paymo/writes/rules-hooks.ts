import type {Collection, Value} from '../collections.js';
import {badRequest} from '../refusals.js';
import {demandCondition} from '../where.js';
import type {Rules, WriteContext} from './context.js';
import {after} from './context.js';

/** What events are about. (API docs, Webhooks) */
const SUBJECTS: Readonly<Record<string, Collection>> = {
  Client: 'clients',
  ClientContact: 'clientcontacts',
  Project: 'projects',
  Tasklist: 'tasklists',
  Task: 'tasks',
  Invoice: 'invoices',
  InvoicePayment: 'invoicepayments',
  Entry: 'entries',
  Milestone: 'milestones',
  Report: 'reports',
  Expense: 'expenses',
  Estimate: 'estimates',
  Comment: 'comments',
  User: 'users',
  Booking: 'bookings',
};

export const hooks: Rules = {
  create(fields, context) {
    demandUrl(fields.target_url);
    demandEvent(fields.event, fields.where, context);
    return {...fields, user_id: context.user.id};
  },
  /** "PUT resets `last_status_code`." */
  update(hook, fields, context) {
    demandUrl(after(hook, fields, 'target_url'));
    demandEvent(after(hook, fields, 'event'), after(hook, fields, 'where'), context);
    return {...fields, last_status_code: null};
  },
};

function demandUrl(url: Value | undefined): void {
  if (!/^https?:\/\/\S+$/.test(String(url))) throw badRequest("Invalid value for field 'target_url'.");
}

/** With a concrete event the condition is checked; with a wildcard it is not. (API docs, Webhooks) */
function demandEvent(event: Value | undefined, where: Value | undefined, {store}: WriteContext): void {
  if (typeof event !== 'string' || event.includes('*')) return;
  const [, verb = '', subject = ''] = /^model\.(\w+)\.(\w+)$/.exec(event) ?? [];
  const verbs =
    subject === 'Entry' ? ['insert', 'update', 'delete', 'start', 'stop'] : ['insert', 'update', 'delete'];
  const collection = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
  if (!collection || !verbs.includes(verb)) throw badRequest(`Invalid value for field 'event': ${event}`);
  if (typeof where === 'string' && where !== '') demandCondition(collection, where, store, store.settings);
}
