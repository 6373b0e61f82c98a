import type {Place, Spill} from './spill.js';

/** The records that wait between one STATE and the next. */
export interface Gap {
  waiting: number;
  /** The STATE after them; undefined where it has not come. */
  state: Place | undefined;
  before: Gap | undefined;
  after: Gap | undefined;
}

/**
 * Lets a STATE out when no record before it waits any more. Of several between which nothing waits the newest alone counts,
 * so that no more are kept than records wait. What is kept lies in the spill.
 */
export class States {
  readonly #spill: Spill;
  readonly #release: (value: string) => Promise<void>;
  #first: Gap;
  #last: Gap;

  constructor(spill: Spill, release: (value: string) => Promise<void>) {
    this.#spill = spill;
    this.#release = release;
    this.#first = {waiting: 0, state: undefined, before: undefined, after: undefined};
    this.#last = this.#first;
  }

  /** A record waits, and no STATE that comes after it may pass. What is returned tells later which that are. */
  hold(): Gap {
    this.#last.waiting++;
    return this.#last;
  }

  /** A record that waited is applied, or in the rejects. */
  async done(gap: Gap): Promise<void> {
    gap.waiting--;
    if (gap.waiting > 0 || gap.state === undefined) return;
    if (gap.before !== undefined) {
      this.#join(gap.before, gap);
      return;
    }
    this.#first = gap.after ?? this.#last;
    this.#first.before = undefined;
    await this.#let(gap.state);
  }

  /** A STATE has come. */
  async state(value: string): Promise<void> {
    const gap = this.#last;
    if (gap.waiting === 0 && gap.before === undefined) return this.#release(value);
    const place = this.#spill.put(value);
    if (gap.waiting === 0 && gap.before !== undefined) {
      this.#replace(gap.before, place);
      return;
    }
    gap.state = place;
    const next: Gap = {waiting: 0, state: undefined, before: gap, after: undefined};
    gap.after = next;
    this.#last = next;
  }

  /** Takes a gap away in which nothing waits: its state tells more than the one before it, and may pass with that. */
  #join(before: Gap, gap: Gap): void {
    if (gap.state !== undefined) this.#replace(before, gap.state);
    before.after = gap.after;
    if (gap.after !== undefined) gap.after.before = before;
  }

  #replace(gap: Gap, state: Place): void {
    if (gap.state !== undefined) this.#spill.drop(gap.state);
    gap.state = state;
  }

  async #let(place: Place): Promise<void> {
    const value = this.#spill.read(place);
    this.#spill.drop(place);
    await this.#release(value);
  }
}
