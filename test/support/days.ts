import type {JsonObject} from '../../protocol/core/json.js';
import type {DayFacts, Service} from '../../protocol/rest/service.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';
import {type LocalServers, sendJson} from './client.js';
import {numberedFacts} from './rest.js';

interface Records {
  clients: {id: number; name: string | null};
  users: {id: number};
  people: {id: number};
  logs: {
    id: number;
    client_id: number | null;
    user_id: number | null;
    day: string | null;
    date: string | null;
  };
}

const stream = streamsOf<Records>();

/** A table that comes whole. */
export const clients = stream.table('clients', {keyProperties: ['id']});

/** Another one. */
export const users = stream.table('users', {keyProperties: ['id']});

/** A table of which nothing is documented but its key. */
export const people = stream.table('people', {keyProperties: ['id'], isOpen: true});

/** Rows by days; `day` is computed of `date`. Those of one day are divided by both tables, where those have rows. */
export const logs = stream.days('logs', {
  keyProperties: ['id'],
  replicationKey: 'day',
  between: {from: 'start', to: 'end'},
  divided: [
    {param: 'client_id', by: clients},
    {param: 'user_id', by: users},
  ],
});

/** What a service of days was asked for. */
export interface DayQuestion {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** How a service of days deviates from good manners. */
export interface DayManners {
  /** Longer lists are cut without a word. */
  readonly cap?: number;
  /** Lists that come whole all the same. */
  readonly uncut?: readonly string[];
  /** Parameters that make no difference. */
  readonly deaf?: readonly string[];
  /** The body, or the status, of an answer that a test makes itself; takes precedence over everything else. */
  readonly answer?: (question: DayQuestion, nth: number) => unknown;
  readonly headers?: Record<string, string>;
}

/** A service whose lists come whole; `start` and `end` bound the `date` of rows, all else is equality. */
export class DayService {
  url = '';
  readonly asked: DayQuestion[] = [];
  readonly lists: Record<string, readonly JsonObject[]>;
  readonly manners: DayManners;

  constructor(lists: Record<string, readonly JsonObject[]>, manners: DayManners = {}) {
    this.lists = lists;
    this.manners = manners;
  }

  async start(servers: LocalServers): Promise<this> {
    const {cap, uncut = [], deaf = [], answer, headers = {}} = this.manners;
    const {url} = await servers.start((request, response, nth) => {
      const {pathname, searchParams: query} = new URL(request.url ?? '', 'http://service.test');
      const question = {path: pathname.slice(1), query};
      this.asked.push(question);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      const own = answer?.(question, nth);
      if (typeof own === 'number') return sendJson(response, {error: 'Not so'}, own);
      if (own !== undefined) return sendJson(response, own);
      const fitting = (this.lists[question.path] ?? []).filter((row) =>
        [...query].every(([name, value]) => deaf.includes(name) || fits(row, name, value)),
      );
      const most = uncut.includes(question.path) ? undefined : cap;
      return sendJson(response, {[question.path]: fitting.slice(0, most)});
    });
    this.url = url;
    return this;
  }

  /**
   * The stretches of days that were asked for, with the client and the user where one is named:
   * `2026-01-01..2026-01-31 7 u8`.
   */
  get stretches(): string[] {
    return this.asked
      .filter(({path}) => path === 'logs')
      .map(({query}) => {
        const client = query.has('client_id') ? ` ${query.get('client_id')}` : '';
        const user = query.has('user_id') ? ` u${query.get('user_id')}` : '';
        return `${query.get('start')}..${query.get('end')}${client}${user}`;
      });
  }
}

function fits(row: JsonObject, name: string, value: string): boolean {
  if (name === 'start') return String(row.date) >= value;
  if (name === 'end') return String(row.date) <= value;
  return String(row[name]) === value;
}

/** So many rows of one day, with ids from `first` on. */
export function dayRows(first: number, count: number, date: string, more: JsonObject = {}): JsonObject[] {
  return Array.from({length: count}, (_, index) => ({id: first + index, date, client_id: 1, ...more}));
}

/** How the made-up service of days is read. */
export const DAY_FACTS: DayFacts = {
  windowDays: 31,
  lookbackDays: 10,
  fullPassDays: 30,
  computed: {logs: ({date}) => ({day: date ?? null})},
  dayOf: ({day}) => (typeof day === 'string' ? day : undefined),
};

/** A service's facts for a made-up service with tables and days. */
export function dayFacts(url: string, days: Partial<DayFacts> = {}, changes: Partial<Service> = {}): Service {
  return numberedFacts(url, {dayWindows: {...DAY_FACTS, ...days}, ...changes});
}
