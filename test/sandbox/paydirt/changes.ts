import {addDays, DAY, date, HOUR} from '../common/calendar.js';
import {datetime} from './datetime.js';
import {insert, moveLog, remove, update} from './edits.js';
import type {Store} from './store.js';
import type {Row, Table} from './tables.js';

/** Ids of what was added, changed and taken away, by table; consequences included. */
export type ChangeSummary = Partial<
  Record<Table, {inserted: number[]; updated: number[]; deleted: number[]}>
>;

/**
 * A day at the office: hours are logged, corrected, moved and deleted, a timer is stopped, a client comes along
 * with a project and a job, an invoice goes out, a project is deleted with all that belongs to it.
 */
export function change(store: Store): ChangeSummary {
  const summary: ChangeSummary = {};
  const stop = store.onEvent(({kind, table, row}) => {
    const entry = summary[table] ?? {inserted: [], updated: [], deleted: []};
    summary[table] = entry;
    const ids = {insert: entry.inserted, update: entry.updated, delete: entry.deleted}[kind];
    if (!ids.includes(row.id)) ids.push(row.id);
  });
  try {
    changeWork(store);
    changeTime(store);
  } finally {
    stop();
  }
  for (const entry of Object.values(summary)) {
    entry.updated = entry.updated.filter((id) => !entry.deleted.includes(id));
  }
  return summary;
}

function changeWork(store: Store): void {
  const {data} = store;
  const [client] = data.clients;
  if (client) {
    update(store, 'clients', client.id, {billing_address: '1 New Street\nPortsmouth'});
    const added = insert(store, 'clients', {business_name: `New Client ${data.clients.length + 1}`});
    if (data.projects.length > 0) {
      const project = insert(store, 'projects', {client_id: added.id, name: 'Brand new'});
      if (data.jobs.length > 0) {
        insert(store, 'jobs', {client_id: added.id, project_id: project.id, name: 'First steps'});
      }
    }
  }
  const job = data.jobs.find((row) => row.completed === false);
  if (job) update(store, 'jobs', job.id, {completed: true});
  const doomed = data.projects[3];
  if (doomed) remove(store, 'projects', doomed.id);
}

function changeTime(store: Store): void {
  const {data, settings} = store;
  if (data.time.length === 0) return;
  const now = settings.now().getTime();
  const today = date(now);
  const recent = recentLogs(store, today);

  const timer = data.time.find((log) => log.duration_only === false && log.ended_at === null);
  if (timer) update(store, 'time', timer.id, {ended_at: datetime(now)});
  insert(store, 'time', {date: today, duration: 5400});
  insert(store, 'time', {started_at: datetime(now - 2 * HOUR), ended_at: datetime(now - HOUR)});
  // Long ago: beyond what anybody looks back who reads recent work only.
  insert(store, 'time', {date: addDays(today, -400), duration: 3600});

  const [corrected, moved, deleted, ...invoiced] = recent;
  if (corrected) update(store, 'time', corrected.id, {description: 'Corrected'});
  if (moved) moveLog(store, moved.id, date(now - DAY));
  if (deleted) remove(store, 'time', deleted.id);
  for (const {id} of invoiced.slice(0, 5)) store.alter('time', id, {billed: true});
}

/** Ended, not yet invoiced, and of the last month. */
function recentLogs({data, dayOf}: Store, today: string): Row[] {
  const since = addDays(today, -30);
  return data.time.filter((log) => {
    const day = dayOf(log) ?? '';
    const isRunning = log.duration_only === false && log.ended_at === null;
    return log.billed === false && !isRunning && day >= since && day <= addDays(today, -2);
  });
}
