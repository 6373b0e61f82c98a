import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {Flight, LedgerEntry} from './ledger.js';
import {identityOf} from './waiting.js';

/** What a line of a ledger says, after its first. */
export type LedgerLine =
  | ({readonly entry: 'begin'} & Flight)
  | {
      readonly entry: 'applied';
      readonly stream: string;
      readonly key: string;
      readonly id: string;
      /** Empty where no content is known, so that the next record is sent whatever it holds. */
      readonly hash: string;
    }
  | {readonly entry: 'gone' | 'failed'; readonly stream: string; readonly key: string}
  | {readonly entry: 'undecided'; readonly stream: string; readonly key: string; readonly reason: string};

/** A record of which nobody can tell whether its creation had its effect. */
export interface UndecidedEntry {
  readonly stream: string;
  readonly key: string;
  readonly reason: string;
}

interface Known {
  readonly id: string | undefined;
  readonly hash: string;
}

/** What all lines of a ledger together say. */
export class LedgerBook {
  readonly #known = new Map<string, Map<string, Known>>();
  /** How many records of a stream have an id. */
  readonly #ids = new Map<string, Map<string, number>>();
  readonly #flights = new Map<string, Flight>();
  readonly #undecided = new Map<string, UndecidedEntry>();
  #size = 0;

  /** How many lines it would take to say the same. */
  get size(): number {
    return this.#size + this.#flights.size + this.#undecided.size;
  }

  get flights(): Flight[] {
    return [...this.#flights.values()];
  }

  get undecided(): UndecidedEntry[] {
    return [...this.#undecided.values()];
  }

  get streams(): string[] {
    const open = [...this.#flights.values(), ...this.#undecided.values()];
    return [...new Set([...this.#known.keys(), ...open.map(({stream}) => stream)])];
  }

  get(stream: string, key: string): LedgerEntry | undefined {
    const identity = identityOf(stream, key);
    const known = this.#known.get(stream)?.get(key);
    const flight = this.#flights.get(identity);
    const undecided = this.#undecided.get(identity)?.reason;
    if (known === undefined && flight === undefined && undecided === undefined) return undefined;
    return {id: known?.id, hash: known?.hash === '' ? undefined : known?.hash, flight, undecided};
  }

  knowsId(streams: readonly string[], id: string): boolean {
    return streams.some((stream) => this.#ids.get(stream)?.has(id));
  }

  note(line: LedgerLine): void {
    const {stream, key} = line;
    const identity = identityOf(stream, key);
    if (line.entry === 'begin') {
      const {entry: _entry, ...flight} = line;
      this.#flights.set(identity, flight);
      return;
    }
    this.#flights.delete(identity);
    this.#undecided.delete(identity);
    switch (line.entry) {
      case 'applied':
        this.#set(stream, key, {id: line.id, hash: line.hash});
        break;
      case 'gone':
        this.#set(stream, key, {id: undefined, hash: ''});
        break;
      case 'undecided':
        this.#undecided.set(identity, {stream, key, reason: line.reason});
        break;
    }
  }

  /** The fewest lines that say the same. */
  *lines(): Generator<LedgerLine, void, void> {
    for (const [stream, entries] of this.#known) {
      for (const [key, {id, hash}] of entries) {
        yield id === undefined ? {entry: 'gone', stream, key} : {entry: 'applied', stream, key, id, hash};
      }
    }
    for (const flight of this.#flights.values()) yield {entry: 'begin', ...flight};
    for (const undecided of this.#undecided.values()) yield {entry: 'undecided', ...undecided};
  }

  #set(stream: string, key: string, known: Known): void {
    const entries = below(this.#known, stream);
    const before = entries.get(key);
    if (before === undefined) this.#size++;
    entries.set(key, known);
    const ids = below(this.#ids, stream);
    if (before?.id !== undefined) count(ids, before.id, -1);
    if (known.id !== undefined) count(ids, known.id, 1);
  }
}

function below<Value>(all: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  const found = all.get(name) ?? new Map<string, Value>();
  all.set(name, found);
  return found;
}

function count(ids: Map<string, number>, id: string, by: number): void {
  const records = (ids.get(id) ?? 0) + by;
  if (records === 0) ids.delete(id);
  else ids.set(id, records);
}

/** A line of a ledger as it was read; undefined where it says nothing that we understand. */
export function ledgerLine(said: JsonObject): LedgerLine | undefined {
  const {entry, stream, key} = said;
  if (typeof stream !== 'string' || typeof key !== 'string') return undefined;
  switch (entry) {
    case 'begin': {
      const {call, hash, at, facts} = said;
      if (!isCall(call) || typeof hash !== 'string' || typeof at !== 'number' || !isObject(facts))
        return undefined;
      return {entry, stream, key, call, hash, at, facts};
    }
    case 'applied': {
      const {id, hash} = said;
      return typeof id === 'string' && typeof hash === 'string' ? {entry, stream, key, id, hash} : undefined;
    }
    case 'gone':
    case 'failed':
      return {entry, stream, key};
    case 'undecided':
      return typeof said.reason === 'string' ? {entry, stream, key, reason: said.reason} : undefined;
    default:
      return undefined;
  }
}

function isCall(value: JsonValue | undefined): value is Flight['call'] {
  return value === 'create' || value === 'update' || value === 'delete';
}
