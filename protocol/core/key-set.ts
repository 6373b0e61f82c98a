/**
 * A set of record keys that stays small: 2 bytes or less for each whole number, so that the distinct rows of a
 * list of millions can be counted exactly. Numbers are grouped by their upper bits; a group is a sorted list of
 * its lower 16 bits until it is dense, then a bit map. Other keys are kept as text.
 */
export class KeySet {
  #size = 0;
  readonly #groups = new Map<number, Group>();
  readonly #texts = new Set<string>();
  #lastHigh = Number.NaN;
  #last: Group | undefined;

  /** How many different keys were added. */
  get size(): number {
    return this.#size;
  }

  /** Adds a key; returns whether it is new. */
  add(key: number | string): boolean {
    if (typeof key === 'string') {
      const before = this.#texts.size;
      const isNew = this.#texts.add(key).size > before;
      if (isNew) this.#size++;
      return isNew;
    }
    const isNew = this.#groupOf(key, true)?.add(key % GROUP) ?? false;
    if (isNew) this.#size++;
    return isNew;
  }

  has(key: number | string): boolean {
    if (typeof key === 'string') return this.#texts.has(key);
    return this.#groupOf(key, false)?.has(key % GROUP) ?? false;
  }

  #groupOf(key: number, create: boolean): Group | undefined {
    const high = Math.floor(key / GROUP);
    if (high === this.#lastHigh) return this.#last;
    let group = this.#groups.get(high);
    if (group === undefined) {
      if (!create) return undefined;
      group = new Group();
      this.#groups.set(high, group);
    }
    this.#lastHigh = high;
    this.#last = group;
    return group;
  }
}

const GROUP = 0x10000;
/** At this many members a list takes as much room as the bit map. */
const DENSE = 4096;

class Group {
  #list: Uint16Array = new Uint16Array(4);
  #count = 0;
  #bits: Uint8Array | undefined;

  add(low: number): boolean {
    if (this.#bits !== undefined) return setBit(this.#bits, low);
    const at = this.#position(low);
    if (at < this.#count && this.#list[at] === low) return false;
    if (this.#count === DENSE) {
      const bits = new Uint8Array(GROUP / 8);
      for (const member of this.#list.subarray(0, this.#count)) setBit(bits, member);
      this.#bits = bits;
      this.#list = new Uint16Array(0);
      return setBit(bits, low);
    }
    if (this.#count === this.#list.length) {
      const larger = new Uint16Array(this.#list.length * 2);
      larger.set(this.#list);
      this.#list = larger;
    }
    this.#list.copyWithin(at + 1, at, this.#count);
    this.#list[at] = low;
    this.#count++;
    return true;
  }

  has(low: number): boolean {
    if (this.#bits !== undefined) return ((this.#bits[low >> 3] ?? 0) & (1 << (low & 7))) !== 0;
    const at = this.#position(low);
    return at < this.#count && this.#list[at] === low;
  }

  /** Where a member stands in the sorted list, or would stand. */
  #position(low: number): number {
    let from = 0;
    let to = this.#count;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#list[middle] ?? 0) < low) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function setBit(bits: Uint8Array, low: number): boolean {
  const byte = bits[low >> 3] ?? 0;
  const mask = 1 << (low & 7);
  if ((byte & mask) !== 0) return false;
  bits[low >> 3] = byte | mask;
  return true;
}
