import {addDays, date} from '../common/calendar.js';
import {at} from '../common/random.js';
import type {Row} from './collections.js';
import {idsIn} from './collections.js';
import {CLIENTS, PEOPLE, PROJECTS} from './names.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';

/** Clients with their contacts, and projects with their milestones. */
export function seedPlaces(seed: Seed): void {
  const {store} = seed;
  const {clients, projects} = store.settings.size;
  for (let index = 0; index < clients; index += 1) {
    const id = store.nextId('clients');
    const client = seed.add('clients', (index / clients) * 0.2, {id, ...clientFields(index, id)});
    for (let nth = 0; nth < (index % 3 === 2 ? 0 : 1 + (index % 2)); nth += 1)
      seedContact(seed, client, index, nth);
  }
  for (let index = 0; index < projects; index += 1) {
    const project = seed.add('projects', 0.1 + (index / projects) * 0.4, projectFields(seed, index));
    assign(seed, project);
    seedMilestones(seed, project, index);
  }
}

function clientFields(index: number, id: number): Changes {
  const image = `https://app.paymoapp.com/assets/13980/clients/${id}`;
  return {
    name: `${at(CLIENTS, index)}${index < CLIENTS.length ? '' : ` ${index + 1}`}`,
    address: at(['1 Pier Road', '4965 North Street\n', null], index),
    city: at(['Portsmouth', null, 'Kiel'], index),
    state: at(['NH', '', null], index),
    postal_code: at(['07302', 'D-24103', null], index),
    country: at(['US', 'Germany', null], index),
    phone: index % 4 === 3 ? null : '555-0130',
    fax: index % 2 === 0 ? '' : null,
    email: index % 5 === 4 ? null : `client${index}@example.com`,
    website: at(['www.example.com', '', null], index),
    fiscal_information: at(['', null, 'VAT 123'], index),
    // Archived, with projects and invoices.
    active: index % 5 !== 3,
    ...(index % 3 === 0
      ? {
          image: `${image}.png`,
          image_thumb_large: `${image}/large.png`,
          image_thumb_medium: `${image}/medium.png`,
          image_thumb_small: `${image}/small.png`,
        }
      : index === 1
        ? {image: null}
        : {}),
    ...(index % 2 === 0 ? {due_interval: index === 0 ? null : 14, additional_privileges: []} : {}),
  };
}

function seedContact(seed: Seed, client: Row, index: number, nth: number): void {
  const [first, last] = at(PEOPLE, index * 2 + nth + 3);
  const image = `https://app.paymoapp.com/assets/13980/clients/${client.id}/contacts/${nth}`;
  seed.add('clientcontacts', (index / 30) * 0.3, {
    client_id: client.id,
    name: `${first} ${last}`,
    email: `contact${index}.${nth}@example.com`,
    mobile: nth === 0 ? '555-0140' : '',
    phone: '555-0141',
    fax: '',
    skype: nth === 0 ? `contact.${index}` : null,
    position: at(['CEO', 'Accounts', null], index),
    notes: index % 2 === 0 ? null : 'Prefers mail',
    is_main: nth === 0,
    access: index % 4 === 0,
    ...(index % 3 === 0
      ? {
          image: `${image}.jpg`,
          image_thumb_large: `${image}/large.png`,
          image_thumb_medium: `${image}/medium.png`,
          image_thumb_small: `${image}/small.png`,
          additional_privileges: [],
        }
      : {}),
  });
}

function projectFields({store}: Seed, index: number): Changes {
  const {data} = store;
  const client = at(data.clients, index);
  const isArchived = index % 5 === 3;
  const status = at(data.projectstatuses, isArchived ? 5 : index % 7 === 2 ? 1 : 0);
  const kind = at(['time', 'flat', 'non'] as const, index);
  const first = at(data.users, index).id;
  const second = at(data.users, index + 1).id;
  return {
    name: `${at(PROJECTS, index)}${index < PROJECTS.length ? '' : ` ${index + 1}`}`,
    code: `P${index + 1}`,
    task_code_increment: index === 4 ? null : index + 3,
    description: at(['', null, '<p>See the brief</p>'], index),
    client_id: client.id,
    status_id: index === 6 ? null : status.id,
    active: !isArchived,
    color: at(['#68BE5E', null, '#E93A55'], index),
    users: first === second ? [first] : [first, second],
    managers: index % 4 === 1 ? [] : [first],
    billable: kind !== 'non',
    flat_billing: kind === 'flat',
    price_per_hour: at([90, null, 60.5], index),
    price: kind === 'flat' ? 4800 : null,
    estimated_price: at([null, 0, 1250.75], index),
    hourly_billing_mode: at([null, 'task', 'project', 'company'], index),
    budget_hours: at([0.25, null, 700], index),
    adjustable_hours: at([null, true, false], index),
    invoiced: false,
    invoice_item_id: null,
    workflow_id: at(data.workflows, index).id,
    billing_type: at(['pph', 'flat', 'non'], index),
    ...(index % 6 === 1 ? {client_name: client.name, retainer_id: 7 + index} : {}),
  };
}

function assign({store}: Seed, project: Row): void {
  for (const user of store.data.users) {
    if (idsIn(project, 'users').includes(user.id)) {
      user.assigned_projects = [...idsIn(user, 'assigned_projects'), project.id];
    }
    if (idsIn(project, 'managers').includes(user.id)) {
      user.managed_projects = [...idsIn(user, 'managed_projects'), project.id];
    }
  }
}

function seedMilestones(seed: Seed, project: Row, index: number): void {
  const today = date(seed.opened);
  for (let nth = 0; nth < index % 3; nth += 1) {
    seed.add('milestones', 0.3 + index / 40, {
      name: nth === 0 ? 'Draft approved' : 'Go-live',
      project_id: project.id,
      user_id: nth === 1 ? null : (idsIn(project, 'users')[0] ?? null),
      due_date: addDays(today, index * 12 - 90),
      send_reminder: nth === 0 ? 0 : 48,
      reminder_sent: index % 2 === 0,
      complete: index % 4 === 0,
      linked_tasklists: [],
    });
  }
}
