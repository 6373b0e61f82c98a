/** How long an object waits before it is tried again for the first time; twice as long each time after that. */
const FIRST_WAIT_MILLIS = 1000;

/** Something that can't be done now. */
export interface Piece {
  /** What it is, for messages. */
  readonly what: string;
  /** The number of the event that it came of; undefined where it came of none. */
  readonly n: number | undefined;
  readonly act: () => Promise<void>;
}

/** What waits for one object, in the order in which it came. */
export interface Waiting {
  readonly place: string;
  readonly pieces: Piece[];
  /** How often the first of them has been tried. */
  tries: number;
  dueAt: number;
}

/** What can't be done now, by the object that it concerns, so that all others need not wait for it. */
export class SetAside {
  readonly #waiting = new Map<string, Waiting>();

  /** How many pieces there are. */
  get size(): number {
    let size = 0;
    for (const {pieces} of this.#waiting.values()) size += pieces.length;
    return size;
  }

  /** The number of the oldest event of which something waits; undefined where there is none. */
  get oldest(): number | undefined {
    let oldest: number | undefined;
    for (const {pieces} of this.#waiting.values()) {
      for (const {n} of pieces) if (n !== undefined && (oldest === undefined || n < oldest)) oldest = n;
    }
    return oldest;
  }

  /** The object whose turn comes first. */
  get next(): Waiting | undefined {
    let next: Waiting | undefined;
    for (const one of this.#waiting.values()) if (next === undefined || one.dueAt < next.dueAt) next = one;
    return next;
  }

  has(place: string): boolean {
    return this.#waiting.has(place);
  }

  /** Adds a piece behind those of the same object. */
  add(place: string, piece: Piece, now: number): void {
    const waiting = this.#waiting.get(place);
    if (waiting !== undefined) waiting.pieces.push(piece);
    else this.#waiting.set(place, {place, pieces: [piece], tries: 1, dueAt: now + FIRST_WAIT_MILLIS});
  }

  /** Lets an object wait for longer, since it was tried in vain. */
  postpone(waiting: Waiting, now: number): void {
    waiting.dueAt = now + FIRST_WAIT_MILLIS * 2 ** waiting.tries;
    waiting.tries++;
  }

  /** Forgets an object's first piece, and the object with its last. */
  shift(waiting: Waiting): void {
    waiting.pieces.shift();
    if (waiting.pieces.length === 0) this.#waiting.delete(waiting.place);
  }
}
