import {DAY, datetime, HOUR} from '../common/calendar.js';
import type {Random} from '../common/random.js';
import {createRandom} from '../common/random.js';
import type {Collection, Row} from './collections.js';
import {seedDocuments} from './seed-documents.js';
import {seedEntries} from './seed-entries.js';
import {seedExpenses} from './seed-expenses.js';
import {seedInvoices} from './seed-invoices.js';
import {seedPeople} from './seed-people.js';
import {seedPlaces} from './seed-places.js';
import {seedReports} from './seed-reports.js';
import {seedTalk} from './seed-talk.js';
import {seedTasks} from './seed-tasks.js';
import {seedTemplates} from './seed-templates.js';
import type {Changes, Store} from './store.js';

/** How old the account is. */
const HISTORY_DAYS = 700;

/** What the parts of the seed share. */
export interface Seed {
  readonly store: Store;
  readonly random: Random;
  /** When the account is opened: nothing but plans is dated later. */
  readonly opened: number;
  /** Adds a row, created at this share of the account's history, and perhaps changed since. */
  add(collection: Collection, share: number, fields: Changes): Row;
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
    add(collection, share, fields) {
      const created = begun + share * (opened - HOUR - begun);
      const since = random.chance(0.5) ? 0 : random.next() * (opened - HOUR - created);
      const stamps = {created_on: datetime(created), updated_on: datetime(created + since)};
      return store.add(collection, {...stamps, ...fields});
    },
  };

  seedPeople(context);
  seedPlaces(context);
  seedTasks(context);
  seedTemplates(context);
  seedEntries(context);
  seedExpenses(context);
  seedDocuments(context);
  seedInvoices(context);
  seedTalk(context);
  seedReports(context);
}
