import type {ClientConfig, Faults, SandboxAccount} from './account-handle.js';
import {accountHandle} from './account-handle.js';
import type {AccessRole} from './account-options.js';
import {holdAccounts} from './accounts.js';
import type {ChangeSummary} from './changes.js';
import type {Data} from './data.js';
import {Grants} from './grants.js';
import type {SandboxOptions} from './options.js';
import {settle} from './options.js';
import type {LoggedRequest} from './requests.js';
import {startServers} from './servers.js';
import type {SignIn} from './sign-in-handle.js';
import {signInHandle} from './sign-in-handle.js';
import type {Store} from './store.js';

export type {FaultHandle, Hang, RequestHook, Where} from '../common/faults.js';
export type {Account, AccountRefusal, FaultPlan, ManagerPermission, Sizes} from './account-options.js';
export type {ChildCollection, ChildRecords, Collection, Records} from './data.js';
export type {Fault} from './faults.js';
export type {TokenAnswer} from './grants.js';
export type {SignInCounts} from './sign-in-counts.js';
export type {Application, SignInOptions} from './sign-in-options.js';
export type {
  AccessRole,
  ChangeSummary,
  ClientConfig,
  Data,
  Faults,
  LoggedRequest,
  SandboxAccount,
  SandboxOptions,
  SignIn,
};

/**
 * Harvest behind a server on this machine, made up but consistent: one account, or several with the first one in
 * front. `data`, `insert`, `update`, `remove`, `change` and `actAs` are those of that main account.
 */
export interface HarvestSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly baseUrl: string;
  readonly idUrl: string;
  /** Settings with which a client gets in. */
  readonly config: ClientConfig;
  readonly data: Data;
  /** Everything that came in, oldest first. Empty it with `requests.length = 0`. */
  readonly requests: LoggedRequest[];
  /** For requests of all kinds and accounts; clearing them clears those of the accounts too. */
  readonly faults: Faults;
  readonly insert: Store['insert'];
  readonly update: Store['update'];
  readonly remove: Store['remove'];
  /** A day at the office: rows of many collections are changed and added. */
  change(): ChangeSummary;
  /** Gives the token's user another role from now on. */
  actAs(role: AccessRole): void;
  /** What an administrator gets for a path below /v2/, without a request. */
  readonly peek: SandboxAccount['peek'];
  /** The Harvest accounts, the main one first. */
  readonly accounts: readonly SandboxAccount[];
  /** One of them by its id; throws for any other. */
  account(id: number): SandboxAccount;
  readonly signIn: SignIn;
  /** Closes all connections, idle or not. */
  stop(): Promise<void>;
}

export async function startHarvestSandbox(options: SandboxOptions = {}): Promise<HarvestSandbox> {
  const settings = settle(options);
  const grants = new Grants(settings.signIn, settings.accessToken, settings.now);
  const held = holdAccounts(settings);
  const requests: LoggedRequest[] = [];
  const {url, idUrl, faults, stop} = await startServers(settings, held, grants, requests);

  const configFor = (id: number): ClientConfig => ({
    access_token: settings.accessToken,
    account_id: String(id),
    user_agent: 'timesheet-taps sandbox (sandbox@example.com)',
    base_url: `${url}/v2`,
    id_url: idUrl,
  });
  const [first, ...others] = held;
  const main = accountHandle(first, configFor(first.id), requests);
  const accounts = [main, ...others.map((other) => accountHandle(other, configFor(other.id), requests))];

  return {
    url,
    baseUrl: `${url}/v2`,
    idUrl,
    config: main.config,
    data: main.data,
    requests,
    faults,
    insert: main.insert,
    update: main.update,
    remove: main.remove,
    change: main.change,
    actAs: main.actAs,
    peek: main.peek,
    accounts,
    account(id) {
      const account = accounts.find((candidate) => candidate.id === id);
      if (!account) throw new Error(`The sandbox has no Harvest account with id ${id}.`);
      return account;
    },
    signIn: signInHandle(settings.signIn, grants, idUrl, requests),
    stop,
  };
}
