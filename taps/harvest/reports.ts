import {type JsonObject, streamsOf} from '../../protocol/index.js';
import type {Records} from './records.js';

const stream = streamsOf<Records>();

/**
 * Harvest splits rows by currency, and hides it from callers without rate permission. A key can't be null, so it becomes
 * an empty text; rows that only the hidden currency told apart become one, with their numbers added up.
 */
function gather(rows: readonly JsonObject[]): JsonObject[] {
  const gathered: JsonObject[] = [];
  const hidden = new Map<string, JsonObject>();
  for (const row of rows) {
    if (typeof row.currency === 'string' && row.currency !== '') {
      gathered.push(row);
      continue;
    }
    const subject = Object.keys(row).filter((name) => name.endsWith('_id'));
    const key = subject.map((name) => `${name} ${row[name]}`).join();
    const before = hidden.get(key);
    if (before === undefined) {
      const first = {...row, currency: ''};
      hidden.set(key, first);
      gathered.push(first);
    } else {
      addUp(before, row);
    }
  }
  return gathered;
}

function addUp(sum: JsonObject, row: JsonObject): void {
  for (const name of SUMS) {
    const [left, right] = [sum[name], row[name]];
    if (typeof right === 'number') sum[name] = typeof left === 'number' ? left + right : right;
  }
}

const SUMS = [
  'total_hours',
  'billable_hours',
  'billable_amount',
  'total_amount',
  'uninvoiced_hours',
  'uninvoiced_expenses',
  'uninvoiced_amount',
];

/** Every report row stands for one calendar window, whose end the bookmark follows. */
const byWindow = {
  rootKey: 'results',
  replicationKey: 'to',
  selectedByDefault: false,
  gather,
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
  isAddressed: false,
});
