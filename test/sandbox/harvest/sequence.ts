/** What a cursor remembers of a row: enough to find its place again after rows came or went. */
export interface Place {
  id: number;
  value?: string | null;
}

/** Rows in the order of a list, from which pages are cut. */
export interface Sequence {
  readonly total: number;
  /** Up to `most` rows from `start` on, as JSON, comma between. */
  render(start: number, most: number): string | Buffer;
  placeAt(index: number): Place | undefined;
  /** The index of the first row that comes after this place, whether or not its row is still there. */
  after(place: Place): number;
}

/** How a list is ordered. `value` is the date to sort by; without it ids decide, which follow creation. */
export interface Order<Row> {
  value?: (row: Row) => string | null;
  direction: 'asc' | 'desc';
}

export const newestFirst: Order<{id: number}> = {direction: 'desc'};

export function sequenceOf<Row extends {id: number}>(
  rows: readonly Row[],
  order: Order<Row>,
  view: (row: Row) => unknown = (row) => row,
): Sequence {
  const sorted = rows
    .map((row) => ({row, place: placeOf(row, order)}))
    .sort((a, b) => compare(a.place, b.place, order.direction));
  return {
    total: sorted.length,
    render: (start, most) =>
      sorted
        .slice(start, start + most)
        .map(({row}) => JSON.stringify(view(row)))
        .join(','),
    placeAt: (index) => sorted[index]?.place,
    after(place) {
      const index = sorted.findIndex((item) => compare(item.place, place, order.direction) > 0);
      return index === -1 ? sorted.length : index;
    },
  };
}

/** Rows that come in their final order and have no id, such as those of a report. */
export function sequenceOfRows(rows: readonly unknown[]): Sequence {
  return {
    total: rows.length,
    render: (start, most) =>
      rows
        .slice(start, start + most)
        .map((row) => JSON.stringify(row))
        .join(','),
    // Reports are only paged by number; a cursor into one can do no better than count.
    placeAt: (index) => ({id: index}),
    after: (place) => place.id + 1,
  };
}

/** One sequence after another: all places of the second come after those of the first. */
export function chain(first: Sequence, second: Sequence): Sequence {
  return {
    total: first.total + second.total,
    render(start, most) {
      const head = start < first.total ? first.render(start, most) : '';
      const taken = Math.max(0, Math.min(first.total - start, most));
      const rest = most - taken;
      const tail = rest > 0 ? second.render(Math.max(0, start - first.total), rest) : '';
      if (head.length === 0) return tail;
      if (tail.length === 0) return head;
      return Buffer.concat([Buffer.from(head), Buffer.from(','), Buffer.from(tail)]);
    },
    placeAt: (index) => (index < first.total ? first.placeAt(index) : second.placeAt(index - first.total)),
    after(place) {
      const inSecond = second.after(place);
      return inSecond > 0 ? first.total + inSecond : first.after(place);
    },
  };
}

function placeOf<Row extends {id: number}>(row: Row, order: Order<Row>): Place {
  return order.value ? {id: row.id, value: order.value(row)} : {id: row.id};
}

/** By value, then by id, both in the same direction; a row without a value comes last when descending. */
function compare(a: Place, b: Place, direction: 'asc' | 'desc'): number {
  const first = a.value ?? '';
  const second = b.value ?? '';
  const ascending = first === second ? a.id - b.id : first < second ? -1 : 1;
  return direction === 'asc' ? ascending : -ascending;
}
