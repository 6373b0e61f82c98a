import type {Collection, Value} from '../collections.js';
import {badRequest} from '../refusals.js';
import type {Store} from '../store.js';

/** Refuses an order that names something else than the children of a row. */
export function demandChildren(
  store: Store,
  collection: Collection,
  key: string,
  parent: number,
  field: string,
  ids: Value | undefined,
): void {
  for (const id of Array.isArray(ids) ? ids : []) {
    const child = typeof id === 'number' ? store.find(collection, id) : undefined;
    if (child?.[key] !== parent) throw badRequest(`Invalid value for field '${field}': ${String(id)}`);
  }
}

/** Gives children the places in which they are named; those that are not come after them. */
export function putInOrder(
  store: Store,
  collection: Collection,
  key: string,
  parent: number,
  ids: Value | undefined,
  first = 0,
): void {
  if (!Array.isArray(ids)) return;
  const children = store.data[collection]
    .filter((row) => row[key] === parent)
    .sort((one, other) => Number(one.seq ?? 0) - Number(other.seq ?? 0));
  const named = ids.flatMap((id) => children.filter((row) => row.id === id));
  const rest = children.filter((row) => !named.includes(row));
  for (const [index, row] of [...named, ...rest].entries()) {
    if (row.seq !== index + first) store.alter(collection, row.id, {seq: index + first}, true);
  }
}
