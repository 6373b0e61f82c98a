import {DAY, date, datetime, HOUR} from '../common/calendar.js';
import {at} from '../common/random.js';
import type {Row} from './collections.js';
import {idsIn, numberOf} from './collections.js';
import {NOTES} from './names.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';

/** Days over which ordinary work is spread. */
const WORK_DAYS = 420;

/** Time entries: first those at awkward places in time, then ordinary work. */
export function seedEntries(seed: Seed): void {
  const {store} = seed;
  const count = store.settings.size.entries;
  const awkward = awkwardTimes(seed);
  for (let index = 0; index < count; index += 1) {
    const times = awkward[index] ?? ordinaryTimes(seed, index, count);
    seed.add('entries', 0.4 + (index / count) * 0.6, entryFields(seed, index, times));
  }
}

/** Who did what; `times` says when, in one of the two shapes. (API docs, Time Entries) */
function entryFields({store}: Seed, index: number, times: Changes): Changes {
  const {data} = store;
  const task = at(data.tasks, index * 7);
  const assigned = idsIn(task, 'users');
  const userId = assigned.length === 0 || index % 10 === 9 ? at(data.users, index).id : at(assigned, index);
  return {
    task_id: task.id,
    project_id: numberOf(task, 'project_id'),
    user_id: userId,
    description: at(NOTES, index),
    added_manually: index % 3 === 0,
    invoice_item_id: null,
    billed: false,
    ...times,
    ...(index % 5 === 2 ? {price: 45.5} : {}),
  };
}

function timed(start: number, seconds: number): Changes {
  return {
    is_bulk: false,
    start_time: datetime(start),
    end_time: datetime(start + seconds * 1000),
    duration: seconds,
  };
}

function bulk(day: number, seconds: number): Changes {
  return {is_bulk: true, date: date(day), duration: seconds};
}

function ordinaryTimes({opened, random}: Seed, index: number, count: number): Changes {
  const today = Date.parse(date(opened));
  const day = today - Math.floor(((count - index) / count) * WORK_DAYS) * DAY;
  // Started between 0 and 23 o'clock UTC: people live all over the world.
  const start = Math.min(day + random.integer(0, 23 * 4) * 900_000, opened - 3 * HOUR);
  const seconds = random.integer(4, 40) * 225;
  return index % 3 === 1 ? bulk(day, seconds) : timed(start, seconds);
}

function awkwardTimes({store, opened}: Seed): Changes[] {
  const today = new Date(opened);
  const month = (shift: number): number => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + shift, 1);
  const running = (start: number): Changes => ({
    is_bulk: false,
    start_time: datetime(start),
    ...(store.settings.runningEnd === 'null' ? {end_time: null} : {}),
    added_manually: false,
    created_on: datetime(start),
    updated_on: datetime(start),
  });

  return [
    // Two timers, of two people: nobody has more than one.
    {...running(opened - 2 * HOUR), user_id: personAt(store.data.users, 0).id},
    {...running(opened - 26 * HOUR), user_id: personAt(store.data.users, 1).id},
    // Across a month's edge in UTC; in local time all of it belongs to one month or the other.
    timed(month(0) - HOUR / 2, 3600),
    timed(month(-1) - 4 * HOUR, 5 * 3600),
    // From the very edge, and up to it.
    timed(month(-1), 1800),
    timed(month(-1) - HOUR, 3600),
    // Still the last day of the month in Hawaii, already the first in New Zealand.
    timed(month(0) + 3 * HOUR, 900),
    timed(month(0) - 12 * HOUR, 900),
    bulk(month(-1), 7200),
    bulk(month(-1) - DAY, 3600),
    bulk(month(0) - DAY, 5400),
    // Imported from a former system, and planned ahead.
    timed(Date.UTC(2009, 2, 2, 9), 2700),
    bulk(Date.UTC(1999, 11, 31), 28_800),
    timed(opened + 45 * DAY, 3600),
    bulk(Date.UTC(2099, 0, 1), 3600),
    timed(month(-3) - 60_000, 120),
  ];
}

function personAt(users: readonly Row[], index: number): Row {
  return at(
    users.filter((user) => user.active === true && user.type !== 'Guest'),
    index,
  );
}
