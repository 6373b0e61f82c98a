import {addDays, date} from '../common/calendar.js';
import {cents} from '../common/money.js';
import {at} from '../common/random.js';
import type {Row} from './collections.js';
import {numberOf} from './collections.js';
import {permalink, secret} from './secrets.js';
import type {Seed} from './seed.js';
import {documentFields, seedDocument} from './seed-documents.js';
import type {Changes} from './store.js';

const STATUSES = ['draft', 'sent', 'viewed', 'paid', 'void', 'paid', 'sent', 'viewed'] as const;

/** Invoices with their lines and payments, and what they bill. */
export function seedInvoices(seed: Seed): void {
  const {store} = seed;
  const {data} = store;
  const {invoices, invoiceItems} = store.settings.size;
  for (let index = 0; index < invoices; index += 1) {
    const lines =
      Math.floor(((index + 1) * invoiceItems) / invoices) - Math.floor((index * invoiceItems) / invoices);
    const invoice = seedDocument(
      seed,
      'invoices',
      0.4 + (index / invoices) * 0.55,
      Math.max(1, lines),
      invoiceFields(seed, index),
    );
    seedPayments(seed, invoice, index);
  }
  if (data.invoiceitems.length === 0) return;
  billWork(seed);
  const converted = data.estimates.filter((row) => row.status === 'invoiced');
  for (const [index, estimate] of converted.entries()) estimate.invoice_id = at(data.invoices, index).id;
}

function invoiceFields(seed: Seed, index: number): Changes {
  const {store, opened} = seed;
  const id = store.nextId('invoices');
  const issued = addDays(date(opened), index * 11 - 170);
  const project = at(store.data.projects, index);
  return {
    id,
    ...documentFields(seed, index, 'INVOICE'),
    number: `#INV-2026-${200 + index}`,
    status: at(STATUSES, index),
    date: issued,
    due_date: addDays(issued, 30),
    // Free text for the client, in spite of its name no balance.
    outstanding: at([0, null, 99.5], index),
    pay_online: index % 5 === 0,
    reminder_1_sent: at([null, true, false], index),
    reminder_2_sent: at([null, false], index),
    reminder_3_sent: null,
    permalink: permalink('invoices', id, 'html'),
    pdf_link: permalink('invoices', id, 'pdf'),
    token: secret(`invoice-token-${id}`),
    download_token: secret(`invoice-download-${id}`),
    ...(index % 3 === 1
      ? {
          delivery_date: index % 2 === 0 ? null : issued,
          active: true,
          options: {
            linked_projects: [{amount: 120.5, project_id: project.id}],
            notification: {to: ['client@example.com']},
          },
        }
      : {}),
  };
}

function seedPayments(seed: Seed, invoice: Row, index: number): void {
  const total = numberOf(invoice, 'total');
  const pay = (amount: number, days: number): void => {
    seed.add('invoicepayments', 0.6 + (index % 30) / 100, {
      invoice_id: invoice.id,
      amount,
      date: addDays(String(invoice.date), days),
      notes: at(['', 'Bank transfer', null], index),
    });
  };
  if (invoice.status === 'paid') {
    const first = cents(total / 3);
    pay(first, 10);
    pay(cents(total - first), 25);
  } else if (invoice.status === 'viewed') {
    pay(cents(total / 4), 12);
  }
}

/** Marks hours, expenses, flat-rate tasks and projects as billed by some line. */
function billWork({store}: Seed): void {
  const {data} = store;
  for (const [index, entry] of data.entries.entries()) {
    if (index % 6 !== 4 || !('duration' in entry)) continue;
    Object.assign(entry, {billed: true, invoice_item_id: at(data.invoiceitems, index).id});
  }
  for (const [index, expense] of data.expenses.entries()) {
    if (index % 7 !== 2) continue;
    const line = at(data.invoiceitems, index);
    line.expense_id = expense.id;
    Object.assign(expense, {invoiced: true, invoice_item_id: line.id});
  }
  const flat = [...data.projects.slice(0, 5), ...data.tasks.slice(0, 20)].filter(
    (row) => row.flat_billing === true,
  );
  for (const [index, row] of flat.entries()) {
    Object.assign(row, {invoiced: true, invoice_item_id: at(data.invoiceitems, index + 3).id});
  }
}
