import type {IncomingMessage} from 'node:http';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {LocalServers, sendJson} from '../../support/client.js';
import type {Account} from './account.js';

/** What the tap wants of the service, taken apart. */
export interface Asked {
  /** The list's path: `invoices`. */
  readonly list: string;
  /** The id behind it; undefined for a list. */
  readonly id: number | undefined;
  readonly where: string;
  readonly include: string;
  /** Undefined without pages. */
  readonly page: number | undefined;
  readonly size: number | undefined;
}

export interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  /** Those that tell of limits, and of the service's time. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the account itself, with other parameters where some are given; null leaves one out. */
export type Pass = (changes?: Readonly<Record<string, string | number | null>>) => Promise<Reply>;

/** How a service answers that is not quite like the sandbox; undefined: just like it. */
export type Manner = (asked: Asked, pass: Pass) => Promise<Reply> | Reply | undefined;

/** Opens services that stand before an account and have manners of their own. */
export function frontOpener() {
  const servers = new LocalServers();
  afterEach(() => servers.stop());

  /** Settings that lead to the account through such a service. */
  return async (account: Account, manner: Manner): Promise<{base_url: string}> => {
    // Answers of its own come at the service's time as well.
    let date: string | undefined;
    const {url} = await servers.start((request, response) => {
      const address = new URL(request.url ?? '', account.url);
      const pass: Pass = async (changes = {}) => {
        const reply = await passedOn(address, request, changes);
        date = reply.headers?.date ?? date;
        return reply;
      };
      const answer = async () => (await manner(askedIn(address), pass)) ?? (await pass());
      answer().then(
        ({body, status, headers = {}}) => {
          if (date !== undefined) response.setHeader('date', date);
          for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
          sendJson(response, body, status);
        },
        (error: unknown) => sendJson(response, {message: String(error)}, 599),
      );
    });
    return {base_url: `${url}/api`};
  };
}

async function passedOn(
  address: URL,
  {headers}: IncomingMessage,
  changes: Readonly<Record<string, string | number | null>>,
): Promise<Reply> {
  const changed = new URL(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.searchParams.delete(name);
    else changed.searchParams.set(name, String(value));
  }
  const answer = await fetch(changed, {headers: {authorization: headers.authorization ?? ''}});
  const body: unknown = await answer.json();
  if (!isObject(body)) throw new Error(`${changed.pathname} answered with no object`);
  const told = [...answer.headers].filter(([name]) => /^(date|retry-after|x-ratelimit-.*)$/.test(name));
  return {status: answer.status, body, headers: Object.fromEntries(told)};
}

function askedIn({pathname, searchParams}: URL): Asked {
  const [, , list = '', id] = pathname.split('/');
  const numberAt = (name: string) => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
  return {
    list,
    id: id === undefined ? undefined : Number(id),
    where: searchParams.get('where') ?? '',
    include: searchParams.get('include') ?? '',
    page: numberAt('page'),
    size: numberAt('page_size'),
  };
}

/** A refusal as the service words them. */
export function refused(status: number, message = 'No.'): Reply {
  return {status, body: {message}};
}

/** The rows of an answer, whatever they are called. */
export function rowsIn({body}: Reply): JsonObject[] {
  return Object.values(body).flatMap((held) => (Array.isArray(held) ? held.filter(isObject) : []));
}

/** The same answer with other rows. */
export function withRows({status, body}: Reply, rows: readonly JsonObject[]): Reply {
  return {status, body: Object.fromEntries(Object.keys(body).map((name) => [name, [...rows]]))};
}
