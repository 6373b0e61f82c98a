import type {JsonObject} from '../../../protocol/core/json.js';
import type {HarvestSandbox, SandboxOptions} from '../../sandbox/harvest/index.js';
import {startHarvestSandbox} from '../../sandbox/harvest/index.js';
import type {RunningSandbox, SandboxForTests} from '../../support/conformance.js';
import {listTruth, REPORTS, reportTruth} from './truth.js';

/** What the clock of these sandboxes says at first. It lies in the past of every machine that runs the tests. */
export const START = new Date('2024-11-20T10:00:00Z');
/** Settings with which the tap does not hold itself back. */
export const UNLIMITED = {
  rate_limit: {requests: 1_000_000, seconds: 1},
  report_rate_limit: {requests: 1_000_000, seconds: 1},
};

const SIZE = {
  users: 5,
  clients: 6,
  contacts: 6,
  projects: 8,
  tasks: 6,
  timeEntries: 90,
  expenses: 24,
  invoices: 7,
  estimates: 5,
};

/** The Harvest sandbox as the conformance suite wants it. */
export function harvestSandbox(options: SandboxOptions = {}): SandboxForTests {
  return {
    badCredentials: {access_token: 'not-the-token-of-anybody'},
    canFail: ['clients', 'invoice_payments', 'report_time_team', 'roles'],
    async start() {
      const clock = {now: START.getTime()};
      const sandbox = await startHarvestSandbox({
        size: SIZE,
        limits: {general: false, reports: false},
        now: () => new Date(clock.now),
        ...options,
      });
      return running(sandbox, clock, sandbox.stop);
    },
  };
}

/** Several Harvest accounts in one sandbox, each as the conformance suite wants a sandbox. */
export interface RunningAccounts {
  readonly sandbox: HarvestSandbox;
  /** The account with this id. Its clock is the service's, and stopping it stops all. */
  account(id: number): RunningSandbox;
  /** Moves the service's clock on; back with a negative number. */
  advance(seconds: number): void;
}

/** Starts a sandbox with these accounts; whoever starts it stops it. */
export async function startAccounts(options: SandboxOptions): Promise<RunningAccounts> {
  const clock = {now: START.getTime()};
  const sandbox = await startHarvestSandbox({
    size: SIZE,
    limits: {general: false, reports: false},
    now: () => new Date(clock.now),
    ...options,
  });
  return {
    sandbox,
    account: (id) => running(sandbox.account(id), clock, sandbox.stop),
    advance(seconds) {
      clock.now += seconds * 1000;
    },
  };
}

type Served = Pick<HarvestSandbox, 'config' | 'data' | 'faults' | 'change' | 'update' | 'peek'> & {
  readonly requests: readonly unknown[];
};

function running(sandbox: Served, clock: {now: number}, stop: () => Promise<void>): RunningSandbox {
  const {data, faults} = sandbox;
  return {
    config: {...sandbox.config, ...UNLIMITED, page_size: 13},
    now: () => `${new Date(clock.now).toISOString().slice(0, 19)}Z`,
    advance(seconds) {
      clock.now += seconds * 1000;
    },
    async truth() {
      const now = new Date(clock.now);
      return {...listTruth(sandbox, now), ...reportTruth(sandbox, monthsUntil(now, 12))};
    },
    isDue(stream, record, bookmark, lookbackSeconds) {
      if (stream in REPORTS) return String(record.to) >= daysBefore(bookmark, 60);
      const from = new Date(Date.parse(bookmark) - lookbackSeconds * 1000);
      const isAfter = (moment: unknown): boolean => Date.parse(String(moment)) >= from.getTime();
      if (stream === 'invoice_messages' || stream === 'invoice_payments') {
        return isAfter(data.invoices.find(({id}) => id === record.invoice_id)?.updated_at);
      }
      if (stream === 'estimate_messages') {
        return isAfter(data.estimates.find(({id}) => id === record.estimate_id)?.updated_at);
      }
      if (stream === 'time_entries' && record.is_running === true) return true;
      return isAfter(record.updated_at ?? record.invoice_updated_at ?? record.estimate_updated_at);
    },
    change: () =>
      Object.entries(sandbox.change()).flatMap(([stream, ids]) =>
        [...ids.inserted, ...ids.updated].map((id) => ({stream, where: {id} satisfies JsonObject})),
      ),
    lengthen(characters) {
      const row = data.time_entries.at(-1);
      if (row === undefined) throw new Error('There is no row to lengthen.');
      const {id} = sandbox.update('time_entries', row.id, {notes: 'long '.repeat(characters / 5)});
      return {stream: 'time_entries', where: {id}};
    },
    requestCount: () => sandbox.requests.length,
    fail(stream) {
      faults.on(requestsOf(stream), {kind: 'status', status: 500, body: 'html'});
    },
    hold: (nth) => faults.hang({nth}),
    stop,
  };
}

function requestsOf(stream: string): RegExp {
  if (stream === 'invoice_payments') return /\/invoices\/\d+\/payments\?/;
  if (stream === 'report_time_team') return /\/reports\/time\/team\?/;
  return new RegExp(`/v2/${stream}\\?`);
}

/** Calendar months, oldest first, the last of them the one that holds this moment. */
function monthsUntil(moment: Date, count: number): {from: string; to: string}[] {
  return Array.from({length: count}, (_, index) => {
    const month = moment.getUTCMonth() - (count - 1 - index);
    const year = moment.getUTCFullYear();
    return {from: day(Date.UTC(year, month, 1)), to: day(Date.UTC(year, month + 1, 0))};
  });
}

function daysBefore(date: string, days: number): string {
  return day(Date.parse(date) - days * 86_400_000);
}

function day(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
