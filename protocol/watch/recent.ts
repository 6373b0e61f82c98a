/** A map that forgets what was not used for longest when it holds too much. */
export class Recent<Value> {
  readonly #most: number;
  readonly #entries = new Map<string, Value>();

  readonly #onForgotten: (key: string, value: Value) => void;

  /** `onForgotten` is told of what there was no more room for. */
  constructor(most: number, onForgotten: (key: string, value: Value) => void = () => undefined) {
    this.#most = most;
    this.#onForgotten = onForgotten;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    // Maps keep the order in which keys came in.
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    for (const [oldest, forgotten] of this.#entries) {
      this.#entries.delete(oldest);
      this.#onForgotten(oldest, forgotten);
      return;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
