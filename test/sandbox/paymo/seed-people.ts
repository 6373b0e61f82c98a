import {DAY, datetime} from '../common/calendar.js';
import {at} from '../common/random.js';
import {PEOPLE} from './names.js';
import {SECRET_HEX, secret} from './secrets.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';

const TYPES = [
  'Admin',
  'Employee',
  'Employee',
  'Guest',
  'Employee',
  'Admin',
  'Employee',
  'Employee',
] as const;
const TIMEZONES = ['US/Eastern', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland', 'US/Hawaii'] as const;
const STATUSES = [
  ['Backlog', null, 'backlog'],
  ['To Do', '5BDBF6', ''],
  ['In progress', 'FFB855', ''],
  ['Complete', '3E993C', 'complete'],
] as const;
const PROJECT_STATUSES = [
  ['Active', true, true],
  ['Proposal', true, false],
  ['On-hold', false, false],
  ['Cancelled', false, false],
  ['Completed', false, false],
  ['Archived', false, true],
] as const;

/** Users, their sessions and hooks, and the states that work goes through. */
export function seedPeople(seed: Seed): void {
  const {store} = seed;
  const {users} = store.settings.size;
  for (let index = 0; index < users; index += 1) {
    const id = store.nextId('users');
    seed.add('users', (index / users) * 0.1, {id, ...user(index, id)});
  }
  PROJECT_STATUSES.forEach(([name, active, readonly], seq) => {
    seed.add('projectstatuses', 0, {name, active, readonly, seq});
  });
  ['Dev Workflow', 'Basic'].forEach((name, index) => {
    const workflow = seed.add('workflows', 0.01 * index, {name, is_default: index === 0});
    STATUSES.forEach(([status, color, action], seq) => {
      // Samples have no `seq`, tables do.
      const place = index === 0 ? {} : {seq};
      seed.add('workflowstatuses', 0.01 * index, {
        workflow_id: workflow.id,
        name: status,
        color,
        action,
        ...place,
      });
    });
  });
  seedSessions(seed);
  seedHooks(seed);
}

function user(index: number, id: number): Changes {
  const [first, last] = at(PEOPLE, index);
  const image = `https://app.paymoapp.com/assets/13980/users/${id}`;
  const thumb = (size: string): string => `${image}/thumbs/${size}.png`;
  const hasImage = index % 3 === 0;
  return {
    name: `${first} ${last}`,
    email: `user${index + 1}@example.com`,
    type: at(TYPES, index),
    // Archived, with a history.
    active: index % 8 !== 4,
    timezone: at(TIMEZONES, index),
    phone: index === 2 ? null : `555-01${String(index).padStart(2, '0')}`,
    skype: index % 2 === 0 ? null : `sandbox.${index}`,
    position: index === 3 ? null : at(['Director', 'Designer', ''], index),
    workday_hours: index === 5 ? null : at([8, 7.5, 10], index),
    // One client has seen numbers in strings here.
    price_per_hour: at([80, 45.5, null, '60.00'], index),
    ...(hasImage
      ? {
          image: `${image}.jpg`,
          image_thumb_large: thumb('large'),
          image_thumb_medium: thumb('medium'),
          image_thumb_small: thumb('small'),
        }
      : index === 1
        ? {image: null}
        : {}),
    date_format: at(['m/d/Y', 'd.m.Y'], index),
    time_format: at(['h:i a', 'H:i'], index),
    decimal_sep: '.',
    ...(index % 4 === 1 ? {} : {thousands_sep: index === 0 ? '' : ','}),
    language: at(['en', 'de'], index),
    theme: index % 2 === 0 ? null : 'dark',
    week_start: at(['1', '0'], index),
    assigned_projects: [],
    managed_projects: [],
    is_online: index === 0,
    annual_leave_days_number: index === 0 ? null : 20 + index,
    ...(index % 2 === 0
      ? {
          has_submitted_review: '0',
          menu_shortcut: ['timesheets', 'projects'],
          user_hash: secret(`user-hash-${id}`),
          additional_privileges: index === 2 ? ['manage_invoices'] : [],
          workflows: [],
        }
      : {}),
  };
}

function seedSessions({store, opened, random}: Seed): void {
  const {data} = store;
  for (const [index, days] of [20, 40, 3].entries()) {
    const created = opened - days * DAY;
    data.sessions.push({
      id: `${SECRET_HEX}${random.hex(20)}`,
      ip: `10.0.2.${index + 2}`,
      created_on: datetime(created),
      updated_on: datetime(created),
      // Always 31 days in the samples, so the second one is over.
      expires_on: datetime(created + 31 * DAY),
      user_id: index === 2 ? at(data.users, 1).id : at(data.users, 0).id,
    });
  }
}

function seedHooks(seed: Seed): void {
  const hook = (share: number, fields: Changes): void => {
    seed.add('hooks', share, fields);
  };
  const target = 'https://receiver.example.com/paymo';
  hook(0.5, {target_url: `${target}/1`, last_status_code: null, event: 'model.insert.Task', where: null});
  hook(0.7, {target_url: `${target}/2`, last_status_code: 200, event: '*.Entry', where: 'project_id=123456'});
}
