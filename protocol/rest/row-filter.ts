import type {JsonObject} from '../core/json.js';
import type {DayStream} from './declaration.js';
import {filtersFor, type Reader, tellOnce} from './reader.js';
import type {AskTable, DayFacts, FilterCheck} from './service.js';

/** Applies the user's filters to rows, since a service may ignore what it does not know; and tells when it did. */
export class RowFilter {
  readonly #reader: Reader;
  readonly #stream: string;
  readonly #check: FilterCheck | undefined;
  #unknown = 0;
  /** Whether rows came that contradict a filter. */
  #isIgnored = false;

  private constructor(reader: Reader, stream: string, check: FilterCheck | undefined) {
    this.#reader = reader;
    this.#stream = stream;
    this.#check = check;
  }

  /** Makes ready, which may ask the service for what the filters are about. */
  static async make(
    reader: Reader,
    {name}: DayStream,
    {filterCheck}: DayFacts,
    ask: AskTable,
  ): Promise<RowFilter> {
    const isFiltered = Object.keys(filtersFor(reader.service, name)).length > 0;
    return new RowFilter(reader, name, isFiltered ? await filterCheck?.(name, ask) : undefined);
  }

  /** The rows of one answer that are wanted. One of which that can't be told is, unless a filter was ignored. */
  wanted(rows: readonly JsonObject[]): readonly JsonObject[] {
    const check = this.#check;
    if (check === undefined) return rows;
    const verdicts = rows.map((row) => check(row));
    for (const verdict of verdicts) {
      if (verdict === undefined || verdict === 'unknown') continue;
      this.#isIgnored = true;
      const line = `The service ignores the filter ${verdict.contradicts}; it is applied to what it sends`;
      tellOnce(this.#reader, this.#stream, line);
    }
    return rows.filter((_row, index) => {
      const verdict = verdicts[index];
      if (verdict === 'unknown') this.#unknown++;
      return verdict === undefined || (verdict === 'unknown' && !this.#isIgnored);
    });
  }

  /** Tells of the rows that could not be judged. */
  tell(): void {
    if (this.#unknown === 0) return;
    const what = this.#isIgnored
      ? 'the service ignores them, so they are left out'
      : 'the service heeds them, so they are passed on';
    this.#reader.log.warning(
      `Of ${this.#unknown} rows it is not known whether they fit the filters; ${what}`,
      this.#stream,
    );
  }
}
