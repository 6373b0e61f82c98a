import {addDays, date, datetime} from '../common/calendar.js';
import {at} from '../common/random.js';
import type {Row} from './collections.js';
import {idsIn, keyOf, numberOf, textOf} from './collections.js';
import {TASKLISTS, TASKS} from './names.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';

/** Task lists, tasks, what hangs on them, and who is booked for them. */
export function seedTasks(seed: Seed): void {
  const {store} = seed;
  const {data} = store;
  const {tasks, bookings} = store.settings.size;
  for (const [index, project] of data.projects.entries()) seedTasklists(seed, project, index);
  for (let index = 0; index < tasks; index += 1) {
    const tasklist = at(data.tasklists, index * 5 + Math.floor(index / data.tasklists.length));
    const task = seed.add('tasks', 0.2 + (index / tasks) * 0.7, taskFields(seed, tasklist, index));
    if (index % 3 === 0) seedSubtasks(seed, task, index);
    if (index % 12 === 2) seedRecurring(seed, task, index);
    for (const userId of idsIn(task, 'users')) seedAssignment(seed, task, userId, index);
  }
  for (const tasklist of data.tasklists) countTasks(data.tasks, tasklist);
  for (let index = 0; index < bookings; index += 1) seedBooking(seed, index);
}

function seedTasklists(seed: Seed, project: Row, index: number): void {
  const milestone = seed.store.data.milestones.find((row) => row.project_id === project.id);
  for (let seq = 1; seq <= 1 + (index % 3); seq += 1) {
    const isLinked = milestone !== undefined && seq === 1;
    const tasklist = seed.add('tasklists', 0.2 + index / 50, {
      name: at(TASKLISTS, seq - 1),
      project_id: project.id,
      seq,
      milestone_id: isLinked ? milestone.id : null,
      // Kept in rows, so it can only be a guess how it moves; half of the rows do without.
      ...(index % 2 === 0 ? {tasks_count: {incomplete: 0, completed: 0}} : {}),
    });
    if (isLinked) milestone.linked_tasklists = [tasklist.id];
  }
}

function countTasks(tasks: readonly Row[], tasklist: Row): void {
  if (!('tasks_count' in tasklist)) return;
  const own = tasks.filter((task) => task.tasklist_id === tasklist.id);
  const completed = own.filter((task) => task.complete === true).length;
  tasklist.tasks_count = {incomplete: own.length - completed, completed};
}

function taskFields(seed: Seed, tasklist: Row, index: number): Changes {
  const {store, opened} = seed;
  const {data} = store;
  const project = store.get('projects', numberOf(tasklist, 'project_id'));
  const users = idsIn(project, 'users');
  const complete = index % 5 === 4;
  const flat = index % 9 === 3;
  const today = date(opened);
  const statuses = data.workflowstatuses.filter((row) => row.workflow_id === project.workflow_id);
  const client = store.find('clients', keyOf(project, 'client_id'));
  return {
    name: `${at(TASKS, index)}${index < TASKS.length ? '' : ` ${index + 1}`}`,
    ...(index % 8 === 7 ? {} : {code: `${textOf(project, 'code')}-${index + 1}`}),
    project_id: project.id,
    tasklist_id: tasklist.id,
    seq: index % 6,
    description: at(['', null, '<p>As agreed</p>'], index),
    complete,
    completed_on: complete ? datetime(opened - index * 3_600_000) : null,
    completed_by: complete ? (users[0] ?? null) : null,
    due_date: at([null, addDays(today, index - 20), addDays(today, -index)], index),
    start_date: index % 4 === 1 ? addDays(today, -30) : null,
    user_id: index % 11 === 5 ? null : (users[0] ?? null),
    users: index % 6 === 5 ? [] : index % 4 === 0 ? users : users.slice(0, 1),
    billable: index % 4 !== 3,
    flat_billing: flat,
    price_per_hour: at([null, 75.5, 90], index),
    budget_hours: at([80, null, 0.5], index),
    estimated_price: flat ? 1200 : null,
    price: null,
    invoiced: false,
    invoice_item_id: null,
    priority: at([50, 25, 75, 100], index),
    status_id: at(statuses, complete ? 3 : index % 3).id,
    files_count: 0,
    comments_count: 0,
    progress_status: at(['Prorata', '50%', null], index),
    ...(index % 3 === 0 ? {cover_file_id: null, recurring_profile_id: null, billing_type: 'pph'} : {}),
    ...(index % 10 === 6 && client ? {client_id: client.id, client_name: textOf(client, 'name')} : {}),
  };
}

