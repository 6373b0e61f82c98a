import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:http';
import {text} from 'node:stream/consumers';
import {deliver} from './deliver.js';
import {replyInstead, takesEffect, tamper} from './fault-replies.js';
import type {CommonFault, FaultBox} from './faults.js';
import type {Reply} from './reply.js';
import type {LoggedRequest} from './requests.js';

/** What a sandbox brings along; everything between it and the wire is the same for all. */
export interface Serving<Logged extends LoggedRequest, Extra> {
  settings: {
    now: () => Date;
    sleep: (ms: number) => Promise<void>;
    port: number;
    gzip: boolean;
    keepProcessAlive: boolean;
  };
  faults: FaultBox<Extra, Logged>;
  requests: Logged[];
  log(request: IncomingMessage, at: number, body: string): Logged;
  /** `origin` is the `http://127.0.0.1:PORT` that was asked. */
  answer(request: IncomingMessage, log: Logged, origin: string): Reply;
  /** Puts the sandbox's own faults in terms of the common ones. */
  translate(fault: CommonFault | Extra, requested: string): CommonFault;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Closes all connections, idle or not. */
  stop(): Promise<void>;
}

export async function startServer<Logged extends LoggedRequest, Extra>(
  serving: Serving<Logged, Extra>,
): Promise<RunningServer> {
  const {settings, faults} = serving;
  let url = '';

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = request.method === 'GET' ? unread(request) : await text(request);
    const date = settings.now();
    const log = serving.log(request, date.getTime(), body);
    serving.requests.push(log);
    const struck = faults.strike(log);
    const fault = struck && serving.translate(struck, `${url}${log.url}`);
    if (!takesEffect(fault) && fault?.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (!takesEffect(fault) && fault?.kind === 'hang') {
      fault.arrived();
      await fault.until;
      // Whoever asked is gone, and with them what they wanted.
      if (response.destroyed) return;
    }
    const instead = replyInstead(fault);
    const answer = instead && !takesEffect(fault) ? instead : serving.answer(request, log, url);
    const reply = instead ?? tamper(fault, answer);
    const isReset = fault?.kind === 'reset' && (fault.when ?? 'before-headers') === 'before-headers';
    log.status = isReset ? 0 : reply.status;
    const gzip = settings.gzip && /\bgzip\b/.test(log.headers.acceptEncoding ?? '');
    await deliver(response, reply, {date, gzip, fault, sleep: settings.sleep});
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A mistake in the sandbox itself: show it to whoever reads the response.
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(500, {'content-type': 'text/plain; charset=utf-8'});
      response.end(reason);
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
    async stop() {
      faults.clear();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Nothing is expected with a GET; whatever came along is let go. */
function unread(request: IncomingMessage): string {
  request.resume();
  return '';
}
