import type {IncomingMessage} from 'node:http';
import type {Reply} from '../common/reply.js';
import {Refusal} from '../common/reply.js';
import {authenticate} from './authenticate.js';
import type {Row} from './collections.js';
import {isCollection} from './collections.js';
import {writeHook} from './hook-writes.js';
import {list, single} from './list.js';
import {permissionsOf} from './permissions.js';
import type {RateLimit} from './rate-limit.js';
import {forbidden, notFound} from './refusals.js';
import type {LoggedRequest} from './requests.js';
import {company, me, sessions} from './singletons.js';
import type {Store} from './store.js';
import type {Sent} from './writes/sent.js';
import {erase, post, put} from './writes/write.js';

/** Answers requests as the API does; knows nothing of sockets or faults. */
export interface Service {
  answer(request: IncomingMessage, log: LoggedRequest): Reply;
}

/** Answers one method on a path, whose second part is an id, if there is one. */
type Handler = (user: Row, call: Sent, path: string, id: string | undefined) => Reply;

const HANDLERS: Readonly<Record<string, Handler>> = {
  GET: read,
  POST: post,
  PUT: put,
  DELETE: erase,
};

export function createService(store: Store, limit: RateLimit): Service {
  let nth = 0;

  const answer = (request: IncomingMessage, log: LoggedRequest): Reply => {
    limit.count(log.at);
    const user = authenticate(request, store);
    const [, path, id] = /^(\w+)(?:\/(\w+))?$/.exec(log.route === log.path ? '' : log.route) ?? [];
    const handler = HANDLERS[log.method];
    if (path === undefined || (!handler && path !== 'hooks')) throw notFound();
    if (store.settings.forbidden.includes(path)) throw forbidden();

    nth += 1;
    const call = {
      store,
      permissions: permissionsOf(user, store),
      query: log.query,
      nth,
      request: log,
      host: request.headers.host,
    };
    // A write and all that follows from it are one thing to those who are told about it.
    return store.operation(() => {
      const written = path === 'hooks' ? writeHook(user, call, log, id) : undefined;
      const reply = written ?? handler?.(user, call, path, id);
      if (!reply) throw notFound();
      return reply;
    });
  };

  return {
    answer(request, log) {
      const reply = refusalsAnswered(() => answer(request, log));
      return {...reply, headers: {...reply.headers, ...limit.headers()}};
    },
  };
}

function read(user: Row, call: Sent, path: string, id: string | undefined): Reply {
  if (path === 'sessions') return sessions(user, call, id);
  if (path === 'me' && id === undefined) return me(user, call);
  if (path === 'company' && id === undefined) return company(call);
  if (!isCollection(path)) throw notFound();

  if (!call.permissions.allows(path)) throw forbidden();
  if (id === undefined) return list(path, call);
  if (!/^\d+$/.test(id)) throw notFound();
  return single(path, Number(id), call);
}

function refusalsAnswered(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
