import type {Faults as FaultsOf} from '../common/faults.js';
import type {Json} from '../common/visitor.js';
import {object} from '../common/visitor.js';
import type {AccessRole, AccountRefusal} from './account-options.js';
import type {HeldAccount} from './accounts.js';
import type {ChangeSummary} from './changes.js';
import {change} from './changes.js';
import type {Data} from './data.js';
import type {EnvelopeFault} from './faults.js';
import type {LoggedRequest} from './requests.js';
import {accountOf} from './requests.js';
import {peek} from './service.js';
import type {Store} from './store.js';

export type Faults = FaultsOf<EnvelopeFault>;

/** Settings with which a client gets in. */
export interface ClientConfig {
  access_token: string;
  account_id: string;
  user_agent: string;
  base_url: string;
  id_url: string;
}

/** One Harvest account of the sandbox, for tests to look into and to change. */
export interface SandboxAccount {
  readonly id: number;
  readonly name: string;
  /** With the personal access token, into this account. */
  readonly config: ClientConfig;
  readonly data: Data;
  /** What came in for this account, oldest first: a copy, so empty `requests` of the sandbox instead. */
  readonly requests: readonly LoggedRequest[];
  /** The headers of the last request for it. */
  readonly lastHeaders: LoggedRequest['headers'] | undefined;
  /** For requests that name this account, and counted among those. */
  readonly faults: Faults;
  readonly insert: Store['insert'];
  readonly update: Store['update'];
  readonly remove: Store['remove'];
  /** A day at the office: rows of many collections are changed and added. */
  change(): ChangeSummary;
  /** Gives the token's user another role in this account from now on. */
  actAs(role: AccessRole): void;
  /** Keeps the person out of the account from now on, or lets them in again. */
  refuse(status: AccountRefusal | undefined): void;
  /** What an administrator gets for a path below /v2/. Not logged, counted, throttled or refused, and without faults. */
  peek(path: string): Json;
}

export function accountHandle(
  held: HeldAccount,
  config: ClientConfig,
  requests: readonly LoggedRequest[],
): SandboxAccount {
  const {id, name, store, faults} = held;
  const mine = (): LoggedRequest[] => requests.filter((request) => accountOf(request) === id);

  return {
    id,
    name,
    config,
    data: store.data,
    get requests() {
      return mine();
    },
    get lastHeaders() {
      return mine().at(-1)?.headers;
    },
    faults,
    insert: store.insert.bind(store),
    update: store.update.bind(store),
    remove: store.remove.bind(store),
    change: () => change(store),
    actAs(role) {
      store.settings.role = role;
    },
    refuse(status) {
      held.refused = status;
    },
    peek: (path) => object(JSON.parse(peek(store, path).body.toString())),
  };
}
