import {isRecord} from '../body.js';
import type {Collection, Row, Value} from '../collections.js';
import {keyOf, numberOf, textOf} from '../collections.js';
import {badRequest, noSuchObject} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields} from './context.js';
import type {Period} from './report-period.js';

/** What can be chosen by a word instead of by ids. (API docs, Reports) */
const PRESETS = {
  projects: ['all', 'all_active', 'all_archived'],
  clients: ['all', 'all_active'],
  users: ['all', 'all_active', 'all_archived'],
} as const;

type Chosen = keyof typeof PRESETS;

/** The rows of a list that a report is about. */
export function chosen(store: Store, list: Chosen, value: Value | undefined): Row[] {
  const rows = store.data[list];
  if (Array.isArray(value)) {
    return value.map((id) => {
      const row = store.find(list, Number(id));
      if (!row) throw noSuchObject(list, Number(id), store.settings.danglingKey);
      return row;
    });
  }
  const status = list === 'projects' ? /^status_id=(\d+)$/.exec(String(value))?.[1] : undefined;
  if (status !== undefined) return rows.filter((row) => row.status_id === Number(status));
  if (value !== undefined && !PRESETS[list].some((word) => word === value)) {
    throw badRequest(`Invalid value for field '${list}': ${String(value)}`);
  }
  if (value === undefined || value === 'all') return rows;
  return rows.filter((row) => row.active === (value === 'all_active'));
}

/** How a report is cut up, in the default order; `billed` and the days are left to the real thing. */
const GROUPS: readonly {group: string; type: string; list: Collection; key: string}[] = [
  {group: 'users', type: 'user', list: 'users', key: 'user_id'},
  {group: 'projects', type: 'project', list: 'projects', key: 'project_id'},
  {group: 'tasks', type: 'task', list: 'tasks', key: 'task_id'},
];

/** The entries that a report sums up, and the report's rows with the total in the end. (API docs, the sample) */
export function contentOf(store: Store, fields: Fields, period: Period): Value {
  const projects = new Set(chosen(store, 'projects', fields.projects).map((row) => row.id));
  const clients = new Set(chosen(store, 'clients', fields.clients).map((row) => row.id));
  const users = new Set(chosen(store, 'users', fields.users).map((row) => row.id));
  const entries = store.data.entries.filter((entry) => {
    const day = textOf(entry, 'date') || textOf(entry, 'start_time').slice(0, 10);
    const project = store.find('projects', keyOf(entry, 'project_id'));
    const client = project && keyOf(project, 'client_id');
    return (
      projects.has(project?.id ?? 0) &&
      clients.has(client ?? 0) &&
      users.has(keyOf(entry, 'user_id') ?? 0) &&
      day >= period.from &&
      day <= period.to
    );
  });
  const total = timeOf(entries);
  const include = isRecord(fields.include) ? fields.include : {};
  const items: Value[] = [];
  const cut = (some: readonly Row[], groups: typeof GROUPS, level: number): void => {
    const [first, ...rest] = groups;
    if (!first) {
      if (include.entries === true) items.push(...some.map((entry) => entryItem(entry, level, total)));
      return;
    }
    for (const id of new Set(some.map((entry) => keyOf(entry, first.key)))) {
      const own = some.filter((entry) => keyOf(entry, first.key) === id);
      const row = store.find(first.list, id);
      items.push({
        ...measured(own, total),
        type: first.type,
        id,
        title: row ? textOf(row, 'name') : '',
        level,
      });
      cut(own, rest, level + 1);
    }
  };
  cut(
    entries,
    GROUPS.filter(({group}) => include[group] === true),
    1,
  );
  return {items: [...items, {...measured(entries, total), type: 'total', id: null, title: '', level: 0}]};
}

function entryItem(entry: Row, level: number, total: number): Value {
  const {is_bulk = null, task_id = null, project_id = null, user_id = null, description = null} = entry;
  const {start_time, end_time} = entry;
  return {
    ...measured([entry], total),
    type: 'entry',
    id: entry.id,
    title: '',
    description,
    task_id,
    project_id,
    is_bulk,
    user_id,
    ...(start_time === undefined ? {} : {start_time, end_time: end_time ?? null}),
    level,
  };
}

function measured(entries: readonly Row[], total: number): {time: number; pct: number} {
  const time = timeOf(entries);
  return {time, pct: total === 0 ? 0 : Math.round((time / total) * 100)};
}

function timeOf(entries: readonly Row[]): number {
  return entries.reduce((sum, entry) => sum + numberOf(entry, 'duration'), 0);
}
