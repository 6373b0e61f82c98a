import type {Client} from '../http/client.js';
import type {WriteCall} from '../http/client-options.js';
import type {Connection} from './connection.js';

/** A connection that writes. */
export function realConnection(client: Client): Connection {
  return {
    isDry: false,
    client,
    send: (call) => client.send(call),
    serverNow: () => client.serverNow,
  };
}

/** A connection that reads, and tells `print` what it would write: `POST clients {"name":"Acme"}`. */
export function dryConnection(
  client: Client,
  baseUrl: string,
  print: (call: string) => Promise<void>,
): Connection {
  return {
    isDry: true,
    client,
    async send(call, pretended) {
      await print(callText(call));
      return {
        status: call.method === 'POST' ? 201 : 200,
        headers: NO_HEADERS,
        body: pretended,
        url: new URL(`${baseUrl.replace(/\/$/, '')}/${addressOf(call)}`),
      };
    },
    serverNow: () => client.serverNow,
  };
}

const NO_HEADERS = {get: () => null, keys: () => []};

/** Never JSON as a whole, so that nobody takes it for a STATE. */
function callText(call: WriteCall): string {
  const text = `${call.method} ${addressOf(call)}`;
  return call.json === undefined ? text : `${text} ${JSON.stringify(call.json)}`;
}

function addressOf({path, query = {}}: WriteCall): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) asked.set(name, String(value));
  }
  return asked.size === 0 ? path : `${path}?${asked}`;
}
