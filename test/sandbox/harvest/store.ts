import {date, datetime} from '../common/calendar.js';
import type {ChildCollection, Collection, Data, Records, Tables} from './data.js';
import {emptyData} from './data.js';
import {refreshEmbeds} from './embeds.js';
import {LargeTimeEntries} from './large-time-entries.js';
import type {Settings} from './options.js';
import type {TimeEntry} from './work-records.js';

export type Sequenced = Collection | Exclude<ChildCollection, 'teammates'> | 'line_items';

/** Where each kind of id starts; separate sequences, so equal numbers mean nothing across collections. */
const FIRST_IDS: Record<Sequenced, number> = {
  clients: 5_735_700,
  contacts: 4_706_400,
  users: 1_782_880,
  roles: 617_630,
  tasks: 8_083_365,
  projects: 14_307_900,
  user_assignments: 125_063_900,
  task_assignments: 155_502_700,
  time_entries: 636_708_500,
  expense_categories: 4_195_926,
  expenses: 15_296_400,
  invoice_item_categories: 1_466_292,
  invoices: 13_150_300,
  estimate_item_categories: 1_378_703,
  estimates: 1_439_800,
  invoice_messages: 27_835_200,
  invoice_payments: 10_112_850,
  estimate_messages: 2_666_230,
  billable_rates: 1_836_490,
  cost_rates: 825_300,
  line_items: 53_341_450,
};

/** Accounts with more time entries than this generate them instead of holding them. */
export const MOST_TIME_ENTRIES_HELD = 20_000;

/** Which account of the sandbox this is. */
export interface CompanyName {
  name: string;
  /** The part of its addresses before `.harvestapp.com`. */
  subdomain: string;
  /** 0 for the main account. */
  nth: number;
}

/** The account's rows, its clock and its id sequences; what changes a row also stamps it. */
export class Store {
  readonly data: Data;
  readonly settings: Settings;
  readonly company: CompanyName;
  /** Present only in large accounts: the entries beyond those in `data.time_entries`. */
  large: LargeTimeEntries | undefined;
  readonly #ids = new Map<Sequenced, number>();

  constructor(settings: Settings, company: CompanyName) {
    this.settings = settings;
    this.company = company;
    this.data = emptyData({
      base_uri: `https://${company.subdomain}.harvestapp.com`,
      full_domain: `${company.subdomain}.harvestapp.com`,
      name: company.name,
      is_active: true,
      week_start_day: 'Monday',
      wants_timestamp_timers: settings.timestampTimers,
      time_format: 'hours_minutes',
      date_format: '%Y-%m-%d',
      plan_type: 'simple-v4',
      expense_feature: settings.modules.expense,
      invoice_feature: settings.modules.invoice,
      estimate_feature: settings.modules.estimate,
      approval_feature: settings.modules.approval,
      team_feature: settings.modules.team,
      clock: '12h',
      currency_code_display: 'iso_code_none',
      currency_symbol_display: 'symbol_before',
      decimal_symbol: '.',
      thousands_separator: ',',
      color_scheme: 'orange',
      weekly_capacity: 126_000,
      currency: 'USD',
      saml_sign_in_required: false,
      day_entry_notes_required: false,
    });
  }

  now(): string {
    return datetime(this.settings.now());
  }

  today(): string {
    return date(this.settings.now());
  }

  nextId(sequence: Sequenced): number {
    const id = this.#ids.get(sequence) ?? FIRST_IDS[sequence];
    this.#ids.set(sequence, id + 1);
    return id;
  }

  get<Name extends Collection>(collection: Name, id: number): Records[Name] {
    const tables: Tables = this.data;
    const rows: Records[Name][] = tables[collection];
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) throw new Error(`The sandbox has no ${collection} with id ${id}.`);
    return row;
  }

  /** Adds a row like the newest one of the collection, apart from `changes`, its id and its timestamps. */
  insert<Name extends Collection>(collection: Name, changes: Partial<Records[Name]> = {}): Records[Name] {
    const tables: Tables = this.data;
    const rows: Records[Name][] = tables[collection];
    const model = rows.findLast((row) => !('is_running' in row && row.is_running));
    if (!model) throw new Error(`The sandbox has no ${collection} to model a new row on.`);

    const now = this.now();
    const row = {
      ...structuredClone(model),
      id: this.nextId(collection),
      created_at: now,
      updated_at: now,
      ...changes,
    };
    if ('line_items' in row && !('line_items' in changes)) {
      for (const line of row.line_items) line.id = this.nextId('line_items');
    }
    rows.push(row);
    return row;
  }

  /** Changes a row and moves its `updated_at`. Records that embed its name show the new one, unmoved. */
  update<Name extends Collection>(
    collection: Name,
    id: number,
    changes: Partial<Records[Name]> = {},
  ): Records[Name] {
    const row = this.get(collection, id);
    Object.assign(row, {updated_at: this.now()}, changes);
    refreshEmbeds(this.data);
    return row;
  }

  /** Takes a row away without a trace, its children too: the API has no tombstones. */
  remove(collection: Collection, id: number): void {
    const rows: {id: number}[] = this.data[collection];
    const index = rows.findIndex((row) => row.id === id);
    if (index === -1) throw new Error(`The sandbox has no ${collection} with id ${id}.`);

    rows.splice(index, 1);
    if (collection === 'invoices') {
      this.data.invoice_messages.delete(id);
      this.data.invoice_payments.delete(id);
    } else if (collection === 'estimates') {
      this.data.estimate_messages.delete(id);
    } else if (collection === 'projects') {
      // Deleting a project deletes its time entries and expenses; its invoices stay. (API v2 docs, Projects.)
      this.data.time_entries = this.data.time_entries.filter((entry) => entry.project.id !== id);
      this.data.expenses = this.data.expenses.filter((expense) => expense.project.id !== id);
      this.data.user_assignments = this.data.user_assignments.filter((row) => row.project.id !== id);
      this.data.task_assignments = this.data.task_assignments.filter((row) => row.project.id !== id);
    }
  }

  /** Turns a small account into a large one: `total` entries modelled on the ones it has. */
  enlarge(total: number): void {
    const models: TimeEntry[] = this.data.time_entries.filter((entry) => !entry.is_running);
    this.data.time_entries = [];
    this.large = new LargeTimeEntries(models, total, this.settings.now());
  }
}
