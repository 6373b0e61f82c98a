import {AuthError, DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {addDays, type DateWindow} from '../core/windows.js';
import {keyOfFields} from './complete-list.js';
import type {DayStream, Params, TableStream} from './declaration.js';
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

/** A day is divided in so many requests without further ado. */
const FEW_PARTS = 40;

/**
 * The rows of windows of days, whole. A list whose length makes it look as if it was cut is asked for again in
 * parts: half of the days each, or one day divided by the rows of tables. If the parts hold more, it was cut.
 */
export class DayRows {
  readonly #reader: Reader;
  readonly #stream: DayStream;
  readonly #filters: Params;
  readonly #keyOf: KeyOf;
  readonly #suspicion = new Suspicion();
  /** Days whose lists may have been cut and were not divided, by the length of those. */
  readonly #undivided = new Map<number, Ask[]>();
  /** Days whose lists turned out to be whole, by the length of those, as far as it is known by now. */
  readonly #cleared = new Map<number, Ask[]>();
  readonly #ids = new Map<string, Promise<readonly (number | string)[]>>();

  constructor(reader: Reader, stream: DayStream, filters: Params) {
    this.#reader = reader;
    this.#stream = stream;
    this.#filters = filters;
    this.#keyOf = keyOfFields(stream.keyProperties);
  }

  /**
   * The first day that may lack rows as far as is known by now; undefined where there is none. Should the run end here,
   * it has to be read again.
   */
  get doubtfulSince(): string | undefined {
    return [...this.#undivided.values()].flatMap((asks) => asks.map(({days}) => days.from)).sort()[0];
  }

  /** All rows of these days, each once. Throws `DataError` when some of them are out of reach. */
  of(days: DateWindow): Promise<JsonObject[]> {
    return this.#whole({days, params: this.#filters});
  }

  async #whole(ask: Ask): Promise<JsonObject[]> {
    const first = await this.#ask(ask);
    if (!this.#suspicion.falls(first.length)) return first;
    return isOneDay(ask) ? this.#wholeDay(ask, first) : this.#wholeDays(ask, first);
  }

  /** The rows of several days whose list may have been cut, together with those of both halves. */
  async #wholeDays(ask: Ask, first: JsonObject[]): Promise<JsonObject[]> {
    const {all, isCut} = await this.#compared(ask, first, halvesOf(ask));
    return isCut ? this.#proved(ask, first, all) : all;
  }

  /** The rows of one day whose list may have been cut, together with those of its parts. */
  async #wholeDay(ask: Ask, first: JsonObject[]): Promise<JsonObject[]> {
    const {length} = first;
    const ways = await this.#waysToDivide(ask);
    const cost = ways.reduce((sum, parts) => sum + parts.length, 0);
    const isWorthIt = isUsualLimit(length) || this.#suspicion.isProved(length) || cost <= FEW_PARTS;
    if (ways.length === 0 || !isWorthIt || this.#suspicion.isHabit(length)) {
      this.#leaveUndivided(length, ask);
      return first;
    }
    let all = first;
    const reached: number[] = [];
    let isCut = this.#suspicion.isProved(length);
    for (const parts of ways) {
      const found = await this.#compared(ask, first, parts);
      all = this.#united([...all, ...found.all]);
      reached.push(this.#united(found.rows).length);
      isCut ||= found.isCut;
      // Parts that bring all that is known show that nothing is missing. Once something is, no way alone is to be trusted.
      if (isCut || reached.at(-1) !== all.length || found.longest >= length) continue;
      this.#suspicion.clearDay(length);
      note(this.#cleared, length, ask);
      return all;
    }
    if (!isCut) {
      this.#leaveUndivided(length, ask);
      return all;
    }
    // If each way misses some rows that another brings, there may be more that all of them miss.
    if (!reached.includes(all.length)) throw this.#outOfReach(length, ask.days.from);
    return this.#proved(ask, first, all);
  }

  /** What the parts of a list bring, and whether that proves that the list was cut. */
  async #compared(
    ask: Ask,
    first: JsonObject[],
    parts: readonly Ask[],
  ): Promise<{all: JsonObject[]; rows: JsonObject[]; isCut: boolean; longest: number}> {
    let rows: JsonObject[] = [];
    let longest = 0;
    for (const part of parts) {
      const more = await this.#whole(part);
      longest = Math.max(longest, more.length);
      // Spread into `push`, long lists would overflow the stack.
      rows = rows.concat(more);
    }
    const all = this.#united([...rows, ...first]);
    // Rows may have been added meanwhile; then the same request brings more than before, too.
    const isCut = all.length > first.length && (await this.#ask(ask)).length === first.length;
    return {all, rows, isCut, longest};
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

  /** The ways to divide the rows of a day, each as the parts of it. */
  async #waysToDivide({days, params}: Ask): Promise<Ask[][]> {
    const ways = this.#stream.divided.filter(({param}) => !Object.hasOwn(params, param));
    const divided = await Promise.all(
      ways.map(async ({param, by}) =>
        (await this.#idsOf(by)).map((id): Ask => ({days, params: {...params, [param]: id}})),
      ),
    );
    return divided.filter((parts) => parts.length > 0);
  }

  /** The ids of a table's rows; none where it can't be read, which is the table's own matter. */
  #idsOf(table: TableStream): Promise<readonly (number | string)[]> {
    let ids = this.#ids.get(table.name);
    if (ids === undefined) {
      ids = readWhole(this.#reader, table)
        .then((rows) => rows.flatMap((row) => idOf(row.id)))
        .catch((error: unknown) => {
          if (error instanceof AuthError || this.#reader.client.isOver) throw error;
          return [];
        });
      this.#ids.set(table.name, ids);
    }
    return ids;
  }

  /** Lists are cut at this length: the days that had it before have to be divided now, too. */
  async #proved({days}: Ask, {length}: JsonObject[], all: JsonObject[]): Promise<JsonObject[]> {
    if (this.#suspicion.isProved(length)) return all;
    this.#suspicion.prove(length);
    const {name} = this.#stream;
    const line = `The service cuts lists at ${length} rows without saying so: from ${days.from} to ${days.to} there are ${all.length}. Smaller parts are asked for instead`;
    this.#reader.log.warning(`${line}; set "window_days" to less to save requests`, name);
    let rows = all;
    const doubtful = [...(this.#undivided.get(length) ?? []), ...(this.#cleared.get(length) ?? [])];
    for (const ask of doubtful) rows = rows.concat(await this.#wholeDay(ask, await this.#ask(ask)));
    // None is left: a day that can't be divided has ended the reading.
    this.#undivided.delete(length);
    return this.#united(rows);
  }

  #leaveUndivided(length: number, ask: Ask): void {
    const {from} = ask.days;
    if (this.#suspicion.isProved(length)) throw this.#outOfReach(length, from);
    note(this.#undivided, length, ask);
    if (this.#suspicion.isHabit(length)) return;
    const line = `${from} has exactly ${length} rows of one kind, as it would if the service cut lists there; please check that none is missing`;
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

function note(asks: Map<number, Ask[]>, length: number, ask: Ask): void {
  const known = asks.get(length);
  if (known === undefined) asks.set(length, [ask]);
  else known.push(ask);
}

function isOneDay({days: {from, to}}: Ask): boolean {
  return from === to;
}

function halvesOf({days: {from, to}, params}: Ask): Ask[] {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const middle = addDays(from, Math.floor(days / 2));
  return [
    {params, days: {from, to: middle}},
    {params, days: {from: addDays(middle, 1), to}},
  ];
}

function idOf(id: JsonObject[string]): (number | string)[] {
  return typeof id === 'number' || typeof id === 'string' ? [id] : [];
}
