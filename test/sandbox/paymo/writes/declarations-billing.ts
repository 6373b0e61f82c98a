import type {Declaration} from './declaration.js';
import {DOCUMENT_FIELDS} from './declaration.js';

export const expenses: Declaration = {
  writable: [
    'client_id',
    'project_id',
    'user_id',
    'amount',
    'currency',
    'date',
    'notes',
    'invoiced',
    'invoice_item_id',
    'tags',
  ],
  kinds: {tags: 'texts'},
  required: ['client_id', 'currency', 'amount'],
  references: {invoice_item_id: 'invoiceitems'},
  defaults: {tags: [], file: ''},
};

export const estimates: Declaration = {
  writable: [...DOCUMENT_FIELDS, 'number', 'status', 'date', 'brief_description', 'invoice_id'],
  kinds: {items: 'lines'},
  unkept: ['items'],
  required: ['client_id', 'currency'],
  words: {status: ['draft', 'sent', 'viewed', 'accepted', 'invoiced', 'void']},
  defaults: {status: 'draft', language: ''},
};

export const estimatetemplates: Declaration = {
  writable: ['name', 'title', 'html', 'css', 'is_default'],
  required: ['name'],
};

export const invoices: Declaration = {
  writable: [
    ...DOCUMENT_FIELDS,
    'number',
    'status',
    'date',
    'due_date',
    'delivery_date',
    'outstanding',
    'pay_online',
  ],
  uncertain: ['options'],
  createOnly: ['estimate_id'],
  kinds: {items: 'lines', estimate_id: 'integer', options: 'object'},
  unkept: ['items', 'estimate_id'],
  required: ['client_id', 'currency'],
  references: {estimate_id: 'estimates'},
  words: {status: ['draft', 'sent', 'viewed', 'paid', 'void']},
  defaults: {
    status: 'draft',
    language: '',
    reminder_1_sent: false,
    reminder_2_sent: false,
    reminder_3_sent: false,
  },
};

export const invoicepayments: Declaration = {
  writable: ['amount', 'date', 'notes'],
  createOnly: ['invoice_id'],
  required: ['invoice_id', 'amount'],
};

export const invoicetemplates: Declaration = {
  writable: ['name', 'title', 'html', 'css', 'is_default'],
  required: ['name'],
};

export const recurringprofiles: Declaration = {
  writable: [...DOCUMENT_FIELDS, 'frequency', 'start_date', 'occurrences', 'autosend', 'pay_online'],
  uncertain: ['send_attachment', 'options'],
  kinds: {items: 'lines', options: 'object'},
  unkept: ['items'],
  required: ['client_id', 'currency', 'frequency', 'start_date'],
  references: {template_id: 'invoicetemplates'},
  words: {frequency: ['w', '2w', '3w', '4w', 'm', '2m', '3m', '6m', 'y']},
  defaults: {language: null, invoices_created: 0, last_created: null, discount: 0},
};
