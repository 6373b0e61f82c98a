import {discover} from '../../../protocol/core/catalog.js';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {streamsOfTap} from '../../../protocol/tap.js';
import {paydirt} from '../../../taps/paydirt/index.js';
import {DAY} from '../../sandbox/common/calendar.js';
import type {PaydirtSandbox, Row, SandboxOptions, Table, Value} from '../../sandbox/paydirt/index.js';
import {startPaydirtSandbox} from '../../sandbox/paydirt/index.js';
import {selecting, selectingAll} from '../../support/conformance/catalogs.js';
import {differences, heldByTarget} from '../../support/conformance/compare.js';
import {bookmarkIn, type Run, reached, taken} from '../../support/conformance/subject.js';
import {lastState, recordsOf, statesIn} from '../../support/messages.js';
import {type RunOptions, runTap} from '../../support/process.js';
import {BEFORE_ALL, SIZE, START, UNLIMITED} from './sandbox.js';
import {truthOf} from './truth.js';

const CATALOG = discover(streamsOfTap(paydirt));
/** All streams, in the order of the catalog. */
export const STREAMS: readonly Table[] = ['clients', 'jobs', 'projects', 'time', 'users'];
/** The service's day after the first one; the last day that the tap reads unless a test wants another. */
export const TOMORROW = '2024-11-21';

/** A Paydirt account in the sandbox, and the tap to read it with. */
export interface Account extends PaydirtSandbox {
  /** Moves the service's clock on by so many days. */
  pass(days: number): void;
  /** Runs the tap on these streams, or on all of them with all of their fields. */
  sync(streams: readonly Table[] | 'all', options?: RunOptions): Promise<Run>;
  /** How the records of these streams differ from what the account holds, as sentences. */
  differences(run: Run, streams: readonly Table[], timeZone?: string): string[];
  /** The requests to a list, oldest first, as they read without the key: `time?start=2024-01-01`. */
  asked(table: Table): string[];
  /** The days that time logs were asked for, oldest request first. */
  windows(): {from: string; to: string}[];
  /** Takes all logs away and adds these, in the form of the first one of them with other values. */
  only(logs: readonly Readonly<Record<string, Value>>[]): Row[];
}

/** Opens accounts on Wednesday, 20 November 2024, and closes them after each test. */
export function accountOpener(): (options?: SandboxOptions) => Promise<Account> {
  let opened: PaydirtSandbox[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((sandbox) => sandbox.stop()));
    opened = [];
  });

  return async (options = {}) => {
    let now = START.getTime();
    const sandbox = await startPaydirtSandbox({
      now: () => new Date(now),
      ...options,
      size: {...SIZE, ...options.size},
    });
    opened.push(sandbox);
    const chosen = (streams: readonly string[] | 'all') =>
      streams === 'all' ? selectingAll(CATALOG) : selecting(CATALOG, ({stream}) => streams.includes(stream));

    return {
      ...sandbox,
      pass(days) {
        now += days * DAY;
      },
      sync: async (streams, given = {}) =>
        taken(
          await runTap('paydirt', {
            catalog: chosen(streams),
            ...given,
            config: {
              ...sandbox.config,
              ...UNLIMITED,
              start_date: BEFORE_ALL,
              end_date: TOMORROW,
              window_days: 90,
              ...given.config,
            },
          }),
        ),
      differences(run, streams, timeZone) {
        const keys = Object.fromEntries(streams.map((stream) => [stream, ['id']]));
        return differences(heldByTarget(run.messages, keys), truthOf(sandbox, timeZone), keys);
      },
      asked: (table) =>
        sandbox.requests
          .filter(({route}) => route === table)
          .map(({query}) => {
            const shown = [...query].filter(([name]) => name !== 'api_key');
            return `${table}${shown.length === 0 ? '' : '?'}${shown.map((pair) => pair.join('=')).join('&')}`;
          }),
      windows: () =>
        sandbox.requests
          .filter(({route}) => route === 'time')
          .map(({query}) => ({from: query.get('start') ?? '', to: query.get('end') ?? ''})),
      only(logs) {
        sandbox.data.time = logs.map((log, index) => ({...PLAIN, id: 5001 + index, ...log}));
        return sandbox.data.time;
      },
    };
  };
}

