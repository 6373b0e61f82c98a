import {
  date,
  decimal,
  flag,
  helper,
  idOf,
  idsOf,
  integer,
  moment,
  object,
  oneOf,
  presetOr,
  required,
  seconds,
  text,
  unread,
  whenCreated,
} from './field.js';
import {paymoObject} from './paymo-object.js';

/** With `project_id` alone, a task goes to a list that Paymo makes for such tasks. */
export const tasks = paymoObject('tasks', {
  fields: {
    name: required(text),
    project_id: whenCreated(idOf('projects')),
    tasklist_id: idOf('task_lists'),
    seq: integer,
    description: text,
    complete: flag,
    due_date: date,
    start_date: date,
    user_id: idOf('users'),
    users: idsOf('users'),
    billable: flag,
    flat_billing: flag,
    price_per_hour: decimal,
    budget_hours: decimal,
    estimated_price: decimal,
    invoiced: flag,
    invoice_item_id: integer,
    priority: oneOf(25, 50, 75, 100),
    status_id: idOf('workflow_statuses'),
    subtasks_order: {kind: 'ids', refersTo: ['subtasks'], when: 'update', isUnread: true},
  },
  alternatives: [['tasklist_id'], ['project_id']],
  natural: ['name', 'project_id', 'tasklist_id'],
  by: ['tasklist_id', 'project_id'],
});

export const subtasks = paymoObject('subtasks', {
  fields: {
    name: required(text),
    task_id: required(whenCreated(idOf('tasks'))),
    user_id: idOf('users'),
    complete: flag,
    seq: integer,
  },
  natural: ['name', 'task_id'],
  by: ['task_id'],
});

/** Work is a day and a duration, or a start and an end; `hours` stand for the duration. */
export const timeEntries = paymoObject('time_entries', {
  path: 'entries',
  fields: {
    task_id: required(idOf('tasks')),
    user_id: idOf('users'),
    start_time: moment,
    end_time: moment,
    date,
    duration: integer,
    description: text,
    added_manually: flag,
    billed: flag,
    invoice_item_id: integer,
  },
  extras: {hours: helper(decimal)},
  alternatives: [['date', 'duration'], ['start_time']],
  natural: ['task_id', 'user_id', 'date', 'duration', 'start_time', 'end_time'],
  by: ['task_id'],
  isFiltered: true,
});

export const discussions = paymoObject('discussions', {
  fields: {name: required(text), project_id: required(idOf('projects')), description: text},
  natural: ['name', 'project_id'],
  by: ['project_id'],
});

const comment = {
  path: 'comments',
  isFiltered: true,
} as const;

// Comments name their thread alone, and what that is about is found by it. The content may come back in other words, since it is HTML, so it does not tell one comment from another.

export const taskComments = paymoObject('task_comments', {
  ...comment,
  fields: {
    content: required(text),
    thread_id: whenCreated({kind: 'id'}),
    task_id: unread(whenCreated(idOf('tasks'))),
  },
  alternatives: [['thread_id'], ['task_id']],
  natural: ['thread_id', 'task_id'],
  by: ['thread_id', 'task_id'],
});

export const discussionComments = paymoObject('discussion_comments', {
  ...comment,
  fields: {
    content: required(text),
    thread_id: whenCreated({kind: 'id'}),
    discussion_id: unread(whenCreated(idOf('discussions'))),
  },
  alternatives: [['thread_id'], ['discussion_id']],
  natural: ['thread_id', 'discussion_id'],
  by: ['thread_id', 'discussion_id'],
});

export const fileComments = paymoObject('file_comments', {
  ...comment,
  fields: {
    content: required(text),
    thread_id: whenCreated({kind: 'id'}),
    file_id: unread(whenCreated({kind: 'id'})),
  },
  alternatives: [['thread_id'], ['file_id']],
  natural: ['thread_id', 'file_id'],
  by: ['thread_id', 'file_id'],
});

/** `temp` is left out: such a report is computed and not kept. */
export const reports = paymoObject('reports', {
  fields: {
    name: text,
    type: required(oneOf('static', 'live')),
    start_date: seconds,
    end_date: seconds,
    date_interval: oneOf(
      'today',
      'yesterday',
      'this_month',
      'last_month',
      'this_week',
      'last_week',
      'this_year',
      'last_year',
      'all_time',
    ),
    projects: presetOr('projects', 'all', 'all_active', 'all_archived'),
    clients: presetOr('clients', 'all', 'all_active'),
    users: presetOr('users', 'all', 'all_active', 'all_archived'),
    include: object,
    extra: object,
    shared: flag,
    share_client_id: idOf('clients'),
  },
  alternatives: [['date_interval'], ['start_date', 'end_date']],
  isWholeOnUpdate: true,
  natural: ['name', 'type'],
  by: ['type'],
});
