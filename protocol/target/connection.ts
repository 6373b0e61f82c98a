import type {JsonObject} from '../core/json.js';
import type {Client} from '../http/client.js';
import type {WriteAnswer, WriteCall} from '../http/client-options.js';

/** How a target talks to its service. In a dry run everything is read, and what would be written is printed instead. */
export interface Connection {
  readonly isDry: boolean;
  /** For reads alone. */
  readonly client: Client;
  /** Writes, as `Client.send` does; in a dry run it prints the call and answers with `pretended`. */
  send(call: WriteCall, pretended: JsonObject): Promise<WriteAnswer>;
  /** The service's clock in milliseconds since 1970, as far as its answers tell how it differs from ours. */
  serverNow(): number;
}
