import {DataError} from '../core/errors.js';
import type {FieldTypes} from '../core/field-types.js';
import type {JsonObject, JsonValue} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Opening, Pass, Reading, ReadRequest, Source} from '../core/source.js';
import type {Client} from '../http/client.js';
import type {JsonResponse} from '../http/client-options.js';
import {readDated} from './dated.js';
import {readDays} from './days.js';
import {type Declaration, isList} from './declaration.js';
import {readFamily} from './family.js';
import {readObject} from './object.js';
import {type OneRow, readOne} from './one-record.js';
import {openFields} from './open-fields.js';
import {filtersFor, type Reader} from './reader.js';
import {rootOf, type Service, type ServiceOpening} from './service.js';
import {readTable, readWhole} from './table.js';
import {readWindows} from './windows.js';

/** A `Source` made of declarations, a service's facts and a client. */
export class RestSource implements Source {
  readonly #declarations: readonly Declaration[];
  #service: Service;
  readonly #client: Client;
  readonly #log: Log;
  #objects: ReadonlyMap<string, JsonObject> = new Map();
  #answers: ReadonlyMap<string, JsonResponse> = new Map();
  #firstDay: string | undefined;
  readonly #refusedFilters = new Set<string>();
  readonly #moved = new Set<string>();
  readonly #told = new Set<string>();

  constructor(declarations: readonly Declaration[], service: Service, client: Client, log: Log) {
    this.#declarations = declarations;
    this.#service = service;
    this.#client = client;
    this.#log = log;
  }

  async open(streams: ReadonlySet<string>): Promise<Opening> {
    const opening = await this.#service.open?.(this.#client, streams, this.#log);
    this.#objects = opening?.objects ?? new Map();
    this.#answers = opening?.answers ?? new Map();
    this.#firstDay = opening?.firstDay;
    if (opening?.keeps !== undefined) this.#service = withKeeps(this.#service, opening.keeps);
    return {
      account: opening?.account ?? '',
      unavailable: opening?.unavailable ?? new Map(),
      serverTime: this.#client.firstDate,
      ...(opening?.trouble === undefined ? {} : {trouble: opening.trouble}),
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
    const root = declaration === undefined ? stream : rootOf(declaration).name;
    const {include, days} = this.#service;
    const more: JsonObject = {
      own: root === stream ? undefined : narrowing(this.#service, stream),
      include: include?.[stream]?.map(({name}) => name).sort(),
      days: days?.[stream] === undefined ? undefined : {...days[stream]},
    };
    const known = Object.entries(more).filter(([, value]) => value !== undefined);
    return {...narrowing(this.#service, root), ...Object.fromEntries(known)};
  }

  read(pass: Pass, request: ReadRequest): AsyncIterable<Reading> {
    const members = this.#declarations.filter(({name}) => request.wanted.has(name));
    const root = members[0] === undefined ? undefined : rootOf(members[0]);
    const reader = this.#reader();
    if (root?.kind === 'list') return readFamily(reader, root, members, request);
    if (root?.kind === 'table') return readTable(reader, root, request);
    if (root?.kind === 'days') return readDays(reader, root, request);
    if (root?.kind === 'dated') return readDated(reader, root, request);
    if (root?.kind === 'windows') return readWindows(reader, root, request);
    if (root?.kind === 'object') return readObject(reader, root, request);
    throw new DataError(`${pass.name} has no stream of its own`);
  }

  /**
   * The types of fields that a stream turns out to have beyond its schema, whose fields are `known`; undefined for
   * streams that are as their schemas say. One request.
   */
  async fieldsOf(stream: string, known: readonly string[]): Promise<FieldTypes | undefined> {
    const declaration = this.#declarations.find(({name}) => name === stream);
    if (declaration?.kind !== 'table' || !declaration.isOpen) return undefined;
    const reader = this.#reader();
    return openFields(reader, stream, await readWhole(reader, declaration), known, undefined);
  }

  /**
   * One row of a stream by its key, with all that a sync of these fields asks for besides; undefined where there is none. The
   * user's filters do not count. Throws `UsageError` where such rows can't be had one by one.
   */
  one(stream: string, key: readonly string[], fields: ReadonlySet<string>): Promise<OneRow | undefined> {
    const declaration = this.#declarations.find(({name}) => name === stream);
    if (declaration === undefined) throw new DataError(`There is no stream ${stream}`);
    return readOne(this.#reader(), declaration, key, fields);
  }

  close(): void {
    this.#client.close();
  }

  #reader(): Reader {
    return {
      client: this.#client,
      service: this.#service,
      log: this.#log,
      objects: this.#objects,
      answers: this.#answers,
      told: this.#told,
      firstDay: this.#firstDay,
      refusedFilters: this.#refusedFilters,
      moved: this.#moved,
    };
  }
}

/** A service whose rows have to pass some more predicates. */
export function withKeeps(service: Service, more: NonNullable<ServiceOpening['keeps']>): Service {
  const {keeps = {}} = service;
  const both = Object.entries(more).map(([stream, keep]) => {
    const before = keeps[stream];
    return [stream, before === undefined ? keep : (row: JsonObject) => before(row) && keep(row)] as const;
  });
  return {...service, keeps: {...keeps, ...Object.fromEntries(both)}};
}

/** What narrows a list, in a form that bookmarks can be recognised by; undefined when nothing does. */
function narrowing(service: Service, stream: string): JsonObject | undefined {
  const described = service.described?.[stream];
  if (described !== undefined) return described;
  const entries = Object.entries(filtersFor(service, stream)).map(([name, value]): [string, JsonValue] => [
    name,
    isList(value) ? [...value] : value,
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
