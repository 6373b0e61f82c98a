import type {Row} from '../collections.js';
import {idsIn, keyOf, textOf} from '../collections.js';
import {remove} from '../edits.js';
import {badRequest, forbiddenBecause} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {after} from './context.js';
import {shareProject} from './members.js';

export const users: Rules = {
  create(fields, context) {
    demandAddress(fields, undefined, context);
    demandSeat({active: true, type: 'Employee', ...fields}, undefined, context);
    return fields;
  },
  created(user, fields, {store}) {
    assign(store, user, fields);
    count(store);
  },
  update(user, fields, context) {
    if (user.id === context.user.id && fields.active === false) {
      throw badRequest('You cannot archive yourself.');
    }
    demandAddress(fields, user, context);
    demandSeat(fields, user, context);
    return fields;
  },
  updated(user, _before, fields, {store}) {
    assign(store, user, fields);
    count(store);
  },
  remove(user, {store, user: caller}) {
    if (user.id === caller.id) throw badRequest('You cannot delete yourself.');
    return () => {
      forget(store, user.id);
      count(store);
    };
  },
};

/** An address belongs to one active user at most. (API docs, Users) */
function demandAddress(fields: Fields, user: Row | undefined, {store}: WriteContext): void {
  if (typeof fields.email === 'string' && !/^[^@\s]+@[^@\s]+$/.test(fields.email)) {
    throw badRequest("Invalid value for field 'email'.");
  }
  const isActive = fields.active ?? user?.active ?? true;
  const email = String(fields.email ?? user?.email).toLowerCase();
  const isTaken = store.data.users.some(
    (row) => row.id !== user?.id && row.active === true && textOf(row, 'email').toLowerCase() === email,
  );
  if (isActive === true && isTaken) throw badRequest('This email address is already used by another user.');
}

/** Guests do not count. (Paymo help, Types of users) */
function demandSeat(fields: Fields, user: Row | undefined, {store}: WriteContext): void {
  const takesSeat = (row: Row | Fields): boolean => row.active === true && row.type !== 'Guest';
  const {users: seats = Infinity} = store.settings.plan;
  const isNew = takesSeat({...user, ...fields}) && !(user && takesSeat(user));
  if (isNew && store.data.users.filter(takesSeat).length >= seats) {
    throw forbiddenBecause('Could not add user. Maximum number of users reached.');
  }
}

/** Lists of projects are the same facts as the projects' lists of users. */
function assign(store: Store, user: Row, fields: Fields): void {
  if (!('assigned_projects' in fields) && !('managed_projects' in fields)) return;
  const managed = idsIn(user, 'managed_projects');
  const assigned = new Set([
    ...idsIn(user, 'assigned_projects'),
    ...('managed_projects' in fields ? managed : []),
  ]);
  for (const project of store.data.projects) {
    const isIn = assigned.has(project.id);
    const users = withOrWithout(idsIn(project, 'users'), user.id, isIn);
    const managers = withOrWithout(idsIn(project, 'managers'), user.id, isIn && managed.includes(project.id));
    const isSame =
      users.length === idsIn(project, 'users').length &&
      managers.length === idsIn(project, 'managers').length;
    if (!isSame) store.alter('projects', project.id, {users, managers}, true);
    shareProject(store, project);
  }
}

function withOrWithout(ids: readonly number[], id: number, isIn: boolean): number[] {
  if (isIn) return ids.includes(id) ? [...ids] : [...ids, id];
  return ids.filter((candidate) => candidate !== id);
}

/** Nobody is left in lists who is not there any more. */
function forget(store: Store, id: number): void {
  for (const row of store.data.userstasks.filter((candidate) => candidate.user_id === id)) {
    remove(store, 'userstasks', row.id, true);
  }
  for (const [collection, fields] of [
    ['projects', ['users', 'managers']],
    ['tasks', ['users']],
  ] as const) {
    for (const row of store.data[collection]) {
      if (!fields.some((field) => idsIn(row, field).includes(id))) continue;
      const changes = fields.map((field) => [field, withOrWithout(idsIn(row, field), id, false)]);
      store.alter(collection, row.id, Object.fromEntries(changes), true);
    }
  }
}

function count({data}: Store): void {
  data.company.current_users = data.users.filter((row) => row.active === true).length;
}

export const clientcontacts: Rules = {
  created: mainContact,
  updated: (contact, _before, fields, context) => mainContact(contact, fields, context),
};

/** "One main contact per client." */
function mainContact(contact: Row, fields: Fields, {store}: WriteContext): void {
  if (fields.is_main !== true || !store.settings.singleMainContact) return;
  for (const row of store.data.clientcontacts) {
    const isOther = row.id !== contact.id && keyOf(row, 'client_id') === keyOf(contact, 'client_id');
    if (isOther && row.is_main === true) store.alter('clientcontacts', row.id, {is_main: false}, true);
  }
}

/** Keeps a default the only one of its list. */
export function onlyDefault(
  store: Store,
  collection: 'workflows' | 'invoicetemplates' | 'estimatetemplates',
  row: Row,
): void {
  if (row.is_default !== true) return;
  for (const other of store.data[collection]) {
    if (other.id !== row.id && other.is_default === true) {
      store.alter(collection, other.id, {is_default: false}, true);
    }
  }
}

export const workflows: Rules = {
  create(fields, {store}) {
    if (store.data.company.account_type === 'free') {
      throw forbiddenBecause('Workflows are not part of this plan.');
    }
    return fields;
  },
  created(workflow, _fields, {store}) {
    onlyDefault(store, 'workflows', workflow);
    for (const [seq, [name, action]] of [
      ['Backlog', 'backlog'],
      ['Complete', 'complete'],
    ].entries()) {
      store.add('workflowstatuses', {workflow_id: workflow.id, name, color: null, action, seq}, true);
    }
  },
  updated: (workflow, _before, _fields, {store}) => onlyDefault(store, 'workflows', workflow),
  remove(workflow, {store}) {
    if (workflow.is_default === true) throw badRequest('The default workflow cannot be deleted.');
    if (store.data.projects.some((row) => row.workflow_id === workflow.id)) {
      throw badRequest('This workflow is used by projects.');
    }
    return undefined;
  },
};

export const workflowstatuses: Rules = {
  create(fields, {store}) {
    demandColor(fields);
    const siblings = store.data.workflowstatuses.filter((row) => row.workflow_id === fields.workflow_id);
    return {...fields, seq: siblings.length};
  },
  update(status, fields) {
    demandColor(fields);
    if (after(status, fields, 'workflow_id') !== status.workflow_id) {
      throw badRequest("Invalid value for field 'workflow_id'.");
    }
    return fields;
  },
  remove(status, {store}) {
    if (status.action !== '') throw badRequest('Backlog and Complete cannot be deleted.');
    if (store.data.tasks.some((row) => row.status_id === status.id)) {
      throw badRequest('This status is used by tasks.');
    }
    return undefined;
  },
};

/** Without a `#`, unlike those of projects. (API docs, the samples) */
function demandColor({color}: Fields): void {
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(String(color))) {
    throw badRequest("Invalid value for field 'color'.");
  }
}
