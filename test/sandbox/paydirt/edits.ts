import {DAY, daysBetween, HOUR} from '../common/calendar.js';
import {datetime} from './datetime.js';
import {reshaped} from './log-shapes.js';
import type {Changes, Store} from './store.js';
import type {Row, Table} from './tables.js';

/** Adds a row like the newest one, apart from `changes` and its id. */
export function insert(store: Store, table: Table, changes: Changes = {}): Row {
  const model = store.data[table].at(-1);
  if (!model) throw new Error(`The sandbox has no ${table} to model a new row on.`);

  const {id: _id, ...fields} = structuredClone(model);
  if (table !== 'time') return store.add(table, {...fields, ...changes});
  return store.add(table, {...fields, billed: false, ...reshaped(model, changes, store.settings)});
}

/** Changes a row; a log that gets a date or a start changes its shape. */
export function update(store: Store, table: Table, id: number, changes: Changes): Row {
  const all = table === 'time' ? reshaped(store.get(table, id), changes, store.settings) : changes;
  return store.alter(table, id, all);
}

/** Takes a row away, and with a project its jobs and their logs; nothing else is known to go along. (API docs, projects) */
export function remove(store: Store, table: Table, id: number): void {
  store.get(table, id);
  store.drop(table, (row) => row.id === id);
  if (table !== 'projects') return;

  const jobs = new Set(store.data.jobs.filter((job) => job.project_id === id).map((job) => job.id));
  store.drop('jobs', (job) => jobs.has(job.id), true);
  store.drop('time', (log) => typeof log.job_id === 'number' && jobs.has(log.job_id), true);
}

/** Moves a log to another date and leaves its shape, its time of day and its length alone. */
export function moveLog(store: Store, id: number, day: string): Row {
  const log = store.get('time', id);
  const from = store.dayOf(log);
  if (from === undefined) throw new Error(`The log ${id} has no date to move it from.`);
  if (typeof log.date === 'string') return store.alter('time', id, {date: day});

  const days = daysBetween(from, day) * DAY;
  // An hour more or less, where clocks were changed in between.
  for (const nudge of [0, HOUR, -HOUR]) {
    const moved = {
      started_at: shifted(log.started_at, days + nudge),
      ended_at: shifted(log.ended_at, days + nudge),
    };
    if (store.dayOf({id, ...moved}) === day) return store.alter('time', id, moved);
  }
  throw new Error(`The log ${id} cannot be moved to ${day}.`);
}

/** Takes all rows of a table away, and nothing else. */
export function clear(store: Store, table: Table): void {
  store.drop(table, () => true);
}

function shifted(moment: unknown, by: number): string | null {
  return typeof moment === 'string' ? datetime(Date.parse(moment) + by) : null;
}
