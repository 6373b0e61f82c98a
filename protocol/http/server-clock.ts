/** A `Date` header tells the second, so that the moment may be anywhere within it. */
const RESOLUTION_MILLIS = 1000;

/**
 * By how much a service's clock differs from ours, as its answers tell. Each answer allows a range of differences; those of
 * several answers are narrowed down to what all of them allow.
 */
export class ServerClock {
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  /** An answer with this `Date` came between two moments of our clock, all in milliseconds since 1970. */
  note(date: number, sent: number, received: number): void {
    const least = date - received;
    const most = date + RESOLUTION_MILLIS - sent;
    const narrowed = [Math.max(this.#least, least), Math.min(this.#most, most)] as const;
    // Where nothing fits all of them, one of the clocks was put right meanwhile.
    [this.#least, this.#most] = narrowed[0] <= narrowed[1] ? narrowed : [least, most];
  }

  /** How many milliseconds the service's clock is ahead of ours; 0 as long as nothing is known. */
  get ahead(): number {
    return Number.isFinite(this.#least) ? Math.round((this.#least + this.#most) / 2) : 0;
  }
}
