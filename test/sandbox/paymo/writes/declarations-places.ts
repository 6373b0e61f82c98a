import type {Declaration} from './declaration.js';

export const clients: Declaration = {
  writable: [
    'name',
    'address',
    'city',
    'state',
    'postal_code',
    'country',
    'phone',
    'fax',
    'email',
    'website',
    'fiscal_information',
    'active',
  ],
  required: ['name'],
  defaults: {active: true},
};

export const clientcontacts: Declaration = {
  writable: [
    'client_id',
    'name',
    'email',
    'mobile',
    'phone',
    'fax',
    'skype',
    'position',
    'notes',
    'is_main',
    'access',
    'password',
  ],
  kinds: {password: 'text'},
  unkept: ['password'],
  required: ['name', 'client_id'],
};

export const projects: Declaration = {
  writable: [
    'name',
    'code',
    'description',
    'client_id',
    'status_id',
    'active',
    'color',
    'users',
    'managers',
    'billable',
    'flat_billing',
    'price_per_hour',
    'price',
    'hourly_billing_mode',
    'budget_hours',
    'adjustable_hours',
    'invoiced',
    'invoice_item_id',
    'workflow_id',
    'template_id',
  ],
  uncertain: ['estimated_price'],
  updateOnly: ['tasklists_order'],
  kinds: {template_id: 'integer', tasklists_order: 'ids'},
  unkept: ['template_id', 'tasklists_order'],
  required: ['name'],
  references: {
    template_id: 'projecttemplates',
    users: 'users',
    managers: 'users',
    tasklists_order: 'tasklists',
  },
  words: {hourly_billing_mode: [null, 'task', 'project', 'company'], adjustable_hours: [null, true, false]},
  defaults: {active: true},
};

export const projectstatuses: Declaration = {
  writable: ['name', 'active', 'seq'],
  required: ['name'],
  defaults: {active: true},
};

export const projecttemplates: Declaration = {
  writable: ['name'],
  createOnly: ['project_id'],
  kinds: {project_id: 'integer'},
  unkept: ['project_id'],
  required: ['name'],
  references: {project_id: 'projects'},
};

export const projecttemplatestasklists: Declaration = {
  writable: ['name', 'seq'],
  createOnly: ['template_id'],
  required: ['name', 'template_id'],
};

export const projecttemplatestasks: Declaration = {
  writable: [
    'name',
    'tasklist_id',
    'seq',
    'description',
    'billable',
    'budget_hours',
    'price_per_hour',
    'users',
  ],
  required: ['name', 'tasklist_id'],
  references: {users: 'users'},
};

export const milestones: Declaration = {
  writable: ['name', 'project_id', 'due_date', 'user_id', 'send_reminder', 'complete', 'linked_tasklists'],
  kinds: {linked_tasklists: 'ids'},
  required: ['name', 'project_id', 'due_date'],
  references: {linked_tasklists: 'tasklists'},
  defaults: {send_reminder: 0, reminder_sent: false},
};

export const users: Declaration = {
  writable: [
    'email',
    'name',
    'type',
    'active',
    'timezone',
    'phone',
    'position',
    'skype',
    'workday_hours',
    'price_per_hour',
    'date_format',
    'time_format',
    'decimal_sep',
    'thousands_sep',
    'language',
    'theme',
    'week_start',
    'assigned_projects',
    'managed_projects',
    'password',
  ],
  uncertain: ['annual_leave_days_number'],
  kinds: {password: 'text'},
  unkept: ['password'],
  required: ['email'],
  references: {assigned_projects: 'projects', managed_projects: 'projects'},
  words: {
    type: ['Admin', 'Employee', 'Guest'],
    date_format: ['Y-m-d', 'd/m/Y', 'm/d/Y', 'd.m.Y'],
    time_format: ['H:i', 'h:i a'],
    week_start: ['0', '1', '2', '3', '4', '5', '6'],
  },
  defaults: {
    type: 'Employee',
    active: true,
    timezone: 'US/Eastern',
    date_format: 'm/d/Y',
    time_format: 'h:i a',
    decimal_sep: '.',
    thousands_sep: ',',
    language: 'en',
    theme: null,
    week_start: '1',
    is_online: false,
  },
};

export const workflows: Declaration = {writable: ['name', 'is_default'], required: ['name']};

export const workflowstatuses: Declaration = {
  writable: ['name', 'color', 'workflow_id'],
  required: ['name', 'color', 'workflow_id'],
  defaults: {action: ''},
};
