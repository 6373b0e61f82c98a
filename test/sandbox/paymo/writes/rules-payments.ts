import type {Collection, Row} from '../collections.js';
import {keyOf, numberOf} from '../collections.js';
import {badRequest} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {numeric} from './context.js';
import {openAmount} from './numbers.js';
import {onlyDefault} from './rules-people.js';

export const invoicepayments: Rules = {
  create(fields, {store}) {
    demandOpen(store, store.find('invoices', numeric(fields.invoice_id)), fields.amount, undefined);
    return {...fields, date: fields.date ?? store.today()};
  },
  created: (payment, _fields, {store}) => settle(store, payment),
  update(payment, fields, {store}) {
    demandOpen(store, store.find('invoices', keyOf(payment, 'invoice_id')), fields.amount, payment.id);
    return fields;
  },
  updated: (payment, _before, _fields, {store}) => settle(store, payment),
  remove:
    (payment, {store}) =>
    () =>
      settle(store, payment),
};

/** "Must not exceed the open amount." (API docs, Invoice Payments) */
function demandOpen(
  store: Store,
  invoice: Row | undefined,
  amount: Fields[string],
  self: number | undefined,
): void {
  if (!invoice || typeof amount !== 'number') return;
  if (amount <= 0) throw badRequest("Invalid value for field 'amount'.");
  if (amount > openOf(store, invoice, self)) {
    throw badRequest('The payment is larger than the amount that is still open.');
  }
}

function openOf({data}: Store, invoice: Row, self?: number): number {
  const payments = data.invoicepayments.filter((row) => row.invoice_id === invoice.id && row.id !== self);
  return openAmount(
    numberOf(invoice, 'total'),
    payments.map((row) => numberOf(row, 'amount')),
  );
}

/** The last payment makes the invoice paid; lowering or deleting one of a paid invoice makes it viewed. */
function settle(store: Store, payment: Row): void {
  const invoice = store.find('invoices', keyOf(payment, 'invoice_id'));
  if (!invoice) return;
  const isPaid = openOf(store, invoice) <= 0;
  if (isPaid === (invoice.status === 'paid')) return;
  store.alter('invoices', invoice.id, {status: isPaid ? 'paid' : 'viewed'}, true);
}

export const expenses: Rules = {
  create(fields, {store, user}) {
    return {...fields, date: fields.date ?? store.today(), user_id: fields.user_id ?? user.id};
  },
  remove(expense, {store}) {
    return () => {
      for (const line of store.data.invoiceitems) {
        if (line.expense_id === expense.id) line.expense_id = null;
      }
    };
  },
};

export const invoicetemplates: Rules = templateRules('invoicetemplates', ['invoices', 'recurringprofiles']);
export const estimatetemplates: Rules = templateRules('estimatetemplates', ['estimates']);

function templateRules(
  templates: 'invoicetemplates' | 'estimatetemplates',
  documents: readonly Collection[],
): Rules {
  const setDefault = (template: Row, {store}: WriteContext): void => {
    onlyDefault(store, templates, template);
    const key = templates === 'invoicetemplates' ? 'default_invoice_template' : 'default_estimate_template';
    if (template.is_default === true) store.data.company[key] = template.id;
  };
  return {
    create(fields, {store}) {
      if (!store.settings.htmlOptional && (fields.html ?? '') === '') {
        throw badRequest('Missing required params: html');
      }
      return fields;
    },
    created: (template, _fields, context) => setDefault(template, context),
    updated: (template, _before, _fields, context) => setDefault(template, context),
    remove(template, {store}) {
      if (template.is_default === true) throw badRequest('The default template cannot be deleted.');
      const isUsed = documents.some((name) =>
        store.data[name].some((row) => row.template_id === template.id),
      );
      if (isUsed) throw badRequest('This template is used by documents.');
      return undefined;
    },
  };
}
