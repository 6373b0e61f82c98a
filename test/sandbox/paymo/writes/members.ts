import type {Row} from '../collections.js';
import {idsIn} from '../collections.js';
import {remove} from '../edits.js';
import type {Store} from '../store.js';

/** Writes into users that a project is theirs, or not any more; quietly, as derived fields move. */
export function shareProject(store: Store, project: Row, isGone = false): void {
  for (const user of store.data.users) {
    for (const [field, members] of [
      ['assigned_projects', 'users'],
      ['managed_projects', 'managers'],
    ] as const) {
      const isMember = !isGone && idsIn(project, members).includes(user.id);
      const ids = idsIn(user, field);
      if (ids.includes(project.id) === isMember) continue;
      user[field] = isMember ? [...ids, project.id] : ids.filter((id) => id !== project.id);
    }
  }
}

/** Assignments are the same facts as the ids in a task's `users`. (API docs, Users Tasks) */
export function shareTask(store: Store, task: Row): void {
  const users = idsIn(task, 'users');
  const assigned = store.data.userstasks.filter((row) => row.task_id === task.id);
  for (const row of assigned) {
    if (!users.some((id) => id === row.user_id)) remove(store, 'userstasks', row.id, true);
  }
  for (const user_id of users) {
    if (assigned.some((row) => row.user_id === user_id)) continue;
    store.add('userstasks', {user_id, task_id: task.id}, true);
  }
}
