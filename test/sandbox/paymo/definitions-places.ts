import type {Definition} from './definition.js';
import {IMAGE_THUMBS, PICTURE} from './definition.js';

export const clients: Definition = {
  fields: {
    name: 'text',
    address: 'text',
    city: 'text',
    state: 'text',
    postal_code: 'text',
    country: 'text',
    phone: 'text',
    fax: 'text',
    email: 'text',
    website: 'text',
    fiscal_information: 'text',
    active: 'flag',
    image: 'text',
    ...PICTURE,
    due_interval: 'integer',
    additional_privileges: 'opaque',
  },
  relations: {
    clientcontacts: {to: 'clientcontacts', many: 'client_id'},
    projects: {to: 'projects', many: 'client_id'},
    invoices: {to: 'invoices', many: 'client_id'},
    recurringprofiles: {to: 'recurringprofiles', many: 'client_id'},
  },
  unselectable: ['additional_privileges', ...IMAGE_THUMBS],
};

export const clientcontacts: Definition = {
  fields: {
    client_id: 'integer',
    name: 'text',
    email: 'text',
    mobile: 'text',
    phone: 'text',
    fax: 'text',
    skype: 'text',
    position: 'text',
    notes: 'text',
    is_main: 'flag',
    access: 'flag',
    image: 'text',
    ...PICTURE,
    additional_privileges: 'opaque',
  },
  relations: {client: {to: 'clients', key: 'client_id'}},
};

export const projects: Definition = {
  fields: {
    name: 'text',
    code: 'text',
    task_code_increment: 'integer',
    description: 'text',
    client_id: 'integer',
    status_id: 'integer',
    active: 'flag',
    color: 'text',
    users: 'ids',
    managers: 'ids',
    billable: 'flag',
    flat_billing: 'flag',
    price_per_hour: 'decimal',
    price: 'decimal',
    estimated_price: 'decimal',
    hourly_billing_mode: 'text',
    budget_hours: 'decimal',
    adjustable_hours: 'flag',
    invoiced: 'flag',
    invoice_item_id: 'integer',
    workflow_id: 'integer',
    billing_type: 'text',
    client_name: 'text',
    retainer_id: 'integer',
  },
  relations: {
    client: {to: 'clients', key: 'client_id'},
    projectstatus: {to: 'projectstatuses', key: 'status_id'},
    tasklists: {to: 'tasklists', many: 'project_id'},
    tasks: {to: 'tasks', many: 'project_id'},
    milestones: {to: 'milestones', many: 'project_id'},
    discussions: {to: 'discussions', many: 'project_id'},
    files: {to: 'files', many: 'project_id'},
    invoiceitem: {to: 'invoiceitems', key: 'invoice_item_id'},
    workflow: {to: 'workflows', key: 'workflow_id'},
  },
};

export const projectstatuses: Definition = {
  fields: {name: 'text', active: 'flag', seq: 'integer', readonly: 'flag'},
  relations: {projects: {to: 'projects', many: 'status_id'}},
};

export const projecttemplates: Definition = {
  root: 'project_templates',
  fields: {name: 'text'},
  relations: {
    projecttemplatestasklists: {to: 'projecttemplatestasklists', many: 'template_id'},
    projecttemplatestasks: {to: 'projecttemplatestasks', many: 'template_id'},
  },
};

export const projecttemplatestasklists: Definition = {
  root: 'project_templates_tasklists',
  fields: {name: 'text', template_id: 'integer', seq: 'integer', milestone_id: 'integer'},
  relations: {
    projecttemplate: {to: 'projecttemplates', key: 'template_id'},
    projecttemplatestasks: {to: 'projecttemplatestasks', many: 'tasklist_id'},
  },
};

export const projecttemplatestasks: Definition = {
  root: 'project_templates_tasks',
  fields: {
    name: 'text',
    tasklist_id: 'integer',
    template_id: 'integer',
    seq: 'integer',
    description: 'text',
    billable: 'flag',
    budget_hours: 'decimal',
    price_per_hour: 'decimal',
    users: 'ids',
    flat_billing: 'flag',
    estimated_price: 'decimal',
    price: 'decimal',
    duration: 'integer',
    start_date_offset: 'integer',
  },
  relations: {
    projecttemplate: {to: 'projecttemplates', key: 'template_id'},
    projecttemplatetasklist: {to: 'projecttemplatestasklists', key: 'tasklist_id'},
  },
};

export const milestones: Definition = {
  fields: {
    name: 'text',
    project_id: 'integer',
    due_date: 'date',
    user_id: 'integer',
    send_reminder: 'integer',
    reminder_sent: 'flag',
    complete: 'flag',
    linked_tasklists: 'opaque',
  },
  relations: {
    project: {to: 'projects', key: 'project_id'},
    user: {to: 'users', key: 'user_id'},
    tasklists: {to: 'tasklists', many: 'milestone_id'},
  },
  unselectable: ['linked_tasklists'],
};

export const users: Definition = {
  fields: {
    email: 'text',
    name: 'text',
    type: 'text',
    active: 'flag',
    timezone: 'text',
    phone: 'text',
    position: 'text',
    skype: 'text',
    workday_hours: 'decimal',
    price_per_hour: 'decimal',
    image: 'text',
    ...PICTURE,
    date_format: 'text',
    time_format: 'text',
    decimal_sep: 'text',
    thousands_sep: 'text',
    language: 'text',
    theme: 'text',
    week_start: 'text',
    assigned_projects: 'ids',
    managed_projects: 'ids',
    is_online: 'flag',
    annual_leave_days_number: 'integer',
    has_submitted_review: 'text',
    menu_shortcut: 'opaque',
    user_hash: 'text',
    additional_privileges: 'opaque',
    workflows: 'ids',
  },
  relations: {
    comments: {to: 'comments', many: 'user_id'},
    discussions: {to: 'discussions', many: 'user_id'},
    entries: {to: 'entries', many: 'user_id'},
    expenses: {to: 'expenses', many: 'user_id'},
    files: {to: 'files', many: 'user_id'},
    milestones: {to: 'milestones', many: 'user_id'},
    reports: {to: 'reports', many: 'user_id'},
  },
  unselectable: [
    'additional_privileges',
    'date_format',
    'time_format',
    'decimal_sep',
    'thousands_sep',
    'has_submitted_review',
    ...IMAGE_THUMBS,
    'is_online',
    'language',
    'theme',
    'menu_shortcut',
    'user_hash',
    'annual_leave_days_number',
    'workflows',
    'week_start',
    'assigned_projects',
    'managed_projects',
  ],
};

export const workflows: Definition = {
  fields: {name: 'text', is_default: 'flag'},
  relations: {workflowstatuses: {to: 'workflowstatuses', many: 'workflow_id'}},
};

export const workflowstatuses: Definition = {
  fields: {name: 'text', color: 'text', workflow_id: 'integer', seq: 'integer', action: 'text'},
  relations: {workflow: {to: 'workflows', key: 'workflow_id'}},
};
