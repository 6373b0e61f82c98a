import {DAY} from '../common/calendar.js';
import type {Random} from '../common/random.js';
import {createRandom} from '../common/random.js';
import {seedTime} from './seed-time.js';
import {seedWork} from './seed-work.js';
import type {Store} from './store.js';

/** How far back work goes. */
const HISTORY_DAYS = 3 * 365;

/** What the parts of the seed share. */
export interface Seed {
  readonly store: Store;
  readonly random: Random;
  /** When the account was looked at first, to the second, and when its oldest work was done. */
  readonly opened: number;
  readonly begun: number;
}

/** Fills an empty store: the same for the same seed and the same clock. */
export function seed(store: Store): void {
  const {settings} = store;
  const opened = Math.floor(settings.now().getTime() / 1000) * 1000;
  const context = {store, random: createRandom(settings.seed), opened, begun: opened - HISTORY_DAYS * DAY};

  for (const user of settings.users) store.add('users', structuredClone(user));
  seedWork(context);
  seedTime(context);
}
