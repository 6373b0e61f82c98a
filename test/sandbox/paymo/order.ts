import type {Collection, Row} from './collections.js';
import {COLLECTIONS} from './collections.js';
import type {Settings} from './options.js';

/** Puts rows in the order of one response; `request` tells responses apart. */
export type Order = (collection: Collection, rows: readonly Row[]) => Row[];

export function orderOf({order, seed}: Settings, request: number): Order {
  if (order === 'ascending') return (_collection, rows) => [...rows].sort((a, b) => a.id - b.id);

  const salt = seed + (order === 'shuffled' ? request * 7919 : 0);
  return (collection, rows) => {
    const own = salt + (COLLECTIONS.indexOf(collection) + 1) * 104_729;
    return rows
      .map((row) => ({row, place: scatter(row.id, own)}))
      .sort((a, b) => a.place - b.place || a.row.id - b.row.id)
      .map(({row}) => row);
  };
}

/** A place that depends on the id alone, so rows that come or go leave the others where they are. */
function scatter(id: number, salt: number): number {
  let mixed = Math.imul(id ^ salt, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
