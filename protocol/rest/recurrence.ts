import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {WantedStream} from '../core/source.js';
import {addDays, type DateWindow} from '../core/windows.js';
import type {Reader} from './reader.js';

/** Fewer rows may well be deleted, or moved, between two runs. */
const FEWEST = 5;

/**
 * Looks whether the rows before the bookmark, which each run reads again, are still there. When all of them are gone at
 * once, something is wrong, and the bookmark had better not move on.
 */
export class Recurrence {
  readonly #reader: Reader;
  readonly #stream: string;
  readonly #wanted: WantedStream;
  /** Days from here on are counted for the next run. */
  readonly #since: string;
  /** Rows by day, as far back as the next run will look. */
  readonly #counts = new Map<string, number>();
  /** Rows of the days that the last run counted. */
  #again = 0;

  constructor(
    reader: Reader,
    stream: string,
    wanted: WantedStream,
    {ceiling, lookbackDays}: {ceiling: string; lookbackDays: number},
  ) {
    this.#reader = reader;
    this.#stream = stream;
    this.#wanted = wanted;
    const value = wanted.value !== undefined && wanted.value > ceiling ? wanted.value : ceiling;
    this.#since = addDays(value, -lookbackDays);
  }

  /** Takes note of the days of some rows. */
  note(days: readonly (string | undefined)[]): void {
    const {bookmark, value} = this.#wanted;
    const since = bookmark?.rows_since;
    for (const day of days) {
      if (day === undefined) continue;
      if (day >= this.#since) this.#counts.set(day, (this.#counts.get(day) ?? 0) + 1);
      if (typeof since === 'string' && value !== undefined && day >= since && day <= value) this.#again++;
    }
  }

  /** Throws `DataError` once all days before the bookmark have been read and none of their rows was there. */
  requirePlausible(from: string, {to}: DateWindow): void {
    const {bookmark, value} = this.#wanted;
    const before = bookmark?.rows;
    const since = bookmark?.rows_since;
    if (this.#reader.service.allowEmpty === true || value === undefined || to < value) return;
    if (typeof before !== 'number' || before < FEWEST || typeof since !== 'string' || from > since) return;
    if (this.#again > 0 || since > value) return;
    throw new DataError(
      `${this.#stream} is suddenly empty from ${since} to ${value}, where ${before} rows were at the last run. If that is right, run once with "allow_empty": true`,
    );
  }

  /** What the bookmark is to remember when everything up to this day has been read. */
  memory(reached: string | undefined): JsonObject {
    if (reached === undefined) return {};
    const counted = [...this.#counts].filter(([day]) => day <= reached);
    return {rows_since: this.#since, rows: counted.reduce((sum, [, count]) => sum + count, 0)};
  }
}
