import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:http';
import type {ChangeSummary} from './changes.js';
import {change} from './changes.js';
import type {Data} from './data.js';
import {deliver} from './deliver.js';
import {replyInstead, tamper} from './fault-replies.js';
import type {Faults} from './faults.js';
import {createFaults} from './faults.js';
import type {AccessRole, SandboxOptions} from './options.js';
import {settle} from './options.js';
import type {LoggedRequest} from './requests.js';
import {logged} from './requests.js';
import {seed} from './seed.js';
import {createService} from './service.js';
import {Store} from './store.js';

export type {ChildCollection, ChildRecords, Collection, Records} from './data.js';
export type {Fault, FaultHandle, Faults, Hang, RequestHook, Where} from './faults.js';
export type {AccessRole, Account, ManagerPermission, Sizes} from './options.js';
export type {ChangeSummary, Data, LoggedRequest, SandboxOptions};

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
  const faults = createFaults();
  const requests: LoggedRequest[] = [];
  let url = '';
  const service = createService(store, () => url);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const date = settings.now();
    const log = logged(request, date.getTime());
    requests.push(log);
    const fault = faults.strike(log);
    const reply = replyInstead(fault) ?? tamper(fault, service.answer(request, log), `${url}${log.url}`);
    const isReset = fault?.kind === 'reset' && (fault.when ?? 'before-headers') === 'before-headers';
    log.status = isReset ? 0 : reply.status;
    const gzip = settings.gzip && /\bgzip\b/.test(log.headers.acceptEncoding ?? '');
    await deliver(response, reply, {date, gzip, fault, sleep: settings.sleep});
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A mistake in the sandbox itself: show it to whoever reads the response.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(500, {'content-type': 'text/plain; charset=utf-8'});
      response.end(text);
    });
  });
  // Longer than any client's idle time, so that connections are not closed under a request.
  server.keepAliveTimeout = 120_000;
  if (!settings.keepProcessAlive) {
    server.unref();
    server.on('connection', (socket) => socket.unref());
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port.');
  url = `http://127.0.0.1:${address.port}`;

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
    async stop() {
      faults.clear();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
