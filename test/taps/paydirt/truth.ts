import {readFileSync} from 'node:fs';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import type {PaydirtSandbox, Row, Table} from '../../sandbox/paydirt/index.js';
import type {Truth} from '../../support/conformance.js';
import {amountFor, canonical} from './amounts.js';

/** Fields that hold decimals. */
const DECIMALS: Readonly<Record<Table, readonly string[]>> = {
  clients: ['hourly_rate', 'invoicing_threshold'],
  projects: [],
  jobs: ['price', 'unbilled_fixed_value'],
  time: ['hourly_rate', 'value'],
  users: [],
};

const KNOWN: readonly Exclude<Table, 'users' | 'time'>[] = ['clients', 'projects', 'jobs'];

/** How the records of every stream must look, made from the sandbox's own tables. */
export function truthOf({data}: Pick<PaydirtSandbox, 'data'>, timeZone = 'UTC'): Truth {
  return {
    ...Object.fromEntries(KNOWN.map((table) => [table, data[table].map((row) => recordOf(table, row))])),
    time: data.time.map((log) => logRecord(log, timeZone)),
    users: userRecords(data.users),
  };
}

/** A row with every field of its schema, null where it has none. A field that no schema names is an error. */
export function recordOf(table: Exclude<Table, 'users' | 'time'>, row: Row): JsonObject {
  return complete(table, row);
}

/** A time log with its timestamps in UTC and milliseconds, and with its computed columns. */
export function logRecord(log: Row, timeZone = 'UTC'): JsonObject {
  const start = moment(log.started_at);
  const end = moment(log.ended_at);
  const seconds = secondsOf(log, start, end);
  return complete('time', {
    ...log,
    started_at: timestamp(start),
    ended_at: timestamp(end),
    computed_date: typeof log.date === 'string' ? log.date : dayIn(timeZone, start),
    computed_seconds: seconds,
    computed_amount: amountFor(log.hourly_rate, seconds),
  });
}

function secondsOf(log: Row, start: number | null, end: number | null): number | null {
  const isRunning = log.duration_only === false && start !== null && end === null;
  if (isRunning) return null;
  if (typeof log.duration === 'number') return log.duration;
  return start === null || end === null ? null : Math.round((end - start) / 1000);
}

/** A moment in milliseconds since 1970. */
function moment(text: unknown): number | null {
  return typeof text === 'string' ? Date.parse(text) : null;
}

function timestamp(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** The date that clocks on the wall of a zone show. */
function dayIn(timeZone: string, at: number | null): string | null {
  if (at === null) return null;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at);
  const [year, month, day] = (['year', 'month', 'day'] as const).map(
    (type) => parts.find((part) => part.type === type)?.value ?? '',
  );
  return `${year}-${month}-${day}`;
}

/** Users have whatever fields they have: one of several types, or of objects and arrays, is text. */
export function userRecords(users: readonly Row[]): JsonObject[] {
  const names = [...new Set(users.flatMap((user) => Object.keys(user)))];
  const types = new Map(names.map((name) => [name, typeOf(users.map((user) => user[name] ?? null))]));
  return users.map((user) =>
    Object.fromEntries(names.map((name) => [name, told(user[name] ?? null, types.get(name))])),
  );
}

function typeOf(values: readonly JsonValue[]): string {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  const [only] = kinds;
  return kinds.size === 1 && (only === 'boolean' || only === 'number') ? only : 'string';
}

function told(value: JsonValue, type: string | undefined): JsonValue {
  if (value === null || type !== 'string' || typeof value === 'string') return value;
  return JSON.stringify(value);
}

function complete(table: Exclude<Table, 'users'>, row: JsonObject): JsonObject {
  const schema: unknown = JSON.parse(readFileSync(`schemas/paydirt/${table}.json`, 'utf8'));
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {};
  const unknown = Object.keys(row).filter((name) => !(name in properties));
  if (unknown.length > 0) throw new Error(`No schema names ${table}.${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.keys(properties).map((name) => {
      const value = row[name] ?? null;
      return [name, DECIMALS[table].includes(name) ? canonical(value) : value];
    }),
  );
}