function seedSubtasks(seed: Seed, task: Row, index: number): void {
  const order: number[] = [];
  for (let seq = 0; seq < 1 + (index % 3); seq += 1) {
    const complete = seq === 0 && index % 2 === 0;
    const subtask = seed.add('subtasks', 0.6 + (index % 30) / 100, {
      name: at(['Check sizes', 'Ask for texts', 'Archive'], seq),
      complete,
      project_id: numberOf(task, 'project_id'),
      user_id: keyOf(task, 'user_id'),
      task_id: task.id,
      completed_on: complete ? datetime(seed.opened - 7_200_000) : null,
      completed_by: complete ? keyOf(task, 'user_id') : null,
      seq,
    });
    order.push(subtask.id);
  }
  task.subtasks_order = order;
}

function seedAssignment(seed: Seed, task: Row, userId: number, index: number): void {
  seed.add('userstasks', 0.3 + (index % 60) / 100, {
    user_id: userId,
    task_id: task.id,
    ...(index % 2 === 0 ? {tracked_time: index * 900, task_complete: task.complete ?? false} : {}),
  });
}

function seedRecurring(seed: Seed, task: Row, index: number): void {
  const isWeekly = index % 24 === 2;
  const today = date(seed.opened);
  const reminder = {notification_enabled: '1', notification_type: 'task_due_date_reminder', param: '24'};
  const profile = seed.add('taskrecurringprofiles', 0.5 + (index % 40) / 100, {
    name: `${textOf(task, 'name')} again`,
    ...(isWeekly ? {} : {code: `${textOf(task, 'code')}R`}),
    project_id: numberOf(task, 'project_id'),
    tasklist_id: numberOf(task, 'tasklist_id'),
    user_id: keyOf(task, 'user_id') ?? at(seed.store.data.users, 0).id,
    task_user_id: isWeekly ? null : keyOf(task, 'user_id'),
    company_id: seed.store.data.company.id,
    billable: true,
    flat_billing: false,
    description: '',
    price_per_hour: isWeekly ? null : 40.5,
    estimated_price: null,
    budget_hours: isWeekly ? 11 : null,
    users: idsIn(task, 'users'),
    priority: 50,
    notifications: isWeekly ? JSON.stringify({0: reminder}) : '{}',
    frequency: isWeekly ? 'weekly' : 'daily',
    interval: 1,
    on_day: isWeekly ? [1, 3] : [],
    occurrences: isWeekly ? 11 : null,
    until: isWeekly ? null : addDays(today, 30),
    active: index !== 26,
    due_date_offset: isWeekly ? 3 : 0,
    recurring_start_date: addDays(today, -40),
    generated_count: isWeekly ? null : 4,
    last_generated_on: isWeekly ? null : addDays(today, -1),
    next_processing_date: addDays(today, 1),
    processing_timezone: 'US/Central',
    processing_hour: '06:00:00',
  });
  task.recurring_profile_id = profile.id;
}

function seedBooking(seed: Seed, index: number): void {
  const {store} = seed;
  const assignment = at(store.data.userstasks, index * 3);
  // From the past well into the future; a few are across New Year.
  const start = addDays(date(seed.opened), index * 23 - 200);
  const isRich = index % 2 === 1;
  seed.add('bookings', 0.7 + (index % 25) / 100, {
    user_task_id: assignment.id,
    start_date: start,
    end_date: addDays(start, index % 9),
    hours_per_day: at([8, 2.5, 10], index),
    description: at(['Plan the meeting', null, ''], index),
    ...(isRich
      ? {
          creator_id: at(store.data.users, 0).id,
          user_id: numberOf(assignment, 'user_id'),
          start_time: index % 4 === 1 ? null : '09:00',
          end_time: index % 4 === 1 ? null : '17:00',
          booked_hours: (1 + (index % 9)) * 2.5,
        }
      : {}),
  });
}
