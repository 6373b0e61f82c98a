import type {JsonObject} from '../../protocol/core/json.js';
import type {HarvestSandbox} from '../sandbox/harvest/index.js';
import {startHarvestSandbox} from '../sandbox/harvest/index.js';
import {rowsOf} from '../sandbox/harvest/visitor.js';
import type {PaydirtSandbox} from '../sandbox/paydirt/index.js';
import {startPaydirtSandbox} from '../sandbox/paydirt/index.js';
import type {PaymoSandbox} from '../sandbox/paymo/index.js';
import {startPaymoSandbox} from '../sandbox/paymo/index.js';
import {START, UNLIMITED as UNLIMITED_HARVEST} from '../taps/harvest/sandbox.js';
import {complete, listTruth} from '../taps/harvest/truth.js';
import {BEFORE_ALL, UNLIMITED as UNLIMITED_PAYDIRT} from '../taps/paydirt/sandbox.js';
import {truthOf as paydirtTruth} from '../taps/paydirt/truth.js';
import {UNLIMITED as UNLIMITED_PAYMO} from '../taps/paymo/sandbox.js';
import {truthOf as paymoTruth} from '../taps/paymo/truth.js';
import type {Held} from './values.js';

/** An account of which rows vanish, and whose full tables can be kept from being read to their end. */
export interface VanishingAccount {
  readonly config: JsonObject;
  /** A stream that is no full table, of which a row vanishes too. */
  readonly incremental: string;
  /** What each stream's records are now. */
  truth(): Promise<Held>;
  /** Takes a row of each table away, where it has more than one. */
  vanish(): void;
  /** Answers requests with an error without which no full table is complete. Returns how to end that. */
  fail(): () => void;
  /** Keeps such a request waiting. */
  hang(): {readonly arrived: Promise<void>; release(): void};
  /** Full tables that have sent rows when such a request comes; the others are read by a single one. */
  readonly inPieces: readonly string[];
  stop(): Promise<void>;
}

/** Opens an account of a service, on a clock that stands still. */
export const VANISHING: Readonly<Record<string, () => Promise<VanishingAccount>>> = {
  harvest: async () => ofHarvest(await startHarvestSandbox({size: HARVEST_SIZE, limits: NO_LIMITS, now})),
  paymo: async () => ofPaymo(await startPaymoSandbox({limits: false, now})),
  paydirt: async () => ofPaydirt(await startPaydirtSandbox({size: {timeLogs: 200}, now})),
};

const now = () => START;
const NO_LIMITS = {general: false, reports: false} as const;
const HARVEST_SIZE = {
  users: 8,
  clients: 5,
  projects: 8,
  timeEntries: 40,
  expenses: 4,
  invoices: 3,
  estimates: 2,
};

function ofHarvest(sandbox: HarvestSandbox): VanishingAccount {
  const {data, faults} = sandbox;
  const [, manager, otherManager] = data.users;
  const last = data.users.at(-1);
  if (manager === undefined || otherManager === undefined || last === undefined)
    throw new Error('Too few users.');
  // The last person's lists, the later pages of roles and budgets.
  const late = new RegExp(
    `/users/${last.id}/(billable_rates|cost_rates|project_assignments)|/users/${otherManager.id}/teammates` +
      '|/roles\\?.*cursor=|/project_budget\\?page=',
  );
  return {
    config: {...sandbox.config, ...UNLIMITED_HARVEST, page_size: 2},
    incremental: 'clients',
    inPieces: [
      'billable_rates',
      'cost_rates',
      'project_assignments',
      'roles',
      'report_project_budget',
      'teammates',
    ],
    async truth() {
      const budgets = await rowsOf(sandbox, 'reports/project_budget', 'results');
      const report_project_budget = budgets.map((row) => complete('report_project_budget', row));
      return {...listTruth(sandbox, START), report_project_budget};
    },
    vanish() {
      for (const rows of [data.billable_rates, data.cost_rates, data.teammates]) rows.get(manager.id)?.pop();
      sandbox.remove('roles', idOfLast(data.roles));
      sandbox.remove('projects', idOfLast(data.projects.filter(({budget_by}) => budget_by !== 'none')));
      sandbox.remove('clients', idOfLast(data.clients));
    },
    ...troubleOn(faults, late),
    stop: () => sandbox.stop(),
  };
}

function ofPaymo(sandbox: PaymoSandbox): VanishingAccount {
  return {
    config: {...sandbox.config, ...UNLIMITED_PAYMO, page_size: 1},
    incremental: 'workflows',
    inPieces: ['webhooks'],
    truth: async () => paymoTruth(sandbox),
    vanish() {
      sandbox.remove('hooks', idOfLast(sandbox.data.hooks));
      sandbox.remove('workflows', idOfLast(sandbox.data.workflows));
    },
    ...troubleOn(sandbox.faults, /\/hooks\?page=1&/),
    stop: () => sandbox.stop(),
  };
}

function ofPaydirt(sandbox: PaydirtSandbox): VanishingAccount {
  return {
    config: {...sandbox.config, ...UNLIMITED_PAYDIRT, start_date: BEFORE_ALL},
    incremental: 'time',
    inPieces: [],
    truth: async () => paydirtTruth(sandbox),
    vanish() {
      for (const table of ['clients', 'projects', 'jobs', 'users', 'time'] as const) {
        sandbox.remove(table, idOfLast(sandbox.data[table]));
      }
    },
    ...troubleOn(sandbox.faults, /\/(clients|projects|jobs|users)\b/),
    stop: () => sandbox.stop(),
  };
}

/** What all services' faults can do. */
interface Faults {
  on(where: RegExp, fault: {kind: 'status'; status: number}): {remove(): void};
  hang(where: RegExp): {readonly arrived: Promise<void>; release(): void};
}

function troubleOn(faults: Faults, requests: RegExp): Pick<VanishingAccount, 'fail' | 'hang'> {
  return {
    fail() {
      const handle = faults.on(requests, {kind: 'status', status: 500});
      return () => handle.remove();
    },
    hang: () => faults.hang(requests),
  };
}

function idOfLast(rows: readonly {id: number}[]): number {
  const last = rows.at(-1);
  if (last === undefined) throw new Error('There is no row to take away.');
  return last.id;
}
