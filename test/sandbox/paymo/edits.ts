import type {Collection, Row} from './collections.js';
import {idsIn, keyOf, numberOf} from './collections.js';
import {LINES, totalsOf} from './documents.js';
import type {Changes, Store} from './store.js';
import {supplanted} from './store.js';

/** What goes when something else does: rows of `collection` whose `key` names it. */
const CASCADES: Readonly<Partial<Record<Collection, readonly {collection: Collection; key: string}[]>>> = {
  // As documented. (API docs, the page of each resource)
  clients: [
    {collection: 'projects', key: 'client_id'},
    {collection: 'clientcontacts', key: 'client_id'},
  ],
  projects: [
    {collection: 'tasklists', key: 'project_id'},
    {collection: 'tasks', key: 'project_id'},
    {collection: 'discussions', key: 'project_id'},
    {collection: 'files', key: 'project_id'},
    {collection: 'entries', key: 'project_id'},
    {collection: 'milestones', key: 'project_id'},
    {collection: 'threads', key: 'project_id'},
    {collection: 'taskrecurringprofiles', key: 'project_id'},
  ],
  tasklists: [{collection: 'tasks', key: 'tasklist_id'}],
  users: [{collection: 'entries', key: 'user_id'}],
  discussions: [{collection: 'threads', key: 'discussion_id'}],
  projecttemplates: [
    {collection: 'projecttemplatestasklists', key: 'template_id'},
    {collection: 'projecttemplatestasks', key: 'template_id'},
  ],
  projecttemplatestasklists: [{collection: 'projecttemplatestasks', key: 'tasklist_id'}],
  tasks: [
    {collection: 'entries', key: 'task_id'},
    // The rest is not written down, but could not be reached any more.
    {collection: 'subtasks', key: 'task_id'},
    {collection: 'userstasks', key: 'task_id'},
    {collection: 'threads', key: 'task_id'},
  ],
  threads: [{collection: 'comments', key: 'thread_id'}],
  userstasks: [{collection: 'bookings', key: 'user_task_id'}],
  invoices: [
    {collection: 'invoiceitems', key: 'invoice_id'},
    {collection: 'invoicepayments', key: 'invoice_id'},
  ],
  estimates: [{collection: 'estimateitems', key: 'estimate_id'}],
  recurringprofiles: [{collection: 'recurringprofileitems', key: 'recurring_profile_id'}],
  workflows: [{collection: 'workflowstatuses', key: 'workflow_id'}],
};

/** Adds a row like the newest one, apart from `changes`, its id and its timestamps. */
export function insert(store: Store, collection: Collection, changes: Changes = {}): Row {
  const rows = store.data[collection];
  const model = rows.findLast((row) => collection !== 'entries' || 'date' in row || 'end_time' in row);
  if (!model) throw new Error(`The sandbox has no ${collection} to model a new row on.`);

  const {id: _id, created_on: _created, updated_on: _updated, ...fields} = structuredClone(model);
  for (const key of supplanted(collection, changes)) delete fields[key];
  return place(store, collection, {...fields, ...changes, ...implied(store, collection, undefined, changes)});
}

/** Adds a row with just these fields, and what follows from them. */
export function place(store: Store, collection: Collection, fields: Changes): Row {
  const row = store.add(collection, fields);
  settleDocument(store, collection, row);
  if (collection === 'userstasks') settleAssignment(store, row, false);
  return row;
}

/** Changes a row and moves its `updated_on`. What follows from the change is changed as well. */
export function update(store: Store, collection: Collection, id: number, changes: Changes = {}): Row {
  const before = store.get(collection, id);
  return amend(store, collection, id, {...changes, ...implied(store, collection, before, changes)});
}

/** Changes just these fields and moves `updated_on`; of what follows only totals are seen to. */
export function amend(store: Store, collection: Collection, id: number, fields: Changes): Row {
  const row = store.alter(collection, id, fields);
  settleDocument(store, collection, row);
  return row;
}

