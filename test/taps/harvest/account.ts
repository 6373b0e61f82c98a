import {discover} from '../../../protocol/core/catalog.js';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {streamsOfTap} from '../../../protocol/tap.js';
import {harvest} from '../../../taps/harvest/index.js';
import type {HarvestSandbox, SandboxOptions} from '../../sandbox/harvest/index.js';
import {startHarvestSandbox} from '../../sandbox/harvest/index.js';
import {selecting} from '../../support/conformance/catalogs.js';
import {bookmarkIn, type Run, taken} from '../../support/conformance/subject.js';

export {bookmarkIn};

import {lastState, recordsOf} from '../../support/messages.js';
import {outcome, type RunOptions, runTap, start} from '../../support/process.js';
import {START, UNLIMITED} from './sandbox.js';

export const DAY = 86_400_000;

const CATALOG = discover(streamsOfTap(harvest));

/** A Harvest account in the sandbox, and the tap to read it with. */
export interface Account extends HarvestSandbox {
  /** Moves the service's clock on by so many days. */
  pass(days: number): void;
  /** Runs the tap on these streams, or on those selected by default; nothing limits it but the service. */
  sync(streams: readonly string[] | undefined, options?: RunOptions): Promise<Run>;
  /** Runs the tap until the service holds a request of it back, and sends it a signal then. */
  syncUntil(
    arrived: Promise<void>,
    signal: NodeJS.Signals,
    streams: readonly string[],
    options?: RunOptions,
  ): Promise<Run>;
  /** The paths below `/v2/` that were asked for, oldest first; what came before is forgotten. */
  routes(): string[];
  /** The queries of the requests to one path, oldest first. */
  queries(route: string): Record<string, string>[];
}

/** Opens accounts on Wednesday, 20 November 2024, and closes them after each test. */
export function accountOpener(): (options?: SandboxOptions) => Promise<Account> {
  let opened: HarvestSandbox[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((sandbox) => sandbox.stop()));
    opened = [];
  });

  return async (options = {}) => {
    let now = START.getTime();
    const limits = {general: false, reports: false} as const;
    const sandbox = await startHarvestSandbox({now: () => new Date(now), limits, ...options});
    opened.push(sandbox);
    const withDefaults = (streams: readonly string[] | undefined, given: RunOptions): RunOptions => ({
      ...(streams === undefined
        ? {}
        : {catalog: selecting(CATALOG, (entry) => streams.includes(entry.stream))}),
      ...given,
      config: {...sandbox.config, ...UNLIMITED, ...given.config},
    });

    return {
      ...sandbox,
      pass(days) {
        now += days * DAY;
      },
      sync: async (streams, given = {}) => taken(await runTap('harvest', withDefaults(streams, given))),
      async syncUntil(arrived, signal, streams, given = {}) {
        const child = start('harvest', withDefaults(streams, given));
        child.stdin.end();
        const ending = outcome(child);
        await Promise.race([arrived, ending]);
        child.kill(signal);
        return taken(await ending);
      },
      routes: () => sandbox.requests.splice(0).map(({route}) => route),
      queries: (route) =>
        sandbox.requests
          .filter((request) => request.route === route)
          .map(({query}) => Object.fromEntries(query)),
    };
  };
}

/** The ids of a stream's records, in ascending order. */
export function idsIn(run: Run, stream: string): number[] {
  return recordsOf(run.messages, stream)
    .map(({id}) => Number(id))
    .sort((left, right) => left - right);
}

export function idsOf(rows: readonly {id: number}[]): number[] {
  return rows.map(({id}) => id).sort((left, right) => left - right);
}

/** A run's last state, with members of one stream's bookmark changed; undefined removes one. */
export function stateWith(run: Run, stream: string, changes: JsonObject): JsonObject {
  const state = lastState(run.messages);
  const bookmarks = isObject(state.bookmarks) ? state.bookmarks : {};
  return {...state, bookmarks: {...bookmarks, [stream]: {...bookmarkIn(state, stream), ...changes}}};
}

/** The log lines of one level, without it. */
export function logLines(run: Run, level: 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL'): string[] {
  return run.stderr
    .split('\n')
    .filter((line) => line.startsWith(`${level} `) && !line.includes('METRIC'))
    .map((line) => line.slice(level.length + 1));
}

/** The row at a place; throws when the account is smaller than the test thinks. */
export function nth<Row>(rows: readonly Row[], index: number): Row {
  const row = rows[index];
  if (row === undefined) throw new Error(`The account has no row ${index}.`);
  return row;
}
