import type {Place} from './spill.js';
import type {Gap} from './states.js';
import type {Reference} from './target.js';

/** A record that waits; itself it lies in the spill. */
export interface Waiter {
  /** Stream and key, as `identityOf` gives them. */
  readonly identity: string;
  readonly place: Place;
  /** Between which STATEs it came. */
  readonly gap: Gap;
  /** Any of these records will do. Empty while it waits for nothing but its turn. */
  awaited: readonly string[];
}

/** A record of a stream as one text. */
export function identityOf(stream: string, key: string): string {
  return JSON.stringify([stream, key]);
}

/** The records that a reference may mean. */
export function identitiesOf({streams, key}: Reference): string[] {
  return streams.map((stream) => identityOf(stream, key));
}

/**
 * Who waits for whom: for a record that it refers to, or, where an earlier version of the same record waits, behind that, so
 * that no version overtakes another.
 */
export class Waiting {
  /** The versions of each record, the oldest first; that one alone waits for others. */
  readonly #versions = new Map<string, Waiter[]>();
  readonly #waitingFor = new Map<string, Set<Waiter>>();

  /** The oldest versions of all records that wait. */
  get first(): Waiter[] {
    return [...this.#versions.values()].flatMap(([waiter]) => waiter ?? []);
  }

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** How many records wait, each version for itself. */
  get count(): number {
    return [...this.#versions.values()].reduce((sum, versions) => sum + versions.length, 0);
  }

  /** Whether a version of this record waits. */
  has(identity: string): boolean {
    return this.#versions.has(identity);
  }

  /** Whether it still waits for its turn. */
  isFirst(waiter: Waiter): boolean {
    return this.#versions.get(waiter.identity)?.[0] === waiter;
  }

  /** Adds a version of a record, which waits behind those that are there. */
  add(waiter: Waiter): void {
    const versions = this.#versions.get(waiter.identity);
    if (versions === undefined) this.#versions.set(waiter.identity, [waiter]);
    else versions.push(waiter);
  }

  /** Has the oldest version of a record wait for others. */
  await(waiter: Waiter, awaited: readonly string[]): void {
    waiter.awaited = awaited;
    for (const identity of awaited) {
      const others = this.#waitingFor.get(identity);
      if (others === undefined) this.#waitingFor.set(identity, new Set([waiter]));
      else others.add(waiter);
    }
  }

  /** Those that wait for a record; they don't any more. */
  wake(identity: string): Waiter[] {
    const woken = [...(this.#waitingFor.get(identity) ?? [])];
    for (const waiter of woken) this.#forget(waiter);
    return woken;
  }

  /** Takes the oldest version of a record away; returns the one whose turn it is then. */
  remove(waiter: Waiter): Waiter | undefined {
    this.#forget(waiter);
    const versions = this.#versions.get(waiter.identity) ?? [];
    versions.shift();
    if (versions.length === 0) this.#versions.delete(waiter.identity);
    return versions[0];
  }

  #forget(waiter: Waiter): void {
    for (const identity of waiter.awaited) {
      const others = this.#waitingFor.get(identity);
      others?.delete(waiter);
      if (others?.size === 0) this.#waitingFor.delete(identity);
    }
    waiter.awaited = [];
  }
}
