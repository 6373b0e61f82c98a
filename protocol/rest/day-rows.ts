import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {addDays, type DateWindow} from '../core/windows.js';
import {keyOfFields} from './complete-list.js';
import type {DayStream, Params} from './declaration.js';
import type {KeyOf} from './paging.js';
import {queryOf, type Reader, tellOnce} from './reader.js';
import {isUsualLimit, Suspicion} from './suspicion.js';
import {readWhole} from './table.js';
import {wholeList} from './whole-list.js';

/** A request for rows: the days, and what else narrows it. */
interface Ask {
  readonly days: DateWindow;
  readonly params: Params;
}

/**
 * The rows of windows of days, whole. A list whose length makes it look as if it was cut is asked for again in
 * parts: half of the days each, or one day divided by the rows of a table. If the parts hold more, it was cut.
 */
export class DayRows {
  readonly #reader: Reader;
  readonly #stream: DayStream;
  readonly #filters: Params;
  readonly #keyOf: KeyOf;
  readonly #suspicion = new Suspicion();
  /** Lengths of lists that may have been cut and could not be divided. */
  readonly #undivided = new Map<number, string>();
  #ids: Promise<(number | string)[]> | undefined;

  constructor(reader: Reader, stream: DayStream, filters: Params) {
    this.#reader = reader;
    this.#stream = stream;
    this.#filters = filters;
    this.#keyOf = keyOfFields(stream.keyProperties);
  }

  /** All rows of these days, each once. Throws `DataError` when some of them are out of reach. */
  of(days: DateWindow): Promise<JsonObject[]> {
    return this.#whole({days, params: this.#filters});
  }

  async #whole(ask: Ask): Promise<JsonObject[]> {
    const first = await this.#ask(ask);
    if (!this.#suspicion.falls(first.length)) return first;
    const parts = await this.#partsOf(ask);
    if (parts === undefined) {
      this.#leaveUndivided(first.length, ask);
      return first;
    }
    const rows: JsonObject[] = [];
    for (const part of parts) rows.push(...(await this.#whole(part)));
    const united = this.#united(rows);
    // Rows may have been added meanwhile; then the same request brings more than before, too.
    const isCut = united.length > first.length && (await this.#ask(ask)).length === first.length;
    if (isCut) this.#tellCut(first.length, united.length, ask);
    else this.#suspicion.clear(first.length);
    // What only the first answer holds was there all the same.
    return this.#united([...united, ...first]);
  }

  async #ask({days, params}: Ask): Promise<JsonObject[]> {
    const {name, path, rootKeys, between} = this.#stream;
    const query = queryOf(this.#reader.service, {
      ...params,
      [between.from]: days.from,
      [between.to]: days.to,
    });
    return wholeList(this.#reader, {path, rootKeys, stream: name}, query);
  }

  /** The parts that together ask for the same; undefined where it can't be divided any further. */
  async #partsOf({days, params}: Ask): Promise<Ask[] | undefined> {
    if (days.from < days.to) {
      const middle = middleOf(days);
      return [
        {params, days: {from: days.from, to: middle}},
        {params, days: {from: addDays(middle, 1), to: days.to}},
      ];
    }
    const {param, by} = this.#stream.divided;
    if (Object.hasOwn(params, param)) return undefined;
    this.#ids ??= readWhole(this.#reader, by).then((rows) => rows.flatMap((row) => idOf(row.id)));
    return (await this.#ids).map((id) => ({days, params: {...params, [param]: id}}));
  }

  #tellCut(length: number, whole: number, {days}: Ask): void {
    const undivided = this.#undivided.get(length);
    if (undivided !== undefined) throw this.#outOfReach(length, undivided);
    if (!this.#suspicion.isProved(length)) {
      const line = `The service cuts lists at ${length} rows without saying so: from ${days.from} to ${days.to} there are ${whole}. Smaller parts are asked for instead`;
      this.#reader.log.warning(`${line}; set "window_days" to less to save requests`, this.#stream.name);
    }
    this.#suspicion.prove(length);
  }

  #leaveUndivided(length: number, {days}: Ask): void {
    if (this.#suspicion.isProved(length)) throw this.#outOfReach(length, days.from);
    this.#undivided.set(length, days.from);
    if (!isUsualLimit(length)) return;
    const line = `${days.from} has exactly ${length} rows of one kind, as it would if the service cut lists there; please check that none is missing`;
    tellOnce(this.#reader, this.#stream.name, line);
  }

  #outOfReach(length: number, day: string): DataError {
    const {name} = this.#stream;
    return new DataError(
      `${name} is incomplete: the service cuts lists at ${length} rows, and ${day} has more of one kind than that`,
    );
  }

  #united(rows: readonly JsonObject[]): JsonObject[] {
    const byKey = new Map<unknown, JsonObject>();
    for (const row of rows) {
      const key = this.#keyOf(row) ?? row;
      if (!byKey.has(key)) byKey.set(key, row);
    }
    return [...byKey.values()];
  }
}

function middleOf({from, to}: DateWindow): string {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return addDays(from, Math.floor(days / 2));
}

function idOf(id: JsonObject[string]): (number | string)[] {
  return typeof id === 'number' || typeof id === 'string' ? [id] : [];
}
