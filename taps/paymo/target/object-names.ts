/** The kinds of objects that can be written, by the names of the tap's streams. */
export type ObjectName =
  | 'bookings'
  | 'client_contacts'
  | 'clients'
  | 'company'
  | 'discussion_comments'
  | 'discussions'
  | 'estimate_templates'
  | 'estimates'
  | 'expenses'
  | 'file_comments'
  | 'invoice_payments'
  | 'invoice_templates'
  | 'invoices'
  | 'milestones'
  | 'project_statuses'
  | 'project_templates'
  | 'projects'
  | 'recurring_profiles'
  | 'reports'
  | 'subtasks'
  | 'task_assignments'
  | 'task_comments'
  | 'task_lists'
  | 'tasks'
  | 'time_entries'
  | 'users'
  | 'workflow_statuses'
  | 'workflows';

/** `time_entries` becomes `time_entry`. */
export function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.replace(/statuses$/, 'status').replace(/s$/, (end) => (name.endsWith('statuses') ? end : ''));
}
