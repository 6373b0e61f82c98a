import type {IncomingHttpHeaders} from 'node:http';
import {createServer} from 'node:http';
import type {Json} from '../common/visitor.js';
import {object, rowsAt} from '../common/visitor.js';
import type {PaymoSandbox} from './index.js';
import {basic} from './visitor.js';

/** Something that came in, or began to. */
export interface Arrival {
  path: string;
  headers: IncomingHttpHeaders;
  event: string;
  /** The raw bytes as text. */
  text: string;
  /** In how many pieces they came. */
  chunks: number;
  isWhole: boolean;
}

/** A server that takes whatever is posted to it. */
export interface Receiver {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** The status for the how-manieth request; `undefined` leaves it without an answer. @default 200 */
  answer: (nth: number) => number | undefined;
}

/** Starts receivers on this machine, and stops them after each test. */
export function receiverStarter(): () => Promise<Receiver> {
  let stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    stops = [];
  });

  return async () => {
    const arrivals: Arrival[] = [];
    let seen = 0;
    const server = createServer(({url = '/', headers}, response) => {
      const arrival: Arrival = {
        path: url,
        headers,
        event: String(headers['x-paymo-event']),
        text: '',
        chunks: 0,
        isWhole: false,
      };
      arrivals.push(arrival);
      seen += 1;
      const status = receiver.answer(seen);
      response.req.on('data', (chunk: Buffer) => {
        arrival.text += chunk.toString();
        arrival.chunks += 1;
      });
      response.req.on('error', () => undefined);
      response.req.on('end', () => {
        arrival.isWhole = true;
        if (status !== undefined) response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
    const receiver: Receiver = {url: `http://127.0.0.1:${address.port}`, arrivals, answer: () => 200};
    return receiver;
  };
}

export interface HookAnswer {
  status: number;
  location: string | null;
  text: string;
  /** The hook, if there is one in the answer. */
  hook: Json;
  message: unknown;
}

/** A call to `hooks`, with the sandbox's key unless another authorization is given. */
export async function callHooks(
  sandbox: PaymoSandbox,
  method: string,
  path: string,
  body?: Json | string,
  headers: Record<string, string> = {},
): Promise<HookAnswer> {
  const response = await fetch(`${sandbox.baseUrl}/${path}`, {
    method,
    headers: {
      authorization: basic(sandbox.config.api_key),
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
  });
  const text = await response.text();
  const parsed = text === '' ? {} : object(JSON.parse(text));
  return {
    status: response.status,
    location: response.headers.get('location'),
    text,
    hook: 'hooks' in parsed ? (rowsAt(parsed, 'hooks')[0] ?? {}) : {},
    message: parsed.message,
  };
}

/** Makes a hook and returns its id. */
export async function hookFor(
  sandbox: PaymoSandbox,
  target_url: string,
  event: string,
  more: Json = {},
): Promise<number> {
  const {status, text, hook} = await callHooks(sandbox, 'POST', 'hooks', {target_url, event, ...more});
  if (status > 201) throw new Error(text);
  return Number(hook.id);
}
