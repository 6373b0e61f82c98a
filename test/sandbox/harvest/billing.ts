import {addDays, date} from '../common/calendar.js';
import {cents, sum} from '../common/money.js';
import type {Invoice, InvoiceLine, InvoiceMessage, InvoicePayment} from './billing-records.js';
import {childrenOf} from './data.js';
import type {Terms} from './money.js';
import {totals} from './money.js';
import type {Store} from './store.js';
import type {Client} from './work-records.js';

export interface InvoicePlan {
  client: Client;
  lines: InvoiceLine[];
  terms: Terms;
  clientKey: string;
  created: string;
  issueDate: string;
  paymentTerm?: string;
  period?: {start: string; end: string};
}

const NET: Record<string, number> = {
  'upon receipt': 0,
  'net 15': 15,
  'net 30': 30,
  'net 45': 45,
  'net 60': 60,
};

/** A draft with its arithmetic done. The client's `updated_at` moves along, as seen in live data. */
export function createInvoice(store: Store, plan: InvoicePlan): Invoice {
  const {data} = store;
  const creator = data.users[0];
  if (!creator) throw new Error('The sandbox needs a user who creates invoices.');
  const id = store.nextId('invoices');
  const money = totals(plan.lines, plan.terms);
  const paymentTerm = plan.paymentTerm ?? 'upon receipt';
  const invoice: Invoice = {
    id,
    client_key: plan.clientKey,
    number: String(1000 + data.invoices.length),
    purchase_order: '',
    ...money,
    due_amount: money.amount,
    subject: plan.lines[0]?.project?.name ?? null,
    notes: 'Some notes about the invoice.',
    state: 'draft',
    period_start: plan.period?.start ?? null,
    period_end: plan.period?.end ?? null,
    issue_date: plan.issueDate,
    due_date: addDays(plan.issueDate, NET[paymentTerm] ?? 21),
    payment_term: paymentTerm,
    sent_at: null,
    paid_at: null,
    paid_date: null,
    closed_at: null,
    recurring_invoice_id: null,
    created_at: plan.created,
    updated_at: plan.created,
    currency: plan.client.currency,
    payment_options: ['credit_card'],
    client: {id: plan.client.id, name: plan.client.name},
    estimate: null,
    retainer: null,
    creator: {id: creator.id, name: `${creator.first_name} ${creator.last_name}`},
    line_items: plan.lines,
  };
  if (plan.client.updated_at < plan.created) plan.client.updated_at = plan.created;
  data.invoices.push(invoice);
  return invoice;
}

/** A payment lowers `due_amount` and moves the invoice's `updated_at` to its own `created_at`. */
export function recordPayment(
  store: Store,
  invoice: Invoice,
  amount: number,
  details: {at?: string; gateway?: InvoicePayment['payment_gateway']; transactionId?: string} = {},
): InvoicePayment {
  const at = details.at ?? store.now();
  const paidDate = date(Date.parse(at));
  const payments = childrenOf(store.data.invoice_payments, invoice.id);
  const payment: InvoicePayment = {
    id: store.nextId('invoice_payments'),
    amount,
    // Midnight UTC when recorded by date, the moment itself when a gateway took it.
    paid_at: details.gateway ? at : `${paidDate}T00:00:00Z`,
    paid_date: paidDate,
    recorded_by: invoice.creator.name,
    recorded_by_email: store.get('users', invoice.creator.id).email,
    notes: details.gateway ? null : 'Paid via check #4321',
    transaction_id: details.transactionId ?? null,
    created_at: at,
    updated_at: at,
    payment_gateway: details.gateway ?? {id: null, name: null},
  };
  payments.push(payment);
  invoice.due_amount = cents(invoice.amount - sum(payments.map((row) => row.amount)));
  invoice.updated_at = at;
  if (invoice.due_amount <= 0) {
    invoice.state = 'paid';
    invoice.paid_at = payment.paid_at;
    invoice.paid_date = payment.paid_date;
  }
  return payment;
}

/** An ordinary message, or a change of state, which has no text and nobody to receive it. */
export function sendInvoiceMessage(
  store: Store,
  invoice: Invoice,
  details: {at?: string; event?: 'close' | 'draft' | 're-open' | 'send'; reminder?: boolean} = {},
): InvoiceMessage {
  const at = details.at ?? store.now();
  const sender = store.get('users', invoice.creator.id);
  const name = `${sender.first_name} ${sender.last_name}`;
  const isEvent = details.event !== undefined;
  const message: InvoiceMessage = {
    id: store.nextId('invoice_messages'),
    sent_by: name,
    sent_by_email: sender.email,
    sent_from: name,
    sent_from_email: sender.email,
    include_link_to_client_invoice: isEvent ? null : (invoice.payment_options ?? []).length > 0,
    send_me_a_copy: !isEvent,
    thank_you: false,
    reminder: details.reminder === true,
    send_reminder_on: null,
    created_at: at,
    updated_at: at,
    attach_pdf: !isEvent,
    event_type: details.event ?? null,
    recipients: isEvent
      ? []
      : [
          {name: null, email: 'accounts@example.com'},
          {name, email: sender.email},
        ],
    subject: isEvent ? null : `Invoice #${invoice.number} from ${store.data.company.name}`,
    body: isEvent
      ? null
      : `Invoice ID: ${invoice.number}\r\nAmount: ${invoice.amount.toFixed(2)}\r\n\r\nThank you!`,
  };
  childrenOf(store.data.invoice_messages, invoice.id).push(message);
  if (details.event === 'close') {
    invoice.state = 'closed';
    invoice.closed_at = at;
  } else if (invoice.state === 'draft') {
    invoice.state = 'open';
  }
  invoice.sent_at = invoice.sent_at ?? at;
  invoice.updated_at = at;
  return message;
}
