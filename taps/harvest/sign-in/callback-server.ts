import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {ConfigError} from '../../../protocol/index.js';
import {judge} from './landing.js';
import {FOREIGN, HEADERS, htmlOf, NO_ANSWER, NOT_THIS_WAY, NOTHING_HERE, type Page} from './page.js';

const HOST = '127.0.0.1';
const PATH = '/callback';
/** How long a browser may take to read the last page, in milliseconds. */
const PATIENCE = 2000;

/** Where browsers are sent back to; it has to be registered with the application. */
export function redirectUrl(port: number): string {
  return `http://${HOST}:${port}${PATH}`;
}

/**
 * Waits on this machine for the browser that comes back from a sign-in. Whoever else comes gets a page that says so, and
 * the waiting goes on.
 */
export class CallbackServer {
  /** What the browser brought. */
  readonly landing: Promise<URLSearchParams>;
  readonly #server: Server;
  readonly #state: string;
  readonly #onStranger: () => void;
  readonly #outcome: Promise<Page>;
  readonly #unanswered = new Set<Promise<unknown>>();
  #land: (query: URLSearchParams) => void = () => undefined;
  #tell: (page: Page) => void = () => undefined;

  private constructor(state: string, onStranger: () => void) {
    this.#state = state;
    this.#onStranger = onStranger;
    this.landing = new Promise((resolve) => {
      this.#land = resolve;
    });
    this.#outcome = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Starts to listen. `onStranger` is told of browsers that come back from another sign-in. */
  static async listen(port: number, state: string, onStranger: () => void): Promise<CallbackServer> {
    const server = new CallbackServer(state, onStranger);
    try {
      server.#server.listen({port, host: HOST, exclusive: true});
      await once(server.#server, 'listening');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
      const why =
        code === 'EADDRINUSE'
          ? 'is used by another program'
          : `of this machine can't be listened on (${code})`;
      throw new ConfigError([
        `Port ${port} ${why}: name another one with --port, and register ${redirectUrl(port).replace(String(port), 'PORT')} with that port as redirect URL`,
      ]);
    }
    return server;
  }

  /** Shows this page to the browser that came back, if one did, and ends. */
  async end(page: Page): Promise<void> {
    this.#tell(page);
    const patience = new AbortController();
    const late = setTimeout(() => patience.abort(), PATIENCE);
    await Promise.race([
      Promise.allSettled(this.#unanswered),
      once(patience.signal, 'abort').catch(() => undefined),
    ]);
    clearTimeout(late);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const address = `http://${HOST}${request.url ?? '/'}`;
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const page = this.#pageFor(url, request.method);
    if (page !== undefined) {
      send(response, page);
    } else if (url !== undefined) {
      // Browsers may ask twice; all of them are told what came of the first.
      this.#land(url.searchParams);
      this.#unanswered.add(once(response, 'close'));
      void this.#outcome.then((last) => send(response, last));
    }
  }

  /** What whoever asks is shown at once; undefined for the one we wait for. */
  #pageFor(url: URL | undefined, method: string | undefined): Page | undefined {
    if (url?.pathname !== PATH) return NOTHING_HERE;
    if (method !== 'GET') return NOT_THIS_WAY;
    const verdict = judge(url.searchParams, this.#state);
    if (verdict === 'foreign') this.#onStranger();
    return {ours: undefined, foreign: FOREIGN, 'no-answer': NO_ANSWER}[verdict];
  }
}

function send(response: ServerResponse, page: Page): void {
  const allowed = page.status === 405 ? {allow: 'GET'} : {};
  response.writeHead(page.status, {...HEADERS, ...allowed}).end(htmlOf(page));
}
