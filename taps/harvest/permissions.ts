/**
 * Who may read what, from Harvest's documentation of each endpoint. Harvest answers 403 where a list is refused,
 * and narrows time entries, expenses and reports without a word.
 */
const ADMINISTRATOR = 'an administrator';
const MANAGER_OF_PROJECTS = 'an administrator, or a manager of projects';
const INVOICING = 'an administrator, or a manager with an invoice permission';
const ESTIMATES = 'an administrator, or a manager with the estimates permission';
const CLIENTS_AND_TASKS = 'an administrator, or a manager who may manage clients and tasks';
const TEAM = 'an administrator, or a manager with teammates';

const READERS: Record<string, string> = {
  company: ADMINISTRATOR,
  clients: CLIENTS_AND_TASKS,
  contacts: CLIENTS_AND_TASKS,
  tasks: CLIENTS_AND_TASKS,
  projects: MANAGER_OF_PROJECTS,
  task_assignments: MANAGER_OF_PROJECTS,
  user_assignments: TEAM,
  expense_categories: ADMINISTRATOR,
  invoices: INVOICING,
  invoice_line_items: INVOICING,
  invoice_messages: INVOICING,
  invoice_payments: INVOICING,
  invoice_item_categories: MANAGER_OF_PROJECTS,
  estimates: ESTIMATES,
  estimate_line_items: ESTIMATES,
  estimate_messages: ESTIMATES,
  estimate_item_categories: ADMINISTRATOR,
  roles: ADMINISTRATOR,
  users: TEAM,
  billable_rates: 'an administrator, or a manager who may manage billable rates',
  cost_rates: ADMINISTRATOR,
  project_assignments: TEAM,
  teammates: ADMINISTRATOR,
  report_uninvoiced: INVOICING,
};

/** What a stream's reader must be in Harvest, as a sentence for the warning when it is refused. */
export function permissionOf(stream: string): string {
  return `Harvest shows ${stream} to ${READERS[stream] ?? 'its administrators'}; give the token's user that role, or deselect the stream`;
}
