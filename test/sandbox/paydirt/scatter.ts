import type {Row} from './tables.js';

/** A number that looks random and depends on the id and the salt alone. */
export function scatter(id: number, salt: number): number {
  let mixed = Math.imul(id ^ Math.imul(salt + 1, 0x27d4eb2f), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** The rows in an order that follows nothing, and is another for another salt. */
export function shuffled(rows: readonly Row[], salt: number): Row[] {
  return rows
    .map((row) => ({row, place: scatter(row.id, salt)}))
    .sort((a, b) => a.place - b.place || a.row.id - b.row.id)
    .map(({row}) => row);
}
