import type {Collection, Row} from './collections.js';
import * as edits from './edits.js';
import type {Changes, Store} from './store.js';

/** Adds a row like the newest one, and all that goes with it, as one operation. */
export function insert(store: Store, collection: Collection, changes?: Changes): Row {
  return store.operation(() => edits.insert(store, collection, changes));
}

/** Changes a row, and all that follows from it, as one operation. */
export function update(store: Store, collection: Collection, id: number, changes?: Changes): Row {
  return store.operation(() => edits.update(store, collection, id, changes));
}

/** Takes a row away, and all that belongs to it, as one operation. */
export function remove(store: Store, collection: Collection, id: number): void {
  store.operation(() => edits.remove(store, collection, id));
}
