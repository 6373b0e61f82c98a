import {ALWAYS_FULL, type Counterpart, idsOf, NO_CHANGES, OTHER_KEY, OTHER_TABLE} from './counterparts.js';

const ID = ['id'];
const ASSIGNMENT = {deactivated: '', estimate: ''};
const RECIPIENTS = {key: ID, noBookmark: NO_CHANGES, note: 'a stream of versions 2.0.0 and before'} as const;

/**
 * The streams of Singer's tap-harvest, those of versions before 2.0 and 2.0.1 included. Its source was read for this
 * in late 2026; its fields are those of its schemas.
 */
export const SINGER_STREAMS: Readonly<Record<string, Counterpart>> = {
  clients: {ours: 'clients', key: ID},
  contacts: {ours: 'contacts', key: ID, fields: idsOf('client')},
  roles: {ours: 'roles', key: ID, noBookmark: ALWAYS_FULL},
  user_roles: {
    ours: 'roles',
    inside: 'user_ids',
    key: ['role_id', 'user_id'],
    noBookmark: NO_CHANGES,
    parent: 'roles',
    note: 'one row per person and role there',
  },
  projects: {
    ours: 'projects',
    key: ID,
    fields: {
      ...idsOf('client'),
      active: 'is_active',
      billable: 'is_billable',
      'is-fixed-fee': 'is_fixed_fee',
      over_budget_notification_percetange: 'over_budget_notification_percentage',
      over_budget_notified_at: 'over_budget_notification_date',
      estimate: '',
      estimate_by: '',
      hint_earliest_record_at: '',
      hint_latest_record_at: '',
    },
  },
  tasks: {ours: 'tasks', key: ID},
  project_tasks: {
    ours: 'task_assignments',
    key: ID,
    fields: idsOf('project', 'task'),
    noBookmark: OTHER_TABLE,
    note: 'archived assignments are asked for here, too',
  },
  project_users: {
    ours: 'user_assignments',
    key: ID,
    fields: {...idsOf('project', 'user'), ...ASSIGNMENT},
    noBookmark: OTHER_TABLE,
  },
  users: {ours: 'users', key: ID},
  people: {
    ours: 'users',
    key: ID,
    noBookmark: OTHER_TABLE,
    note: "a stream of versions 1, of the first version of Harvest's API",
  },
  user_projects: {
    ours: 'project_assignments',
    key: ID,
    fields: idsOf('project', 'client'),
    noBookmark: ALWAYS_FULL,
    parent: 'users',
  },
  user_project_tasks: {
    ours: 'project_assignments',
    inside: 'task_assignments',
    key: ['user_id', 'project_task_id'],
    noBookmark: NO_CHANGES,
    parent: 'users',
    note: 'one row per person and task of a project there',
  },
  expense_categories: {ours: 'expense_categories', key: ID},
  expenses: {
    ours: 'expenses',
    key: ID,
    fields: {
      ...idsOf('client', 'project', 'expense_category', 'user', 'user_assignment', 'invoice'),
      receipt_url: 'receipt.url',
      receipt_file_name: 'receipt.file_name',
      receipt_file_size: 'receipt.file_size',
      receipt_content_type: 'receipt.content_type',
    },
  },
  invoice_item_categories: {ours: 'invoice_item_categories', key: ID},
  invoices: {
    ours: 'invoices',
    key: ID,
    fields: {...idsOf('client', 'estimate', 'retainer', 'creator'), issued_date: 'issue_date'},
    note: '`issued_date` stays empty there, since Harvest has no such field',
  },
  invoice_line_items: {
    ours: 'invoice_line_items',
    key: ID,
    fields: {
      ...idsOf('project'),
      updated_at: 'invoice_updated_at',
      invoices_updated_at: 'invoice_updated_at',
    },
    noBookmark: OTHER_KEY,
    parent: 'invoices',
  },
  invoice_messages: {
    ours: 'invoice_messages',
    key: ID,
    fields: {include_pay_pal_link: '', full_recipient_list: 'recipients'},
    parent: 'invoices',
  },
  invoice_message_recipients: {ours: 'invoice_messages', inside: 'recipients', ...RECIPIENTS},
  invoice_recipients: {ours: 'invoice_messages', inside: 'recipients', ...RECIPIENTS},
  invoice_payments: {
    ours: 'invoice_payments',
    key: ID,
    fields: {
      payment_gateway_id: 'payment_gateway.id',
      payment_gateway_name: 'payment_gateway.name',
      paypal_transaction_id: 'transaction_id',
      authorization: '',
    },
    parent: 'invoices',
  },
  estimate_item_categories: {ours: 'estimate_item_categories', key: ID},
  estimates: {
    ours: 'estimates',
    key: ID,
    fields: {...idsOf('client', 'creator'), user_id: 'creator.id', issued_date: 'issue_date'},
    note: '`issued_date` stays empty there, since Harvest has no such field',
  },
  estimate_line_items: {
    ours: 'estimate_line_items',
    key: ID,
    fields: {updated_at: 'estimate_updated_at', estimates_updated_at: 'estimate_updated_at'},
    noBookmark: OTHER_KEY,
    parent: 'estimates',
  },
  estimate_messages: {ours: 'estimate_messages', key: ID, parent: 'estimates'},
  estimate_message_recipients: {ours: 'estimate_messages', inside: 'recipients', ...RECIPIENTS},
  estimate_recipients: {ours: 'estimate_messages', inside: 'recipients', ...RECIPIENTS},
  time_entries: {
    ours: 'time_entries',
    key: ID,
    fields: idsOf(
      'user',
      'user_assignment',
      'client',
      'project',
      'task',
      'task_assignment',
      'external_reference',
      'invoice',
    ),
    note: '`spent_date` is a moment there and a date here; running timers are read again in each run here',
  },
  external_reference: {
    ours: 'time_entries',
    inside: 'external_reference',
    key: ID,
    noBookmark: NO_CHANGES,
    parent: 'time_entries',
  },
  time_entry_external_reference: {
    ours: 'time_entries',
    inside: 'external_reference',
    key: ['time_entry_id', 'external_reference_id'],
    noBookmark: NO_CHANGES,
    parent: 'time_entries',
    note: 'one row per time entry and reference there',
  },
};
