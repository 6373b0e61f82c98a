import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {isObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Opening, Pass, Reading, ReadRequest, Source} from '../core/source.js';
import type {Client} from '../http/client.js';
import type {Declaration, ObjectStream} from './declaration.js';
import {readFamily} from './family.js';
import {filtersFor, type Reader, refusal, throwIfFatal} from './reader.js';
import {rootOf, type Service} from './service.js';
import {readWindows} from './windows.js';

/** A `Source` made of declarations, a service's facts and a client. */
export class RestSource implements Source {
  readonly #declarations: readonly Declaration[];
  readonly #service: Service;
  readonly #client: Client;
  readonly #log: Log;
  #objects: ReadonlyMap<string, JsonObject> = new Map();

  constructor(declarations: readonly Declaration[], service: Service, client: Client, log: Log) {
    this.#declarations = declarations;
    this.#service = service;
    this.#client = client;
    this.#log = log;
  }

  async open(streams: ReadonlySet<string>): Promise<Opening> {
    const opening = await this.#service.open?.(this.#client, streams, this.#log);
    this.#objects = opening?.objects ?? new Map();
    return {
      account: opening?.account ?? '',
      unavailable: opening?.unavailable ?? new Map(),
      serverTime: this.#client.firstDate,
    };
  }

  passes(streams: ReadonlySet<string>): Pass[] {
    const byRoot = new Map<Declaration, string[]>();
    for (const declaration of this.#declarations) {
      if (!streams.has(declaration.name)) continue;
      const root = rootOf(declaration);
      byRoot.set(root, [...(byRoot.get(root) ?? []), declaration.name]);
    }
    return [...byRoot].map(([root, names]) => ({name: root.name, streams: names}));
  }

  filtersOf(stream: string): JsonObject {
    const declaration = this.#declarations.find(({name}) => name === stream);
    return filtersFor(this.#service, declaration === undefined ? stream : rootOf(declaration).name);
  }

  read(pass: Pass, request: ReadRequest): AsyncIterable<Reading> {
    const members = this.#declarations.filter(({name}) => request.wanted.has(name));
    const root = members[0] === undefined ? undefined : rootOf(members[0]);
    const reader: Reader = {
      client: this.#client,
      service: this.#service,
      log: this.#log,
      objects: this.#objects,
    };
    if (root?.kind === 'list') return readFamily(reader, root, members, request);
    if (root?.kind === 'windows') return readWindows(reader, root, request);
    if (root?.kind === 'object') return readObject(reader, root, request);
    throw new DataError(`${pass.name} has no stream of its own`);
  }

  close(): void {
    this.#client.close();
  }
}

async function* readObject(
  reader: Reader,
  stream: ObjectStream,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const wanted = request.wanted.get(stream.name);
  if (wanted === undefined) return;
  yield {kind: 'started', stream: stream.name};
  try {
    const body =
      reader.objects.get(stream.path) ?? (await reader.client.get(stream.path, {}, stream.name)).body;
    if (!isObject(body)) throw new DataError(`${stream.name}: GET ${stream.path} answered without an object`);
    yield {kind: 'rows', stream: stream.name, rows: [body]};
    yield {kind: 'complete', stream: stream.name, bookmark: {}};
  } catch (error) {
    throwIfFatal(error, request);
    yield refusal(reader, stream.name, wanted, error, false);
  }
}
