/** The streams of Singer's tap-harvest since 2.0.1, by its own list. */
export const SINGER = [
  'clients',
  'contacts',
  'roles',
  'user_roles',
  'projects',
  'tasks',
  'project_tasks',
  'project_users',
  'users',
  'user_projects',
  'user_project_tasks',
  'expenses',
  'expense_categories',
  'invoices',
  'invoice_line_items',
  'invoice_messages',
  'invoice_payments',
  'invoice_item_categories',
  'estimates',
  'estimate_line_items',
  'estimate_messages',
  'estimate_item_categories',
  'time_entries',
  'external_reference',
  'time_entry_external_reference',
];

/** Those of its older versions. */
export const OLD_SINGER = [
  'people',
  'invoice_recipients',
  'invoice_message_recipients',
  'estimate_recipients',
  'estimate_message_recipients',
];

/** The streams of Airbyte's source-harvest, by its own list. */
export const AIRBYTE = [
  'clients',
  'company',
  'contacts',
  'estimate_item_categories',
  'estimates',
  'expense_categories',
  'expenses',
  'invoice_item_categories',
  'invoices',
  'projects',
  'roles',
  'task_assignments',
  'tasks',
  'time_entries',
  'user_assignments',
  'users',
  'expenses_categories',
  'expenses_clients',
  'expenses_projects',
  'expenses_team',
  'project_budget',
  'time_clients',
  'time_projects',
  'time_tasks',
  'time_team',
  'uninvoiced',
  'estimate_messages',
  'invoice_messages',
  'invoice_payments',
  'project_assignments',
  'billable_rates',
  'cost_rates',
];

export const SINGER_CONFIG = {
  client_id: 'their-client-id',
  client_secret: 'their-client-secret',
  refresh_token: 'their-refresh-token',
  start_date: '2017-04-19T13:37:30Z',
  user_agent: 'MyApp (your.email@example.com)',
};

export const AIRBYTE_CONFIG = {
  account_id: '123456',
  replication_start_date: '2020-01-25T00:00:00Z',
  credentials: {auth_type: 'Token', api_token: 'their-personal-token'},
};

/** An entry of a Singer catalog, with the fields that are said to be selected or not. */
export function singerEntry(name: string, selected: boolean, fields: Readonly<Record<string, boolean>> = {}) {
  return {
    tap_stream_id: name,
    stream: name,
    key_properties: ['id'],
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.keys(fields).map((field) => [field, {type: ['null', 'string']}])),
    },
    metadata: [
      {breadcrumb: [], metadata: {inclusion: 'available', selected}},
      ...Object.entries(fields).map(([field, isWanted]) => ({
        breadcrumb: ['properties', field],
        metadata: {inclusion: 'available', selected: isWanted},
      })),
    ],
  };
}

/** An entry of a configured catalog; without fields, all are wanted. */
export function configuredEntry(name: string, fields: readonly string[] = [], syncMode = 'incremental') {
  const properties = Object.fromEntries(fields.map((field) => [field, {type: ['null', 'string']}]));
  return {
    stream: {
      name,
      json_schema: {type: 'object', properties},
      supported_sync_modes: ['full_refresh', 'incremental'],
    },
    sync_mode: syncMode,
    destination_sync_mode: 'append_dedup',
    cursor_field: ['updated_at'],
    primary_key: [['id']],
  };
}

/** A message with the state of one stream. */
export function streamState(name: string, state: object | null) {
  return {type: 'STREAM', stream: {stream_descriptor: {name}, stream_state: state}};
}

/** A state of several parents, each with its own cursor, as versions since 1.0 write it. */
export function perParent(...cursors: readonly string[]) {
  return {
    use_global_cursor: false,
    states: cursors.map((cursor, index) => ({
      partition: {id: index + 1, parent_slice: {}},
      cursor: {updated_at: cursor},
    })),
  };
}
