import {addDays} from '../common/calendar.js';
import {at} from '../common/random.js';
import {createInvoice, recordPayment, sendInvoiceMessage} from './billing.js';
import type {ChildCollection, Collection} from './data.js';
import {childrenOf} from './data.js';
import {refreshEmbeds} from './embeds.js';
import {engagementOn, timeEntry} from './seed-time-entries.js';
import type {Store} from './store.js';
import {timeOfDay} from './time-of-day.js';
import {withTimer} from './views.js';

/** Ids of what was added and changed, by collection; children included. */
export type ChangeSummary = Partial<
  Record<Collection | ChildCollection, {inserted: number[]; updated: number[]}>
>;

type Note = (collection: Collection | ChildCollection, how: 'inserted' | 'updated', id: number) => void;

/**
 * Work goes on: people log and correct hours, a client comes along, an invoice is written, another is paid
 * and discussed, a rate rises, a task is archived. Everything is stamped with the clock's time.
 */
export function change(store: Store): ChangeSummary {
  const summary: ChangeSummary = {};
  const note: Note = (collection, how, id) => {
    const entry = summary[collection] ?? {inserted: [], updated: []};
    summary[collection] = entry;
    if (!entry[how].includes(id)) entry[how].push(id);
  };

  changePlaces(store, note);
  changeHours(store, note);
  changeBilling(store, note);
  changeRates(store, note);
  refreshEmbeds(store.data);
  return summary;
}

function changePlaces(store: Store, note: Note): void {
  const {data} = store;
  const edit = (
    collection: Collection,
    id: number,
    changes: {name?: string; is_active?: boolean} = {},
  ): void => {
    store.update(collection, id, changes);
    note(collection, 'updated', id);
  };

  edit('clients', at(data.clients, 0).id);
  const client = store.insert('clients', {name: `New Client ${data.clients.length + 1}`, is_active: true});
  note('clients', 'inserted', client.id);
  if (data.contacts.length > 0) {
    const contact = store.insert('contacts', {client: {id: client.id, name: client.name}});
    note('contacts', 'inserted', contact.id);
  }
  edit('projects', at(data.projects, 1).id);
  edit('users', at(data.users, 3).id);
  edit('tasks', at(data.tasks, 2).id);
  const assignment = data.task_assignments.find((row) => row.is_active);
  if (assignment) edit('task_assignments', assignment.id, {is_active: false});
}

function changeHours(store: Store, note: Note): void {
  const {data} = store;
  const now = store.now();
  const add = (spentDate: string, hours: number, choice: number, running = false): void => {
    const engagement = engagementOn(store, at(data.projects, choice), choice);
    const entry = timeEntry(store, engagement, {created: now, spentDate, hours, running});
    data.time_entries.push(entry);
    note('time_entries', 'inserted', entry.id);
  };

  // At most one timer runs per person, and starting another stops the one before.
  for (const running of data.time_entries.filter((row) => row.is_running)) {
    const {hours, rounded_hours} = withTimer(store, running);
    store.update('time_entries', running.id, {
      hours,
      rounded_hours,
      hours_without_timer: hours,
      is_running: false,
      timer_started_at: null,
      ended_time: data.company.wants_timestamp_timers
        ? timeOfDay(store.settings.now(), data.company.clock)
        : null,
    });
    note('time_entries', 'updated', running.id);
  }
  const editable = data.time_entries.find((row) => !row.is_locked && !row.is_running);
  if (editable) {
    store.update('time_entries', editable.id, {notes: `Corrected ${now}`});
    note('time_entries', 'updated', editable.id);
  }
  add(store.today(), 1.75, 2);
  // Backdated: an old day, but a new `updated_at`.
  add(addDays(store.today(), -40), 3.1, 4);
  add(store.today(), 0, 1, true);

  if (data.expenses.length > 0) {
    const expense = store.insert('expenses', {
      spent_date: store.today(),
      total_cost: 18.4,
      is_billed: false,
      is_locked: false,
      locked_reason: null,
      invoice: null,
      receipt: null,
    });
    note('expenses', 'inserted', expense.id);
  }
}

function changeBilling(store: Store, note: Note): void {
  const {data} = store;
  const open = data.invoices.find((row) => row.state === 'open' && row.due_amount > 1);
  if (open) {
    const payment = recordPayment(store, open, Math.min(25, open.due_amount));
    note('invoice_payments', 'inserted', payment.id);
    note('invoice_messages', 'inserted', sendInvoiceMessage(store, open, {reminder: true}).id);
    note('invoices', 'updated', open.id);
  }
  const client = data.clients.find((row) => row.is_active);
  if (!client) return;

  const project = data.projects.find((row) => row.client.id === client.id);
  const invoice = createInvoice(store, {
    client,
    lines: [
      {
        id: store.nextId('line_items'),
        kind: 'Service',
        description: 'Workshop',
        quantity: 1.5,
        unit_price: 120,
        amount: 180,
        taxed: true,
        taxed2: false,
        project: project ? {id: project.id, name: project.name, code: project.code} : null,
      },
    ],
    terms: {tax: 5, tax2: null, discount: null, absent: 0},
    clientKey: `${store.nextId('line_items')}`.padStart(40, '0'),
    created: store.now(),
    issueDate: store.today(),
  });
  note('invoices', 'inserted', invoice.id);
  note('clients', 'updated', client.id);
}

/** A new rate from today on: the one before ends yesterday, and its `updated_at` moves. */
function changeRates(store: Store, note: Note): void {
  const user = at(store.data.users, 0);
  const now = store.now();
  const rates = childrenOf(store.data.billable_rates, user.id);
  const current = rates.at(-1);
  if (current) {
    current.end_date = addDays(store.today(), -1);
    current.updated_at = now;
    note('billable_rates', 'updated', current.id);
  }
  const rate = {
    id: store.nextId('billable_rates'),
    amount: (current?.amount ?? 100) + 5,
    start_date: store.today(),
    end_date: null,
    created_at: now,
    updated_at: now,
  };
  rates.push(rate);
  store.update('users', user.id, {default_hourly_rate: rate.amount});
  note('billable_rates', 'inserted', rate.id);
  note('users', 'updated', user.id);
}
