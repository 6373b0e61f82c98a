import type {Faults} from '../common/faults.js';
import {createFaults} from '../common/faults.js';
import type {LoggedRequest} from '../common/requests.js';
import {logged} from '../common/requests.js';
import {startServer} from '../common/server.js';
import type {ChangeSummary} from './changes.js';
import {change} from './changes.js';
import {translate} from './echoes.js';
import {clear, insert, moveLog, remove, update} from './edits.js';
import type {Fault, PaydirtFault} from './faults.js';
import type {SandboxOptions} from './options.js';
import {settle} from './options.js';
import {seed} from './seed.js';
import {createService} from './service.js';
import type {Changes, StoreListener} from './store.js';
import {Store} from './store.js';
import type {Data, Row, Table} from './tables.js';

export type {FaultHandle, Faults, Hang, RequestHook, Where} from '../common/faults.js';
export type {LoggedRequest} from '../common/requests.js';
export type {DecimalFormat} from './decimals.js';
export type {Fault, PaydirtFault, Spelling, TellingBody} from './faults.js';
export type {SandboxOptions, Sizes, TimeFilter} from './options.js';
export type {Changes, StoreEvent, StoreListener} from './store.js';
export type {Row, Table, Value} from './tables.js';
export {ROOTS, TABLES} from './tables.js';
export type {ChangeSummary, Data};

/** What of the service can be another from one request to the next. */
export type Behaviour = Omit<
  SandboxOptions,
  'seed' | 'now' | 'size' | 'users' | 'port' | 'accountZone' | 'gzip' | 'sleep' | 'keepProcessAlive'
>;

/** A Paydirt account behind a server on this machine, made up but consistent. */
export interface PaydirtSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The same with `/api/v1`, below which the paths are. */
  readonly baseUrl: string;
  /** Settings with which a client gets in. */
  readonly config: {api_key: string; base_url: string};
  readonly data: Data;
  /** A table's rows as they are now, by id: what a complete read delivers in the documented format. */
  truth(table: Table): Row[];
  /** The date a log has for `start` and `end`. */
  dayOf(log: Row): string | undefined;
  /** Everything that came in, oldest first, keys in addresses included. Empty it with `requests.length = 0`. */
  readonly requests: LoggedRequest[];
  readonly faults: Faults<PaydirtFault>;
  /** Adds a row like the newest one, apart from `changes` and its id; `date` or `started_at` give a log its shape. */
  insert(table: Table, changes?: Changes): Row;
  /** Changes a row; what a log is worth follows its times and its rate. */
  update(table: Table, id: number, changes: Changes): Row;
  /** Takes a row away without a trace, and with a project its jobs and their logs. */
  remove(table: Table, id: number): void;
  /** Moves a log to another date. */
  moveLog(id: number, day: string): Row;
  /** Takes all rows of a table away. */
  clear(table: Table): void;
  /** A day at the office: rows of most tables are changed, added and taken away. */
  change(): ChangeSummary;
  /** Calls back after every insert, update and delete; returns how to stop that. */
  onEvent(listener: StoreListener): () => void;
  /** The service is another from now on: a key revoked, a root renamed, a cap put on. */
  behave(changes: Behaviour): void;
  /** Closes all connections, idle or not. */
  stop(): Promise<void>;
}

export async function startPaydirtSandbox(options: SandboxOptions = {}): Promise<PaydirtSandbox> {
  const settings = settle(options);
  const store = new Store(settings);
  seed(store);
  const service = createService(store);
  const faults = createFaults<PaydirtFault>();
  const requests: LoggedRequest[] = [];
  const {url, stop} = await startServer<LoggedRequest, PaydirtFault>({
    settings,
    faults,
    requests,
    log: (request, at) => logged(request, at, /^\/api\/v1\/(.+)$/),
    answer: (_request, log, origin) => service.answer(log, origin),
    translate: (fault: Fault, requested) => translate(fault, requested),
  });

  return {
    url,
    baseUrl: `${url}/api/v1`,
    config: {api_key: settings.apiKey, base_url: `${url}/api/v1`},
    data: store.data,
    truth: (table) => structuredClone(store.data[table]).sort((a, b) => a.id - b.id),
    dayOf: store.dayOf,
    requests,
    faults,
    insert: (table, changes) => insert(store, table, changes),
    update: (table, id, changes) => update(store, table, id, changes),
    remove: (table, id) => remove(store, table, id),
    moveLog: (id, day) => moveLog(store, id, day),
    clear: (table) => clear(store, table),
    change: () => change(store),
    onEvent: (listener) => store.onEvent(listener),
    behave(changes) {
      Object.assign(settings, changes);
    },
    stop,
  };
}
