import type {Belonging} from '../../../protocol/index.js';

/**
 * What Paymo deletes with what (API documentation, by object): a client's projects, their task lists, tasks and time
 * entries, and a user's time entries. Whether these have events of their own is not confirmed. Lines are part of their
 * documents. Discussions and files have no events, and are not watched.
 */
export const BELONGINGS: readonly Belonging[] = [
  {stream: 'projects', field: 'client_id', parent: 'clients'},
  {stream: 'task_lists', field: 'project_id', parent: 'projects'},
  {stream: 'tasks', field: 'project_id', parent: 'projects'},
  {stream: 'tasks', field: 'tasklist_id', parent: 'task_lists'},
  {stream: 'time_entries', field: 'project_id', parent: 'projects'},
  {stream: 'time_entries', field: 'task_id', parent: 'tasks'},
  {stream: 'time_entries', field: 'user_id', parent: 'users'},
  {stream: 'invoice_line_items', field: 'invoice_id', parent: 'invoices'},
  {stream: 'estimate_line_items', field: 'estimate_id', parent: 'estimates'},
];
