import {at} from '../common/random.js';
import {CLIENTS, CONTACTS, CURRENCIES, PROJECTS, TASKS} from './names.js';
import type {Seed} from './seed.js';
import type {Client, Contact, Project} from './work-records.js';

/** Clients with contacts, tasks, and projects with the people and tasks assigned to them. */
export function seedWork(seed: Seed): void {
  const {store, random} = seed;
  const {data} = store;
  const {size} = store.settings;

  for (let index = 0; index < size.clients; index += 1) data.clients.push(client(seed, index));
  for (let index = 0; index < size.contacts; index += 1) data.contacts.push(contact(seed, index));
  for (let index = 0; index < size.tasks; index += 1) {
    const created = seed.setup(index);
    const billable = index % 5 !== 3 && index % 5 !== 4;
    data.tasks.push({
      id: store.nextId('tasks'),
      name: numbered(seed.shifted(TASKS), index),
      billable_by_default: billable,
      // Both forms of "no rate" have been seen.
      default_hourly_rate: billable ? 100 : index % 5 === 3 ? 0 : null,
      is_default: index < 4,
      is_active: index !== 7,
      created_at: created,
      updated_at: seed.after(created, 60),
    });
  }
  for (let index = 0; index < size.projects; index += 1) {
    const row = project(seed, index);
    data.projects.push(row);
    assign(seed, row, index);
  }
  for (const row of data.users.slice(3, 4)) {
    // A rename and a bump long after creation: lists by creation are not sorted by change.
    row.updated_at = seed.after(row.updated_at, 90 + random.integer(0, 9));
  }
}

function client(seed: Seed, index: number): Client {
  const created = seed.setup(index * 2);
  return {
    id: seed.store.nextId('clients'),
    name: numbered(seed.shifted(CLIENTS), index),
    is_active: index !== 8,
    address: index % 4 === 3 ? null : `${100 + index} Main St.\r\nAnytown, CT 0646${index % 10}`,
    statement_key: seed.random.hex(32),
    created_at: created,
    updated_at: seed.after(created, 150),
    currency: at(CURRENCIES, index),
  };
}

function contact(seed: Seed, index: number): Contact {
  const owner = at(seed.store.data.clients, index);
  const [firstName, lastName, title] = at(seed.shifted(CONTACTS), index);
  const created = seed.setup(index * 2 + 1);
  const row: Contact = {
    id: seed.store.nextId('contacts'),
    title,
    first_name: firstName,
    last_name: lastName,
    email: index % 6 === 5 ? null : `${firstName.toLowerCase()}.${index}@example.com`,
    phone_office: index % 3 === 0 ? `(203) 697-88${10 + (index % 90)}` : '',
    phone_mobile: '',
    fax: '',
    created_at: created,
    updated_at: seed.after(created, 100),
    client: {id: owner.id, name: owner.name},
  };
  if (index % 4 !== 1) row.invoice_recipient_status = at(['none', 'recipient', 'cc', 'bcc'] as const, index);
  return row;
}

function project(seed: Seed, index: number): Project {
  const {store} = seed;
  const owner = at(store.data.clients, index);
  const created = seed.setup(index * 3);
  const isFixedFee = index % 7 === 3;
  const isBillable = index % 13 !== 12;
  const billBy = isBillable ? at(['Project', 'Tasks', 'People'] as const, index) : 'none';
  const budgetBy = at(['project', 'project_cost', 'task', 'none', 'person', 'task_fees'] as const, index);
  const name = numbered(seed.shifted(PROJECTS), index);
  const row: Project = {
    id: store.nextId('projects'),
    name,
    code: index % 5 === 4 ? null : `${name.replace(/[^A-Z0-9]/g, '')}${index}`,
    is_active: index % 9 !== 8,
    bill_by: billBy,
    budget: budgetBy === 'project' ? 40 + 20 * (index % 4) : null,
    budget_by: budgetBy,
    budget_is_monthly: index % 6 === 0 && index > 0,
    notify_when_over_budget: index % 2 === 0,
    over_budget_notification_percentage: index % 2 === 0 ? 80 : null,
    over_budget_notification_date: index === 6 ? created.slice(0, 10) : null,
    show_budget_to_all: index % 4 === 0,
    created_at: created,
    updated_at: seed.after(created, 140),
    starts_on: index % 3 === 0 ? created.slice(0, 10) : null,
    ends_on: index === 8 ? seed.after(created, 100).slice(0, 10) : null,
    is_billable: isBillable,
    is_fixed_fee: isFixedFee,
    notes: index % 5 === 0 ? null : '',
    client: {id: owner.id, name: owner.name, currency: owner.currency},
    cost_budget: budgetBy === 'project_cost' ? 5_000 + 250.5 * index : null,
    cost_budget_include_expenses: index % 3 === 1,
    hourly_rate: billBy === 'Project' ? 100 : null,
    fee: isFixedFee ? 4_000 : null,
  };
  if (index % 4 !== 2) row.currency = owner.currency;
  return row;
}

function assign(seed: Seed, row: Project, index: number): void {
  const {store, random} = seed;
  const {data} = store;
  const ref = {id: row.id, name: row.name, code: row.code};
  const isStale = (position: number): boolean => (index + position) % 9 === 8;
  const stamps = (position: number): {created_at: string; updated_at: string} => ({
    created_at: row.created_at,
    updated_at: isStale(position) ? seed.after(row.created_at, 170) : row.created_at,
  });

  const eligible = data.users.filter((_, position) => position === 0 || (position + index) % 3 !== 0);
  // Leaders first, then up to nine others, taken in turn when there are more.
  const others = eligible.slice(3);
  const people = [
    ...eligible.slice(0, 3),
    ...others.slice(0, 9).map((_, position) => at(others, index * 9 + position)),
  ];
  people.forEach((person, position) => {
    const usesDefault = row.bill_by !== 'People' || random.chance(0.5);
    data.user_assignments.push({
      id: store.nextId('user_assignments'),
      is_project_manager:
        person.access_roles.includes('administrator') ||
        (person.access_roles.includes('manager') && index % 3 === 0),
      is_active: !isStale(position),
      use_default_rates: usesDefault,
      budget: row.budget_by === 'person' ? 20 : null,
      hourly_rate: usesDefault ? (person.default_hourly_rate ?? null) : 95,
      ...stamps(position),
      project: {...ref},
      user: {id: person.id, name: `${person.first_name} ${person.last_name}`},
    });
  });
  for (let position = 0; position < Math.min(4, data.tasks.length); position += 1) {
    const task = at(data.tasks, index + position);
    data.task_assignments.push({
      id: store.nextId('task_assignments'),
      billable: row.is_billable && task.billable_by_default,
      is_active: !isStale(position),
      hourly_rate: row.bill_by === 'Tasks' ? 90 + 5 * position : null,
      budget: row.budget_by === 'task' ? 25.5 : row.budget_by === 'task_fees' ? 1_500 : null,
      ...stamps(position),
      project: {...ref},
      task: {id: task.id, name: task.name},
    });
  }
}

/** The name at an index; names that come round again get a number. */
function numbered(names: readonly string[], index: number): string {
  const round = Math.floor(index / names.length);
  return round === 0 ? at(names, index) : `${at(names, index)} ${round + 1}`;
}