/** Takes a row away, and with it what belongs to it. */
export function remove(store: Store, collection: Collection, id: number, isConsequence = false): void {
  const row = store.get(collection, id);
  cascade(store, collection, new Set([id]));
  store.drop(collection, new Set([id]), isConsequence);
  settleDocument(store, collection, row);
  if (collection === 'userstasks') settleAssignment(store, row, true);
}

function cascade(store: Store, collection: Collection, ids: ReadonlySet<number>): void {
  for (const {collection: below, key} of CASCADES[collection] ?? []) {
    const gone = new Set(
      store.data[below].filter((row) => ids.has(keyOf(row, key) ?? 0)).map((row) => row.id),
    );
    if (gone.size === 0) continue;
    cascade(store, below, gone);
    store.drop(below, gone, true);
  }
}

/** Fields that move together with others. (API docs, Projects and Tasks) */
function implied(store: Store, collection: Collection, before: Row | undefined, changes: Changes): Changes {
  const {data} = store;
  if (collection === 'entries') return entryShape(before, changes);
  if (collection === 'projects' && typeof changes.active === 'boolean' && !('status_id' in changes)) {
    const name = changes.active ? 'Active' : 'Archived';
    const status = data.projectstatuses.find((row) => row.name === name);
    return status && before?.active !== changes.active ? {status_id: status.id} : {};
  }
  if (collection === 'projects' && typeof changes.status_id === 'number') {
    return {active: store.get('projectstatuses', changes.status_id).active};
  }
  if ((collection === 'tasks' || collection === 'subtasks') && typeof changes.complete === 'boolean') {
    const done = {
      completed_on: changes.complete ? store.now() : null,
      completed_by: changes.complete ? store.caller.id : null,
    };
    if (collection === 'subtasks') return done;
    const current = data.workflowstatuses.find((row) => row.id === before?.status_id);
    const status = data.workflowstatuses.find(
      (row) =>
        row.workflow_id === (current ?? data.workflowstatuses[0])?.workflow_id &&
        row.action === (changes.complete ? 'complete' : 'backlog'),
    );
    return {...done, ...(status ? {status_id: status.id} : {})};
  }
  return {};
}

/** Entries are either a date with a duration, or a time from and to, which make it. (API docs, Time Entries) */
function entryShape(before: Row | undefined, changes: Changes): Changes {
  if (typeof changes.date === 'string') return {is_bulk: true};
  if (!('start_time' in changes) && !('end_time' in changes)) return {};

  const start = 'start_time' in changes ? changes.start_time : before?.start_time;
  const end = 'end_time' in changes ? changes.end_time : before?.end_time;
  if (typeof start !== 'string') return {};
  if (typeof end !== 'string') return {is_bulk: false, end_time: end, duration: undefined};
  return {is_bulk: false, duration: (Date.parse(end) - Date.parse(start)) / 1000};
}

/** An assignment is the same fact as an id in the task's `users`. (API docs, Users Tasks) */
function settleAssignment(store: Store, assignment: Row, isGone: boolean): void {
  const task = store.find('tasks', keyOf(assignment, 'task_id'));
  const userId = keyOf(assignment, 'user_id');
  if (!task || userId === null || idsIn(task, 'users').includes(userId) !== isGone) return;
  const others = idsIn(task, 'users').filter((id) => id !== userId);
  store.alter('tasks', task.id, {users: isGone ? others : [...others, userId]}, true);
}

/** Totals follow the lines; whether `updated_on` does too is one of the settings. */
function settleDocument(store: Store, collection: Collection, row: Row): void {
  const link = LINES.find(({lines, documents}) => lines === collection || documents === collection);
  if (!link) return;
  const isLine = link.lines === collection;
  const document = isLine ? store.find(link.documents, keyOf(row, link.key)) : row;
  if (!document || !store.data[link.documents].includes(document)) return;

  const totals = totalsOf(
    document,
    store.data[link.lines].filter((line) => line[link.key] === document.id),
  );
  const isSettled = Object.entries(totals).every(([field, value]) => numberOf(document, field) === value);
  if (!isLine && isSettled) return;
  const stamp = isLine && store.settings.linesTouchParent ? {} : {updated_on: document.updated_on};
  store.alter(link.documents, document.id, {...totals, ...stamp}, true);
}
