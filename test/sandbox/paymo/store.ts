import {date, datetime} from '../common/calendar.js';
import type {Collection, Company, Data, Row, Value} from './collections.js';
import {COLLECTIONS} from './collections.js';
import type {Scope} from './definition.js';
import {DEFINITIONS} from './definitions.js';
import type {Settings} from './options.js';

/** What becomes of a row's fields; `undefined` takes a key away. */
export type Changes = Readonly<Record<string, Value | undefined>>;

/** Something that has happened to a row, for whoever follows what goes on. */
export interface StoreEvent {
  kind: 'insert' | 'update' | 'delete';
  collection: Collection;
  /** As it is afterwards, or as it was. */
  row: Row;
  /** Before an update, as it was. */
  before?: Row;
  /** Whether the row went, or changed, because of another one. */
  isConsequence: boolean;
}

export type StoreListener = (event: StoreEvent) => void;

/** The account's rows, its clock and its ids; what changes a row also stamps it. */
export class Store implements Scope {
  readonly data: Data;
  readonly settings: Settings;
  readonly #listeners = new Set<StoreListener>();
  readonly #endListeners = new Set<() => void>();
  #depth = 0;
  readonly #nextIds = new Map<Collection, number>();

  constructor(settings: Settings, company: Company) {
    this.settings = settings;
    this.data = emptyData(company);
  }

  now(): string {
    return datetime(this.settings.now());
  }

  today(): string {
    return date(this.settings.now());
  }

  /** The user whose API key it is: the first active one of the type in the settings. */
  get caller(): Row {
    const {role} = this.settings;
    const user = this.data.users.find((row) => row.active === true && row.type === role);
    if (!user) throw new Error(`The sandbox has no active user who is ${role}.`);
    return user;
  }

  find(collection: Collection, id: number | null): Row | undefined {
    return id === null ? undefined : this.data[collection].find((row) => row.id === id);
  }

  get(collection: Collection, id: number): Row {
    const row = this.find(collection, id);
    if (!row) throw new Error(`The sandbox has no ${collection} with id ${id}.`);
    return row;
  }

  nextId(collection: Collection): number {
    // Ranges of their own: a key of one collection never fits another by chance.
    const id = this.#nextIds.get(collection) ?? (COLLECTIONS.indexOf(collection) + 1) * 1_000_000 + 101;
    this.#nextIds.set(collection, id + 1);
    return id;
  }

  /** Calls back after every insert, update and delete; returns how to stop that. */
  onEvent(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Calls back whenever something has been done with all that follows from it; returns how to stop that. */
  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener);
    return () => {
      this.#endListeners.delete(listener);
    };
  }

  /** Does several things as one: an invoice with its lines, a deletion with all that goes along. */
  operation<Result>(act: () => Result): Result {
    this.#depth += 1;
    try {
      return act();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) for (const listener of this.#endListeners) listener();
    }
  }

  /** Adds a row with just these fields; they may bring timestamps and an id of their own. */
  add(collection: Collection, fields: Changes, isConsequence = false): Row {
    const now = this.now();
    const row: Row = {
      id: typeof fields.id === 'number' ? fields.id : this.nextId(collection),
      created_on: now,
      updated_on: now,
    };
    assign(row, fields);
    this.data[collection].push(row);
    this.#tell({kind: 'insert', collection, row, isConsequence});
    return row;
  }

  /** Changes a row and moves its `updated_on`, unless the changes say where to. */
  alter(collection: Collection, id: number, changes: Changes, isConsequence = false): Row {
    const row = this.get(collection, id);
    const before = {...row};
    assign(row, {updated_on: this.now(), ...changes});
    for (const key of supplanted(collection, changes)) delete row[key];
    this.#tell({kind: 'update', collection, row, before, isConsequence});
    return row;
  }

  /** Takes rows away without a trace: the API has no tombstones. */
  drop(collection: Collection, ids: ReadonlySet<number>, isConsequence = false): void {
    const gone = this.data[collection].filter((row) => ids.has(row.id));
    if (gone.length === 0) return;
    this.data[collection] = this.data[collection].filter((row) => !ids.has(row.id));
    this.operation(() => {
      for (const row of gone) this.#tell({kind: 'delete', collection, row, isConsequence});
    });
  }

  #tell(event: StoreEvent): void {
    this.operation(() => {
      for (const listener of this.#listeners) listener(event);
    });
  }
}

function emptyData(company: Company): Data {
  const none = (): Row[] => [];
  return {
    company,
    sessions: [],
    clients: none(),
    clientcontacts: none(),
    projects: none(),
    projectstatuses: none(),
    projecttemplates: none(),
    projecttemplatestasklists: none(),
    projecttemplatestasks: none(),
    tasklists: none(),
    tasks: none(),
    subtasks: none(),
    userstasks: none(),
    taskrecurringprofiles: none(),
    entries: none(),
    bookings: none(),
    expenses: none(),
    estimates: none(),
    estimateitems: none(),
    estimatetemplates: none(),
    estimatetemplatesgallery: none(),
    invoices: none(),
    invoiceitems: none(),
    invoicepayments: none(),
    invoicetemplates: none(),
    invoicetemplatesgallery: none(),
    recurringprofiles: none(),
    recurringprofileitems: none(),
    milestones: none(),
    discussions: none(),
    threads: none(),
    comments: none(),
    files: none(),
    reports: none(),
    users: none(),
    workflows: none(),
    workflowstatuses: none(),
    hooks: none(),
  };
}

/** Keys that go because others of which there can only be one have come. */
export function supplanted(collection: Collection, changes: Changes): string[] {
  const {exclusive = []} = DEFINITIONS[collection];
  const isGiven = (key: string): boolean => changes[key] !== undefined;
  const gone = exclusive.some(isGiven) ? exclusive.filter((key) => !isGiven(key)) : [];
  return gone.includes('start_time') ? [...gone, 'end_time'] : gone;
}

function assign(row: Row, changes: Changes): void {
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) delete row[field];
    else row[field] = value;
  }
}
