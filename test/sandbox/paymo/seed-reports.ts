import {DAY, datetime} from '../common/calendar.js';
import {at} from '../common/random.js';
import type {Row, Value} from './collections.js';
import {numberOf, textOf} from './collections.js';
import {permalink, secret} from './secrets.js';
import type {Seed} from './seed.js';
import type {Store} from './store.js';

const GROUPS = ['days', 'clients', 'users', 'projects', 'tasklists', 'tasks', 'billed', 'entries'] as const;

const EXTRAS = [
  'exclude_billed_entries',
  'exclude_unbilled_entries',
  'exclude_billable_tasks',
  'exclude_nonbillable_tasks',
  'exclude_nonbillable_projects',
  'exclude_flat_rate_tasks',
  'exclude_flats',
  'enable_time_rounding',
  'display_charts',
  'display_costs',
  'display_entries_descriptions',
  'display_seconds',
  'display_tasks_codes',
  'display_tasks_descriptions',
  'display_tasks_complete_status',
  'display_tasks_remaining_time_budgets',
  'display_tasks_time_budget',
  'display_projects_budgets',
  'display_projects_codes',
  'display_projects_descriptions',
  'display_projects_remaining_budgets',
  'display_users_positions',
] as const;

/** Stored reports: presets in some, ids in others, fixed dates in every third. */
export function seedReports(seed: Seed): void {
  const {store, opened} = seed;
  const {data} = store;
  const {reports} = store.settings.size;
  for (let index = 0; index < reports; index += 1) {
    const id = store.nextId('reports');
    const isFixed = index % 3 === 1;
    const start = Math.floor(opened / 1000) - 30 * 86_400;
    seed.add('reports', 0.5 + (index / reports) * 0.4, {
      id,
      name: `Time spent on "Phase ${index + 1}"`,
      user_id: at(data.users, index).id,
      type: index % 2 === 0 ? 'live' : 'static',
      // Unix seconds when set, as a number or as text.
      start_date: isFixed ? start : null,
      end_date: isFixed ? (index % 2 === 0 ? String(start + 86_400) : start + 86_400) : null,
      date_interval: isFixed ? null : at(['all_time', 'this_month', 'last_year'], index),
      projects: at<Value>(['all_active', [at(data.projects, index).id], 'status_id=4000101', 'all'], index),
      clients: at<Value>(
        [[at(data.clients, 0).id], 'all', [String(at(data.clients, 1).id)], 'all_active'],
        index,
      ),
      users: at<Value>(['all', 'all_archived', [at(data.users, index).id]], index),
      include: Object.fromEntries(
        GROUPS.map((group) => [group, group === 'projects' || group === 'entries']),
      ),
      extra: {
        ...Object.fromEntries(EXTRAS.map((extra, place) => [extra, (place + index) % 4 === 0])),
        // A flag when off, minutes when on.
        rounding_step: index % 2 === 0 ? false : 15,
        order: [...GROUPS],
      },
      info: infoOf(store, opened, index),
      content: {items: contentOf(store, index)},
      permalink: permalink('reports', id, 'html'),
      download_token: secret(`report-download-${id}`),
      shared: index % 2 === 1,
      ...(index % 2 === 1
        ? {
            share_client_id: index === 1 ? at(data.clients, 0).id : null,
            active: true,
            share_users_ids: [at(data.users, 0).id],
            invoice_id: null,
          }
        : {}),
    });
  }
}

/** Ids are strings here, and nowhere else. */
function infoOf({data}: Store, opened: number, index: number): Value {
  const named = (rows: readonly Row[]): Value => {
    const row = at(rows, index);
    return [{id: String(row.id), name: textOf(row, 'name')}];
  };
  return {
    start_date: datetime(opened - 30 * DAY),
    end_date: datetime(opened),
    clients: named(data.clients),
    projects: named(data.projects),
    users: named(data.users),
  };
}

function contentOf({data}: Store, index: number): Value[] {
  const project = at(data.projects, index);
  const entries = data.entries
    .filter((row) => row.project_id === project.id && 'duration' in row)
    .slice(0, 5);
  const total = entries.reduce((sum, entry) => sum + numberOf(entry, 'duration'), 0);
  const share = (seconds: number): number => (total === 0 ? 0 : Math.round((seconds / total) * 100));
  return [
    {
      type: 'project',
      time: total,
      pct: 100,
      id: project.id,
      title: textOf(project, 'name'),
      color: project.color ?? null,
      level: 1,
    },
    ...entries.map((entry): Value => {
      const {
        is_bulk = null,
        task_id = null,
        user_id = null,
        description = null,
        start_time,
        end_time,
      } = entry;
      const time = numberOf(entry, 'duration');
      return {
        type: 'entry',
        time,
        pct: share(time),
        id: entry.id,
        title: '',
        description,
        task_id,
        project_id: project.id,
        is_bulk,
        user_id,
        ...(start_time === undefined ? {} : {start_time, end_time: end_time ?? null}),
        level: 2,
      };
    }),
    {type: 'total', time: total, pct: 100, id: null, title: '', level: 0},
  ];
}
