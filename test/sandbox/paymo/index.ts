import {datetime} from '../common/calendar.js';
import type {Faults} from '../common/faults.js';
import {createFaults} from '../common/faults.js';
import {startServer} from '../common/server.js';
import type {ChangeSummary} from './changes.js';
import {change} from './changes.js';
import type {Collection, Data, Row} from './collections.js';
import {companyRow} from './company.js';
import type {Deliveries} from './deliveries.js';
import {Postman} from './deliveries.js';
import {insert, remove, update} from './operations.js';
import type {Role, SandboxOptions} from './options.js';
import {settle} from './options.js';
import {rateLimit} from './rate-limit.js';
import type {LoggedRequest} from './requests.js';
import {logged} from './requests.js';
import {seed} from './seed.js';
import {createService} from './service.js';
import type {Changes, StoreListener} from './store.js';
import {Store} from './store.js';

export type {
  CommonFault as Fault,
  Effect,
  FaultHandle,
  Faults,
  Hang,
  RequestHook,
  Where,
} from '../common/faults.js';
export type {Collection, Company, Row, Session, Value} from './collections.js';
export {COLLECTIONS} from './collections.js';
export type {Deliveries} from './deliveries.js';
export type {Delivery, Outcome} from './delivery.js';
export type {DeliveryFault, DeliveryHold, DeliveryWhere, ReleaseOrder} from './delivery-faults.js';
export type {HookOptions} from './hook-options.js';
export type {Allowance, FilterMode, Role, SandboxOptions, Sizes} from './options.js';
export type {LoggedRequest} from './requests.js';
export {SECRET_HEX, SECRET_MARK, SECRETS} from './secrets.js';
export type {Changes, StoreEvent, StoreListener} from './store.js';
export type {ChangeSummary, Data};

/** A Paymo account behind a server on this machine, made up but consistent. */
export interface PaymoSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The same with `/api`, below which the paths are. */
  readonly baseUrl: string;
  /** Settings with which a client gets in. */
  readonly config: {api_key: string; base_url: string};
  readonly data: Data;
  /** Everything that came in, oldest first. Empty it with `requests.length = 0`. */
  readonly requests: LoggedRequest[];
  /** How many requests went over the limit and got a 429. */
  readonly throttled: number;
  readonly faults: Faults;
  /** The webhooks that are sent, and trouble with them. */
  readonly deliveries: Deliveries;
  /** Adds a row like the newest one of the collection, apart from `changes`, its id and its timestamps. */
  insert(collection: Collection, changes?: Changes): Row;
  /** Changes a row and moves its `updated_on`; what follows from the change is changed as well. */
  update(collection: Collection, id: number, changes?: Changes): Row;
  /** Takes a row away without a trace, and with it what belongs to it. */
  remove(collection: Collection, id: number): void;
  /** A day at the office: rows of many collections are changed, added and taken away. */
  change(): ChangeSummary;
  /** Calls back after every insert, update and delete; returns how to stop that. */
  onEvent(listener: StoreListener): () => void;
  /** Gives the key to a user of another type from now on. */
  actAs(role: Role): void;
  /** Closes all connections, idle or not, and ends the webhooks. */
  stop(): Promise<void>;
}

export async function startPaymoSandbox(options: SandboxOptions = {}): Promise<PaymoSandbox> {
  const settings = settle(options);
  const store = new Store(settings, companyRow(datetime(settings.now()), settings.size.users));
  seed(store);
  const deliveries = new Postman(store);
  if (settings.plan.projects !== undefined) store.data.company.max_projects = settings.plan.projects;
  if (settings.plan.users !== undefined) store.data.company.max_users = settings.plan.users;
  const faults = createFaults();
  const requests: LoggedRequest[] = [];
  const limit = rateLimit(settings.limits);
  const {url, stop} = await startServer({
    settings,
    faults,
    requests,
    log: logged,
    answer: createService(store, limit).answer,
    translate: (fault) => fault,
  });

  return {
    url,
    baseUrl: `${url}/api`,
    config: {api_key: settings.apiKey, base_url: `${url}/api`},
    data: store.data,
    requests,
    get throttled() {
      return limit.refused;
    },
    faults,
    deliveries,
    insert: (collection, changes) => insert(store, collection, changes),
    update: (collection, id, changes) => update(store, collection, id, changes),
    remove: (collection, id) => remove(store, collection, id),
    change: () => change(store),
    onEvent: (listener) => store.onEvent(listener),
    actAs(role) {
      settings.role = role;
    },
    async stop() {
      await deliveries.stop();
      await stop();
    },
  };
}
