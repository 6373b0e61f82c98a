/** The counts at which services that have limits like to cut lists. */
const USUAL_LIMITS = new Set([20, 25, 30, 50, 100, 150, 200, 250, 300, 400, 500, 750]);

/** Whether a list of so many rows has a length at which services like to cut lists. */
export function isUsualLimit(rows: number): boolean {
  return USUAL_LIMITS.has(rows) || (rows > 0 && rows % 500 === 0);
}

/**
 * Notices when lists may have been cut without a word. No list that is longer than another was cut at the other's
 * length, so only the longest so far are suspected, and those only when their length is round.
 */
export class Suspicion {
  #longest = 0;
  readonly #proved = new Set<number>();
  /** How many single days of each length turned out to be whole. */
  readonly #wholeDays = new Map<number, number>();

  /** Whether a list of so many rows may have been cut. Each list that came has to be shown once. */
  falls(rows: number): boolean {
    if (rows < this.#longest) return false;
    this.#longest = rows;
    return this.#proved.has(rows) || isRound(rows);
  }

  /** Whether so many single days of this length were whole that the next is not worth its many requests. */
  isHabit(rows: number): boolean {
    return !this.#proved.has(rows) && (this.#wholeDays.get(rows) ?? 0) >= ENOUGH;
  }

  /** A suspected list of a single day was whole. */
  clearDay(rows: number): void {
    this.#wholeDays.set(rows, (this.#wholeDays.get(rows) ?? 0) + 1);
  }

  /** Whether lists of so many rows were found to be cut. */
  isProved(rows: number): boolean {
    return this.#proved.has(rows);
  }

  /** A list of so many rows was found to be cut. */
  prove(rows: number): void {
    this.#proved.add(rows);
  }
}

/** After so many days of one length that were whole, that length is no limit, but a habit of the account's. */
const ENOUGH = 3;

/** Here every number that anybody may call round: looking twice costs two requests, and no more than that. */
function isRound(rows: number): boolean {
  return rows >= 10 && (rows % 5 === 0 || Number.isInteger(Math.log2(rows)));
}
