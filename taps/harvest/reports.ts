import {type JsonObject, streamsOf} from '../../protocol/index.js';
import type {Records} from './records.js';

const stream = streamsOf<Records>();

/** Harvest splits rows by currency, and hides it from callers without rate permission; a key can't be null. */
function complete(row: JsonObject): JsonObject {
  return {...row, currency: row.currency ?? ''};
}

/** Every report row stands for one calendar window, whose end the bookmark follows. */
const byWindow = {
  rootKey: 'results',
  replicationKey: 'to',
  selectedByDefault: false,
  complete,
  unseen: 'changes in windows before the lookback; rows that vanish from a window',
} as const;

export const reportTimeClients = stream.windows('report_time_clients', {
  ...byWindow,
  path: 'reports/time/clients',
  keyProperties: ['from', 'to', 'client_id', 'currency'],
});

export const reportTimeProjects = stream.windows('report_time_projects', {
  ...byWindow,
  path: 'reports/time/projects',
  keyProperties: ['from', 'to', 'project_id', 'client_id', 'currency'],
});

export const reportTimeTasks = stream.windows('report_time_tasks', {
  ...byWindow,
  path: 'reports/time/tasks',
  keyProperties: ['from', 'to', 'task_id', 'currency'],
});

export const reportTimeTeam = stream.windows('report_time_team', {
  ...byWindow,
  path: 'reports/time/team',
  keyProperties: ['from', 'to', 'user_id', 'currency'],
});

export const reportExpensesClients = stream.windows('report_expenses_clients', {
  ...byWindow,
  path: 'reports/expenses/clients',
  keyProperties: ['from', 'to', 'client_id', 'currency'],
});

export const reportExpensesProjects = stream.windows('report_expenses_projects', {
  ...byWindow,
  path: 'reports/expenses/projects',
  keyProperties: ['from', 'to', 'project_id', 'client_id', 'currency'],
});

export const reportExpensesCategories = stream.windows('report_expenses_categories', {
  ...byWindow,
  path: 'reports/expenses/categories',
  keyProperties: ['from', 'to', 'expense_category_id', 'currency'],
});

export const reportExpensesTeam = stream.windows('report_expenses_team', {
  ...byWindow,
  path: 'reports/expenses/team',
  keyProperties: ['from', 'to', 'user_id', 'currency'],
});

/**
 * Not to be summed over windows: a fixed fee's uninvoiced rest appears whole in every window that lies after the
 * project's start.
 */
export const reportUninvoiced = stream.windows('report_uninvoiced', {
  ...byWindow,
  path: 'reports/uninvoiced',
  keyProperties: ['from', 'to', 'project_id', 'client_id', 'currency'],
});

/** How projects stand now; it has no dates. */
export const reportProjectBudget = stream.list('report_project_budget', {
  path: 'reports/project_budget',
  rootKey: 'results',
  keyProperties: ['project_id'],
  selectedByDefault: false,
});