/** An hour of work, logged as such. */
const PLAIN = {
  job_id: 345_001,
  user_id: 181,
  duration_only: true,
  date: '2024-11-19',
  started_at: null,
  ended_at: null,
  duration: 3600,
  description: null,
  hourly_rate: '85.0',
  value: '85.0',
  billable: true,
  billed: false,
} as const;

/** The same with a start and an end in place of the day, as the service tells such logs. */
export function timed(start: string | null, end: string | null): Record<string, Value> {
  return {duration_only: false, date: null, started_at: start, ended_at: end, duration: null, value: '0.0'};
}

/** The ids of a stream's records, in ascending order. */
export function idsIn(run: Run, stream: Table): number[] {
  return recordsOf(run.messages, stream)
    .map(({id}) => Number(id))
    .sort((left, right) => left - right);
}

export function idsOf(rows: readonly Row[]): number[] {
  return rows.map(({id}) => id).sort((left, right) => left - right);
}

/** A stream's bookmark in the last state of a run. */
export function bookmarkOf(run: Run, stream: Table): JsonObject | undefined {
  return bookmarkIn(lastState(run.messages), stream);
}

/** How far each STATE of a run says that time logs have been read, without repetitions. */
export function steps(run: Run): (string | undefined)[] {
  const all = statesIn(run.messages).map((state) => reached(state, 'time'));
  return all.filter((value, index) => index === 0 || value !== all[index - 1]);
}

/** The schema that a run announced for a stream: its properties. */
export function propertiesIn(run: Run, stream: Table): JsonObject {
  const schemas = run.messages.filter((message) => message.type === 'SCHEMA' && message.stream === stream);
  const [{schema} = {schema: {}}] = schemas;
  if (schemas.length !== 1 || !isObject(schema) || !isObject(schema.properties)) {
    throw new Error(`${stream} has ${schemas.length} schemas`);
  }
  return schema.properties;
}

/** The record with an id; throws when it did not come. */
export function recordIn(run: Run, stream: Table, id: number | undefined): JsonObject {
  const record = recordsOf(run.messages, stream).find((one) => one.id === id);
  if (record === undefined) throw new Error(`${stream} ${id} did not come:\n${run.stderr}`);
  return record;
}

/** The log lines of one level, without it. */
export function logLines(run: Run, level: 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL'): string[] {
  return run.stderr
    .split('\n')
    .filter((line) => line.startsWith(`${level} `) && !line.includes('METRIC'))
    .map((line) => line.slice(level.length + 1));
}

/** The row at a place; throws when the account is smaller than the test thinks. */
export function nth(rows: readonly Row[], index: number): Row {
  const row = rows[index];
  if (row === undefined) throw new Error(`The account has no row ${index}.`);
  return row;
}

/** Days as the service takes them, from one to another. */
export function daysFrom(first: string, count: number): string[] {
  return Array.from({length: count}, (_, index) =>
    new Date(Date.parse(first) + index * DAY).toISOString().slice(0, 10),
  );
}

/** Checks several cases at once, since starting a tap takes a while; tells which of them failed. */
export async function forAll<Case>(
  cases: readonly Case[],
  nameOf: (one: Case) => string,
  check: (one: Case) => Promise<void>,
): Promise<void> {
  const outcomes = await Promise.allSettled(cases.map((one) => check(one)));
  for (const [index, outcome] of outcomes.entries()) {
    const one = cases[index];
    if (outcome.status === 'fulfilled' || one === undefined) continue;
    if (outcome.reason instanceof Error) {
      outcome.reason.message = `${nameOf(one)}: ${outcome.reason.message}`;
    }
    throw outcome.reason;
  }
}
