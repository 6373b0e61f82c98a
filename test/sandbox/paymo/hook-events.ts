import type {Collection} from './collections.js';
import {COLLECTIONS} from './collections.js';
import type {Settings} from './options.js';

export type Verb = 'insert' | 'update' | 'delete' | 'start' | 'stop';

/** What has events, and with what its objects are sent. */
export interface Model {
  name: string;
  /** Of the GET that the body is the same as. (API docs, Webhooks) */
  include: string;
}

/** Nothing else has any: neither subtasks, discussions and files, nor lines, which travel in their document. */
export const MODELS: Readonly<Partial<Record<Collection, Model>>> = {
  clients: {name: 'Client', include: ''},
  clientcontacts: {name: 'ClientContact', include: ''},
  projects: {name: 'Project', include: 'client.name'},
  tasklists: {name: 'Tasklist', include: 'project.name'},
  tasks: {name: 'Task', include: '*,progress_status,project.name,tasklist.name'},
  invoices: {name: 'Invoice', include: 'invoiceitems,client.name'},
  invoicepayments: {name: 'InvoicePayment', include: ''},
  entries: {name: 'Entry', include: 'task.name,user.name'},
  milestones: {name: 'Milestone', include: 'project.name'},
  reports: {name: 'Report', include: ''},
  expenses: {name: 'Expense', include: 'client.name,project.name'},
  estimates: {name: 'Estimate', include: 'estimateitems,client.name'},
  comments: {name: 'Comment', include: ''},
  users: {name: 'User', include: ''},
  bookings: {name: 'Booking', include: ''},
};

const TIMER_VERBS: readonly string[] = ['start', 'stop'];
const VERBS: readonly string[] = ['insert', 'update', 'delete', ...TIMER_VERBS];

/** How an event is called, such as `model.insert.Task`. */
export function eventName(verb: Verb, model: Model, settings: Settings): string {
  const family = TIMER_VERBS.includes(verb) ? settings.timerEvents : 'model';
  return `${family}.${verb}.${model.name}`;
}

/** The collection that a concrete event is about; `undefined` for a wildcard and for what is no event at all. */
export function collectionOf(event: string, settings: Settings): Collection | undefined {
  return COLLECTIONS.find((collection) => {
    const model = MODELS[collection];
    return model && verbsOf(collection).some((verb) => eventName(verb, model, settings) === event);
  });
}

/** Whether it is one of the three documented wildcards: `*`, `model.insert.*` and `*.Task`. */
export function isWildcard(event: string): boolean {
  const verb = /^(?:model|timer)\.(\w+)\.\*$/.exec(event)?.[1];
  const name = /^\*\.(\w+)$/.exec(event)?.[1];
  return (
    event === '*' ||
    (verb !== undefined && VERBS.includes(verb)) ||
    (name !== undefined && Object.values(MODELS).some((model) => model.name === name))
  );
}

/** Whether a hook for `pattern` wants `event`. */
export function covers(pattern: string, event: string, settings: Settings): boolean {
  if (pattern === '*' || pattern === event) return true;
  if (!isWildcard(pattern)) return false;
  if (pattern.endsWith('.*')) return event.startsWith(pattern.slice(0, -1));

  const isOfTimer = TIMER_VERBS.includes(event.split('.')[1] ?? '');
  return event.endsWith(pattern.slice(1)) && (!isOfTimer || settings.wildcardCoversTimers);
}

function verbsOf(collection: Collection): readonly Verb[] {
  const verbs: readonly Verb[] = ['insert', 'update', 'delete'];
  return collection === 'entries' ? [...verbs, 'start', 'stop'] : verbs;
}
