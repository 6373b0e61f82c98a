import {json, type Reply} from '../../common/reply.js';
import {type Collection, isCollection, type Row} from '../collections.js';
import {amend, place, remove} from '../edits.js';
import {selectionFor} from '../include.js';
import {parameter, shown} from '../list.js';
import {notFound} from '../refusals.js';
import {accept} from './accept.js';
import {writeCompany} from './company.js';
import type {WriteContext} from './context.js';
import type {Declaration} from './declaration.js';
import {DECLARATIONS} from './declarations.js';
import {emptyRow, keptOf} from './new-row.js';
import {demandRight} from './rights.js';
import {RULES} from './rules.js';
import type {Sent} from './sent.js';
import {bodyOf} from './sent.js';
import {endSession, openSession} from './sessions.js';

interface Target {
  collection: Collection;
  declaration: Declaration;
}

/** Creates; on an object it updates, for which there is PUT. */
export function post(user: Row, call: Sent, path: string, id: string | undefined): Reply {
  if (path === 'sessions' && id === undefined) return openSession(user, call);
  if (path === 'company' || id !== undefined) {
    if (!call.store.settings.updateByPost) throw notFound();
    return put(user, call, path, id);
  }
  return create(user, call, targetAt(path, 'create'));
}

/** Changes what is sent and nothing else. */
export function put(user: Row, call: Sent, path: string, id: string | undefined): Reply {
  if (path === 'company' && id === undefined) return writeCompany(user, call);

  const {collection, declaration} = targetAt(path, 'update');
  const row = rowAt(collection, id, call);
  const context = contextOf(user, call);
  const body = bodyOf(call);
  demandRight('update', collection, row, body.values, context);
  demandInclude(collection, call);

  const rules = RULES[collection] ?? {};
  const fields = accept(collection, declaration, body, 'update', context);
  const changes = rules.update?.(row, fields, context) ?? fields;
  const before = structuredClone(row);
  amend(call.store, collection, row.id, keptOf(declaration, changes));
  rules.updated?.(row, before, fields, context);
  return shown(collection, row, call);
}

/** Deletes, with all that belongs to it; there is no way back. */
export function erase(user: Row, call: Sent, path: string, id: string | undefined): Reply {
  if (path === 'sessions') return endSession(user, call, id);

  const {collection} = targetAt(path, 'remove');
  const row = rowAt(collection, id, call);
  const context = contextOf(user, call);
  demandRight('remove', collection, row, {}, context);

  const rules = RULES[collection] ?? {};
  const follow = rules.remove?.(row, context);
  const last = shown(collection, row, {...call, query: new URLSearchParams()});
  remove(call.store, collection, row.id);
  follow?.();
  switch (call.store.settings.deleteBody) {
    case 'empty':
      return {...last, body: ''};
    case 'object':
      return json({});
    case 'envelope':
      return last;
  }
}

function create(user: Row, call: Sent, {collection, declaration}: Target): Reply {
  const {store} = call;
  const context = contextOf(user, call);
  const body = bodyOf(call);
  demandRight('create', collection, undefined, body.values, context);
  demandInclude(collection, call);

  const rules = RULES[collection] ?? {};
  const fields = accept(collection, declaration, body, 'create', context);
  const empty = emptyRow(collection, declaration);
  const complete = {...empty, ...(rules.create?.(fields, context) ?? fields)};
  // Computed, shown and forgotten. (API docs, Reports)
  if (collection === 'reports' && fields.type === 'temp') {
    const now = store.now();
    return made(call, collection, {
      id: 0,
      created_on: now,
      updated_on: now,
      ...keptOf(declaration, complete),
    });
  }
  const row = place(store, collection, keptOf(declaration, complete));
  rules.created?.(row, fields, context);
  return made(call, collection, row);
}

function made(call: Sent, collection: Collection, row: Row): Reply {
  const reply = shown(collection, row, call);
  const path = `/api/${collection}/${row.id}`;
  const {location} = call.store.settings;
  const header = location === 'absolute' ? `http://${call.host ?? 'localhost'}${path}` : path;
  return {
    ...reply,
    status: 201,
    headers: {...reply.headers, ...(location === 'absent' ? {} : {location: header})},
  };
}

function targetAt(path: string, operation: 'create' | 'update' | 'remove'): Target {
  const declaration = isCollection(path) ? DECLARATIONS[path] : undefined;
  if (!isCollection(path) || !declaration) throw notFound();
  if (declaration.operations && !declaration.operations.includes(operation)) throw notFound();
  return {collection: path, declaration};
}

function rowAt(collection: Collection, id: string | undefined, {store, permissions}: Sent): Row {
  const row = id !== undefined && /^\d+$/.test(id) ? store.find(collection, Number(id)) : undefined;
  if (!row || !permissions.sees(collection, row)) throw notFound();
  return row;
}

function contextOf(user: Row, {store, permissions}: Sent): WriteContext {
  return {store, user, permissions};
}

/** A bad include is refused before anything happens. */
function demandInclude(collection: Collection, {store, query}: Sent): void {
  selectionFor(collection, parameter(query, 'include') ?? '', store.settings);
}
