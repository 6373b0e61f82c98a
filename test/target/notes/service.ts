import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';

/** The service that target-notes writes to. A note whose text is `bad` is refused. */
export class NotesService {
  readonly notes: JsonObject[] = [];
  /** Calls as they came, reads of the account left out. */
  readonly calls: string[] = [];
  /** Called before a note is answered for; what it returns is waited for. */
  before: () => Promise<void> | void = () => undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<NotesService> {
    const server = createServer();
    const service = new NotesService(server);
    server.on('request', (request, response) => {
      service.#answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get config(): JsonObject {
    const {port} = this.#server.address() as AddressInfo;
    return {api_key: 'a-secret-key', base_url: `http://127.0.0.1:${port}`};
  }

  get texts(): string[] {
    return this.notes.map(({text}) => String(text)).sort();
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {method = '', url = ''} = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body: unknown = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
    const note = isObject(body) ? body : {};
    if (url === '/account') return send(response, 200, {account: 'account 7'});
    this.calls.push(`${method} ${url}`);
    if (method === 'GET') return send(response, 200, this.notes);
    if (note.text === 'bad') return send(response, 400, {message: 'bad text, said a-secret-key'});
    const made = {...note, id: this.notes.length + 1};
    if (method === 'POST') this.notes.push(made);
    const found = this.notes.find(({id}) => url === `/notes/${String(id)}`);
    if (method === 'PUT' && found !== undefined) Object.assign(found, note);
    await this.before();
    return send(response, 200, method === 'POST' ? made : (found ?? {}));
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
}
