import {DAY, date, datetime} from '../common/calendar.js';
import type {TimeEntry} from './work-records.js';

const SPAN = 183 * DAY;
const FIRST_ID = 1_000_000_001;
/** Holes are as wide as what fills them, so a page is rows of known length copied side by side. */
const HOLES = {id: 9_999_999_999, hours: 9.87, date: '@@@@-@@-@@', moment: '@@@@-@@-@@T@@:@@:@@Z'};

type Hole = {at: number; holds: 'id' | 'hours' | 'date' | 'moment'};
type Template = {row: TimeEntry; bytes: Buffer; holes: Hole[]};

/** Entries from index `first` up to, but not including, `end`, of which only some models are wanted. */
export interface Selection {
  first: number;
  end: number;
  /** Which models to show; `undefined` for all. */
  wanted: readonly boolean[] | undefined;
}

/**
 * Millions of time entries without holding one: each is a pure function of its index, newest first. Day
 * worked, creation and change fall together, so filters by date or change are ranges of the index; everything
 * else is the model's, and the models come round in turn.
 */
export class LargeTimeEntries {
  readonly total: number;
  readonly models: readonly TimeEntry[];
  readonly #templates: readonly Template[];
  readonly #newest: number;

  constructor(models: readonly TimeEntry[], total: number, opened: Date) {
    this.total = total;
    this.models = models.map((model) => ({...model, updated_at: model.created_at}));
    this.#templates = this.models.map(compile);
    this.#newest = Math.floor(opened.getTime() / 1000) * 1000;
  }

  row(index: number): TimeEntry {
    const {row} = this.#template(index);
    const moment = datetime(this.#moment(index));
    const hours = hoursAt(index);
    return {
      ...row,
      id: FIRST_ID + this.total - 1 - index,
      spent_date: moment.slice(0, 10),
      hours,
      hours_without_timer: hours,
      rounded_hours: hours,
      created_at: moment,
      updated_at: moment,
    };
  }

  indexOf(id: number): number | undefined {
    const index = FIRST_ID + this.total - 1 - id;
    return Number.isInteger(index) && index >= 0 && index < this.total ? index : undefined;
  }

  /** How many entries come before the first that is `moment` or older. */
  countNewerThan(moment: number): number {
    let low = 0;
    let high = this.total;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#moment(middle) > moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  count({first, end, wanted}: Selection): number {
    if (!wanted) return Math.max(0, end - first);

    let count = 0;
    for (let index = first; index < end; index += 1) if (wanted[index % wanted.length]) count += 1;
    return count;
  }

  /** The indices of a stretch of the selection. */
  indices({first, end, wanted}: Selection, skip: number, most: number): number[] {
    const indices: number[] = [];
    let passed = wanted ? 0 : skip;
    for (let index = wanted ? first : first + skip; index < end && indices.length < most; index += 1) {
      if (wanted && !wanted[index % wanted.length]) continue;
      if (passed >= skip) indices.push(index);
      else passed += 1;
    }
    return indices;
  }

  /** The rows at these indices as JSON, comma between. */
  render(indices: readonly number[]): Buffer {
    let length = Math.max(0, indices.length - 1);
    for (const index of indices) length += this.#template(index).bytes.length;

    const page = Buffer.allocUnsafe(length);
    let at = 0;
    for (const index of indices) {
      if (at > 0) at += page.write(',', at, 'latin1');
      const {bytes, holes} = this.#template(index);
      bytes.copy(page, at);
      const moment = datetime(this.#moment(index));
      const id = FIRST_ID + this.total - 1 - index;
      for (const hole of holes) {
        switch (hole.holds) {
          case 'id':
            page.write(String(id), at + hole.at, 'latin1');
            break;
          case 'hours':
            page.write(hoursAt(index).toFixed(2), at + hole.at, 'latin1');
            break;
          case 'date':
            page.write(moment, at + hole.at, 10, 'latin1');
            break;
          case 'moment':
            page.write(moment, at + hole.at, 'latin1');
            break;
        }
      }
      at += bytes.length;
    }
    return page;
  }

  #template(index: number): Template {
    const template = this.#templates[index % this.#templates.length];
    if (!template) throw new Error('A large account needs at least one time entry to model the others on.');
    return template;
  }

  #moment(index: number): number {
    return this.#newest - Math.floor((index * SPAN) / this.total / 1000) * 1000;
  }
}

/** Quarter hours from 0.25 to 8.00: they need no rounding and are all four characters long. */
export function hoursAt(index: number): number {
  return (((index * 7) % 32) + 1) / 4;
}

/** The day as a moment after its end, for `countNewerThan`. */
export function endOfDay(day: string): number {
  return Date.parse(`${date(Date.parse(day))}T23:59:59Z`);
}

function compile(row: TimeEntry): Template {
  const {id, hours, date: day, moment} = HOLES;
  const text = JSON.stringify({
    ...row,
    id,
    spent_date: day,
    hours,
    hours_without_timer: hours,
    rounded_hours: hours,
    created_at: moment,
    updated_at: moment,
  });
  const bytes = Buffer.from(text);
  const holes: Hole[] = [];
  const find = (pattern: string, offset: number, holds: Hole['holds']): void => {
    for (let from = bytes.indexOf(pattern); from !== -1; from = bytes.indexOf(pattern, from + 1)) {
      holes.push({at: from + offset, holds});
    }
  };
  find(`"id":${id}`, 5, 'id');
  find(`hours":${hours},`, 7, 'hours');
  find(`hours_without_timer":${hours},`, 21, 'hours');
  find(`spent_date":"${day}`, 13, 'date');
  find(`_at":"${moment}`, 6, 'moment');
  return {row, bytes, holes};
}
