import {addDays, DAY, date, datetime, HOUR} from '../common/calendar.js';
import {at} from '../common/random.js';
import {embedTaskAssignment, embedUserAssignment} from './embeds.js';
import {roundedHours} from './money.js';
import {NOTES} from './names.js';
import type {Seed} from './seed.js';
import type {Store} from './store.js';
import {timeOfDay} from './time-of-day.js';
import type {
  ApprovalStatus,
  Project,
  TaskAssignment,
  TimeEntry,
  User,
  UserAssignment,
} from './work-records.js';

/** Where hours were worked: assignments exist for every entry, though they may be archived by now. */
export interface Engagement {
  user: User;
  project: Project;
  userAssignment: UserAssignment;
  taskAssignment: TaskAssignment;
}

export function seedTimeEntries(seed: Seed, count: number): void {
  const {store, random, opened} = seed;
  const {data} = store;
  const projects = data.projects;
  const first = opened - 150 * DAY;

  for (let index = 0; index < count; index += 1) {
    const isRunning = index === count - 1;
    // Created evenly up to two hours ago; the running timer was started half an hour ago.
    const created = isRunning ? opened - HOUR / 2 : first + (index / count) * (opened - 2 * HOUR - first);
    const engagement = engagementOn(
      store,
      at(projects, index * 5 + random.integer(0, 3)),
      random.integer(0, 99),
    );
    const entry = timeEntry(store, engagement, {
      created: datetime(created),
      spentDate: spentDate(seed, index, count, created),
      hours: isRunning ? 0.5 : random.integer(5, 620) / 100,
      running: isRunning,
    });
    entry.notes = at(NOTES, random.integer(0, NOTES.length - 1));
    if (!isRunning && random.chance(0.3)) entry.updated_at = seed.after(entry.created_at, 10);
    // Documented as bigint: one id that 32 bits cannot hold, still safe in a JavaScript number.
    if (index === 3) entry.id = 9_007_199_254_000_123;
    if (index % 9 === 4) entry.external_reference = externalReference(index);
    if (index % 8 === 5) delete entry.client.currency;
    if (index % 8 === 6) delete entry.project.code;
    if (index % 4 !== 1) entry.is_explicitly_locked = false;
    if (!isRunning && data.company.approval_feature) approve(entry, date(opened));
    data.time_entries.push(entry);
  }
}

/** Mostly the day of creation, at times entered days late, and once planned ahead. */
function spentDate(seed: Seed, index: number, count: number, created: number): string {
  const day = date(created);
  if (index === count - 1) return day;
  if (index === count - 5) return addDays(date(seed.opened), 2);
  return seed.random.chance(0.05) ? addDays(day, -25) : addDays(day, -seed.random.integer(0, 3));
}

function approve(entry: TimeEntry, today: string): void {
  if (entry.spent_date >= addDays(today, -45)) return;

  const status: ApprovalStatus = entry.spent_date < addDays(today, -60) ? 'approved' : 'submitted';
  entry.approval_status = status;
  if (status === 'approved') {
    entry.is_closed = true;
    entry.is_locked = true;
    entry.locked_reason = 'Item Approved and Locked for this Time Period';
  }
}

/** One of the ways to work on a project, picked by a number. */
export function engagementOn(store: Store, project: Project, choice: number): Engagement {
  const {data} = store;
  const userAssignment = at(
    data.user_assignments.filter((row) => row.project.id === project.id),
    choice,
  );
  const taskAssignment = at(
    data.task_assignments.filter((row) => row.project.id === project.id),
    choice * 7,
  );
  return {project, userAssignment, taskAssignment, user: store.get('users', userAssignment.user.id)};
}

export function timeEntry(
  store: Store,
  {user, project, userAssignment, taskAssignment}: Engagement,
  worked: {created: string; spentDate: string; hours: number; running?: boolean},
): TimeEntry {
  const {company} = store.data;
  const isRunning = worked.running === true;
  const start = Date.parse(worked.created);
  const {client} = project;

  return {
    id: store.nextId('time_entries'),
    spent_date: worked.spentDate,
    user: {...userAssignment.user},
    client: {id: client.id, name: client.name, currency: client.currency},
    project: {id: project.id, name: project.name, code: project.code},
    task: {...taskAssignment.task},
    user_assignment: embedUserAssignment(userAssignment),
    task_assignment: embedTaskAssignment(taskAssignment),
    hours: worked.hours,
    hours_without_timer: worked.hours,
    rounded_hours: roundedHours(worked.hours),
    notes: null,
    created_at: worked.created,
    updated_at: worked.created,
    is_locked: false,
    locked_reason: null,
    is_closed: false,
    approval_status: 'unsubmitted',
    is_billed: false,
    timer_started_at: isRunning ? worked.created : null,
    // Times of day only exist in accounts that track start and end. (API v2 docs, Time Entries.)
    started_time: company.wants_timestamp_timers ? timeOfDay(start, company.clock) : null,
    ended_time:
      company.wants_timestamp_timers && !isRunning
        ? timeOfDay(start + worked.hours * HOUR, company.clock)
        : null,
    is_running: isRunning,
    invoice: null,
    external_reference: null,
    billable: taskAssignment.billable,
    budgeted: project.budget_by !== 'none',
    billable_rate: taskAssignment.billable ? rate(project, userAssignment, taskAssignment) : null,
    cost_rate: user.cost_rate ?? null,
  };
}

function rate(project: Project, person: UserAssignment, task: TaskAssignment): number | null {
  switch (project.bill_by) {
    case 'Project':
      return project.hourly_rate;
    case 'Tasks':
      return task.hourly_rate;
    case 'People':
      return person.hourly_rate;
    case 'none':
      return null;
  }
}

function externalReference(index: number): TimeEntry['external_reference'] {
  // Every id in it is a string, even one that looks like a number.
  return {
    id: String(73_000 + index),
    group_id: index % 2 === 0 ? '1337' : null,
    account_id: index % 2 === 0 ? '42' : null,
    permalink: `https://tracker.example.com/issues/${73_000 + index}`,
    service: index % 3 === 0 ? null : 'tracker.example.com',
    service_icon_url: index % 3 === 0 ? null : 'https://cache.harvestapp.com/assets/services/tracker.png',
  };
}
