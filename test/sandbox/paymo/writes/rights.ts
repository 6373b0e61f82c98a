import type {Collection, Row, Value} from '../collections.js';
import {idsIn, keyOf, textOf} from '../collections.js';
import {forbidden} from '../refusals.js';
import type {WriteContext} from './context.js';

type Action = 'create' | 'update' | 'remove';

/** What those who work on a project may do there. */
const TEAMWORK: readonly Collection[] = [
  'tasks',
  'tasklists',
  'subtasks',
  'userstasks',
  'milestones',
  'discussions',
  'comments',
  'files',
  'threads',
  'taskrecurringprofiles',
];

/** What is one's own: nobody else's is in sight anyway. */
const OWN: readonly Collection[] = ['reports', 'hooks'];

/**
 * Refuses what the user has no rights for. Administrators have all; guests may comment; what the rest may do
 * follows from the help pages on types of users, which are not exact.
 */
export function demandRight(
  action: Action,
  collection: Collection,
  row: Row | undefined,
  values: Readonly<Record<string, Value>>,
  {user, store}: WriteContext,
): void {
  if (user.type === 'Admin') return;
  if (user.type === 'Guest') {
    if (collection === 'comments' && (row === undefined || row.user_id === user.id)) return;
    throw forbidden();
  }

  const manages = (project: number | null): boolean => {
    const found = store.find('projects', project);
    return found !== undefined && idsIn(found, 'managers').includes(user.id);
  };
  const isAllowed = (): boolean => {
    if (OWN.includes(collection)) return true;
    switch (collection) {
      case 'comments':
        return row === undefined || row.user_id === user.id;
      case 'entries':
        return isOwnTime(row, values, user) || manages(projectOf(store, row, values));
      case 'bookings': {
        const assignment = store.find('userstasks', numberIn(row ?? values, 'user_task_id'));
        return manages(assignment ? projectOf(store, undefined, assignment) : null);
      }
      case 'projects':
        return row ? action === 'update' && manages(row.id) : hasPrivilege(user, 'create_projects');
      case 'users':
        return action === 'update' && row?.id === user.id && values.type === undefined;
      case 'expenses':
        return hasPrivilege(user, 'manage_expenses');
      default:
        return TEAMWORK.includes(collection);
    }
  };
  if (!isAllowed()) throw forbidden();
}

function isOwnTime(row: Row | undefined, values: Readonly<Record<string, Value>>, user: Row): boolean {
  const isFor = values.user_id === undefined || values.user_id === user.id;
  return isFor && (row === undefined || row.user_id === user.id);
}

function projectOf(
  store: WriteContext['store'],
  row: Row | undefined,
  values: Readonly<Record<string, Value | undefined>>,
): number | null {
  if (row) return keyOf(row, 'project_id');
  const task = store.find('tasks', numberIn(values, 'task_id'));
  return task ? keyOf(task, 'project_id') : null;
}

function numberIn(values: Readonly<Record<string, Value | undefined>>, name: string): number | null {
  const value = values[name];
  return typeof value === 'number' ? value : null;
}

/** "Extra privileges can be granted per user." (Paymo help, Types of users) */
function hasPrivilege(user: Row, name: string): boolean {
  const {additional_privileges: privileges} = user;
  return Array.isArray(privileges)
    ? privileges.includes(name)
    : textOf(user, 'additional_privileges') === name;
}
