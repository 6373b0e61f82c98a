import type {Reply} from '../common/reply.js';
import {empty} from '../common/reply.js';
import type {Row, Value} from './collections.js';
import {collectionOf, isWildcard} from './hook-events.js';
import {single} from './list.js';
import {badRequest, notFound} from './refusals.js';
import type {LoggedRequest} from './requests.js';
import type {Changes, Store} from './store.js';
import {objectFilter} from './where.js';
import type {Sent} from './writes/sent.js';

/** Makes, changes and removes hooks, each user their own; `undefined` for a method that is none of these. */
export function writeHook(
  user: Row,
  call: Sent,
  log: LoggedRequest,
  id: string | undefined,
): Reply | undefined {
  switch (log.method) {
    case 'POST':
      return id === undefined ? create(user, call, log) : change(call, log, id);
    case 'PUT':
      return change(call, log, id);
    case 'DELETE':
      call.store.drop('hooks', new Set([ownHook(call, id).id]));
      return empty(200);
    default:
      return undefined;
  }
}

function create(user: Row, call: Sent, log: LoggedRequest): Reply {
  const {store} = call;
  const sent = sentFields(log);
  const missing = ['target_url', 'event'].filter((field) => (sent[field] ?? '') === '');
  if (missing.length > 0) throw badRequest(`Missing required params: ${missing.join(', ')}`);

  const fields = checked({where: null, ...sent}, store);
  // Nothing keeps anybody from having the same hook twice.
  const {id} = store.add('hooks', {...fields, last_status_code: null, user_id: user.id});
  const reply = single('hooks', id, call);
  return {
    ...reply,
    status: store.settings.hookCreated,
    headers: {...reply.headers, location: `http://${call.host ?? 'localhost'}/api/hooks/${id}`},
  };
}

function change(call: Sent, log: LoggedRequest, id: string | undefined): Reply {
  const hook = ownHook(call, id);
  const sent = sentFields(log);
  const {target_url, event, where} = hook;
  checked({target_url, event, where, ...sent}, call.store);
  call.store.alter('hooks', hook.id, {...sent, last_status_code: null});
  return single('hooks', hook.id, call);
}

function ownHook({store, permissions}: Sent, id: string | undefined): Row {
  const hook = id !== undefined && /^\d+$/.test(id) ? store.find('hooks', Number(id)) : undefined;
  if (!hook || !permissions.sees('hooks', hook)) throw notFound();
  return hook;
}

const FIELDS = ['target_url', 'event', 'where', 'secret'] as const;

/** What of the body can be written; anything else in it is ignored without a word, as everywhere. */
function sentFields({text, headers}: LoggedRequest): Record<string, Value> {
  const sent: Record<string, unknown> = /\bx-www-form-urlencoded\b/.test(headers.contentType ?? '')
    ? Object.fromEntries(new URLSearchParams(text))
    : parsed(text);
  const fields: Record<string, Value> = {};
  for (const field of FIELDS) {
    const value = sent[field];
    if (value === undefined) continue;
    if (typeof value !== 'string' && value !== null) throw badRequest(`Invalid value for field: ${field}`);
    fields[field] = value;
  }
  return fields;
}

function parsed(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('Decoding failed: Syntax error');
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function checked(fields: Changes, store: Store): Changes {
  const {target_url, event, where} = fields;
  if (typeof target_url !== 'string' || !/^https?:$/.test(protocolOf(target_url))) {
    throw badRequest('Invalid value for field: target_url');
  }
  if (typeof event !== 'string') throw badRequest('Invalid value for field: event');
  const collection = collectionOf(event, store.settings);
  if (!collection && !isWildcard(event)) throw badRequest(`Unknown event: ${event}`);
  // With a wildcard it is not looked at: where it makes no sense the hook is silent. (API docs, Webhooks)
  if (collection && typeof where === 'string') objectFilter(collection, where, store, store.settings);
  return fields;
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
