import type {Collection, Row} from './collections.js';
import {idsIn, keyOf} from './collections.js';
import type {Scope} from './definition.js';

/** What a user gets to see. (Paymo help, Types of users) */
export interface Permissions {
  /** Whether a list is open to the user at all; if not it is a 403. */
  allows(collection: Collection | 'company'): boolean;
  sees(collection: Collection, row: Row): boolean;
  /** Fields that are not shown: billing rates and prices. */
  hides(collection: Collection): readonly string[];
}

const FINANCE: readonly string[] = [
  'company',
  'estimates',
  'estimateitems',
  'estimatetemplates',
  'estimatetemplatesgallery',
  'invoices',
  'invoiceitems',
  'invoicepayments',
  'invoicetemplates',
  'invoicetemplatesgallery',
  'recurringprofiles',
  'recurringprofileitems',
];

const PRICES = ['price_per_hour', 'price', 'estimated_price'];

/** What belongs to somebody, and is nobody else's business. */
const PERSONAL: readonly Collection[] = ['entries', 'expenses', 'userstasks', 'reports'];

const EVERYTHING: Permissions = {allows: () => true, sees: () => true, hides: () => []};

export function permissionsOf(user: Row, scope: Scope): Permissions {
  const {allows, sees, hides} = user.type === 'Admin' ? EVERYTHING : restricted(user, scope);
  return {
    allows,
    hides,
    // "Only the hooks of the authenticated user", whatever the user is. (API docs, Webhooks)
    sees: (collection, row) =>
      collection === 'hooks' ? ownerOf(row, scope) === user.id : sees(collection, row),
  };
}

/** Whose hook it is; those that do not say so are of the user whose key it is. */
export function ownerOf(hook: Row, scope: Scope): number {
  return keyOf(hook, 'user_id') ?? scope.caller.id;
}

/** "Only projects and tasks they are assigned to; own bookings; no invoicing." */
function restricted(user: Row, scope: Scope): Permissions {
  const {data} = scope;
  const projects = new Map(
    data.projects.filter((row) => idsIn(row, 'users').includes(user.id)).map((row) => [row.id, row]),
  );
  const clients = new Set([...projects.values()].map((row) => keyOf(row, 'client_id')));
  const colleagues = new Set([user.id, ...[...projects.values()].flatMap((row) => idsIn(row, 'users'))]);
  const inProject = (row: Row): boolean => projects.has(keyOf(row, 'project_id') ?? 0);
  const isVisibleTask = (row: Row): boolean => {
    const users = idsIn(row, 'users');
    return inProject(row) && (users.length === 0 || users.includes(user.id));
  };

  return {
    allows: (collection) => !FINANCE.includes(collection),
    hides: (collection) => (collection === 'users' ? [...PRICES, 'user_hash'] : PRICES),
    sees(collection, row) {
      if (PERSONAL.includes(collection)) {
        return row.user_id === user.id;
      }
      switch (collection) {
        case 'clients':
          return clients.has(row.id);
        case 'clientcontacts':
          return clients.has(keyOf(row, 'client_id'));
        case 'projects':
          return projects.has(row.id);
        case 'users':
          return colleagues.has(row.id);
        case 'tasks':
          return isVisibleTask(row);
        case 'subtasks': {
          const task = scope.find('tasks', keyOf(row, 'task_id'));
          return task !== undefined && isVisibleTask(task);
        }
        case 'bookings':
          return scope.find('userstasks', keyOf(row, 'user_task_id'))?.user_id === user.id;
        case 'comments': {
          const thread = scope.find('threads', keyOf(row, 'thread_id'));
          return thread !== undefined && inProject(thread);
        }
        case 'tasklists':
        case 'milestones':
        case 'discussions':
        case 'threads':
        case 'files':
        case 'taskrecurringprofiles':
          return inProject(row);
        default:
          return true;
      }
    },
  };
}
