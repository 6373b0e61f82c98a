import {
  date,
  decimal,
  flag,
  hashColor,
  helper,
  idOf,
  idsOf,
  integer,
  oneOf,
  required,
  text,
  unread,
  whenCreated,
} from './field.js';
import {paymoObject} from './paymo-object.js';

/** Without a client Paymo makes one up, so that it is required here. */
export const projects = paymoObject('projects', {
  fields: {
    name: required(text),
    code: text,
    description: text,
    client_id: required(idOf('clients')),
    status_id: idOf('project_statuses'),
    active: flag,
    color: hashColor,
    users: {...idsOf('users'), alsoHolds: 'managers'},
    managers: idsOf('users'),
    billable: flag,
    flat_billing: flag,
    price_per_hour: decimal,
    price: decimal,
    hourly_billing_mode: oneOf('task', 'project', 'company'),
    budget_hours: decimal,
    adjustable_hours: flag,
    invoiced: flag,
    invoice_item_id: integer,
    workflow_id: idOf('workflows'),
  },
  extras: {
    template_id: unread(idOf('project_templates')),
    tasklists_order: {kind: 'ids', refersTo: ['task_lists'], when: 'update', isUnread: true},
  },
  natural: ['name', 'client_id'],
  by: ['client_id'],
});

export const projectTemplates = paymoObject('project_templates', {
  path: 'projecttemplates',
  rootKeys: ['project_templates', 'projecttemplates'],
  fields: {name: required(text)},
  extras: {project_id: unread(whenCreated(idOf('projects')))},
  natural: ['name'],
});

export const milestones = paymoObject('milestones', {
  fields: {
    name: required(text),
    project_id: required(idOf('projects')),
    due_date: required(date),
    user_id: idOf('users'),
    send_reminder: integer,
    complete: flag,
    linked_tasklists: idsOf('task_lists'),
  },
  natural: ['name', 'project_id'],
  by: ['project_id'],
});

/** The assignment of a person to a task is one and the same by whatever way it is made. */
export const taskAssignments = paymoObject('task_assignments', {
  path: 'userstasks',
  fields: {user_id: required(idOf('users')), task_id: required(idOf('tasks'))},
  natural: ['user_id', 'task_id'],
  by: ['task_id', 'user_id'],
  isFiltered: true,
});

/** `task_id` and `user_id` name an assignment, as Paymo's filters do. */
export const bookings = paymoObject('bookings', {
  fields: {
    user_task_id: idOf('task_assignments'),
    start_date: required(date),
    end_date: required(date),
    hours_per_day: required(decimal),
    description: text,
    user_id: helper(idOf('users')),
  },
  extras: {task_id: helper(idOf('tasks'))},
  alternatives: [['user_task_id'], ['task_id', 'user_id']],
  natural: ['user_task_id', 'start_date', 'end_date'],
  by: ['user_task_id'],
  isFiltered: true,
});

export const taskLists = paymoObject('task_lists', {
  path: 'tasklists',
  fields: {
    name: required(text),
    project_id: required(whenCreated(idOf('projects'))),
    seq: integer,
    milestone_id: idOf('milestones'),
  },
  extras: {tasks_order: {kind: 'ids', refersTo: ['tasks'], when: 'update', isUnread: true}},
  natural: ['name', 'project_id'],
  by: ['project_id'],
});
