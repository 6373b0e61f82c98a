import {cents} from '../common/money.js';
import {everyone} from './caller.js';
import type {Call, Endpoint} from './endpoint.js';
import {booleanWord} from './query.js';
import {byName, prefixedName, rangeOf, report, workedBetween} from './report.js';
import {hide} from './views.js';
import type {TimeEntry} from './work-records.js';

type Subject = Record<string, number | string | boolean>;

type TimeRow = {
  total_hours: number;
  billable_hours: number;
  currency?: string | null;
  billable_amount?: number | null;
};

interface Sums {
  named: Subject;
  name: string;
  currency: string;
  entry: TimeEntry;
  total: number;
  billable: number;
  amount: number;
}

interface Grouping {
  nameOf(entry: TimeEntry): string;
  describe(call: Call, entry: TimeEntry): Subject;
  extras?: (call: Call, entry: TimeEntry) => Subject;
}

/** What each report adds hours up by, and what it says about each subject. */
const SUBJECTS: Record<string, Grouping> = {
  clients: {
    nameOf: ({client}) => client.name,
    describe: (_call, {client}) => ({client_id: client.id, client_name: client.name}),
  },
  projects: {
    nameOf: ({project}) => project.name,
    describe: ({store}, {client, project}) => ({
      project_id: project.id,
      project_name: prefixedName(store.get('projects', project.id)),
      client_id: client.id,
      client_name: client.name,
    }),
  },
  tasks: {
    nameOf: ({task}) => task.name,
    describe: (_call, {task}) => ({task_id: task.id, task_name: task.name}),
  },
  team: {
    nameOf: ({user}) => user.name,
    describe: ({store}, {user}) => ({
      user_id: user.id,
      user_name: user.name,
      is_contractor: store.get('users', user.id).is_contractor,
    }),
    extras: person,
  },
};

export const timeReports: Endpoint[] = Object.entries(SUBJECTS).map(([name, subject]) =>
  report(`time/${name}`, {permission: everyone}, (call) => {
    const range = rangeOf(call.query);
    // Documented as a string for these reports. What leaving it out means is not said: here, fixed fees count
    // for nothing unless asked for.
    const includesFixedFee = booleanWord('include_fixed_fee', call.query.get('include_fixed_fee') ?? 'false');
    const rows = new Map<string, Sums>();

    // One row per subject and currency: amounts are never converted.
    for (const {entry, hours} of workedBetween(call, range)) {
      const project = call.store.get('projects', entry.project.id);
      const currency = project.client.currency;
      const named = subject.describe(call, entry);
      const key = JSON.stringify([named, currency]);
      const name = subject.nameOf(entry);
      const row = rows.get(key) ?? {named, name, currency, entry, total: 0, billable: 0, amount: 0};
      row.total += hours;
      if (entry.billable) {
        row.billable += hours;
        row.amount += project.is_fixed_fee && !includesFixedFee ? 0 : hours * (entry.billable_rate ?? 0);
      }
      rows.set(key, row);
    }
    return byName(rows.values()).map((row) => ({
      ...row.named,
      ...visible(call, {
        total_hours: cents(row.total),
        billable_hours: cents(row.billable),
        currency: row.currency,
        billable_amount: cents(row.amount),
      }),
      ...subject.extras?.(call, row.entry),
    }));
  }),
);

function person({store}: Call, {user}: TimeEntry): Subject {
  const {weekly_capacity, avatar_url} = store.get('users', user.id);
  return {weekly_capacity, avatar_url};
}

/** Money is for administrators, and managers with the permission for rates. */
function visible({store, caller}: Call, row: TimeRow): TimeRow {
  return caller.seesRates ? row : hide(store, row, ['currency', 'billable_amount']);
}
