import type {Row} from '../collections.js';
import {idsIn, keyOf, numberOf, textOf} from '../collections.js';
import {badRequest, missingParams} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {after, numeric} from './context.js';
import {shareTask} from './members.js';
import {demandChildren, putInOrder} from './order.js';
import {completion, progress} from './task-status.js';

export const tasks: Rules = {
  create(fields, context) {
    const {store} = context;
    const named = store.find('tasklists', numeric(fields.tasklist_id));
    const project = store.find('projects', named ? keyOf(named, 'project_id') : numeric(fields.project_id));
    if (!project) throw missingParams(['project_id']);
    if (typeof fields.project_id === 'number' && fields.project_id !== project.id) {
      throw badRequest("Invalid value for field 'tasklist_id': it is in another project.");
    }
    const status = progress(project, undefined, fields, context);
    const tasklist = named ?? defaultTasklist(store, project);
    return newTask(project, tasklist, {...fields, ...status}, context);
  },
  created: (task, _fields, {store}) => settleTask(store, task),
  update(task, fields, context) {
    const {store} = context;
    const project = store.find('projects', keyOf(task, 'project_id'));
    const tasklist = store.find('tasklists', numeric(after(task, fields, 'tasklist_id')));
    if (tasklist?.project_id !== task.project_id) {
      throw badRequest("Invalid value for field 'tasklist_id': it is in another project.");
    }
    demandChildren(store, 'subtasks', 'task_id', task.id, 'subtasks_order', fields.subtasks_order);
    const moves = 'complete' in fields || 'status_id' in fields;
    return moves ? {...fields, ...progress(project, task, fields, context)} : fields;
  },
  updated(task, before, fields, {store}) {
    if ('users' in fields) shareTask(store, task);
    putInOrder(store, 'subtasks', 'task_id', task.id, fields.subtasks_order);
    if ('subtasks_order' in fields) listSubtasks(store, task);
    countTasks(store, keyOf(before, 'tasklist_id'));
    countTasks(store, keyOf(task, 'tasklist_id'));
  },
  remove:
    (task, {store}) =>
    () =>
      countTasks(store, keyOf(task, 'tasklist_id')),
};

/** All that a new task has; takes a number of the project for its code. */
export function newTask(project: Row, tasklist: Row, fields: Fields, {store, user}: WriteContext): Fields {
  const number = numberOf(project, 'task_code_increment') + 1;
  project.task_code_increment = number;
  const siblings = store.data.tasks.filter((row) => row.tasklist_id === tasklist.id);
  return {
    ...fields,
    project_id: project.id,
    tasklist_id: tasklist.id,
    code: `${textOf(project, 'code')}-${number}`,
    seq: fields.seq ?? siblings.length,
    user_id: fields.user_id ?? user.id,
  };
}

/** What a new task moves beside itself. */
export function settleTask(store: Store, task: Row): void {
  shareTask(store, task);
  countTasks(store, keyOf(task, 'tasklist_id'));
}

/** "With only `project_id` the task goes to Default Task List." (API docs, Tasks) */
function defaultTasklist(store: Store, project: Row): Row {
  const name = 'Default Task List';
  const tasklists = store.data.tasklists.filter((row) => row.project_id === project.id);
  return (
    tasklists.find((row) => row.name === name) ??
    store.add('tasklists', {
      name,
      project_id: project.id,
      seq: tasklists.length + 1,
      milestone_id: null,
      tasks_count: {incomplete: 0, completed: 0},
    })
  );
}

function countTasks(store: Store, id: number | null): void {
  const tasklist = store.find('tasklists', id);
  if (!tasklist || !('tasks_count' in tasklist)) return;
  const own = store.data.tasks.filter((row) => row.tasklist_id === id);
  const completed = own.filter((row) => row.complete === true).length;
  tasklist.tasks_count = {incomplete: own.length - completed, completed};
}

export const tasklists: Rules = {
  create(fields, {store}) {
    demandMilestone(store, fields.project_id, fields);
    const siblings = store.data.tasklists.filter((row) => row.project_id === fields.project_id);
    return {...fields, seq: fields.seq ?? siblings.length + 1, tasks_count: {incomplete: 0, completed: 0}};
  },
  created: (tasklist, _fields, {store}) => linkMilestones(store, tasklist),
  update(tasklist, fields, {store}) {
    demandMilestone(store, tasklist.project_id, fields);
    demandChildren(store, 'tasks', 'tasklist_id', tasklist.id, 'tasks_order', fields.tasks_order);
    return fields;
  },
  updated(tasklist, _before, fields, {store}) {
    linkMilestones(store, tasklist);
    putInOrder(store, 'tasks', 'tasklist_id', tasklist.id, fields.tasks_order);
  },
  remove:
    (tasklist, {store}) =>
    () =>
      linkMilestones(store, {...tasklist, milestone_id: null}),
};

function demandMilestone(store: Store, project: Fields[string], {milestone_id}: Fields): void {
  const milestone = store.find('milestones', numeric(milestone_id));
  if (milestone && milestone.project_id !== project) {
    throw badRequest("Invalid value for field 'milestone_id': it is in another project.");
  }
}

function linkMilestones(store: Store, tasklist: Row): void {
  for (const milestone of store.data.milestones) {
    const linked = idsIn(milestone, 'linked_tasklists');
    const isLinked = tasklist.milestone_id === milestone.id;
    if (linked.includes(tasklist.id) === isLinked) continue;
    milestone.linked_tasklists = isLinked
      ? [...linked, tasklist.id]
      : linked.filter((id) => id !== tasklist.id);
  }
}

export const subtasks: Rules = {
  create(fields, context) {
    const task = context.store.get('tasks', numeric(fields.task_id) ?? 0);
    const siblings = context.store.data.subtasks.filter((row) => row.task_id === task.id);
    return {
      ...fields,
      ...completion(undefined, fields.complete === true, context),
      project_id: keyOf(task, 'project_id'),
      user_id: fields.user_id ?? context.user.id,
      seq: fields.seq ?? siblings.length,
    };
  },
  created: (subtask, _fields, {store}) => listSubtasksOf(store, subtask),
  update: (subtask, fields, context) => ({
    ...fields,
    ...('complete' in fields ? completion(subtask, fields.complete === true, context) : {}),
  }),
  updated: (subtask, _before, _fields, {store}) => listSubtasksOf(store, subtask),
  remove:
    (subtask, {store}) =>
    () =>
      listSubtasksOf(store, subtask),
};

function listSubtasksOf(store: Store, subtask: Row): void {
  const task = store.find('tasks', keyOf(subtask, 'task_id'));
  if (task) listSubtasks(store, task);
}

function listSubtasks(store: Store, task: Row): void {
  task.subtasks_order = store.data.subtasks
    .filter((row) => row.task_id === task.id)
    .sort((one, other) => numberOf(one, 'seq') - numberOf(other, 'seq'))
    .map((row) => row.id);
}
