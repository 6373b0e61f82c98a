import {cents} from '../common/money.js';
import type {Expense} from './billing-records.js';
import {everyone} from './caller.js';
import type {Call, Endpoint} from './endpoint.js';
import {byName, prefixedName, rangeOf, report, spentBetween} from './report.js';

type Subject = Record<string, number | string | boolean>;

interface Grouping {
  nameOf(expense: Expense): string;
  describe(call: Call, expense: Expense): Subject;
}

const SUBJECTS: Record<string, Grouping> = {
  clients: {
    nameOf: ({client}) => client.name,
    describe: (_call, {client}) => ({client_id: client.id, client_name: client.name}),
  },
  projects: {
    nameOf: ({project}) => project.name,
    describe: (_call, {client, project}) => ({
      client_id: client.id,
      client_name: client.name,
      project_id: project.id,
      project_name: prefixedName(project),
    }),
  },
  categories: {
    nameOf: ({expense_category: category}) => category.name,
    describe: (_call, {expense_category: category}) => ({
      expense_category_id: category.id,
      expense_category_name: category.name,
    }),
  },
  team: {
    nameOf: ({user}) => user.name,
    describe: ({store}, {user}) => ({
      user_id: user.id,
      user_name: user.name,
      is_contractor: store.get('users', user.id).is_contractor,
    }),
  },
};

interface Sums {
  named: Subject;
  name: string;
  currency: string;
  total: number;
  billable: number;
}

export const expenseReports: Endpoint[] = Object.entries(SUBJECTS).map(([name, subject]) =>
  report(`expenses/${name}`, {permission: everyone, module: 'expense'}, (call) => {
    const rows = new Map<string, Sums>();

    // One row per subject and currency, as in the official samples.
    for (const expense of spentBetween(call, rangeOf(call.query))) {
      const {currency} = expense.client;
      const named = subject.describe(call, expense);
      const key = JSON.stringify([named, currency]);
      const row = rows.get(key) ?? {named, name: subject.nameOf(expense), currency, total: 0, billable: 0};
      row.total += expense.total_cost;
      if (expense.billable) row.billable += expense.total_cost;
      rows.set(key, row);
    }
    return byName(rows.values()).map((row) => ({
      ...row.named,
      total_amount: cents(row.total),
      billable_amount: cents(row.billable),
      currency: row.currency,
    }));
  }),
);
