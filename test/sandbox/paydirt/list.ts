import type {Reply} from '../common/reply.js';
import {jsonText} from '../common/reply.js';
import {unmark} from './decimals.js';
import {logConditions} from './filters.js';
import {invalid} from './refusals.js';
import {render} from './render.js';
import {shuffled} from './scatter.js';
import type {Store} from './store.js';
import type {Row, Table} from './tables.js';
import {ROOTS, TABLES} from './tables.js';

/** What a list or a record is asked with. */
export interface Call {
  store: Store;
  query: URLSearchParams;
  /** The address as it was requested, key included. */
  requested: string;
  /** The how-manieth request this is. */
  nth: number;
}

/** Everything at once: there are no pages. (API docs) */
export function list(table: Table, call: Call): Reply {
  const {store, query, nth, requested} = call;
  const {settings} = store;
  const meets = table === 'time' ? logConditions(store, query) : () => true;
  const rows = capped(store.data[table].filter(meets), settings.cap[table]);
  const ordered = settings.order === 'ascending' ? byId(rows) : shuffled(rows, saltOf(table, call));
  const reply = answer(
    envelope(
      table,
      ordered.map((row) => render(table, row, settings, nth)),
      store,
    ),
  );
  const headers = Object.entries(settings.listHeaders[table] ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    value.replaceAll('{url}', requested),
  ]);
  return {...reply, headers: {...reply.headers, ...Object.fromEntries(headers)}};
}

export function single(table: Table, id: string, call: Call): Reply {
  const {store, nth} = call;
  const row = /^\d+$/.test(id) ? store.find(table, Number(id)) : undefined;
  // Not a 404. (API docs, introduction)
  if (!row) {
    throw invalid('id', `The ${ROOTS[table].one} does not belong to your account`, store.settings);
  }
  return answer({[ROOTS[table].one]: render(table, row, store.settings, nth)});
}

function envelope(table: Table, rows: readonly object[], {settings}: Store): unknown {
  const {[table]: root = ROOTS[table].many} = settings.roots;
  const extra = settings.extraRoots[table] ?? {};
  if (settings.rootless.includes(table)) return extra;
  return root === null ? rows : {[root]: rows, ...extra};
}

/** Cut at the same place every time, whatever the order in which the rows then come. */
function capped(rows: readonly Row[], most: number | undefined): readonly Row[] {
  return most === undefined || rows.length <= most ? rows : byId(rows).slice(0, most);
}

function byId(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.id - b.id);
}

function saltOf(table: Table, {store, nth}: Call): number {
  return store.settings.seed * 104_729 + nth * 7919 + TABLES.indexOf(table);
}

function answer(body: unknown): Reply {
  return jsonText(unmark(JSON.stringify(body)));
}
