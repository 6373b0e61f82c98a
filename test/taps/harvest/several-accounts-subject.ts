import type {JsonObject} from '../../../protocol/core/json.js';
import type {Tap} from '../../../protocol/tap.js';
import {accounts} from '../../../taps/harvest/accounts.js';
import {harvest} from '../../../taps/harvest/index.js';
import type {Account, SandboxOptions} from '../../sandbox/harvest/index.js';
import type {RunningSandbox, SandboxForTests, Truth} from '../../support/conformance.js';
import {type RunningAccounts, startAccounts} from './sandbox.js';

export const FORECAST = 88903;
export const ONE = 10254;
export const TWO = 10255;
export const THREE = 10256;

/** Two accounts with the same ids and other rows, a small third one, and two that are none of ours, in front and between. */
export const LISTED: Account[] = [
  {id: FORECAST, name: 'Lighthouse Studio', product: 'forecast'},
  {id: ONE, name: 'Lighthouse Studio', product: 'harvest'},
  {id: 88904, name: 'Harbour & Sons', product: 'forecast'},
  {id: TWO, name: 'Lighthouse Studio', product: 'harvest'},
  {
    id: THREE,
    name: 'Harbour & Sons',
    product: 'harvest',
    size: {clients: 4, contacts: 3, projects: 4, timeEntries: 20, expenses: 8, invoices: 4},
    seed: 40,
  },
];

/** The tap as it is when several accounts are asked for, whatever the config says. */
export const harvestOfSeveral: Tap = {...harvest, accounts: {...accounts, asked: () => ['1']}};

/** Settings that ask for these accounts, for a config whose `account_id` is thereby gone. */
export function asking(ids: readonly number[] | 'all'): JsonObject {
  return {account_id: null, account_ids: ids === 'all' ? ['all'] : ids.map(String)};
}

/** How the records of all streams must look when these accounts are read, each with its account. */
export async function truthOf(running: RunningAccounts, ids: readonly number[]): Promise<Truth> {
  const truths = await Promise.all(
    ids.map(async (id) => Object.entries(await running.account(id).truth()).map(withAccount(id))),
  );
  const whole: Record<string, JsonObject[]> = {};
  for (const [stream, records] of truths.flat()) whole[stream] = [...(whole[stream] ?? []), ...records];
  return whole;
}

function withAccount(id: number) {
  return ([stream, records]: [string, readonly JsonObject[]]): [string, JsonObject[]] => [
    stream,
    records.map((record) => ({...record, account_id: id})),
  ];
}

/** Several accounts as one sandbox, as the conformance suite wants it. */
export function severalSandbox(ids: readonly number[], options: SandboxOptions = {}): SandboxForTests {
  return {
    badCredentials: {access_token: 'not-the-token-of-anybody'},
    canFail: ['clients', 'invoice_payments', 'report_time_team', 'roles'],
    start: async () => asOne(await startAccounts({accounts: LISTED, ...options}), ids),
  };
}

/** Some of the accounts as if they were one sandbox. */
export function asOne(running: RunningAccounts, ids: readonly number[]): RunningSandbox {
  const {sandbox} = running;
  const each = ids.map((id) => [id, running.account(id)] as const);
  const first = running.account(ONE);
  return {
    ...first,
    config: {...first.config, ...asking(ids)},
    truth: () => truthOf(running, ids),
    isDue: (stream, {account_id, ...record}, bookmark, lookback) =>
      running.account(Number(account_id)).isDue(stream, record, bookmark, lookback),
    change: () =>
      each.flatMap(([account_id, account]) =>
        account.change().map(({stream, where}) => ({stream, where: {...where, account_id}})),
      ),
    lengthen(characters) {
      const {stream, where} = first.lengthen(characters);
      return {stream, where: {...where, account_id: ONE}};
    },
    requestCount: () => sandbox.requests.length,
    fail(stream) {
      for (const [, account] of each) account.fail(stream);
    },
    hold: (nth) => sandbox.faults.hang({nth}),
  };
}
