import {discover} from '../../../protocol/core/catalog.js';
import type {JsonObject} from '../../../protocol/core/json.js';
import {streamsOfTap} from '../../../protocol/tap.js';
import {paymo} from '../../../taps/paymo/index.js';
import type {PaymoSandbox, Row, SandboxOptions} from '../../sandbox/paymo/index.js';
import {startPaymoSandbox} from '../../sandbox/paymo/index.js';
import {selecting, selectingAll} from '../../support/conformance/catalogs.js';
import {differences, heldByTarget} from '../../support/conformance/compare.js';
import {bookmarkIn, type Run, taken} from '../../support/conformance/subject.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {type RunOptions, runTap} from '../../support/process.js';
import {START, UNLIMITED} from './sandbox.js';
import {truthOf} from './truth.js';

export const DAY = 86_400_000;

const CATALOG = discover(streamsOfTap(paymo));
/** All streams, in the order of the catalog. */
export const STREAMS: readonly string[] = CATALOG.streams.map(({stream}) => stream);

/** A Paymo account in the sandbox, and the tap to read it with. */
export interface Account extends PaymoSandbox {
  /** Moves the service's clock on by so many days. */
  pass(days: number): void;
  /** Runs the tap on these streams, or on all of them with all of their fields; nothing limits it but the service. */
  sync(streams: readonly string[] | 'all', options?: RunOptions): Promise<Run>;
  /** How the records of these streams differ from what the account holds, as sentences. */
  differences(run: Run, streams: readonly string[]): string[];
  /** The requests to a list, oldest first, as they read: `tasks?page=0&page_size=200`. */
  asked(path: string): string[];
}

/** Opens accounts on Wednesday, 20 November 2024, and closes them after each test. */
export function accountOpener(): (options?: SandboxOptions) => Promise<Account> {
  let opened: PaymoSandbox[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((sandbox) => sandbox.stop()));
    opened = [];
  });

  return async (options = {}) => {
    let now = START.getTime();
    const sandbox = await startPaymoSandbox({now: () => new Date(now), limits: false, ...options});
    opened.push(sandbox);
    const chosen = (streams: readonly string[] | 'all') =>
      streams === 'all' ? selectingAll(CATALOG) : selecting(CATALOG, ({stream}) => streams.includes(stream));

    return {
      ...sandbox,
      get throttled() {
        return sandbox.throttled;
      },
      pass(days) {
        now += days * DAY;
      },
      sync: async (streams, given = {}) =>
        taken(
          await runTap('paymo', {
            catalog: chosen(streams),
            ...given,
            config: {...sandbox.config, ...UNLIMITED, ...given.config},
          }),
        ),
      differences(run, streams) {
        const keys = Object.fromEntries(streams.map((stream) => [stream, ['id']]));
        return differences(heldByTarget(run.messages, keys), truthOf(sandbox), keys);
      },
      asked: (path) =>
        sandbox.requests
          .filter(({route}) => route === path)
          .map(({url}) => decodeURIComponent(url).slice('/api/'.length)),
    };
  };
}

/** The ids of a stream's records, in ascending order. */
export function idsIn(run: Run, stream: string): number[] {
  return recordsOf(run.messages, stream)
    .map(({id}) => Number(id))
    .sort((left, right) => left - right);
}

export function idsOf(rows: readonly Row[]): number[] {
  return rows.map(({id}) => id).sort((left, right) => left - right);
}

/** A stream's bookmark in the last state of a run. */
export function bookmarkOf(run: Run, stream: string): JsonObject | undefined {
  return bookmarkIn(lastState(run.messages), stream);
}

/** The record with an id; undefined when it did not come. */
export function recordIn(run: Run, stream: string, id: number): JsonObject | undefined {
  return recordsOf(run.messages, stream).find((record) => record.id === id);
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

/** Adds copies of a row with ids of their own, as many as it takes to pass the service's limits. */
export function copies(
  rows: Row[],
  model: Row,
  count: number,
  change: (index: number) => Partial<Row> = () => ({}),
): void {
  for (let index = 0; index < count; index++) {
    rows.push({...model, ...change(index), id: 900_000_000 + rows.length});
  }
}
