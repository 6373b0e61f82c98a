import {HOUR} from '../common/calendar.js';
import {cents} from '../common/money.js';
import type {Caller} from './caller.js';
import {roundedHours} from './money.js';
import type {Store} from './store.js';
import type {ProjectAssignment, TimeEntry, User, UserAssignment} from './work-records.js';

/** Rows as they are served: the running timer added up, and without what the caller may not see. */

/** `hours` of a running entry include the time since the timer was started; `updated_at` stays. */
export function withTimer(store: Store, entry: TimeEntry): TimeEntry {
  if (!entry.is_running || entry.timer_started_at === null) return entry;

  const elapsed = store.settings.now().getTime() - Date.parse(entry.timer_started_at);
  const hours = cents(entry.hours_without_timer + Math.max(0, elapsed) / HOUR);
  return {...entry, hours, rounded_hours: roundedHours(hours)};
}

export function timeEntryView(store: Store, caller: Caller, entry: TimeEntry): TimeEntry {
  const view = withTimer(store, entry);
  if (caller.role === 'administrator') return view;
  return hide(store, view, caller.seesRates ? ['cost_rate'] : ['cost_rate', 'billable_rate']);
}

export function userView(store: Store, caller: Caller, user: User): User {
  if (caller.role === 'administrator') return user;
  return hide(store, user, caller.seesRates ? ['cost_rate'] : ['cost_rate', 'default_hourly_rate']);
}

/** Hidden values are null or missing: which of the two is unconfirmed, so tests can have either. */
export function hide<Row extends object>(store: Store, row: Row, fields: readonly (keyof Row)[]): Row {
  const view = {...row};
  if (store.settings.hiddenFields === 'null') {
    return Object.assign(view, Object.fromEntries(fields.map((field) => [field, null])));
  }
  for (const field of fields) delete view[field];
  return view;
}

/** A person's assignment with the tasks of its project. Its id is that of the user assignment. */
export function projectAssignment(store: Store, row: UserAssignment): ProjectAssignment {
  const project = store.get('projects', row.project.id);
  const {id, is_active, is_project_manager, use_default_rates, hourly_rate, budget} = row;
  return {
    id,
    is_project_manager,
    is_active,
    use_default_rates,
    budget,
    created_at: row.created_at,
    updated_at: row.updated_at,
    hourly_rate,
    project: {...row.project, is_billable: project.is_billable},
    client: {...project.client},
    task_assignments: store.data.task_assignments
      .filter((assignment) => assignment.project.id === project.id && assignment.is_active)
      .sort((a, b) => a.id - b.id)
      .map((assignment) => ({
        id: assignment.id,
        billable: assignment.billable,
        is_active: assignment.is_active,
        created_at: assignment.created_at,
        updated_at: assignment.updated_at,
        hourly_rate: assignment.hourly_rate,
        budget: assignment.budget,
        task: {...assignment.task},
      })),
  };
}
