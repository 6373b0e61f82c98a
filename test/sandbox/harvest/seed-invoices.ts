import {addDays, DAY, date, datetime, HOUR} from '../common/calendar.js';
import {cents, sum} from '../common/money.js';
import {at} from '../common/random.js';
import {createInvoice, recordPayment, sendInvoiceMessage} from './billing.js';
import type {Invoice, InvoiceLine} from './billing-records.js';
import type {Terms} from './money.js';
import type {Seed} from './seed.js';
import type {Project, TimeEntry} from './work-records.js';

const TERMS: readonly Terms[] = [
  {tax: 5, tax2: 2, discount: 10, absent: 0},
  {tax: null, tax2: null, discount: null, absent: 0},
  {tax: 20, tax2: null, discount: null, absent: null},
  // A discount given as an amount: the percentage stays null. (Seen in published responses.)
  {tax: 8.25, tax2: null, discount: null, flatDiscount: 15, absent: 0},
];
const FATES = ['paid', 'open', 'partly', 'paid', 'closed', 'draft'] as const;

/** Invoices made of unbilled hours, expenses and fees, in every state, with their messages and payments. */
export function seedInvoices(seed: Seed): void {
  const {store, opened} = seed;
  const {data} = store;
  const count = store.settings.size.invoices;
  const first = opened - 110 * DAY;

  ['Service', 'Product'].forEach((name, index) => {
    const created = seed.setup(index);
    data.invoice_item_categories.push({
      id: store.nextId('invoice_item_categories'),
      name,
      use_as_service: index === 0,
      use_as_expense: index === 1,
      created_at: created,
      updated_at: created,
    });
  });
  const billable = data.projects.filter((project) => project.is_billable);
  for (let index = 0; index < count; index += 1) {
    const moment = first + (index / count) * (opened - 3 * DAY - first);
    const invoice = bill(seed, at(billable, index + 2), index, moment);
    conclude(seed, invoice, index);
  }
}

function bill(seed: Seed, project: Project, index: number, moment: number): Invoice {
  const {store, random} = seed;
  const created = datetime(moment);
  const issueDate = date(moment);
  const period = {start: addDays(issueDate, -45), end: addDays(issueDate, -1)};
  const entries = project.is_fixed_fee
    ? []
    : store.data.time_entries.filter(
        (entry) =>
          entry.project.id === project.id &&
          entry.billable &&
          !entry.is_billed &&
          !entry.is_running &&
          typeof entry.billable_rate === 'number' &&
          entry.created_at < created &&
          entry.spent_date >= period.start &&
          entry.spent_date <= period.end,
      );
  const lines = hoursByTask(seed, project, entries);
  const expenses = store.data.expenses
    .filter(
      (row) =>
        row.project.id === project.id &&
        row.billable &&
        !row.is_billed &&
        row.created_at < created &&
        row.spent_date <= period.end,
    )
    .slice(0, 1);
  for (const expense of expenses) {
    lines.push(line(seed, project, 'Product', expense.notes, 1, expense.total_cost));
  }
  // One fixed fee is invoiced beyond what was agreed, which makes its uninvoiced remainder negative.
  if (project.is_fixed_fee)
    lines.push(line(seed, project, 'Service', 'Fixed fee', 1, (project.fee ?? 0) + 100));
  if (lines.length === 0 || index % 5 === 4) lines.push(line(seed, null, 'Service', null, 1.5, 80));

  const invoice = createInvoice(store, {
    client: store.get('clients', project.client.id),
    lines,
    terms: at(TERMS, index),
    clientKey: random.hex(40),
    created,
    issueDate,
    paymentTerm: at(['upon receipt', 'net 30', 'custom', 'net 15', 'net 45'], index),
    ...(entries.length > 0 ? {period} : {}),
  });
  for (const row of [...entries, ...expenses]) {
    row.is_billed = true;
    row.is_locked = true;
    row.locked_reason = row.is_closed
      ? 'Item Invoiced and Approved and Locked for this Time Period'
      : 'Item Invoiced';
    row.invoice = {id: invoice.id, number: invoice.number};
    row.updated_at = created;
  }
  if (index % 4 === 1) delete invoice.payment_options;
  if (index % 4 === 2) invoice.payment_options = [];
  if (index === 3) invoice.retainer = {id: 7_001};
  if (index === 5) invoice.recurring_invoice_id = 33_123;
  if (index === 6) invoice.number = 'LS-2024/06';
  const estimate = store.data.estimates.find((row) => row.client.id === invoice.client.id);
  if (estimate && index % 3 === 0) invoice.estimate = {id: estimate.id};
  return invoice;
}

function hoursByTask(seed: Seed, project: Project, entries: readonly TimeEntry[]): InvoiceLine[] {
  const groups = new Map<string, TimeEntry[]>();
  for (const entry of entries) {
    const description = `${entry.task.name} @ ${entry.billable_rate}`;
    groups.set(description, [...(groups.get(description) ?? []), entry]);
  }
  return [...groups].map(([description, group]) => {
    const hours = sum(group.map((entry) => entry.rounded_hours));
    return line(seed, project, 'Service', description, hours, group[0]?.billable_rate ?? 0);
  });
}

function line(
  {store}: Seed,
  project: Project | null,
  kind: string,
  description: string | null,
  quantity: number,
  unitPrice: number,
): InvoiceLine {
  return {
    id: store.nextId('line_items'),
    kind,
    description,
    quantity,
    unit_price: unitPrice,
    amount: cents(quantity * unitPrice),
    taxed: true,
    taxed2: kind === 'Service',
    project: project && {id: project.id, name: project.name, code: project.code},
  };
}

/** Sends, pays or closes the invoice, an hour at a time after it was made. */
function conclude({store}: Seed, invoice: Invoice, index: number): void {
  const fate = at(FATES, index);
  if (fate === 'draft') return;

  const later = (hours: number): string => datetime(Date.parse(invoice.created_at) + hours * HOUR);
  if (index % 2 === 0) sendInvoiceMessage(store, invoice, {at: later(1)});
  else sendInvoiceMessage(store, invoice, {at: later(1), event: 'send'});

  if (fate === 'closed') {
    sendInvoiceMessage(store, invoice, {at: later(20), event: 'close'});
  } else if (fate === 'partly') {
    recordPayment(store, invoice, cents(invoice.amount / 3), {at: later(5)});
    recordPayment(store, invoice, 10, {
      at: later(6),
      gateway: {id: 1234, name: 'Linkpoint International'},
      transactionId: 'ch_3fake',
    });
  } else if (fate === 'paid') {
    recordPayment(store, invoice, invoice.amount, {at: later(30)});
  } else {
    sendInvoiceMessage(store, invoice, {at: later(40), reminder: true});
  }
}
