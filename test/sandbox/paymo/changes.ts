import {addDays, datetime, HOUR} from '../common/calendar.js';
import {cents} from '../common/money.js';
import {at} from '../common/random.js';
import type {Collection} from './collections.js';
import {keyOf, numberOf} from './collections.js';
import {insert, remove, update} from './operations.js';
import type {Changes, Store} from './store.js';

/** Ids of what was added, changed and taken away, by collection; consequences included. */
export type ChangeSummary = Partial<
  Record<Collection, {inserted: number[]; updated: number[]; deleted: number[]}>
>;

/**
 * A day at the office: people log and correct hours, stop a timer and start another, a client comes along with
 * a project, an invoice is written, another is paid, somebody comments, a project is archived, a task deleted.
 * Everything is stamped with the clock's time.
 */
export function change(store: Store): ChangeSummary {
  const summary: ChangeSummary = {};
  const stop = store.onEvent(({kind, collection, row}) => {
    const entry = summary[collection] ?? {inserted: [], updated: [], deleted: []};
    summary[collection] = entry;
    const ids = {insert: entry.inserted, update: entry.updated, delete: entry.deleted}[kind];
    if (!ids.includes(row.id)) ids.push(row.id);
  });
  try {
    changePlaces(store);
    changeHours(store);
    changeBilling(store);
    changeTalk(store);
  } finally {
    stop();
  }
  for (const entry of Object.values(summary)) forgetPassing(entry);
  return summary;
}

/** What came and went, or came and was changed, is only told once. */
function forgetPassing(entry: {inserted: number[]; updated: number[]; deleted: number[]}): void {
  const passing = new Set(entry.inserted.filter((id) => entry.deleted.includes(id)));
  const known = new Set([...entry.inserted, ...entry.deleted]);
  entry.updated = entry.updated.filter((id) => !known.has(id));
  entry.inserted = entry.inserted.filter((id) => !passing.has(id));
  entry.deleted = entry.deleted.filter((id) => !passing.has(id));
}

function changePlaces(store: Store): void {
  const {data} = store;
  update(store, 'clients', at(data.clients, 0).id, {phone: '555-0199'});
  const client = insert(store, 'clients', {name: `New Client ${data.clients.length + 1}`, active: true});
  if (data.clientcontacts.length > 0) insert(store, 'clientcontacts', {client_id: client.id, is_main: true});
  const project = insert(store, 'projects', {
    name: 'Brand new',
    client_id: client.id,
    active: true,
    users: [at(data.users, 0).id],
  });
  const tasklist = insert(store, 'tasklists', {project_id: project.id, milestone_id: null, seq: 1});
  const task = insert(store, 'tasks', {
    name: 'First steps',
    project_id: project.id,
    tasklist_id: tasklist.id,
    complete: false,
    users: [],
  });
  insert(store, 'userstasks', {task_id: task.id, user_id: at(data.users, 0).id});

  const archived = data.projects.find((row) => row.active === true && row.id !== project.id);
  if (archived) update(store, 'projects', archived.id, {active: false});
  const done = data.tasks.find((row) => row.complete === false && row.id !== task.id);
  if (done) update(store, 'tasks', done.id, {complete: true});
  update(store, 'users', at(data.users, 1).id, {position: 'Lead'});
  const subtask = data.subtasks.find((row) => row.complete === false);
  if (subtask) update(store, 'subtasks', subtask.id, {complete: true});
  const doomed = data.tasks.find((row, index) => index > 3 && row.id !== done?.id && row.id !== task.id);
  if (doomed) remove(store, 'tasks', doomed.id);
}

function changeHours(store: Store): void {
  const {data} = store;
  const now = store.settings.now().getTime();
  const log = (times: Changes, nth: number): void => {
    const task = at(data.tasks, nth);
    insert(store, 'entries', {
      task_id: task.id,
      project_id: keyOf(task, 'project_id'),
      billed: false,
      invoice_item_id: null,
      ...times,
    });
  };

  const running = data.entries.filter((row) => row.is_bulk === false && typeof row.end_time !== 'string');
  for (const {id} of running) {
    update(store, 'entries', id, {end_time: store.now()});
  }
  const correct = data.entries.find((row) => row.billed === false && !running.includes(row));
  if (correct) update(store, 'entries', correct.id, {description: `Corrected ${store.now()}`});
  log({start_time: datetime(now - 2 * HOUR), end_time: datetime(now - HOUR)}, 1);
  // Backdated: months before the window of anybody who reads recent work only.
  log({date: addDays(store.today(), -200), duration: 5400}, 2);
  const end = store.settings.runningEnd === 'null' ? {end_time: null} : {};
  log({start_time: datetime(now - 600_000), ...end, user_id: store.caller.id}, 3);
  const gone = data.entries.find((row, index) => index > 20 && row.billed === false);
  if (gone) remove(store, 'entries', gone.id);
  if (data.bookings.length > 0)
    insert(store, 'bookings', {start_date: store.today(), end_date: store.today()});
}

function changeBilling(store: Store): void {
  const {data} = store;
  if (data.expenses.length > 0)
    insert(store, 'expenses', {date: store.today(), amount: 18.4, invoiced: false});
  const open = data.invoices.find((row) => row.status === 'sent');
  if (open) {
    insert(store, 'invoicepayments', {
      invoice_id: open.id,
      amount: cents(numberOf(open, 'total')),
      date: store.today(),
    });
    update(store, 'invoices', open.id, {status: 'paid'});
  }
  if (data.invoices.length > 0) {
    const invoice = insert(store, 'invoices', {
      number: `#INV-2026-${900 + data.invoices.length}`,
      status: 'draft',
      date: store.today(),
    });
    insert(store, 'invoiceitems', {invoice_id: invoice.id, price_unit: 120, quantity: 1.5, expense_id: null});
  }
  const line = data.estimateitems[0];
  if (line) update(store, 'estimateitems', line.id, {quantity: numberOf(line, 'quantity') + 1});
}

function changeTalk(store: Store): void {
  const {data} = store;
  const thread = data.threads[0];
  if (thread && data.comments.length > 0) {
    insert(store, 'comments', {thread_id: thread.id, content: 'Done today'});
    update(store, 'threads', thread.id);
  }
  const discussion = data.discussions[1];
  if (discussion) update(store, 'discussions', discussion.id, {name: 'Renamed'});
  const milestone = data.milestones[0];
  if (milestone) update(store, 'milestones', milestone.id, {complete: true});
  if (data.files.length > 0) insert(store, 'files', {original_filename: 'New.pdf'});
}
