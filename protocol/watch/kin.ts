import type {JsonObject} from '../core/json.js';
import {Recent} from './recent.js';

/** How many rows are remembered by what they belong to. */
const MOST_ROWS = 200_000;

/** Rows of a stream belong to those of another, and vanish with them. */
export interface Belonging {
  readonly stream: string;
  /** The field that names what a row belongs to. */
  readonly field: string;
  readonly parent: string;
}

/** A row, by its key as text. */
export interface RowPlace {
  readonly stream: string;
  readonly key: string;
}

interface Child extends RowPlace {
  readonly parents: readonly string[];
}

/** Remembers which of the rows that went out belong to which, newest first where there are too many. */
export class Kin {
  readonly #belongings: readonly Belonging[];
  readonly #children: Recent<Child>;
  /** The places of rows by the place of what they belong to. */
  readonly #under = new Map<string, Set<string>>();

  constructor(belongings: readonly Belonging[], most = MOST_ROWS) {
    this.#belongings = belongings;
    this.#children = new Recent(most, (place, {parents}) => this.#unlink(place, parents));
  }

  /** Notes what a row belongs to, as it went out last. */
  note(stream: string, key: string, record: JsonObject): void {
    const parents = this.#belongings.flatMap((one) => {
      const id = one.stream === stream ? record[one.field] : undefined;
      return typeof id === 'number' || typeof id === 'string' ? [placeOf(one.parent, String(id))] : [];
    });
    this.forget(stream, key);
    if (parents.length === 0) return;
    const place = placeOf(stream, key);
    for (const parent of parents) {
      const places = this.#under.get(parent) ?? new Set();
      this.#under.set(parent, places.add(place));
    }
    this.#children.set(place, {stream, key, parents});
  }

  /** Forgets a row that is gone. */
  forget(stream: string, key: string): void {
    const place = placeOf(stream, key);
    const known = this.#children.get(place);
    if (known === undefined) return;
    this.#unlink(place, known.parents);
    this.#children.delete(place);
  }

  /** The rows that belong to a row itself. */
  of(stream: string, key: string): readonly RowPlace[] {
    const places = [...(this.#under.get(placeOf(stream, key)) ?? [])];
    return places.flatMap((place) => this.#children.get(place) ?? []);
  }

  /** The rows that belong to a row, and to those, and so on. */
  below(stream: string, key: string): readonly RowPlace[] {
    const found = new Map<string, RowPlace>();
    const left: RowPlace[] = [{stream, key}];
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      for (const child of this.of(one.stream, one.key)) {
        const place = placeOf(child.stream, child.key);
        if (found.has(place)) continue;
        found.set(place, {stream: child.stream, key: child.key});
        left.push(child);
      }
    }
    return [...found.values()];
  }

  #unlink(place: string, parents: readonly string[]): void {
    for (const parent of parents) {
      const places = this.#under.get(parent);
      places?.delete(place);
      if (places?.size === 0) this.#under.delete(parent);
    }
  }
}

function placeOf(stream: string, key: string): string {
  return `${stream} ${key}`;
}
