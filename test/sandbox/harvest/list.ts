import {json, jsonText} from '../common/reply.js';
import type {Permission, Visibility} from './caller.js';
import {everyone} from './caller.js';
import type {Call, Endpoint, Module} from './endpoint.js';
import type {Filters} from './filters.js';
import {filterBy} from './filters.js';
import type {PageRules} from './paging.js';
import {page} from './paging.js';
import {forbidden, notFound} from './refusals.js';
import type {Order, Sequence} from './sequence.js';
import {newestFirst, sequenceOf} from './sequence.js';

/** A list as the documentation describes it. */
export interface ListDefinition<Row extends {id: number}> {
  path: string;
  /** The key its rows sit under, if not the last part of the path. */
  root?: string;
  mode: 'cursor' | 'page';
  permission?: Permission;
  module?: Module;
  filters: Filters<Row>;
  /** @default by id, descending, which is by creation */
  order?: Order<Row>;
  /** Where the documentation gives one other than 2000. */
  defaultPageSize?: number;
  apiPrefix?: boolean;
  rows(call: Call, ids: number[]): readonly Row[];
  visible?: Visibility<Row>;
  view?: (call: Call, row: Row) => unknown;
  /** More rows after those of the table. */
  sequence?: (call: Call, sequence: Sequence) => Sequence;
  /** Whether `path/{id}` answers with one row. */
  retrievable?: boolean;
  /** Finds one row that is not in the table. */
  retrieve?: (call: Call, id: number) => Row | undefined;
}

/** The endpoints of one list: the list itself and, if it has one, the row by id. */
export function list<Row extends {id: number}>(definition: ListDefinition<Row>): Endpoint[] {
  const {path, permission = everyone} = definition;
  const shared = {
    permission,
    bucket: 'general' as const,
    ...(definition.module ? {module: definition.module} : {}),
  };
  const view = (call: Call, row: Row): unknown => (definition.view ? definition.view(call, row) : row);
  const isVisible = (call: Call, row: Row): boolean =>
    definition.visible ? definition.visible(call.caller, row) : true;

  const listing: Endpoint = {
    ...shared,
    path,
    answer(call, ids) {
      const wanted = filterBy(definition.filters, call.query);
      const rows = definition.rows(call, ids).filter((row) => isVisible(call, row) && wanted(row));
      const order: Order<Row> = definition.order ?? newestFirst;
      const table = sequenceOf(rows, order, (row) => view(call, row));
      const sequence = definition.sequence ? definition.sequence(call, table) : table;
      return jsonText(page(sequence, pageRules(call, definition), call));
    },
  };
  if (definition.retrievable === false) return [listing];

  const retrieval: Endpoint = {
    ...shared,
    path: `${path}/:id`,
    answer(call, ids) {
      const id = ids.at(-1) ?? 0;
      const row =
        definition.rows(call, ids.slice(0, -1)).find((candidate) => candidate.id === id) ??
        definition.retrieve?.(call, id);
      if (!row) throw notFound();
      if (!isVisible(call, row)) throw forbidden(call.store.settings.forbiddenBody);
      return json(view(call, row));
    },
  };
  return [listing, retrieval];
}

export function pageRules(
  call: Call,
  list: {
    path: string;
    root?: string;
    mode: 'cursor' | 'page';
    defaultPageSize?: number;
    apiPrefix?: boolean;
  },
): PageRules {
  const {settings} = call.store;
  return {
    root: list.root ?? list.path.slice(list.path.lastIndexOf('/') + 1),
    mode: settings.paging === 'documented' ? list.mode : settings.paging,
    defaultPageSize: Math.min(list.defaultPageSize ?? settings.defaultPageSize, settings.maxPageSize),
    maxPageSize: settings.maxPageSize,
    apiPrefix: list.apiPrefix === true,
    totalEntries: settings.nestedTotals || !list.path.includes(':'),
  };
}
