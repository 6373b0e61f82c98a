/** An object of which it is not known what is newest. */
export interface Doubt {
  readonly subject: string;
  readonly id: string;
}

/** Objects that a sync and an event told of in different ways, until the service has been asked about them. */
export class Doubts {
  /** Called when there is another one. */
  onAdded: () => void = () => undefined;
  readonly #waiting = new Map<string, Doubt>();

  add(doubt: Doubt): void {
    this.#waiting.set(`${doubt.subject} ${doubt.id}`, doubt);
    this.onAdded();
  }

  /** The one that waits for longest, which then waits no more. */
  take(): Doubt | undefined {
    for (const [place, doubt] of this.#waiting) {
      this.#waiting.delete(place);
      return doubt;
    }
    return undefined;
  }

  get size(): number {
    return this.#waiting.size;
  }
}
