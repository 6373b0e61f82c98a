import type {Waiter} from './waiting.js';

/** Records that wait for nothing any more, handed out in the order in which they came. */
export class Ready {
  /** A heap: each is earlier than the two at twice its place. */
  readonly #heap: Waiter[] = [];

  add(...waiters: readonly Waiter[]): void {
    for (const waiter of waiters) {
      let at = this.#heap.push(waiter) - 1;
      for (let above = (at - 1) >> 1; at > 0 && this.#isEarlier(at, above); above = (at - 1) >> 1) {
        this.#swap(at, above);
        at = above;
      }
    }
  }

  /** The one that came first; undefined when there is none. */
  take(): Waiter | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      const below = this.#isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.#isEarlier(below, at)) return first;
      this.#swap(at, below);
      at = below;
    }
  }

  #isEarlier(one: number, other: number): boolean {
    const [left, right] = [this.#heap[one], this.#heap[other]];
    return left !== undefined && right !== undefined && left.place.at < right.place.at;
  }

  #swap(one: number, other: number): void {
    const [left, right] = [this.#heap[one], this.#heap[other]];
    if (left === undefined || right === undefined) return;
    this.#heap[one] = right;
    this.#heap[other] = left;
  }
}
