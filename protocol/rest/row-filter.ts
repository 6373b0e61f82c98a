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

  /** Whether a row is wanted. One of which that can't be told is: the service was asked for wanted ones alone. */
  keeps(row: JsonObject): boolean {
    const verdict = this.#check?.(row);
    if (verdict === undefined) return true;
    if (verdict === 'unknown') {
      this.#unknown++;
      return true;
    }
    tellOnce(
      this.#reader,
      this.#stream,
      `The service ignores the filter ${verdict.contradicts}; it is applied to what it sends`,
    );
    return false;
  }

  /** Tells of the rows that could not be judged. */
  tell(): void {
    if (this.#unknown === 0) return;
    const line = `Of ${this.#unknown} rows it is not known whether they fit the filters; the service sent them, so they are passed on`;
    this.#reader.log.warning(line, this.#stream);
  }
}
