import type {Definition} from './definition.js';
import {DOCUMENT, IMAGE_THUMBS, LINE, PICTURE} from './definition.js';

export const expenses: Definition = {
  fields: {
    client_id: 'integer',
    project_id: 'integer',
    user_id: 'integer',
    amount: 'decimal',
    currency: 'text',
    date: 'date',
    notes: 'text',
    invoiced: 'flag',
    invoice_item_id: 'integer',
    tags: 'opaque',
    file: 'text',
    ...PICTURE,
    download_token: 'text',
    name: 'text',
    price: 'decimal',
    billable: 'flag',
    active: 'flag',
    flag_billed: 'flag',
  },
  relations: {
    client: {to: 'clients', key: 'client_id'},
    project: {to: 'projects', key: 'project_id'},
    user: {to: 'users', key: 'user_id'},
    invoiceitems: {to: 'invoiceitems', many: 'expense_id'},
  },
  unselectable: IMAGE_THUMBS,
};

export const estimates: Definition = {
  fields: {
    ...DOCUMENT,
    number: 'text',
    status: 'text',
    date: 'date',
    brief_description: 'text',
    invoice_id: 'integer',
    permalink: 'text',
    pdf_link: 'text',
    download_token: 'text',
    active: 'flag',
  },
  relations: {
    client: {to: 'clients', key: 'client_id'},
    invoice: {to: 'invoices', key: 'invoice_id'},
    estimateitems: {to: 'estimateitems', many: 'estimate_id'},
    estimatetemplate: {to: 'estimatetemplates', key: 'template_id'},
  },
};

export const estimateitems: Definition = {
  fields: {estimate_id: 'integer', ...LINE},
  relations: {estimate: {to: 'estimates', key: 'estimate_id'}},
  mandatory: [['estimate_id']],
};

const TEMPLATE = {name: 'text', title: 'text', html: 'text', css: 'text'} as const;

export const estimatetemplates: Definition = {
  fields: {...TEMPLATE, is_default: 'flag', estimates_count: 'integer'},
  relations: {estimates: {to: 'estimates', many: 'template_id'}},
  onlyList: ['title'],
};

export const estimatetemplatesgallery: Definition = {fields: {...TEMPLATE, image: 'text'}};

export const invoices: Definition = {
  fields: {
    ...DOCUMENT,
    number: 'text',
    status: 'text',
    date: 'date',
    due_date: 'date',
    delivery_date: 'date',
    outstanding: 'decimal',
    pay_online: 'flag',
    reminder_1_sent: 'flag',
    reminder_2_sent: 'flag',
    reminder_3_sent: 'flag',
    permalink: 'text',
    pdf_link: 'text',
    token: 'text',
    download_token: 'text',
    active: 'flag',
    options: 'opaque',
  },
  relations: {
    client: {to: 'clients', key: 'client_id'},
    invoiceitems: {to: 'invoiceitems', many: 'invoice_id'},
    invoicepayments: {to: 'invoicepayments', many: 'invoice_id'},
    invoicetemplate: {to: 'invoicetemplates', key: 'template_id'},
  },
};

export const invoiceitems: Definition = {
  fields: {invoice_id: 'integer', expense_id: 'integer', ...LINE},
  // `expense` is in the documentation's table, but the service refuses it.
  relations: {
    invoice: {to: 'invoices', key: 'invoice_id'},
    entries: {to: 'entries', many: 'invoice_item_id'},
    projects: {to: 'projects', many: 'invoice_item_id'},
    tasks: {to: 'tasks', many: 'invoice_item_id'},
  },
  mandatory: [['invoice_id']],
};

export const invoicepayments: Definition = {
  fields: {invoice_id: 'integer', amount: 'decimal', date: 'date', notes: 'text'},
  relations: {invoice: {to: 'invoices', key: 'invoice_id'}},
};

export const invoicetemplates: Definition = {
  fields: {...TEMPLATE, is_default: 'flag', invoices_count: 'integer'},
  relations: {invoices: {to: 'invoices', many: 'template_id'}},
  onlyList: ['title'],
};

export const invoicetemplatesgallery: Definition = {fields: {...TEMPLATE, image: 'text'}};

export const recurringprofiles: Definition = {
  fields: {
    ...DOCUMENT,
    frequency: 'text',
    start_date: 'date',
    occurrences: 'integer',
    invoices_created: 'integer',
    last_created: 'date',
    autosend: 'flag',
    send_attachment: 'flag',
    options: 'opaque',
    pay_online: 'flag',
  },
  relations: {
    client: {to: 'clients', key: 'client_id'},
    recurringprofileitems: {to: 'recurringprofileitems', many: 'recurring_profile_id'},
  },
};

export const recurringprofileitems: Definition = {
  fields: {recurring_profile_id: 'integer', ...LINE},
  relations: {recurringprofile: {to: 'recurringprofiles', key: 'recurring_profile_id'}},
  mandatory: [['recurring_profile_id']],
};
