import {DAY, datetime, HOUR} from '../common/calendar.js';
import type {Random} from '../common/random.js';
import {createRandom} from '../common/random.js';
import {refreshEmbeds} from './embeds.js';
import {seedEstimates} from './seed-estimates.js';
import {seedExpenses} from './seed-expenses.js';
import {seedInvoices} from './seed-invoices.js';
import {seedPeople} from './seed-people.js';
import {seedTimeEntries} from './seed-time-entries.js';
import {seedWork} from './seed-work.js';
import type {Store} from './store.js';
import {MOST_TIME_ENTRIES_HELD} from './store.js';

/** All rows are dated within about six months before the account is opened. */
export const HISTORY_DAYS = 183;
/** Clients, people and projects come about in this many days at the start of the history. */
const SETUP_DAYS = 25;

/** What the parts of the seed share. */
export interface Seed {
  readonly store: Store;
  readonly random: Random;
  /** When the account is opened: nothing is dated later. */
  readonly opened: number;
  /** The moment of the n-th step of setting the account up; steps of one kind are in order. */
  setup(step: number): string;
  /** A later moment, but never after the account is opened. */
  after(moment: string, mostDays: number): string;
  /** Names in another order for each further account, so that a row tells which of them it is from. */
  shifted<Name>(names: readonly Name[]): readonly Name[];
}

/** Fills an empty store: the same for the same seed and the same clock. */
export function seed(store: Store): void {
  const {settings} = store;
  const random = createRandom(settings.seed);
  const opened = Math.floor(settings.now().getTime() / 1000) * 1000;
  const begun = opened - HISTORY_DAYS * DAY;
  const context: Seed = {
    store,
    random,
    opened,
    setup: (step) => datetime(begun + Math.min(SETUP_DAYS * DAY, step * 7 * HOUR + step * 61_000)),
    after(moment, mostDays) {
      const start = Date.parse(moment);
      const latest = Math.min(opened - HOUR, start + mostDays * DAY);
      return datetime(latest <= start ? start : start + random.next() * (latest - start));
    },
    shifted(names) {
      const by = (store.company.nth * 3) % names.length;
      return [...names.slice(by), ...names.slice(0, by)];
    },
  };
  const large = settings.size.timeEntries > MOST_TIME_ENTRIES_HELD;

  seedPeople(context);
  seedWork(context);
  seedTimeEntries(context, large ? 256 : settings.size.timeEntries);
  seedExpenses(context);
  seedEstimates(context);
  seedInvoices(context);
  refreshEmbeds(store.data);
  if (large) store.enlarge(settings.size.timeEntries);
}
