import type {Row} from '../collections.js';
import {idsIn, keyOf, numberOf} from '../collections.js';
import {place} from '../edits.js';
import type {Fields, Rules, WriteContext} from './context.js';
import type {Declaration} from './declaration.js';
import {DECLARATIONS} from './declarations.js';
import {shareProject} from './members.js';
import {emptyRow, keptOf} from './new-row.js';
import {newTask, settleTask} from './rules-tasks.js';
import {progress} from './task-status.js';

/** What tasks and the tasks of templates have in common. */
const SHARED = ['name', 'description', 'billable', 'budget_hours', 'price_per_hour', 'seq'] as const;

/** Copies a template's task lists and tasks, and adds the users that its tasks need. (API docs, Projects) */
export function copyIntoProject(project: Row, template: number, context: WriteContext): void {
  const {store} = context;
  const declaration: Declaration = DECLARATIONS.tasks ?? {writable: []};
  const already = store.data.tasklists.filter((row) => row.project_id === project.id).length;
  for (const [index, pattern] of inOrder(store.data.projecttemplatestasklists, template).entries()) {
    const tasklist = place(store, 'tasklists', {
      name: pattern.name,
      project_id: project.id,
      seq: already + index + 1,
      milestone_id: null,
      tasks_count: {incomplete: 0, completed: 0},
    });
    const patterns = inOrder(store.data.projecttemplatestasks, template);
    for (const task of patterns.filter((row) => row.tasklist_id === pattern.id)) {
      const fields: Fields = {...shared(task), users: idsIn(task, 'users')};
      if (task.flat_billing !== undefined) fields.flat_billing = task.flat_billing;
      if (task.estimated_price !== undefined) fields.estimated_price = task.estimated_price;
      const status = progress(project, undefined, fields, context);
      const complete = newTask(project, tasklist, {...fields, ...status}, context);
      settleTask(
        store,
        place(store, 'tasks', keptOf(declaration, {...emptyRow('tasks', declaration), ...complete})),
      );
      addUsers(project, idsIn(task, 'users'), context);
    }
  }
}

export const projecttemplates: Rules = {
  created(template, fields, context) {
    if (typeof fields.project_id === 'number') copyIntoTemplate(template, fields.project_id, context);
  },
};

/** Makes a template's task lists and tasks of those of a project. (API docs, Project Templates) */
function copyIntoTemplate(template: Row, project: number, {store}: WriteContext): void {
  const {tasklists, tasks} = store.data;
  const lists = tasklists.filter((row) => row.project_id === project);
  for (const [seq, tasklist] of lists.sort(bySeq).entries()) {
    const pattern = place(store, 'projecttemplatestasklists', {
      name: tasklist.name,
      seq,
      template_id: template.id,
    });
    for (const task of tasks.filter((row) => keyOf(row, 'tasklist_id') === tasklist.id).sort(bySeq)) {
      place(store, 'projecttemplatestasks', {
        ...shared(task),
        users: idsIn(task, 'users'),
        tasklist_id: pattern.id,
        template_id: template.id,
      });
    }
  }
}

function shared(row: Row): Fields {
  return Object.fromEntries(SHARED.map((name) => [name, row[name] ?? null]));
}

function inOrder(rows: readonly Row[], template: number): Row[] {
  return rows.filter((row) => row.template_id === template).sort(bySeq);
}

function bySeq(one: Row, other: Row): number {
  return numberOf(one, 'seq') - numberOf(other, 'seq');
}

function addUsers(project: Row, ids: readonly number[], {store}: WriteContext): void {
  const users = idsIn(project, 'users');
  const missing = ids.filter((id) => !users.includes(id));
  if (missing.length === 0) return;
  store.alter('projects', project.id, {users: [...users, ...missing]}, true);
  shareProject(store, project);
}
