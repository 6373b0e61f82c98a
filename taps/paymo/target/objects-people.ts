import {
  color,
  decimal,
  flag,
  idOf,
  idsOf,
  integer,
  oneOf,
  required,
  secret,
  setting,
  text,
  zone,
} from './field.js';
import {paymoObject} from './paymo-object.js';

/** Archiving is done by `active`, although the documentation's table calls it read-only. */
export const clients = paymoObject('clients', {
  fields: {
    name: required(text),
    address: text,
    city: text,
    state: text,
    postal_code: text,
    country: text,
    phone: text,
    fax: text,
    email: text,
    website: text,
    fiscal_information: text,
    active: flag,
  },
  natural: ['name'],
});

export const clientContacts = paymoObject('client_contacts', {
  path: 'clientcontacts',
  fields: {
    client_id: required(idOf('clients')),
    name: required(text),
    email: text,
    mobile: text,
    phone: text,
    fax: text,
    skype: text,
    position: text,
    notes: text,
    is_main: flag,
    access: flag,
  },
  extras: {password: secret},
  natural: ['name', 'client_id'],
  by: ['client_id'],
});

export const users = paymoObject('users', {
  fields: {
    email: required(text),
    name: text,
    type: oneOf('Admin', 'Employee', 'Guest'),
    active: flag,
    timezone: zone,
    phone: text,
    skype: text,
    position: text,
    workday_hours: decimal,
    price_per_hour: decimal,
    date_format: text,
    time_format: text,
    decimal_sep: text,
    thousands_sep: text,
    language: text,
    theme: text,
    week_start: setting,
    assigned_projects: idsOf('projects'),
    managed_projects: idsOf('projects'),
    annual_leave_days_number: integer,
  },
  extras: {password: secret},
  natural: ['email'],
  unique: 'email',
});

export const workflows = paymoObject('workflows', {
  fields: {name: required(text), is_default: flag},
  natural: ['name'],
});

export const workflowStatuses = paymoObject('workflow_statuses', {
  path: 'workflowstatuses',
  fields: {name: required(text), color: required(color), workflow_id: required(idOf('workflows'))},
  natural: ['name', 'workflow_id'],
  by: ['workflow_id'],
});

/** A list that the built-in ones are in, too; those refuse every change. */
export const projectStatuses = paymoObject('project_statuses', {
  path: 'projectstatuses',
  operations: ['update', 'delete'],
  fields: {name: text, active: flag, seq: integer},
  natural: ['name'],
});

/** Which settings can be changed is not documented; those that the documentation's table does not call read-only. */
export const company = paymoObject('company', {
  operations: ['update'],
  isSingle: true,
  fields: {
    name: setting,
    address: setting,
    phone: setting,
    url: setting,
    fiscal_information: setting,
    email: setting,
    country: setting,
    timezone: setting,
    default_currency: setting,
    default_price_per_hour: setting,
    apply_tax_to_expenses: setting,
    tax_on_tax: setting,
    currency_position: oneOf('left', 'right'),
    next_invoice_number: setting,
    next_estimate_number: setting,
    online_payments: setting,
    date_format: setting,
    time_format: setting,
    decimal_sep: setting,
    thousands_sep: setting,
    week_start: setting,
    workday_start: setting,
    workday_end: setting,
    working_days: setting,
    default_tax: setting,
    default_tax2: setting,
    default_tax_text: setting,
    default_tax2_text: setting,
    due_interval: setting,
    estimate_format: setting,
    invoice_format: setting,
    hide_tax_field: setting,
    remove_paymo_branding: setting,
    language: setting,
    payment_reminder_1: setting,
    payment_reminder_2: setting,
    payment_reminder_3: setting,
    annual_leave_days_number: integer,
  },
  natural: [],
});
