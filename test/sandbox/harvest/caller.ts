import type {AccessRole, ManagerPermission} from './account-options.js';
import type {Store} from './store.js';
import type {User} from './work-records.js';

/** Whoever the token belongs to, and what that person may see. */
export interface Caller {
  user: User;
  role: AccessRole;
  permissions: ReadonlySet<ManagerPermission>;
  teammates: ReadonlySet<number>;
  managedProjects: ReadonlySet<number>;
  assignedProjects: ReadonlySet<number>;
  /** Billable rates and amounts. */
  seesRates: boolean;
}

/** The first user of the account with this role, as things stand now. */
export function callerOf(store: Store, role: AccessRole): Caller {
  const {data, settings} = store;
  const user = data.users.find((row) => row.is_active && row.access_roles.includes(role));
  if (!user) throw new Error(`The sandbox has no active user who is ${role}.`);

  const assignments = data.user_assignments.filter((row) => row.user.id === user.id && row.is_active);
  const permissions = new Set(role === 'manager' ? settings.permissions : []);
  return {
    user,
    role,
    permissions,
    teammates: new Set((data.teammates.get(user.id) ?? []).map((row) => row.id)),
    managedProjects: new Set(
      role === 'member'
        ? []
        : assignments.filter((row) => row.is_project_manager).map((row) => row.project.id),
    ),
    assignedProjects: new Set(assignments.map((row) => row.project.id)),
    seesRates: role === 'administrator' || permissions.has('billable_rates_manager'),
  };
}

/** Who may call an endpoint at all; others get a 403. (API v2 docs, permissions of each endpoint.) */
export type Permission = (caller: Caller) => boolean;

const isAdministrator: Permission = ({role}) => role === 'administrator';
const isManager: Permission = ({role}) => role === 'manager';

export const everyone: Permission = () => true;
export const administrators: Permission = isAdministrator;
export const clientManagers: Permission = (caller) =>
  isAdministrator(caller) || caller.permissions.has('client_and_task_manager');
export const projectManagers: Permission = (caller) =>
  isAdministrator(caller) || (isManager(caller) && caller.managedProjects.size > 0);
export const peopleManagers: Permission = (caller) =>
  isAdministrator(caller) || (isManager(caller) && caller.teammates.size > 0);
export const leaders: Permission = (caller) => projectManagers(caller) || peopleManagers(caller);
export const invoicers: Permission = (caller) =>
  isAdministrator(caller) ||
  caller.permissions.has('managed_projects_invoice_drafter') ||
  caller.permissions.has('managed_projects_invoice_manager');
export const estimators: Permission = (caller) =>
  isAdministrator(caller) || caller.permissions.has('estimates_manager');
export const rateManagers: Permission = (caller) =>
  isAdministrator(caller) || caller.permissions.has('billable_rates_manager');

/** Which rows of a permitted endpoint the caller gets; the rest is left out without a word. */
export type Visibility<Row> = (caller: Caller, row: Row) => boolean;

/** Own work, that of teammates, and work on managed projects. */
export const ownWork: Visibility<{user: {id: number}; project: {id: number}}> = (caller, row) =>
  caller.role === 'administrator' ||
  row.user.id === caller.user.id ||
  (caller.role === 'manager' &&
    (caller.teammates.has(row.user.id) || caller.managedProjects.has(row.project.id)));

export const managedProjects: Visibility<{project: {id: number}}> = (caller, row) =>
  caller.role === 'administrator' || caller.managedProjects.has(row.project.id);

export const teammates: Visibility<{id: number}> = (caller, row) =>
  caller.role === 'administrator' || caller.teammates.has(row.id) || row.id === caller.user.id;
