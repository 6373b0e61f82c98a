import type {Row} from '../collections.js';
import {idsIn, keyOf} from '../collections.js';
import {badRequest, missingParams} from '../refusals.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {after, numeric} from './context.js';

export const userstasks: Rules = {
  create(fields, context) {
    demandNew(fields.user_id, fields.task_id, undefined, context);
    return fields;
  },
  update(assignment, fields, context) {
    demandNew(
      after(assignment, fields, 'user_id'),
      after(assignment, fields, 'task_id'),
      assignment.id,
      context,
    );
    return fields;
  },
  updated(assignment, before, _fields, context) {
    leave(before, context);
    join(assignment, context);
  },
};

function demandNew(
  user: Fields[string],
  task: Fields[string],
  self: number | undefined,
  {store}: WriteContext,
): void {
  const isThere = store.data.userstasks.some(
    (row) => row.id !== self && row.user_id === user && row.task_id === task,
  );
  if (isThere && store.settings.secondAssignment === 'refused') {
    throw badRequest('This user is already assigned to this task.');
  }
}

function leave(before: Row, {store}: WriteContext): void {
  const task = store.find('tasks', keyOf(before, 'task_id'));
  const isStill = store.data.userstasks.some(
    (row) => row.task_id === before.task_id && row.user_id === before.user_id,
  );
  if (!task || isStill) return;
  const users = idsIn(task, 'users').filter((id) => id !== before.user_id);
  store.alter('tasks', task.id, {users}, true);
}

function join(assignment: Row, {store}: WriteContext): void {
  const task = store.find('tasks', keyOf(assignment, 'task_id'));
  const user = keyOf(assignment, 'user_id');
  if (!task || user === null || idsIn(task, 'users').includes(user)) return;
  store.alter('tasks', task.id, {users: [...idsIn(task, 'users'), user]}, true);
}

export const bookings: Rules = {
  create(fields, context) {
    demandPeriod(fields);
    return {...fields, creator_id: context.user.id, user_id: bookedUser(fields, context)};
  },
  update(booking, fields, context) {
    demandPeriod({...booking, ...fields});
    return {...fields, user_id: bookedUser({...booking, ...fields}, context)};
  },
};

function demandPeriod({start_date, end_date, hours_per_day}: Fields): void {
  if (String(end_date) < String(start_date)) {
    throw badRequest("Invalid value for field 'end_date': it is before the start.");
  }
  if (typeof hours_per_day === 'number' && (hours_per_day <= 0 || hours_per_day > 24)) {
    throw badRequest("Invalid value for field 'hours_per_day'.");
  }
}

function bookedUser({user_task_id}: Fields, {store}: WriteContext): number | null {
  const assignment = store.find('userstasks', numeric(user_task_id));
  return assignment ? keyOf(assignment, 'user_id') : null;
}

/** What a profile takes over from the task that it is made from. */
const FROM_TASK = [
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
] as const;

export const taskrecurringprofiles: Rules = {
  create(fields, {store, user}) {
    const task = store.find('tasks', numeric(fields.task_id));
    const copied = task
      ? {...Object.fromEntries(FROM_TASK.map((name) => [name, task[name]])), task_user_id: task.user_id}
      : {};
    // A name is ignored when there is a task to take it from. (API docs, Task Recurring Profiles)
    const complete: Fields = {...fields, ...copied};
    const missing = ['name', 'project_id'].filter(
      (name) => complete[name] === undefined || complete[name] === '',
    );
    if (missing.length > 0) throw missingParams(missing);
    demandTasklist(complete, {store});
    demandInterval(complete);
    return {
      ...complete,
      user_id: user.id,
      company_id: store.data.company.id,
      next_processing_date: fields.recurring_start_date,
    };
  },
  update(profile, fields, context) {
    for (const name of ['name', 'project_id']) {
      if (fields[name] === null || fields[name] === '') throw badRequest(`Field '${name}' cannot be empty`);
    }
    demandTasklist({...profile, ...fields}, context);
    demandInterval(fields);
    return fields;
  },
};

function demandTasklist({tasklist_id, project_id}: Fields, {store}: Pick<WriteContext, 'store'>): void {
  const tasklist = store.find('tasklists', numeric(tasklist_id));
  if (tasklist && tasklist.project_id !== project_id) {
    throw badRequest("Invalid value for field 'tasklist_id': it is in another project.");
  }
}

function demandInterval({interval}: Fields): void {
  if (typeof interval === 'number' && interval < 1) throw badRequest("Invalid value for field 'interval'.");
}
