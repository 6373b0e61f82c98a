import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {isObject} from '../../protocol/core/json.js';
import type {Collection, PaymoSandbox, Row} from '../sandbox/paymo/index.js';
import type {Held} from './values.js';

/** The streams of Harvest that are taken over, parents first, and what they become. */
export const TAKEN_OVER = {
  clients: 'clients',
  users: 'users',
  projects: 'projects',
  task_assignments: 'tasks',
  time_entries: 'entries',
} as const satisfies Record<string, Collection>;

type Stream = keyof typeof TAKEN_OVER;
const STREAMS = Object.keys(TAKEN_OVER) as Stream[];

/** What a Paymo account holds of its own, beside what is taken over. */
export type Own = ReadonlySet<Row>;

/** All that is in an account now. */
export function ownOf({data}: PaymoSandbox): Own {
  return new Set(Object.values(TAKEN_OVER).flatMap((collection) => data[collection]));
}

/** What records of Harvest are left out of a comparison, by stream and key. */
export type IsLeftOut = (stream: Stream, record: JsonObject) => boolean;

/**
 * What is wrong in a Paymo account into which Harvest records were taken over with `examples/harvest-to-paymo`, as
 * sentences. Each record must be there once, as it is in Harvest now, and nothing else beside what was there before.
 */
export function takenOver(
  truth: Held,
  paymo: PaymoSandbox,
  own: Own,
  isLeftOut: IsLeftOut = () => false,
): string[] {
  return STREAMS.flatMap((stream) => {
    const records = (truth[stream] ?? []).filter((record) => !isLeftOut(stream, record));
    const wanted = records.map((record) => textOf(wantedOf(stream, record, truth)));
    const rows = paymo.data[TAKEN_OVER[stream]].filter((row) => !own.has(row));
    const made = rows.map((row) => textOf(madeOf(stream, row, paymo)));
    return differencesOf(stream, counted(wanted), counted(made));
  });
}

/** The facts of a record that Paymo has to hold. What it refers to is told by names, so that no id is believed. */
function wantedOf(stream: Stream, record: JsonObject, truth: Held): unknown[] {
  const of = (name: string): JsonObject => {
    const value = record[name] ?? null;
    return isObject(value) ? value : {};
  };
  switch (stream) {
    case 'clients':
      return [record.name, record.address, record.is_active];
    case 'users':
      return [record.email, record.first_name, record.is_active];
    case 'projects':
      return [record.name, of('client').name, record.is_billable, record.notes];
    case 'task_assignments':
      return [of('project').name, of('task').name, record.billable, record.hourly_rate];
    case 'time_entries': {
      const user = (truth.users ?? []).find(({id}) => id === of('user').id);
      const {spent_date: day, hours, notes} = record;
      return [of('project').name, of('task').name, user?.email, day, Math.round(Number(hours) * 3600), notes];
    }
  }
}

/** The same facts, as Paymo holds them. */
function madeOf(stream: Stream, row: Row, {data}: PaymoSandbox): unknown[] {
  const find = (collection: Collection, id: unknown) => data[collection].find((one) => one.id === id);
  switch (stream) {
    case 'clients':
      return [row.name, row.address, row.active];
    case 'users':
      return [row.email, row.name, row.active];
    case 'projects':
      return [row.name, find('clients', row.client_id)?.name, row.billable, row.description];
    case 'task_assignments':
      return [find('projects', row.project_id)?.name, row.name, row.billable, row.price_per_hour];
    case 'time_entries': {
      const task = find('tasks', row.task_id);
      const {date, duration, description} = row;
      const user = find('users', row.user_id)?.email;
      return [find('projects', task?.project_id)?.name, task?.name, user, date, duration, description];
    }
  }
}

/** Paymo has an empty text where Harvest has nothing, and keeps no decimals that say nothing. */
function textOf(facts: readonly unknown[]): string {
  return JSON.stringify(
    facts.map((fact) => (fact === '' ? null : ((fact as JsonValue | undefined) ?? null))),
  );
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function differencesOf(
  stream: Stream,
  wanted: ReadonlyMap<string, number>,
  made: ReadonlyMap<string, number>,
): string[] {
  return [...new Set([...wanted.keys(), ...made.keys()])].flatMap((text) => {
    const [is, must] = [made.get(text) ?? 0, wanted.get(text) ?? 0];
    return is === must ? [] : [`${stream} ${text} is there ${is} times, not ${must}`];
  });
}
