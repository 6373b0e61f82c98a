import {datetime} from './datetime.js';
import {createDayOf} from './log-day.js';
import type {Settings} from './options.js';
import type {Data, Row, Table, Value} from './tables.js';

/** What becomes of a row's fields. */
export type Changes = Readonly<Record<string, Value>>;

/** Something that has happened to a row, for whoever follows what goes on. */
export interface StoreEvent {
  kind: 'insert' | 'update' | 'delete';
  table: Table;
  /** As it is afterwards, or as it was. */
  row: Row;
  /** Whether the row went because of another one. */
  isConsequence: boolean;
}

export type StoreListener = (event: StoreEvent) => void;

/** Ranges of their own: a key of one table never fits another by chance. */
const FIRST_IDS: Readonly<Record<Table, number>> = {
  clients: 1234,
  projects: 32_101,
  jobs: 345_001,
  time: 9_000_321,
  users: 181,
};

/** The account's rows and its ids. */
export class Store {
  readonly settings: Settings;
  readonly data: Data;
  /** The date a log has for the filters. */
  readonly dayOf: (log: Row) => string | undefined;
  readonly #nextIds: Record<Table, number> = {...FIRST_IDS};
  readonly #listeners = new Set<StoreListener>();

  constructor(settings: Settings) {
    this.settings = settings;
    this.data = {clients: [], projects: [], jobs: [], time: [], users: []};
    this.dayOf = createDayOf(settings.accountZone);
  }

  /** The date in the account's zone. */
  today(): string | undefined {
    return this.dayOf({id: 0, started_at: datetime(this.settings.now().getTime())});
  }

  find(table: Table, id: number | null): Row | undefined {
    return id === null ? undefined : this.data[table].find((row) => row.id === id);
  }

  get(table: Table, id: number): Row {
    const row = this.find(table, id);
    if (!row) throw new Error(`The sandbox has no ${table} with id ${id}.`);
    return row;
  }

  /** Calls back after every insert, update and delete; returns how to stop that. */
  onEvent(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Adds a row with just these fields; they may bring an id of their own. */
  add(table: Table, fields: Changes): Row {
    const row: Row = {id: this.#nextIds[table], ...fields};
    this.#nextIds[table] = Math.max(this.#nextIds[table], row.id + 1);
    this.data[table].push(row);
    this.#tell({kind: 'insert', table, row, isConsequence: false});
    return row;
  }

  alter(table: Table, id: number, changes: Changes): Row {
    const row = Object.assign(this.get(table, id), changes);
    this.#tell({kind: 'update', table, row, isConsequence: false});
    return row;
  }

  /** Takes rows away without a trace: the API tells of none that are gone. */
  drop(table: Table, isGone: (row: Row) => boolean, isConsequence = false): void {
    const gone = new Set(this.data[table].filter(isGone));
    if (gone.size === 0) return;
    this.data[table] = this.data[table].filter((row) => !gone.has(row));
    for (const row of gone) this.#tell({kind: 'delete', table, row, isConsequence});
  }

  #tell(event: StoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
