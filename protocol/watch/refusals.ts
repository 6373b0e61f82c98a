import type {Log} from '../core/log.js';

/** So many refusals of one kind are told one by one; then one in so many. */
const TOLD_SINGLY = 10;
const TOLD_THEN = 100;

/** Counts what was refused, by kind, and tells of it without letting a flood of requests become a flood of lines. */
export class Refusals {
  readonly #log: Log;
  readonly #counts = new Map<string, number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Notes one refusal; `kind` is its status with what is wrong, such as `401 wrong signature`. */
  note(kind: string, from: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count > TOLD_SINGLY && count % TOLD_THEN !== 0) return;
    const rest = count === TOLD_SINGLY ? `; from now on one line for ${TOLD_THEN} of them` : '';
    this.#log.warning(`Refused a request from ${from}: ${kind} (number ${count} of its kind${rest})`);
  }

  /** How often what was refused so far. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
