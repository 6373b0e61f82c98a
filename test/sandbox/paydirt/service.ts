import type {Reply} from '../common/reply.js';
import {Refusal} from '../common/reply.js';
import type {LoggedRequest} from '../common/requests.js';
import {list, single} from './list.js';
import type {Settings} from './options.js';
import {forbidden, noSuchPage, unauthorized} from './refusals.js';
import type {Store} from './store.js';
import {isTable} from './tables.js';

/** Answers requests as the API does; knows nothing of sockets or faults. */
export interface Service {
  answer(log: LoggedRequest, origin: string): Reply;
}

export function createService(store: Store): Service {
  const {settings} = store;
  let nth = 0;

  const answer = (log: LoggedRequest, origin: string): Reply => {
    const [, path = '', id] = /^(\w+)(?:\/([\w-]+))?$/.exec(log.route === log.path ? '' : log.route) ?? [];
    if (log.method !== 'GET' || !isTable(path) || settings.missing.includes(path)) throw noSuchPage();
    authenticate(log.query, settings);

    nth += 1;
    const call = {store, query: log.query, requested: `${origin}${log.url}`, nth};
    return id === undefined ? list(path, call) : single(path, id, call);
  };

  return {
    answer(log, origin) {
      try {
        return answer(log, origin);
      } catch (error) {
        if (error instanceof Refusal) return error.reply;
        throw error;
      }
    },
  };
}

/** By the parameter and nothing else; headers are not looked at. (API docs, introduction) */
function authenticate(query: URLSearchParams, settings: Settings): void {
  if (query.getAll('api_key').at(-1) !== settings.apiKey) throw unauthorized(settings);
  if (!settings.fullPermissions) throw forbidden(settings);
}
