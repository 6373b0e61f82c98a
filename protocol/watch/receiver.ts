import {createHash, timingSafeEqual} from 'node:crypto';
import {once} from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {bodyOf, textOf} from './body.js';
import type {Refusals} from './refusals.js';

/** Milliseconds in which a request's headers have to be there, and the whole of it. */
export interface Patience {
  readonly headers: number;
  readonly request: number;
}

const PATIENCE: Patience = {headers: 10_000, request: 20_000};
/** Services deliver a few events at once; whoever opens more connections wants something else. */
const MOST_CONNECTIONS = 256;
const MOST_HEADER_BYTES = 16_384;
/** Proxies keep idle connections for up to 90 s; one that we closed first would cost the next event. */
const KEEP_ALIVE_MILLIS = 95_000;
/** How long a sender of too much may go on, so that it can read our answer. */
const LINGER_MILLIS = 500;

/** An event as it came in, its signature checked. */
export interface Delivery {
  /** The event's name as the service spells it. */
  readonly event: string;
  /** The hook that it was sent for. */
  readonly hook: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** The body as it came. */
  readonly body: string;
}

export interface ReceiverOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The secret path; a proxy may put something before it. */
  readonly path: string;
  readonly mostBodyBytes: number;
  /** Whether a body is signed with our secret. */
  readonly isSigned: (raw: Buffer, headers: IncomingHttpHeaders) => boolean;
  /** The names of the headers that tell the event and the hook. */
  readonly headers: {readonly event: string; readonly hook: string};
  /** Whether an event is to be kept; others are answered as if they were. */
  readonly wants: (event: string) => boolean;
  /** Makes an event durable; the answer waits for it. */
  readonly keep: (delivery: Delivery) => Promise<void>;
  /** What to tell whoever asks how we are. */
  readonly health: () => {readonly isGood: boolean; readonly facts: JsonObject};
  readonly refusals: Refusals;
  readonly now: () => number;
  readonly patience?: Patience;
}

/**
 * Takes in what a service delivers to a secret path: POST requests that are signed, each answered with 200 once its event
 * is durable. Everything else is refused and counted; nothing is ever answered with 410, by which a service takes its hook
 * for cancelled. `GET /health` tells how we are.
 */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #server: Server;
  /** Connections whose end has been counted. */
  readonly #counted = new WeakSet<Socket>();

  private constructor(options: ReceiverOptions) {
    this.#options = options;
    const {headers, request} = options.patience ?? PATIENCE;
    this.#server = createServer(
      {
        maxHeaderSize: MOST_HEADER_BYTES,
        headersTimeout: headers,
        requestTimeout: request,
        keepAliveTimeout: KEEP_ALIVE_MILLIS,
        connectionsCheckingInterval: Math.min(1000, headers),
      },
      (incoming, response) => {
        this.#answer(incoming, response).catch(() => this.#brokenOff(incoming));
      },
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on('clientError', (error, socket) => this.#unreadable(error, socket as Socket));
    this.#server.on('drop', (drop) => this.#refuse('too many connections', drop?.remoteAddress));
  }

  /** Begins to listen. Throws `ConfigError` when the port can't be had. */
  static async listen(options: ReceiverOptions): Promise<Receiver> {
    const receiver = new Receiver(options);
    const {host, port} = options;
    try {
      receiver.#server.listen(port, host);
      await once(receiver.#server, 'listening');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new ConfigError([
        `The address ${host}:${port} cannot be listened on (${code}); choose others with --port and --host`,
      ]);
    }
    return receiver;
  }

  /** Where it listens. */
  get address(): AddressInfo {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver does not listen');
    return address;
  }

  /** Takes no more connections, and waits for the requests that are under way, but not longer than this. */
  async close(mostMillis: number): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), mostMillis);
    await closed;
    clearTimeout(timer);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {path, mostBodyBytes, isSigned, headers, wants, keep, now} = this.#options;
    const asked = (request.url ?? '').replace(/[?#].*$/s, '');
    if (asked.endsWith('/health') && (request.method === 'GET' || request.method === 'HEAD')) {
      return this.#tellHealth(request, response);
    }
    if (!isSame(asked.slice(-path.length), path)) return this.#deny(request, response, 404, 'unknown path');
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return this.#deny(request, response, 405, 'another method than POST');
    }
    const raw = await bodyOf(request, mostBodyBytes);
    if (raw === undefined) return this.#deny(request, response, 413, 'body too large');
    if (!isSigned(raw, request.headers)) return this.#deny(request, response, 401, 'wrong or no signature');
    const event = headerIn(request.headers, headers.event);
    if (event === undefined) return this.#deny(request, response, 400, `no header ${headers.event}`);
    const body = textOf(raw);
    if (body === undefined || !isJsonObject(body)) {
      return this.#deny(request, response, 400, 'a body that is no JSON object');
    }
    if (wants(event)) {
      try {
        await keep({event, hook: headerIn(request.headers, headers.hook) ?? '', at: now(), body});
      } catch {
        return this.#deny(request, response, 503, 'the event could not be kept');
      }
    }
    response.writeHead(200, {'content-length': 0}).end();
  }

  #tellHealth(request: IncomingMessage, response: ServerResponse): void {
    const {isGood, facts} = this.#options.health();
    const text = `${JSON.stringify(facts)}\n`;
    response.writeHead(isGood ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  }

  #deny(request: IncomingMessage, response: ServerResponse, status: number, what: string): void {
    const {socket} = request;
    this.#refuse(`${status} ${what}`, socket.remoteAddress);
    this.#counted.add(socket);
    const isWhole = request.complete || Number(request.headers['content-length'] ?? 0) === 0;
    response.writeHead(status, {'content-length': 0, ...(isWhole ? {} : {connection: 'close'})}).end();
    if (isWhole) return;
    // Whatever else is sent is thrown away, so that the sender gets to read the answer; but not for long.
    request.resume();
    setTimeout(() => socket.destroy(), LINGER_MILLIS).unref();
  }

  /** What is no HTTP, or comes too slowly. */
  #unreadable(error: Error & {code?: string}, socket: Socket): void {
    const isBrokenOff = error.code === 'HPE_INVALID_EOF_STATE' || error.code === 'ECONNRESET';
    const [status, what] = UNREADABLE[error.code ?? ''] ?? ['400', 'what is no request'];
    if (!this.#counted.has(socket)) {
      this.#refuse(isBrokenOff ? BROKEN_OFF : `${status} ${what}`, socket.remoteAddress);
    }
    this.#counted.add(socket);
    if (!socket.writable) return void socket.destroy();
    socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    setTimeout(() => socket.destroy(), LINGER_MILLIS).unref();
  }

  #brokenOff({socket}: IncomingMessage): void {
    if (!this.#counted.has(socket)) this.#refuse(BROKEN_OFF, socket.remoteAddress);
    this.#counted.add(socket);
    socket.destroy();
  }

  #refuse(kind: string, from: string | undefined): void {
    this.#options.refusals.note(kind, from ?? 'somewhere');
  }
}

const BROKEN_OFF = 'broken off by its sender';

const UNREADABLE: Readonly<Record<string, readonly [string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408', 'too slow'],
  HPE_HEADER_OVERFLOW: ['431', 'headers too large'],
};

/** Whether two texts are the same, found out in a time that does not tell how far they are. */
function isSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function headerIn(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value);
  } catch {
    return false;
  }
}
