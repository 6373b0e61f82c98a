import {
  administrators,
  clientManagers,
  everyone,
  leaders,
  managedProjects,
  ownWork,
  peopleManagers,
  projectManagers,
  rateManagers,
  teammates,
} from './caller.js';
import type {Call, Endpoint} from './endpoint.js';
import {
  approvalStatus,
  byClient,
  byExternalReference,
  byProject,
  byTask,
  byUser,
  isActive,
  isBilled,
  isRunning,
  spentBetween,
  updatedSince,
} from './filters.js';
import {largeSequence} from './large-sequence.js';
import {list} from './list.js';
import {forbidden, notFound, unprocessable} from './refusals.js';
import type {Order} from './sequence.js';
import {chain} from './sequence.js';
import {projectAssignment, timeEntryView, userView} from './views.js';
import type {
  Client,
  Contact,
  Project,
  Rate,
  Role,
  Task,
  TaskAssignment,
  Teammate,
  TimeEntry,
  User,
  UserAssignment,
} from './work-records.js';

const byStartDate: Order<Rate> = {direction: 'asc', value: (row) => row.start_date};

/** Lists of people, projects and hours. (API v2 docs, the page of each resource.) */
export const workLists: Endpoint[] = [
  list<Client>({
    path: 'clients',
    mode: 'cursor',
    permission: clientManagers,
    filters: {is_active: isActive, updated_since: updatedSince},
    rows: ({store}) => store.data.clients,
  }),
  list<Contact>({
    path: 'contacts',
    mode: 'cursor',
    apiPrefix: true,
    permission: clientManagers,
    filters: {client_id: byClient, updated_since: updatedSince},
    rows: ({store}) => store.data.contacts,
  }),
  list<User>({
    path: 'users',
    mode: 'cursor',
    permission: peopleManagers,
    filters: {is_active: isActive, updated_since: updatedSince},
    rows: ({store}) => store.data.users,
    // A manager's list is narrowed to teammates, which the manager is not one of.
    visible: (caller, row) =>
      teammates(caller, row) && (caller.role === 'administrator' || row.id !== caller.user.id),
    view: ({store, caller}, row) => userView(store, caller, row),
  }),
  list<Role>({
    path: 'roles',
    mode: 'cursor',
    permission: administrators,
    filters: {},
    rows: ({store}) => store.data.roles,
  }),
  list<Task>({
    path: 'tasks',
    mode: 'cursor',
    permission: clientManagers,
    filters: {is_active: isActive, updated_since: updatedSince},
    rows: ({store}) => store.data.tasks,
  }),
  list<Project>({
    path: 'projects',
    mode: 'cursor',
    permission: projectManagers,
    filters: {is_active: isActive, client_id: byClient, updated_since: updatedSince},
    rows: ({store}) => store.data.projects,
    visible: (caller, row) => managedProjects(caller, {project: row}),
  }),
  list<UserAssignment>({
    path: 'user_assignments',
    mode: 'cursor',
    permission: leaders,
    filters: {user_id: byUser, is_active: isActive, updated_since: updatedSince},
    rows: ({store}) => store.data.user_assignments,
    visible: ownWork,
    retrievable: false,
  }),
  list<UserAssignment>({
    path: 'projects/:project/user_assignments',
    mode: 'page',
    permission: leaders,
    filters: {user_id: byUser, is_active: isActive, updated_since: updatedSince},
    rows: (call, ids) => ofProject(call, ids, call.store.data.user_assignments),
    visible: ownWork,
  }),
  list<TaskAssignment>({
    path: 'task_assignments',
    mode: 'cursor',
    permission: projectManagers,
    filters: {is_active: isActive, updated_since: updatedSince},
    rows: (call) => shown(call, call.store.data.task_assignments),
    visible: managedProjects,
    retrievable: false,
  }),
  list<TaskAssignment>({
    path: 'projects/:project/task_assignments',
    mode: 'page',
    permission: projectManagers,
    filters: {is_active: isActive, updated_since: updatedSince},
    rows: (call, ids) => shown(call, ofProject(call, ids, call.store.data.task_assignments)),
    visible: managedProjects,
  }),
  list<TimeEntry>({
    path: 'time_entries',
    mode: 'page',
    apiPrefix: true,
    permission: everyone,
    filters: {
      user_id: byUser,
      client_id: byClient,
      project_id: byProject,
      task_id: byTask,
      external_reference_id: byExternalReference,
      is_billed: isBilled,
      is_running: isRunning,
      approval_status: approvalStatus,
      updated_since: updatedSince,
      ...spentBetween,
    },
    order: {direction: 'desc', value: (row) => row.spent_date},
    rows: ({store}) => store.data.time_entries,
    visible: ownWork,
    view: ({store, caller}, row) => timeEntryView(store, caller, row),
    sequence: (call, table) =>
      call.store.large ? chain(table, largeSequence(call, call.store.large)) : table,
    retrieve({store}, id) {
      const index = store.large?.indexOf(id);
      return index === undefined ? undefined : store.large?.row(index);
    },
  }),
  list<UserAssignment>({
    path: 'users/me/project_assignments',
    mode: 'page',
    filters: {},
    rows: (call) => activeAssignments(call, call.caller.user.id),
    view: ({store}, row) => projectAssignment(store, row),
    retrievable: false,
  }),
  list<UserAssignment>({
    path: 'users/:user/project_assignments',
    mode: 'cursor',
    filters: {updated_since: updatedSince},
    rows(call, ids) {
      const user = userOf(call, ids);
      if (!teammates(call.caller, {id: user})) throw forbidden(call.store.settings.forbiddenBody);
      return activeAssignments(call, user);
    },
    view: ({store}, row) => projectAssignment(store, row),
    retrievable: false,
  }),
  list<Rate>({
    path: 'users/:user/billable_rates',
    mode: 'cursor',
    permission: rateManagers,
    filters: {},
    order: byStartDate,
    rows: (call, ids) => call.store.data.billable_rates.get(userOf(call, ids)) ?? [],
  }),
  list<Rate>({
    path: 'users/:user/cost_rates',
    mode: 'cursor',
    permission: administrators,
    filters: {},
    order: byStartDate,
    rows: (call, ids) => call.store.data.cost_rates.get(userOf(call, ids)) ?? [],
  }),
  list<Teammate>({
    path: 'users/:user/teammates',
    mode: 'cursor',
    defaultPageSize: 100,
    permission: administrators,
    filters: {},
    rows(call, ids) {
      const user = call.store.get('users', userOf(call, ids));
      if (!user.access_roles.includes('manager'))
        throw unprocessable('User must be a Manager to have teammates');
      return call.store.data.teammates.get(user.id) ?? [];
    },
    retrievable: false,
  }),
].flat();

function ofProject<Row extends {project: {id: number}}>(
  {store}: Call,
  ids: number[],
  rows: readonly Row[],
): Row[] {
  const id = ids[0];
  if (!store.data.projects.some((project) => project.id === id)) throw notFound();
  return rows.filter((row) => row.project.id === id);
}

/** Without `is_active`, archived task assignments may or may not be listed; a setting decides. */
function shown({store, query}: Call, rows: readonly TaskAssignment[]): readonly TaskAssignment[] {
  if (!store.settings.archivedTaskAssignmentsHidden || query.has('is_active')) return rows;
  return rows.filter((row) => row.is_active);
}

function userOf({store}: Call, ids: number[]): number {
  const user = store.data.users.find((row) => row.id === ids[0]);
  if (!user) throw notFound();
  return user.id;
}

/** Active assignments only, on active projects. (API v2 docs, Project Assignments.) */
function activeAssignments({store}: Call, userId: number): UserAssignment[] {
  const active = new Set(store.data.projects.filter((row) => row.is_active).map((row) => row.id));
  return store.data.user_assignments.filter(
    (row) => row.user.id === userId && row.is_active && active.has(row.project.id),
  );
}
