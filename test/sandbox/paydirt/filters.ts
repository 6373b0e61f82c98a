import {calendarDay} from '../common/moments.js';
import type {TimeFilter} from './options.js';
import {invalid} from './refusals.js';
import type {Store} from './store.js';
import type {Row, Table} from './tables.js';
import {keyOf} from './tables.js';

type Condition = (log: Row) => boolean;

/** The conditions of a query for time logs, all of which a log has to meet. */
export function logConditions(store: Store, query: URLSearchParams): Condition {
  const conditions = [
    ...days(store, query),
    ...byId(store, query, 'user_id', 'users', (log) => keyOf(log, 'user_id')),
    ...byId(store, query, 'client_id', 'clients', jobKey(store, 'client_id')),
    ...byId(store, query, 'project_id', 'projects', jobKey(store, 'project_id')),
    ...byId(store, query, 'job_id', 'jobs', (log) => keyOf(log, 'job_id')),
  ];
  return (log) => conditions.every((condition) => condition(log));
}

/** Both ends are included. (API docs, time) */
function days(store: Store, query: URLSearchParams): Condition[] {
  const {settings, dayOf} = store;
  const today = store.today();
  const isDated =
    parameter(store, query, 'start') !== undefined || parameter(store, query, 'end') !== undefined;
  if (!isDated) return settings.undated === 'today' ? [(log) => dayOf(log) === today] : [];

  const start = day(store, query, 'start') ?? '';
  const end = day(store, query, 'end') ?? '\uffff';
  return [
    (log) => {
      const own = dayOf(log);
      return own !== undefined && own >= start && own <= end;
    },
  ];
}

function day(store: Store, query: URLSearchParams, name: 'start' | 'end'): string | undefined {
  const text = parameter(store, query, name);
  if (text === undefined) return undefined;
  const day = calendarDay(text);
  if (day === undefined) throw invalid(name, `${name} is not a valid date`, store.settings);
  return day;
}

function byId(
  store: Store,
  query: URLSearchParams,
  name: TimeFilter,
  table: Table,
  key: (log: Row) => number | null,
): Condition[] {
  const text = parameter(store, query, name);
  if (text === undefined) return [];
  if (!/^\d+$/.test(text)) throw invalid(name, `${name} is not a number`, store.settings);

  const id = Number(text);
  if (store.settings.unknownIds === 'refused' && !store.find(table, id)) {
    throw invalid(name, `${name} does not belong to your account`, store.settings);
  }
  return [(log) => key(log) === id];
}

/** Logs know their job alone; what the job belongs to is looked up once per request. */
function jobKey(store: Store, field: string): (log: Row) => number | null {
  let keys: Map<number, number | null> | undefined;
  return (log) => {
    keys ??= new Map(store.data.jobs.map((job) => [job.id, keyOf(job, field)]));
    return keys.get(keyOf(log, 'job_id') ?? -1) ?? null;
  };
}

function parameter(store: Store, query: URLSearchParams, name: TimeFilter): string | undefined {
  if (store.settings.ignoredFilters.includes(name)) return undefined;
  return query.getAll(name).at(-1);
}
