import {isRecord} from '../body.js';
import type {Collection, Row, Value} from '../collections.js';
import {numberOf} from '../collections.js';
import {badRequest, noSuchObject} from '../refusals.js';
import type {Store} from '../store.js';
import {bill, release} from './billing.js';
import type {Fields, WriteContext} from './context.js';
import {LINE_FIELDS} from './declaration.js';
import {writeKindOf} from './declarations.js';
import {keptValue} from './values.js';

/** Which lines are whose. */
export interface Link {
  lines: Collection;
  documents: Collection;
  key: string;
}

/** A line that is going to be: one that was there before if it has a row. */
export interface Line {
  row: Row | undefined;
  fields: Fields;
  /** Time entries that the line bills. */
  entries: number[];
}

/**
 * What `items` come to. Names that lines do not have are passed over, so that `title`, `price` and `qty` make
 * lines that amount to nothing. (seen live)
 */
export function readLines(
  link: Link,
  items: Value,
  document: Row | undefined,
  {store}: WriteContext,
): Line[] {
  const rows = document ? store.data[link.lines].filter((row) => row[link.key] === document.id) : [];
  return (Array.isArray(items) ? items : []).filter(isRecord).map((item, index) => {
    const row =
      document && item.id !== undefined ? rows.find((candidate) => candidate.id === item.id) : undefined;
    if (document && item.id !== undefined && !row) {
      throw badRequest(`Invalid value for field 'items': there is no line with id ${String(item.id)}.`);
    }
    const fields = {...(row ? {} : newLine(link, index)), ...lineFields(link, item, store)};
    if (store.settings.lineSeq === 'from-zero') fields.seq = index;
    if (!row) fillFromExpense(item, fields, store);
    return {row, fields, entries: link.lines === 'invoiceitems' ? entriesOf(item.entries, store) : []};
  });
}

function newLine(link: Link, index: number): Fields {
  return {
    item: '',
    description: '',
    price_unit: 0,
    quantity: 0,
    ...(link.lines === 'invoiceitems' ? {expense_id: null} : {}),
    apply_tax: false,
    seq: index,
  };
}

function lineFields(link: Link, item: Readonly<Record<string, Value>>, store: Store): Fields {
  const fields: Fields = {};
  const names = link.lines === 'invoiceitems' ? [...LINE_FIELDS, 'expense_id'] : LINE_FIELDS;
  for (const name of names) {
    const value = item[name];
    if (value === undefined) continue;
    fields[name] = value === null ? null : keptValue(name, writeKindOf(link.lines, name), value);
  }
  const {expense_id} = fields;
  if (typeof expense_id === 'number' && !store.find('expenses', expense_id)) {
    throw noSuchObject('expense_id', expense_id, store.settings.danglingKey);
  }
  return fields;
}

/** The documented example bills an expense without saying how much it is. (API docs, Invoices) */
function fillFromExpense(item: Readonly<Record<string, Value>>, fields: Fields, store: Store): void {
  const expense =
    typeof fields.expense_id === 'number' ? store.find('expenses', fields.expense_id) : undefined;
  if (!expense) return;
  if (item.price_unit === undefined) fields.price_unit = numberOf(expense, 'amount');
  if (item.quantity === undefined) fields.quantity = 1;
}

function entriesOf(value: Value | undefined, store: Store): number[] {
  if (value === undefined || value === null) return [];
  const ids = keptValue('entries', 'ids', value);
  return (Array.isArray(ids) ? ids : []).map((id) => {
    if (typeof id !== 'number' || !store.find('entries', id)) {
      throw noSuchObject('entries', Number(id), store.settings.danglingKey);
    }
    return id;
  });
}

/** Makes the lines those of the document: what is not among them goes. */
export function replaceLines(store: Store, link: Link, document: number, lines: readonly Line[]): void {
  const kept = new Set(lines.map(({row}) => row?.id));
  const gone = store.data[link.lines].filter((row) => row[link.key] === document && !kept.has(row.id));
  store.drop(link.lines, new Set(gone.map((row) => row.id)), true);
  if (link.lines === 'invoiceitems') release(store, new Set(gone.map((row) => row.id)));
  for (const {row, fields, entries} of lines) {
    const before = row?.expense_id;
    const line = row
      ? Object.keys(fields).length > 0
        ? store.alter(link.lines, row.id, fields, true)
        : row
      : store.add(link.lines, {[link.key]: document, ...fields}, true);
    if (link.lines === 'invoiceitems') bill(store, line, entries, before);
  }
}

/** The lines as they are going to be, for summing them up beforehand. */
export function preview(lines: readonly Line[]): Row[] {
  return lines.map(({row, fields}) => ({id: 0, created_on: '', updated_on: '', ...row, ...fields}));
}
