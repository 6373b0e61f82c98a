import type {Row} from '../collections.js';
import {idsIn, keyOf} from '../collections.js';
import {place} from '../edits.js';
import {badRequest, forbiddenBecause} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {after} from './context.js';
import {DECLARATIONS} from './declarations.js';
import {shareProject} from './members.js';
import {emptyRow} from './new-row.js';
import {demandChildren, putInOrder} from './order.js';
import {statusOf} from './task-status.js';
import {copyIntoProject} from './template-copies.js';

export const projects: Rules = {
  create(fields, {store}) {
    const {projects: room = Infinity} = store.settings.plan;
    if (store.data.projects.length >= room) {
      throw forbiddenBecause('Adding projects denied. Projects limit reached.');
    }
    demandForm(fields);
    const {workflows, company} = store.data;
    const workflow = workflows.find((row) => row.is_default === true) ?? workflows[0];
    const complete = {
      ...fields,
      ...states(store, {active: true, ...fields}),
      ...members(undefined, fields),
      workflow_id: fields.workflow_id ?? workflow?.id ?? null,
      code: fields.code ?? `P${store.data.projects.length + 1}`,
      task_code_increment: 0,
      billing_type: billingType(fields),
      // Made up along the way, as many have found. (API docs, Projects)
      client_id: fields.client_id ?? sampleClient(store).id,
    };
    company.current_projects = store.data.projects.length + 1;
    return complete;
  },
  created(project, fields, context) {
    shareProject(context.store, project);
    if (typeof fields.template_id === 'number') copyIntoProject(project, fields.template_id, context);
  },
  update(project, fields, {store}) {
    demandForm(fields);
    if (fields.client_id === null) throw badRequest("Field 'client_id' cannot be empty");
    if (fields.workflow_id === null) throw badRequest("Field 'workflow_id' cannot be empty");
    demandChildren(store, 'tasklists', 'project_id', project.id, 'tasklists_order', fields.tasklists_order);
    return {
      ...fields,
      ...('active' in fields || 'status_id' in fields ? states(store, fields, project) : {}),
      ...members(project, fields),
      billing_type: billingType({billable: project.billable, flat_billing: project.flat_billing, ...fields}),
    };
  },
  updated(project, before, fields, context) {
    const {store} = context;
    shareProject(store, project);
    putInOrder(store, 'tasklists', 'project_id', project.id, fields.tasklists_order, 1);
    if (project.workflow_id !== before.workflow_id) resetTasks(project, context);
    if (typeof fields.template_id === 'number') copyIntoProject(project, fields.template_id, context);
  },
  remove(project, {store}) {
    return () => {
      shareProject(store, project, true);
      store.data.company.current_projects = store.data.projects.length;
    };
  },
};

export const clients: Rules = {
  remove(client, {store}) {
    const own = store.data.projects.filter((row) => row.client_id === client.id);
    return () => {
      for (const project of own) shareProject(store, project, true);
    };
  },
};

function sampleClient(store: Store): Row {
  const {clients: declaration} = DECLARATIONS;
  const empty = declaration ? emptyRow('clients', declaration) : {};
  return place(store, 'clients', {...empty, name: 'Sample Client'});
}

function demandForm({code, color}: Fields): void {
  if (typeof code === 'string' && !/^[a-z0-9]*$/i.test(code)) {
    throw badRequest("Invalid value for field 'code': letters and digits expected.");
  }
  if (typeof color === 'string' && !/^#[0-9a-f]{6}$/i.test(color)) {
    throw badRequest("Invalid value for field 'color'.");
  }
}

/** Status and activity move together; the status is the one that counts. (API docs, Projects) */
function states(store: Store, fields: Fields, before?: Row): Fields {
  const {projectstatuses} = store.data;
  if (typeof fields.status_id === 'number') {
    return {status_id: fields.status_id, active: store.get('projectstatuses', fields.status_id).active};
  }
  const {active} = fields;
  if (typeof active !== 'boolean' || active === before?.active) return {};
  const builtIn = projectstatuses.find((row) => row.name === (active ? 'Active' : 'Archived'));
  return {active, status_id: builtIn?.id ?? null};
}

