import {date} from '../common/calendar.js';
import type {Row, Value} from './collections.js';
import {keyOf, textOf} from './collections.js';
import type {Definition, Scope} from './definition.js';

/** The client of whatever belongs to a project. */
function clientOf(row: Row, scope: Scope): number | null {
  const project = scope.find('projects', keyOf(row, 'project_id'));
  return project ? keyOf(project, 'client_id') : null;
}

function assignmentOf(booking: Row, scope: Scope): Row | undefined {
  return scope.find('userstasks', keyOf(booking, 'user_task_id'));
}

function taskOf(booking: Row, scope: Scope): Row | undefined {
  const assignment = assignmentOf(booking, scope);
  return assignment && scope.find('tasks', keyOf(assignment, 'task_id'));
}

/** Where an entry is on the axis of UTC: bulk ones at the start of their date, as far as anybody knows. */
function intervalOf(entry: Row, scope: Scope): Value {
  if (entry.is_bulk === true)
    return [`${textOf(entry, 'date')}T00:00:00Z`, `${textOf(entry, 'date')}T00:00:00Z`];

  const start = textOf(entry, 'start_time');
  const end = textOf(entry, 'end_time');
  return [start, end === '' ? scope.now() : end];
}

export const tasklists: Definition = {
  fields: {
    name: 'text',
    project_id: 'integer',
    seq: 'integer',
    milestone_id: 'integer',
    tasks_count: 'opaque',
  },
  relations: {
    project: {to: 'projects', key: 'project_id'},
    milestone: {to: 'milestones', key: 'milestone_id'},
    tasks: {to: 'tasks', many: 'tasklist_id'},
  },
};

export const tasks: Definition = {
  fields: {
    name: 'text',
    code: 'text',
    project_id: 'integer',
    tasklist_id: 'integer',
    seq: 'integer',
    description: 'text',
    complete: 'flag',
    completed_on: 'moment',
    completed_by: 'integer',
    due_date: 'date',
    start_date: 'date',
    user_id: 'integer',
    users: 'ids',
    billable: 'flag',
    flat_billing: 'flag',
    price_per_hour: 'decimal',
    budget_hours: 'decimal',
    estimated_price: 'decimal',
    price: 'decimal',
    invoiced: 'flag',
    invoice_item_id: 'integer',
    priority: 'integer',
    status_id: 'integer',
    files_count: 'integer',
    comments_count: 'integer',
    cover_file_id: 'integer',
    recurring_profile_id: 'integer',
    billing_type: 'text',
    progress_status: 'text',
    subtasks_order: 'opaque',
    client_id: 'integer',
    client_name: 'text',
  },
  relations: {
    project: {to: 'projects', key: 'project_id'},
    tasklist: {to: 'tasklists', key: 'tasklist_id'},
    user: {to: 'users', key: 'user_id'},
    thread: {to: 'threads', one: 'task_id'},
    entries: {to: 'entries', many: 'task_id'},
    subtasks: {to: 'subtasks', many: 'task_id'},
    invoiceitem: {to: 'invoiceitems', key: 'invoice_item_id'},
    workflowstatus: {to: 'workflowstatuses', key: 'status_id'},
    files: {to: 'files', many: 'task_id'},
  },
  hidden: ['progress_status'],
  unselectable: ['subtasks_order'],
  filters: {
    // With an administrator's key it is said to return everything. (Issue #36)
    mytasks: {
      kind: 'flag',
      of: (task, {caller}) =>
        caller.type === 'Admin' || (Array.isArray(task.users) && task.users.includes(caller.id)),
    },
    // Rows seldom say it themselves; the filter is proposed in a pull request that was not merged.
    client_id: {kind: 'integer', of: clientOf},
  },
};

export const subtasks: Definition = {
  fields: {
    name: 'text',
    task_id: 'integer',
    project_id: 'integer',
    user_id: 'integer',
    complete: 'flag',
    completed_on: 'moment',
    completed_by: 'integer',
    seq: 'integer',
  },
  relations: {
    project: {to: 'projects', key: 'project_id'},
    task: {to: 'tasks', key: 'task_id'},
    user: {to: 'users', key: 'user_id'},
  },
};

