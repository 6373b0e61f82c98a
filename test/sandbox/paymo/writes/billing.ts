import type {Collection, Row, Value} from '../collections.js';
import type {Changes, Store} from '../store.js';

/** What lines of invoices may bill, and how that shows. */
const BILLED: readonly [Collection, string][] = [
  ['entries', 'billed'],
  ['expenses', 'invoiced'],
  ['tasks', 'invoiced'],
  ['projects', 'invoiced'],
];

/** Marks what a line bills: its time entries, and its expense instead of the one before. (API docs, Invoices) */
export function bill(store: Store, line: Row, entries: readonly number[], before: Value | undefined): void {
  for (const id of entries) mark(store, 'entries', id, {billed: true, invoice_item_id: line.id});
  if (typeof before === 'number' && before !== line.expense_id && store.find('expenses', before)) {
    mark(store, 'expenses', before, {invoiced: false, invoice_item_id: null});
  }
  if (typeof line.expense_id === 'number') {
    mark(store, 'expenses', line.expense_id, {invoiced: true, invoice_item_id: line.id});
  }
}

/** What lines that are gone had billed is open again. */
export function release(store: Store, lines: ReadonlySet<number>): void {
  for (const [collection, flag] of BILLED) {
    for (const row of store.data[collection]) {
      if (typeof row.invoice_item_id !== 'number' || !lines.has(row.invoice_item_id)) continue;
      mark(store, collection, row.id, {[flag]: false, invoice_item_id: null});
    }
  }
}

function mark(store: Store, collection: Collection, id: number, changes: Changes): void {
  const row = store.get(collection, id);
  const stamp = store.settings.billingTouchesWork ? {} : {updated_on: row.updated_on};
  if (Object.entries(changes).every(([field, value]) => row[field] === value)) return;
  store.alter(collection, id, {...changes, ...stamp}, true);
}
