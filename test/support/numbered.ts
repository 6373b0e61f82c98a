import type {IncomingMessage, ServerResponse} from 'node:http';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import type {NumberedFacts} from '../../protocol/rest/numbered-facts.js';
import {type LocalServers, sendJson} from './client.js';

/** What a made-up service was asked for. */
export interface Asked {
  /** Path and query as they came, without the first slash. */
  readonly text: string;
  readonly path: string;
  /** The id behind the path; undefined for a list. */
  readonly id: string | undefined;
  readonly page: number | undefined;
  readonly size: number | undefined;
  /** Fields and relations that are to come along. */
  readonly along: readonly string[];
  readonly query: URLSearchParams;
}

/** An answer that a test makes itself. */
export interface OwnAnswer {
  readonly status?: number;
  /** Text is sent as it is, everything else as JSON. */
  readonly body: unknown;
}

/** How a made-up service deviates from good manners. */
export interface Manners {
  /** Takes precedence over everything else wherever it gives something. */
  answer?: (asked: Asked, nth: number) => OwnAnswer | undefined;
  /** How a page past the end is answered; default: an empty list. */
  pastEnd?: number;
  /** The largest page that is ever sent. */
  clamp?: number;
  /** `page` alone, or both parameters, make no difference. */
  ignores?: 'page' | 'pages';
  /** Parameters that make no difference. */
  deaf?: readonly string[];
  /** So many embedded objects of one kind fit into a response; the others are left out. */
  cap?: number;
  /** Gives the rows of a list in another order. */
  order?: (rows: readonly JsonObject[], nth: number) => readonly JsonObject[];
}

/** Fields that come along only when they are asked for. */
const ALONG = ['lines', 'owner', 'progress', 'notes'];

export const CAP = 12;

/** How the made-up service is talked to. */
export const FACTS: NumberedFacts = {
  pageParam: 'page',
  sizeParam: 'size',
  cap: CAP,
  extrasQuery: (fields, relations) => ({with: [...fields, ...relations].join(',')}),
  queryOf: (params) =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
};

/**
 * A service with numbered pages, counted from 0. Filters: `since` (of `updated_on`), `from` and `to` (of `date`),
 * `between` (two days of `date`), and equality of any other field.
 */
export class NumberedService {
  url = '';
  readonly asked: Asked[] = [];
  readonly lists: Record<string, JsonObject[]>;
  readonly manners: Manners;

  constructor(lists: Record<string, JsonObject[]>, manners: Manners = {}) {
    this.lists = lists;
    this.manners = manners;
  }

  async start(servers: LocalServers): Promise<this> {
    const {url} = await servers.start((request, response, nth) => this.#answer(request, response, nth));
    this.url = url;
    return this;
  }

  /** What was asked for since the last time that somebody wanted to know. */
  news(): string[] {
    return this.asked.splice(0).map(({text}) => text);
  }

  #answer(request: IncomingMessage, response: ServerResponse, nth: number): void {
    const asked = askedIn(request.url ?? '');
    this.asked.push(asked);
    const own = this.manners.answer?.(asked, nth);
    if (typeof own?.body === 'string') response.writeHead(own.status ?? 200).end(own.body);
    else if (own !== undefined) sendJson(response, own.body, own.status);
    else if (asked.id === undefined) this.#sendList(response, asked, nth);
    else this.#sendOne(response, asked);
  }

  #sendOne(response: ServerResponse, asked: Asked): void {
    const row = this.lists[asked.path]?.find(({id}) => String(id) === asked.id);
    if (row === undefined) sendJson(response, {message: 'No such thing'}, 404);
    else sendJson(response, {[asked.path]: this.#rendered([row], asked)});
  }

  #sendList(response: ServerResponse, asked: Asked, nth: number): void {
    const {order = (rows: readonly JsonObject[]) => rows, pastEnd, deaf = []} = this.manners;
    const list = this.lists[asked.path];
    const found = list?.filter((row) =>
      [...asked.query].every(([name, value]) => deaf.includes(name) || fits(row, name, value)),
    );
    const {rows, isPast} = this.#page(order(found ?? [], nth), asked);
    if (found === undefined) sendJson(response, {message: 'No such list'}, 404);
    else if (isPast && pastEnd !== undefined) sendJson(response, {message: 'No such page'}, pastEnd);
    else sendJson(response, {[asked.path]: this.#rendered(rows, asked)});
  }

  #page(all: readonly JsonObject[], {page, size}: Asked): {rows: readonly JsonObject[]; isPast: boolean} {
    const {ignores, clamp = Number.POSITIVE_INFINITY} = this.manners;
    if (page === undefined || size === undefined || ignores === 'pages') return {rows: all, isPast: false};
    const most = Math.min(size, clamp);
    const begin = ignores === 'page' ? 0 : page * most;
    return {rows: all.slice(begin, begin + most), isPast: begin > 0 && begin >= all.length};
  }

  #rendered(rows: readonly JsonObject[], {along}: Asked): JsonObject[] {
    const {cap = Number.POSITIVE_INFINITY} = this.manners;
    const room = new Map(ALONG.map((name) => [name, cap]));
    return rows.map((row) => {
      const fields = Object.entries(row).filter(([name]) => !ALONG.includes(name) || along.includes(name));
      return Object.fromEntries(
        fields.map(([name, value]) => {
          if (!Array.isArray(value) || !ALONG.includes(name)) return [name, value];
          const left = room.get(name) ?? 0;
          room.set(name, Math.max(0, left - value.length));
          return [name, value.slice(0, left)];
        }),
      );
    });
  }
}

function askedIn(address: string): Asked {
  const url = new URL(address, 'http://service.test');
  const [path = '', id] = url.pathname.slice(1).split('/');
  const query = new URLSearchParams(url.search);
  const numberOf = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const asked = {
    text: address.slice(1),
    path,
    id,
    page: numberOf('page'),
    size: numberOf('size'),
    along: (query.get('with') ?? '').split(',').filter((name) => name !== ''),
    query,
  };
  for (const name of ['page', 'size', 'with']) query.delete(name);
  return asked;
}

function fits(row: JsonObject, name: string, value: string): boolean {
  const date = String(row.date ?? '').slice(0, 10);
  if (name === 'since') return String(row.updated_on ?? '') >= value;
  if (name === 'from') return date >= value;
  if (name === 'to') return date !== '' && date <= value;
  if (name !== 'between') return String(row[name]) === value;
  const [first = '', last = ''] = value.split(',').map((moment) => moment.slice(0, 10));
  return date >= first && date <= last;
}

/** Rows with the ids from 1 on; `more` adds to each of them. */
export function numberedRows(count: number, more: (id: number) => JsonObject = () => ({})): JsonObject[] {
  return Array.from({length: count}, (_, index) => ({
    id: index + 1,
    name: `row ${index + 1}`,
    ...more(index + 1),
  }));
}

/** `count` lines of a row, with ids of their own. */
export function linesOf(id: number, count: number): JsonObject[] {
  return Array.from({length: count}, (_, index) => ({id: id * 100 + index, document_id: id}));
}

export function idsIn(rows: readonly JsonObject[]): unknown[] {
  return rows.map(({id}) => id);
}

/** The ids of a row's lines, by the row's id. */
export function lineIds(rows: readonly JsonObject[]): Record<string, unknown[]> {
  return Object.fromEntries(
    rows.map(({id, lines}) => [String(id), Array.isArray(lines) ? idsIn(lines.filter(isObject)) : [lines]]),
  );
}
