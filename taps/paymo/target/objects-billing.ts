import {
  date,
  decimal,
  type Field,
  flag,
  idOf,
  idsOf,
  integer,
  lines,
  object,
  oneOf,
  required,
  text,
  texts,
  unread,
  whenCreated,
} from './field.js';
import {paymoObject} from './paymo-object.js';

/** What every line of a document has. Paymo passes over names that it does not know, and the line is worth nothing. */
const LINE: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['item', required(text)],
  ['description', text],
  ['price_unit', decimal],
  ['quantity', decimal],
  ['apply_tax', flag],
  // It has been seen to come back counted from 0 after it was sent counted from 1.
  ['seq', unread(integer)],
]);

const INVOICE_LINE: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...LINE,
  ['expense_id', idOf('expenses')],
  ['entries', unread(idsOf('time_entries'))],
]);

/** What invoices, estimates and recurring profiles have in common. */
const document = {
  client_id: required(idOf('clients')),
  currency: required(text),
  tax: decimal,
  tax2: decimal,
  discount: decimal,
  tax_on_tax: flag,
  bill_to: text,
  company_info: text,
  footer: text,
  notes: text,
  title: text,
  tax_text: text,
  tax2_text: text,
  discount_text: text,
} as const;

export const estimates = paymoObject('estimates', {
  fields: {
    ...document,
    number: text,
    template_id: idOf('estimate_templates'),
    status: oneOf('draft', 'sent', 'viewed', 'accepted', 'invoiced', 'void'),
    date,
    brief_description: text,
    invoice_id: idOf('invoices'),
  },
  extras: {items: lines},
  natural: ['number', 'client_id', 'currency', 'date'],
  unique: 'number',
  by: ['client_id'],
  // New documents start as drafts, and an update changes that.
  later: ['status'],
  linesRelation: 'estimateitems',
  lineFields: LINE,
});

export const invoices = paymoObject('invoices', {
  fields: {
    ...document,
    number: text,
    template_id: idOf('invoice_templates'),
    status: oneOf('draft', 'sent', 'viewed', 'paid', 'void'),
    date,
    due_date: date,
    delivery_date: date,
    outstanding: decimal,
    pay_online: flag,
    options: object,
  },
  extras: {
    items: lines,
    estimate_id: unread(whenCreated(idOf('estimates'))),
    project_id: unread(idOf('projects')),
  },
  natural: ['number', 'client_id', 'currency', 'date'],
  unique: 'number',
  by: ['client_id'],
  later: ['status'],
  linesRelation: 'invoiceitems',
  lineFields: INVOICE_LINE,
});

export const recurringProfiles = paymoObject('recurring_profiles', {
  path: 'recurringprofiles',
  rootKeys: ['recurringprofiles', 'recurring_profiles'],
  fields: {
    ...document,
    template_id: idOf('invoice_templates'),
    frequency: required(oneOf('w', '2w', '3w', '4w', 'm', '2m', '3m', '6m', 'y')),
    start_date: required(date),
    occurrences: integer,
    autosend: flag,
    send_attachment: flag,
    options: object,
    pay_online: flag,
  },
  extras: {items: lines},
  natural: ['client_id', 'currency', 'frequency', 'start_date'],
  by: ['client_id'],
  linesRelation: 'recurringprofileitems',
  lineFields: LINE,
});

export const invoicePayments = paymoObject('invoice_payments', {
  path: 'invoicepayments',
  fields: {
    invoice_id: required(whenCreated(idOf('invoices'))),
    amount: required(decimal),
    date,
    notes: text,
  },
  natural: ['invoice_id', 'amount', 'date'],
  by: ['invoice_id'],
});

/** The client is needed even where there is a project, which is asked for it then. */
export const expenses = paymoObject('expenses', {
  fields: {
    client_id: required(idOf('clients')),
    project_id: idOf('projects'),
    user_id: idOf('users'),
    amount: required(decimal),
    currency: required(text),
    date,
    notes: text,
    invoiced: flag,
    invoice_item_id: integer,
    tags: texts,
  },
  natural: ['client_id', 'project_id', 'user_id', 'amount', 'currency', 'date'],
  by: ['client_id'],
});

// Templates that come alone have no title in the documentation's samples.

export const estimateTemplates = paymoObject('estimate_templates', {
  path: 'estimatetemplates',
  fields: {name: required(text), title: unread(text), html: text, css: text, is_default: flag},
  natural: ['name'],
});

export const invoiceTemplates = paymoObject('invoice_templates', {
  path: 'invoicetemplates',
  fields: {name: required(text), title: unread(text), html: text, css: text, is_default: flag},
  natural: ['name'],
});