export const userstasks: Definition = {
  fields: {user_id: 'integer', task_id: 'integer', tracked_time: 'integer', task_complete: 'flag'},
  relations: {user: {to: 'users', key: 'user_id'}, task: {to: 'tasks', key: 'task_id'}},
  mandatory: [['user_id'], ['task_id']],
  isMandatoryDocumented: true,
  filters: {
    task_complete: {
      kind: 'flag',
      of: (row, scope) => scope.find('tasks', keyOf(row, 'task_id'))?.complete ?? null,
    },
    has_bookings: {
      kind: 'flag',
      of: (row, {data}) => data.bookings.some((booking) => booking.user_task_id === row.id),
    },
  },
};

export const taskrecurringprofiles: Definition = {
  fields: {
    name: 'text',
    code: 'text',
    project_id: 'integer',
    tasklist_id: 'integer',
    user_id: 'integer',
    task_user_id: 'integer',
    company_id: 'integer',
    billable: 'flag',
    flat_billing: 'flag',
    description: 'text',
    price_per_hour: 'decimal',
    estimated_price: 'decimal',
    budget_hours: 'decimal',
    users: 'ids',
    priority: 'integer',
    notifications: 'text',
    frequency: 'text',
    interval: 'integer',
    on_day: 'opaque',
    occurrences: 'integer',
    until: 'date',
    active: 'flag',
    due_date_offset: 'integer',
    recurring_start_date: 'date',
    generated_count: 'integer',
    last_generated_on: 'date',
    next_processing_date: 'date',
    processing_timezone: 'text',
    processing_hour: 'text',
  },
  relations: {project: {to: 'projects', key: 'project_id'}},
};

export const entries: Definition = {
  fields: {
    task_id: 'integer',
    project_id: 'integer',
    user_id: 'integer',
    is_bulk: 'flag',
    start_time: 'moment',
    end_time: 'moment',
    date: 'date',
    duration: 'opaque',
    description: 'text',
    added_manually: 'flag',
    billed: 'flag',
    invoice_item_id: 'integer',
    price: 'decimal',
  },
  relations: {
    task: {to: 'tasks', key: 'task_id'},
    invoiceitem: {to: 'invoiceitems', key: 'invoice_item_id'},
    user: {to: 'users', key: 'user_id'},
    project: {to: 'projects', key: 'project_id'},
  },
  // "include=duration" is a 500 rather than a 400. (Issue #10)
  failing: ['duration'],
  mandatory: [['project_id'], ['task_id'], ['user_id'], ['client_id'], ['time_interval'], ['end_time']],
  exclusive: ['date', 'start_time'],
  filters: {
    client_id: {kind: 'integer', of: clientOf},
    time_interval: {kind: 'interval', of: intervalOf},
    // The documented way to find running timers, so bulk entries, which have no end either, are none of it.
    end_time: {kind: 'moment', of: (row) => (row.is_bulk === true ? false : (row.end_time ?? null))},
  },
};

export const bookings: Definition = {
  fields: {
    user_task_id: 'integer',
    start_date: 'date',
    end_date: 'date',
    hours_per_day: 'decimal',
    description: 'text',
    creator_id: 'integer',
    user_id: 'integer',
    start_time: 'text',
    end_time: 'text',
    booked_hours: 'decimal',
  },
  relations: {usertask: {to: 'userstasks', key: 'user_task_id'}},
  mandatory: [
    ['user_task_id'],
    ['task_id'],
    ['project_id'],
    ['user_id'],
    ['start_date', 'end_date'],
    ['date_interval'],
  ],
  isMandatoryDocumented: true,
  filters: {
    // Not every row has its own.
    user_id: {kind: 'integer', of: (row, scope) => keyIn(assignmentOf(row, scope), 'user_id')},
    task_id: {kind: 'integer', of: (row, scope) => keyIn(assignmentOf(row, scope), 'task_id')},
    project_id: {kind: 'integer', of: (row, scope) => keyIn(taskOf(row, scope), 'project_id')},
    date_interval: {
      kind: 'interval',
      of: (row) => [textOf(row, 'start_date') || date(0), textOf(row, 'end_date') || date(0)],
    },
  },
};

function keyIn(row: Row | undefined, field: string): number | null {
  return row ? keyOf(row, field) : null;
}
