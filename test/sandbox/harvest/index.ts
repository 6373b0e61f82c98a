import type {Faults as FaultsOf} from '../common/faults.js';
import {createFaults} from '../common/faults.js';
import {startServer} from '../common/server.js';
import type {ChangeSummary} from './changes.js';
import {change} from './changes.js';
import type {Data} from './data.js';
import {translate} from './envelope-faults.js';
import type {EnvelopeFault} from './faults.js';
import type {AccessRole, SandboxOptions} from './options.js';
import {settle} from './options.js';
import type {LoggedRequest} from './requests.js';
import {logged} from './requests.js';
import {seed} from './seed.js';
import {createService} from './service.js';
import {Store} from './store.js';

export type {FaultHandle, Hang, RequestHook, Where} from '../common/faults.js';
export type {ChildCollection, ChildRecords, Collection, Records} from './data.js';
export type {Fault} from './faults.js';
export type {AccessRole, Account, ManagerPermission, Sizes} from './options.js';
export type {ChangeSummary, Data, LoggedRequest, SandboxOptions};

export type Faults = FaultsOf<EnvelopeFault>;

/** A Harvest account behind a server on this machine, made up but consistent. */
export interface HarvestSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly baseUrl: string;
  readonly idUrl: string;
  /** Settings with which a client gets in. */
  readonly config: {
    access_token: string;
    account_id: string;
    user_agent: string;
    base_url: string;
    id_url: string;
  };
  readonly data: Data;
  /** Everything that came in, oldest first. Empty it with `requests.length = 0`. */
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
  readonly insert: Store['insert'];
  readonly update: Store['update'];
  readonly remove: Store['remove'];
  /** A day at the office: rows of many collections are changed and added. */
  change(): ChangeSummary;
  /** Gives the token's user another role from now on. */
  actAs(role: AccessRole): void;
  /** Closes all connections, idle or not. */
  stop(): Promise<void>;
}

export async function startHarvestSandbox(options: SandboxOptions = {}): Promise<HarvestSandbox> {
  const settings = settle(options);
  const store = new Store(settings);
  seed(store);
  const faults = createFaults<EnvelopeFault>();
  const requests: LoggedRequest[] = [];
  const service = createService(store);
  const {url, stop} = await startServer({
    settings,
    faults,
    requests,
    log: logged,
    answer: service.answer,
    translate,
  });

  return {
    url,
    baseUrl: `${url}/v2`,
    idUrl: url,
    config: {
      access_token: settings.accessToken,
      account_id: String(settings.accountId),
      user_agent: 'timesheet-taps sandbox (sandbox@example.com)',
      base_url: `${url}/v2`,
      id_url: url,
    },
    data: store.data,
    requests,
    faults,
    insert: store.insert.bind(store),
    update: store.update.bind(store),
    remove: store.remove.bind(store),
    change: () => change(store),
    actAs(role) {
      settings.role = role;
    },
    stop,
  };
}
