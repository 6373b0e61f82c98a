import type {Declaration} from './declaration.js';
import {PRIORITIES} from './declaration.js';

export const tasklists: Declaration = {
  writable: ['name', 'seq', 'milestone_id'],
  createOnly: ['project_id'],
  updateOnly: ['tasks_order'],
  kinds: {tasks_order: 'ids'},
  unkept: ['tasks_order'],
  required: ['name', 'project_id'],
  references: {tasks_order: 'tasks'},
};

export const tasks: Declaration = {
  writable: [
    'name',
    'tasklist_id',
    'seq',
    'description',
    'complete',
    'due_date',
    'user_id',
    'users',
    'billable',
    'flat_billing',
    'price_per_hour',
    'budget_hours',
    'estimated_price',
    'invoiced',
    'invoice_item_id',
    'priority',
    'status_id',
  ],
  uncertain: ['start_date'],
  createOnly: ['project_id'],
  updateOnly: ['subtasks_order'],
  kinds: {subtasks_order: 'ids'},
  unkept: ['subtasks_order'],
  required: ['name'],
  references: {users: 'users', subtasks_order: 'subtasks'},
  words: {priority: PRIORITIES},
  defaults: {
    billable: true,
    priority: 50,
    completed_on: null,
    completed_by: null,
    price: null,
    files_count: 0,
    comments_count: 0,
    progress_status: null,
  },
};

export const subtasks: Declaration = {
  writable: ['name', 'complete', 'seq'],
  uncertain: ['user_id'],
  createOnly: ['task_id'],
  required: ['name', 'task_id'],
  defaults: {completed_on: null, completed_by: null},
};

export const userstasks: Declaration = {
  writable: ['user_id', 'task_id'],
  required: ['user_id', 'task_id'],
};

export const taskrecurringprofiles: Declaration = {
  writable: [
    'name',
    'project_id',
    'tasklist_id',
    'billable',
    'flat_billing',
    'description',
    'price_per_hour',
    'estimated_price',
    'budget_hours',
    'users',
    'priority',
    'notifications',
    'frequency',
    'interval',
    'on_day',
    'occurrences',
    'until',
    'active',
    'due_date_offset',
    'recurring_start_date',
  ],
  uncertain: ['processing_timezone', 'processing_hour'],
  createOnly: ['task_id'],
  kinds: {task_id: 'integer', interval: 'interval', on_day: 'any'},
  unkept: ['task_id'],
  required: ['frequency', 'interval', 'recurring_start_date'],
  references: {task_id: 'tasks', tasklist_id: 'tasklists', users: 'users'},
  words: {frequency: ['daily', 'weekly', 'monthly'], priority: PRIORITIES},
  defaults: {
    active: true,
    billable: true,
    priority: 50,
    notifications: '{}',
    on_day: [],
    due_date_offset: 0,
    task_user_id: null,
    generated_count: null,
    last_generated_on: null,
    processing_timezone: 'US/Eastern',
    processing_hour: '06:00:00',
  },
};

export const entries: Declaration = {
  writable: [
    'task_id',
    'user_id',
    'start_time',
    'end_time',
    'date',
    'duration',
    'description',
    'billed',
    'invoice_item_id',
  ],
  uncertain: ['added_manually'],
  kinds: {duration: 'integer'},
  required: ['task_id'],
};

export const bookings: Declaration = {
  writable: ['user_task_id', 'start_date', 'end_date', 'hours_per_day', 'description'],
  required: ['user_task_id', 'start_date', 'end_date', 'hours_per_day'],
};