/** Managers are among the users: those named join them, and those who leave manage no more. */
function members(project: Row | undefined, fields: Fields): Fields {
  if (!('users' in fields) && !('managers' in fields)) return {};
  const given: Row = {id: 0, created_on: '', updated_on: '', ...project, ...fields};
  const users = idsIn(given, 'users');
  const managers = idsIn(given, 'managers');
  return 'managers' in fields
    ? {users: [...new Set([...users, ...managers])], managers}
    : {users, managers: managers.filter((id) => users.includes(id))};
}

function billingType({billable, flat_billing}: Fields): string {
  if (billable !== true) return 'non';
  return flat_billing === true ? 'flat' : 'pph';
}

/** "Changing it resets all task statuses (active to Backlog, done to Complete)." */
function resetTasks(project: Row, {store}: WriteContext): void {
  for (const task of store.data.tasks.filter((row) => row.project_id === project.id)) {
    const status = statusOf(store, project, task.complete === true);
    store.alter('tasks', task.id, {status_id: status?.id ?? null}, true);
  }
}

export const projectstatuses: Rules = {
  create(fields, {store}) {
    return {...fields, seq: fields.seq ?? store.data.projectstatuses.length, readonly: false};
  },
  update(status, fields) {
    demandOwn(status);
    return fields;
  },
  updated(status, before, _fields, {store}) {
    if (status.active === before.active) return;
    for (const project of store.data.projects.filter((row) => keyOf(row, 'status_id') === status.id)) {
      store.alter('projects', project.id, {active: status.active}, true);
    }
  },
  remove(status, {store}) {
    demandOwn(status);
    return () => {
      const name = status.active === true ? 'Active' : 'Archived';
      const builtIn = store.data.projectstatuses.find((row) => row.name === name);
      for (const project of store.data.projects.filter((row) => keyOf(row, 'status_id') === status.id)) {
        store.alter('projects', project.id, {status_id: builtIn?.id ?? null}, true);
      }
    };
  },
};

/** "Active" and "Archived" are built in. (API docs, Project Statuses) */
function demandOwn(status: Row): void {
  if (status.readonly === true) throw badRequest('This project status cannot be changed or deleted.');
}

export const milestones: Rules = {
  create(fields, {store}) {
    demandSameProject(store, fields.project_id, fields);
    return fields;
  },
  created: (milestone, fields, {store}) => link(store, milestone, fields),
  update(milestone, fields, {store}) {
    demandSameProject(store, after(milestone, fields, 'project_id'), fields);
    return fields;
  },
  updated: (milestone, _before, fields, {store}) => link(store, milestone, fields),
  remove(milestone, {store}) {
    return () => {
      for (const tasklist of store.data.tasklists.filter((row) => row.milestone_id === milestone.id)) {
        store.alter('tasklists', tasklist.id, {milestone_id: null}, true);
      }
    };
  },
};

function demandSameProject(store: Store, project: Fields[string], fields: Fields): void {
  if (typeof project !== 'number') return;
  const ids = fields.linked_tasklists;
  demandChildren(store, 'tasklists', 'project_id', project, 'linked_tasklists', ids);
}

function link(store: Store, milestone: Row, fields: Fields): void {
  if (!('linked_tasklists' in fields)) return;
  const linked = idsIn(milestone, 'linked_tasklists');
  for (const tasklist of store.data.tasklists) {
    const isLinked = linked.includes(tasklist.id);
    if (isLinked === (tasklist.milestone_id === milestone.id)) continue;
    store.alter('tasklists', tasklist.id, {milestone_id: isLinked ? milestone.id : null}, true);
  }
}
