import type {Data} from './data.js';
import type {EmbeddedTaskAssignment, EmbeddedUserAssignment, Ref} from './work-records.js';

/**
 * Brings the names, codes and assignments that records embed in line with the records they come from.
 * Harvest builds these snapshots when it answers, so a renamed client shows up everywhere at once while the
 * `updated_at` of the embedding records stays.
 */
export function refreshEmbeds(data: Data): void {
  const clients = byId(data.clients);
  const projects = byId(data.projects);
  const users = new Map(data.users.map((user) => [user.id, `${user.first_name} ${user.last_name}`]));
  const tasks = byId(data.tasks);
  const categories = byId(data.expense_categories);
  const userAssignments = byId(data.user_assignments);
  const taskAssignments = byId(data.task_assignments);

  const client = (ref: Ref): void => {
    ref.name = clients.get(ref.id)?.name ?? ref.name;
  };
  const project = (ref: {id: number; name: string; code?: string | null}): void => {
    const row = projects.get(ref.id);
    if (!row) return;
    ref.name = row.name;
    if (ref.code !== undefined) ref.code = row.code;
  };
  const user = (ref: Ref): void => {
    ref.name = users.get(ref.id) ?? ref.name;
  };
  const task = (ref: Ref): void => {
    ref.name = tasks.get(ref.id)?.name ?? ref.name;
  };
  const userAssignment = (embedded: EmbeddedUserAssignment | null): void => {
    const row = embedded && userAssignments.get(embedded.id);
    if (row) Object.assign(embedded, embedUserAssignment(row));
  };

  for (const row of data.contacts) client(row.client);
  for (const row of data.projects) client(row.client);
  for (const row of data.user_assignments) {
    project(row.project);
    user(row.user);
  }
  for (const row of data.task_assignments) {
    project(row.project);
    task(row.task);
  }
  for (const row of data.time_entries) {
    client(row.client);
    project(row.project);
    user(row.user);
    task(row.task);
    userAssignment(row.user_assignment);
    const assignment = row.task_assignment && taskAssignments.get(row.task_assignment.id);
    if (assignment) row.task_assignment = embedTaskAssignment(assignment);
  }
  for (const row of data.expenses) {
    client(row.client);
    project(row.project);
    user(row.user);
    userAssignment(row.user_assignment);
    row.expense_category.name = categories.get(row.expense_category.id)?.name ?? row.expense_category.name;
  }
  for (const row of [...data.invoices, ...data.estimates]) {
    client(row.client);
    user(row.creator);
  }
  for (const line of data.invoices.flatMap((invoice) => invoice.line_items)) {
    if (line.project) project(line.project);
  }
}

export function embedUserAssignment(row: EmbeddedUserAssignment): EmbeddedUserAssignment {
  const {id, is_project_manager, is_active, budget, created_at, updated_at, hourly_rate} = row;
  const embedded = {id, is_project_manager, is_active, budget, created_at, updated_at, hourly_rate};
  return row.use_default_rates === undefined
    ? embedded
    : {...embedded, use_default_rates: row.use_default_rates};
}

export function embedTaskAssignment(row: EmbeddedTaskAssignment): EmbeddedTaskAssignment {
  const {id, billable, is_active, created_at, updated_at, hourly_rate, budget} = row;
  return {id, billable, is_active, created_at, updated_at, hourly_rate, budget};
}

function byId<Row extends {id: number}>(rows: readonly Row[]): Map<number, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
