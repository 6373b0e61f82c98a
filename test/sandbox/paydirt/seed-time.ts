import {DAY, date, HOUR} from '../common/calendar.js';
import {at} from '../common/random.js';
import {awkwardTimes} from './awkward-times.js';
import {fromTo, onDay, valued} from './log-shapes.js';
import {DESCRIPTIONS} from './names.js';
import type {Seed} from './seed.js';
import {NOWHERE, PRICE_TYPES} from './seed-work.js';
import type {Changes} from './store.js';
import type {Row} from './tables.js';
import {keyOf} from './tables.js';

/** Everybody's own rate, for jobs that are paid by who works on them. */
const USER_RATES = ['75.0', '110.0', '95.5'] as const;
const INVOICED_AFTER = 45 * DAY;

/** Time logs: first those at awkward places in time, then ordinary work. */
export function seedTime(seed: Seed): void {
  const {store} = seed;
  const count = store.settings.size.timeLogs;
  const awkward = awkwardTimes(seed.opened);
  const clients = new Map(store.data.clients.map((row) => [row.id, row]));
  for (let index = 0; index < count; index += 1) {
    const times = awkward[index] ?? ordinaryTimes(seed, index, count);
    const log = {...logFields(seed, index, clients), ...times};
    store.add('time', {...log, ...valued(log, store.settings), ...invoicing(seed, log)});
  }
}

/** Every field in the order of the docs; who did what, and what for. */
function logFields({store, random}: Seed, index: number, clients: ReadonlyMap<number, Row>): Changes {
  const {jobs, users} = store.data;
  const isStray = index % 400 === 30;
  const job = jobs.length === 0 || isStray ? undefined : at(jobs, random.integer(0, jobs.length - 1));
  const place = random.integer(0, Math.max(0, users.length - 1));
  const user = users.length === 0 || index % 400 === 31 ? undefined : at(users, place);
  return {
    job_id: job?.id ?? NOWHERE,
    user_id: user?.id ?? NOWHERE,
    duration_only: false,
    date: null,
    started_at: null,
    ended_at: null,
    duration: null,
    description: at(DESCRIPTIONS, index),
    hourly_rate: rateOf(job, place, clients),
    value: null,
    billable: job?.price_type !== PRICE_TYPES.fixed && index % 9 !== 8,
    billed: false,
  };
}

function rateOf(job: Row | undefined, place: number, clients: ReadonlyMap<number, Row>): string | null {
  if (job?.price_type === PRICE_TYPES.perHour) return String(job.price);
  if (job?.price_type === PRICE_TYPES.perUser) return at(USER_RATES, place);
  const client = job && clients.get(keyOf(job, 'client_id') ?? -1);
  const rate = client?.hourly_rate;
  return typeof rate === 'string' ? rate : null;
}

function ordinaryTimes({begun, opened, random}: Seed, index: number, count: number): Changes {
  // Ids follow time, but for what people remember later.
  const share = random.chance(0.05) ? random.next() : index / count;
  const day = Date.parse(date(begun + share * (opened - begun)));
  const seconds = random.integer(1, 40) * 450;
  if (index % 3 === 1) return onDay(date(day), seconds);

  // Started at any hour in UTC: people live all over the world.
  const start = Math.min(
    day + random.integer(0, 23 * 4) * 900_000 + random.integer(0, 999),
    opened - 6 * HOUR,
  );
  return fromTo(start, start + seconds * 1000);
}

/** Work is invoiced a month and a half later. */
function invoicing({opened}: Seed, log: Changes): Changes {
  const done = Date.parse(String(log.date ?? log.started_at));
  return {billed: log.billable === true && done < opened - INVOICED_AFTER};
}
