import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Client} from '../../protocol/http/client.js';
import type {AttemptReport, ClientOptions} from '../../protocol/http/client-options.js';
import {FakeClock} from './clock.js';
import {RecordingLog} from './log.js';

/** A client and everything around it that a test may want to look at. */
export interface TestClient {
  readonly client: Client;
  readonly clock: FakeClock;
  readonly log: RecordingLog;
  /** Every attempt, as it was reported. */
  readonly attempts: AttemptReport[];
  readonly controller: AbortController;
}

type Overrides = Partial<ClientOptions> & {readonly baseUrl: string; readonly clock?: FakeClock};

/** A client that waits for nobody, with generous limits and no jitter (`random` is always 1). */
export function testClient(overrides: Overrides): TestClient {
  const clock = overrides.clock ?? new FakeClock();
  const log = new RecordingLog();
  const attempts: AttemptReport[] = [];
  const controller = new AbortController();
  const client = new Client({
    headers: {authorization: 'Bearer the-token', 'user-agent': 'tests'},
    service: 'Acme',
    credentialsHint: 'Make a new one and set it as "access_token".',
    limits: {all: {requests: 1000, seconds: 1}},
    limitOf: () => 'all',
    maxRetries: 5,
    maxWait: 3_600_000,
    connectTimeout: 5000,
    requestTimeout: 5000,
    maxResponseBytes: 1_000_000,
    concurrency: 1,
    signal: controller.signal,
    log,
    random: () => 1,
    observe: (attempt) => attempts.push(attempt),
    ...overrides,
    clock,
  });
  return {client, clock, log, attempts, controller};
}

/** What a promise was rejected with; fails when it was not, or with something that is no error. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`rejected with what is no error: ${String(error)}`);
  }
  throw new Error(`nothing was thrown; it gave ${JSON.stringify(value)}`);
}

/** A server on this machine that answers as a test says. */
export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly server: Server;
  /** Everything that came in, oldest first. */
  readonly requests: IncomingMessage[];
}

export type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

/** The servers of one test; `stop` them all afterwards, with their connections. */
export class LocalServers {
  readonly #servers: Server[] = [];

  /** Starts a server; `answer` is told the number of the request, counted from 1. */
  async start(answer: Answer): Promise<LocalServer> {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      answer(request, response, requests.length);
    });
    await this.add(server);
    return {url: `http://127.0.0.1:${portOf(server)}`, server, requests};
  }

  /** Listens with a server that a test has made itself. */
  async add(server: Server): Promise<void> {
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    for (const server of this.#servers.splice(0)) {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    }
  }
}

/** Sends a JSON body. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
}

export function portOf(server: {address(): AddressInfo | string | null}): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
