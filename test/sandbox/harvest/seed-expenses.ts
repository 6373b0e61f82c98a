import {addDays, DAY, date, datetime, HOUR} from '../common/calendar.js';
import {cents} from '../common/money.js';
import {at} from '../common/random.js';
import type {Expense, ExpenseCategory} from './billing-records.js';
import {embedUserAssignment} from './embeds.js';
import type {Seed} from './seed.js';
import {engagementOn} from './seed-time-entries.js';

const CATEGORIES: readonly (readonly [string, string | null, number | null])[] = [
  ['Meals', null, null],
  ['Transportation', null, null],
  ['Mileage', 'mile', 0.535],
  ['Entertainment', null, null],
  ['Lodging', null, null],
];

export function seedExpenses(seed: Seed): void {
  const {store, opened} = seed;
  const {data} = store;
  const count = store.settings.size.expenses;
  const first = opened - 140 * DAY;

  CATEGORIES.forEach(([name, unitName, unitPrice], index) => {
    const created = seed.setup(index);
    data.expense_categories.push({
      id: store.nextId('expense_categories'),
      name,
      unit_name: unitName,
      unit_price: unitPrice,
      is_active: index !== 3,
      created_at: created,
      updated_at: created,
    });
  });
  for (let index = 0; index < count; index += 1) {
    data.expenses.push(expense(seed, index, first + (index / count) * (opened - HOUR - first)));
  }
}

function expense(seed: Seed, index: number, moment: number): Expense {
  const {store, random} = seed;
  const {data} = store;
  const {project, userAssignment} = engagementOn(store, at(data.projects, index * 3), random.integer(0, 99));
  const category: ExpenseCategory = at(data.expense_categories, index);
  const created = datetime(moment);
  const id = store.nextId('expenses');
  // Documented as a whole number, yet whole and fractional units are both allowed for.
  const units = category.unit_price === null ? (index % 7 === 3 ? null : 1) : random.integer(4, 400) / 2;
  const isApproved = data.company.approval_feature && index < 8;
  const row: Expense = {
    id,
    notes: index % 6 === 5 ? null : `Receipt ${index + 1}`,
    total_cost:
      category.unit_price === null
        ? random.integer(250, 40_000) / 100
        : cents((units ?? 0) * category.unit_price),
    units,
    is_closed: isApproved,
    approval_status: isApproved
      ? 'approved'
      : data.company.approval_feature && index < 12
        ? 'submitted'
        : 'unsubmitted',
    is_locked: isApproved,
    is_billed: false,
    locked_reason: isApproved ? 'The project is locked for this time period.' : null,
    spent_date: addDays(date(moment), -random.integer(0, 5)),
    created_at: created,
    updated_at: random.chance(0.4) ? seed.after(created, 8) : created,
    billable: project.is_billable && index % 4 !== 3,
    receipt:
      index % 3 === 0
        ? {
            url: `${data.company.base_uri}/expenses/${id}/receipt`,
            file_name: `receipt_${index}.gif`,
            file_size: 39_410 + index,
            content_type: 'image/gif',
          }
        : null,
    user: {...userAssignment.user},
    user_assignment: embedUserAssignment(userAssignment),
    project: {id: project.id, name: project.name, code: project.code},
    expense_category: {
      id: category.id,
      name: category.name,
      unit_price: category.unit_price,
      unit_name: category.unit_name,
    },
    client: {...project.client},
    invoice: null,
  };
  if (index % 4 !== 2) {
    row.is_explicitly_locked = false;
    row.reimbursement = index % 5 === 0;
  }
  return row;
}
