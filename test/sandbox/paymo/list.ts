import {json, type Reply} from '../common/reply.js';
import type {Collection, Row} from './collections.js';
import {DEFINITIONS} from './definitions.js';
import type {Selection} from './include.js';
import {selectionFor} from './include.js';
import type {Settings} from './options.js';
import {orderOf} from './order.js';
import type {Permissions} from './permissions.js';
import {badRequest, notFound} from './refusals.js';
import {Renderer} from './render.js';
import type {Store} from './store.js';
import type {Filters} from './where.js';
import {filtersFor} from './where.js';

/** What a list or an object is asked with. */
export interface Call {
  store: Store;
  permissions: Permissions;
  query: URLSearchParams;
  /** The how-manieth request this is. */
  nth: number;
}

export function list(collection: Collection, call: Call): Reply {
  const {store, permissions, query} = call;
  const {settings} = store;
  const filters = filtersFor(collection, parameter(query, 'where') ?? '', store, settings);
  const selection = selectionFor(collection, parameter(query, 'include') ?? '', settings);
  const renderer = rendererFor(call, filters, false);

  let rows = store.data[collection].filter((row) => permissions.sees(collection, row) && filters.own(row));
  if (settings.childlessParents === 'dropped') {
    rows = rows.filter((row) => hasWantedChildren(row, selection, filters, renderer));
  }
  const ordered = orderOf(settings, call.nth)(collection, rows);
  return envelope(
    collection,
    renderer.all(pageOf(collection, ordered, query, settings), selection),
    settings,
  );
}

export function single(collection: Collection, id: number, call: Call): Reply {
  const row = call.store.find(collection, id);
  if (!row || !call.permissions.sees(collection, row)) throw notFound();
  return shown(collection, row, call);
}

/** One row as a single GET shows it, whether it is kept or not. */
export function shown(collection: Collection, row: Row, call: Call): Reply {
  const {store, query} = call;
  const selection = selectionFor(collection, parameter(query, 'include') ?? '', store.settings);
  const none: Filters = {own: () => true, children: new Map()};
  return envelope(collection, rendererFor(call, none, true).all([row], selection), store.settings);
}

/** Every body is an array under its root key, even for one object; never a total. (API docs, the samples) */
function envelope(collection: Collection, rows: readonly unknown[], settings: Settings): Reply {
  return json({[rootOf(collection, settings)]: rows});
}

export function rootOf(collection: Collection, settings: Settings): string {
  if (collection === 'recurringprofiles') return settings.recurringProfilesRoot;
  if (settings.galleryRoot === 'templates' && collection.endsWith('gallery')) {
    return collection.replace(/gallery$/, '');
  }
  return DEFINITIONS[collection].root ?? collection;
}

function rendererFor(call: Call, filters: Filters, isSingle: boolean): Renderer {
  const {store, permissions, nth} = call;
  const {settings} = store;
  return new Renderer({
    scope: store,
    settings,
    permissions,
    filters,
    order: orderOf(settings, nth),
    isSingle,
  });
}

function hasWantedChildren(row: Row, selection: Selection, filters: Filters, renderer: Renderer): boolean {
  return [...selection.relations.keys()].every((name) => {
    const relation = DEFINITIONS[selection.collection].relations?.[name];
    if (!filters.children.has(name) || !relation || !('many' in relation)) return true;
    return renderer.children(row, relation.to, relation.many, name).length > 0;
  });
}

/** Paging takes both parameters, counting from 0; with one of them alone there is none. (Paymo staff, issue #68, and the PHP SDK) */
function pageOf(
  collection: Collection,
  rows: readonly Row[],
  query: URLSearchParams,
  settings: Settings,
): readonly Row[] {
  const page = parameter(query, 'page');
  const pageSize = parameter(query, 'page_size');
  if (page === undefined || pageSize === undefined || settings.ignorePaging.includes(collection)) {
    return settings.unpagedCapped ? rows.slice(0, settings.cap) : rows;
  }
  if (!/^\d+$/.test(page)) throw badRequest('Invalid value for parameter: page');
  if (!/^[1-9]\d*$/.test(pageSize)) throw badRequest('Invalid value for parameter: page_size');

  const size = Math.min(Number(pageSize), settings.maxPageSize);
  return rows.slice(Number(page) * size, (Number(page) + 1) * size);
}

export function parameter(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1);
}
