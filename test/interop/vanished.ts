import type {Catalog} from '../../protocol/core/catalog.js';
import {type Held, keyOf, lacking} from './values.js';

/** A row's stream and key, as told to people. */
type RowName = string;

/** The rows that were there before and are no more. */
export function goneBetween(before: Held, after: Held, catalog: Catalog): RowName[] {
  const here = new Set(namesIn(after, catalog));
  return namesIn(before, catalog).filter((name) => !here.has(name));
}

/** What is wrong after a run that was not to take anything away: rows that are missing or marked. */
export function lostOf(held: Held, before: Held, catalog: Catalog): string[] {
  const there = new Set(namesIn(unmarked(held), catalog));
  return namesIn(before, catalog)
    .filter((name) => !there.has(name))
    .map((name) => `${name} was taken away too early`);
}

/** What is wrong after a run that was to take away, or to mark, what is gone of the full tables, and nothing else. */
export function leftOf(
  held: Held,
  before: Held,
  truth: Held,
  catalog: Catalog,
  isMarking: boolean,
): string[] {
  const isFull = ({replication_method}: Catalog['streams'][number]) => replication_method === 'FULL_TABLE';
  const fullTables = {streams: catalog.streams.filter((entry) => isFull(entry))};
  const others = {streams: catalog.streams.filter((entry) => !isFull(entry))};
  const gone = goneBetween(before, truth, fullTables);
  const here = new Set(namesIn(unmarked(held), fullTables));
  const all = new Set(namesIn(held, fullTables));
  const keys = Object.fromEntries(catalog.streams.map((entry) => [entry.stream, entry.key_properties]));
  const selected = catalog.streams.map(({stream}) => [stream, truth[stream] ?? []] as const);
  return [
    ...gone.filter((name) => here.has(name)).map((name) => `${name} is gone, but was left`),
    ...gone
      .filter((name) => !here.has(name) && all.has(name) !== isMarking)
      .map((name) => `${name} ${isMarking ? 'is not there any more' : 'was only marked'}`),
    ...lostOf(held, before, others),
    ...lacking(unmarked(held), Object.fromEntries(selected), keys),
  ];
}

/** How many versions of its table the rows of a stream carry. */
export function versionsOf(held: Held, stream: string): number {
  return new Set((held[stream] ?? []).map((row) => row._sdc_table_version)).size;
}

function unmarked(held: Held): Held {
  return Object.fromEntries(
    Object.entries(held).map(([stream, rows]) => [
      stream,
      rows.filter(({_sdc_deleted_at}) => (_sdc_deleted_at ?? null) === null),
    ]),
  );
}

function namesIn(held: Held, {streams}: Catalog): RowName[] {
  return streams.flatMap(({stream, key_properties}) =>
    (held[stream] ?? []).map((row) => `${stream} ${keyOf(row, key_properties)}`),
  );
}
