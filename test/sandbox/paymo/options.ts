import type {Collection} from './collections.js';
import type {HookOptions} from './hook-options.js';
import {HOOK_DEFAULTS} from './hook-options.js';
import type {WriteOptions} from './write-options.js';
import {WRITE_DEFAULTS} from './write-options.js';

/** How many rows an account starts with. What is not named here follows from these. */
export interface Sizes {
  users: number;
  clients: number;
  projects: number;
  /** Tasks have task lists, subtasks and assignments in proportion. */
  tasks: number;
  entries: number;
  bookings: number;
  expenses: number;
  estimates: number;
  invoices: number;
  /** Of all invoices together; at least one for each. */
  invoiceItems: number;
  recurringProfiles: number;
  discussions: number;
  /** Of all threads together. */
  comments: number;
  files: number;
  reports: number;
}

export type Role = 'Admin' | 'Employee' | 'Guest';

export interface Allowance {
  requests: number;
  seconds: number;
}

/**
 * What a list does with a filter nobody has confirmed: obey it, answer 400, return everything as if it were
 * not there, or return nothing whatever the bound.
 */
export type FilterMode = 'works' | 'refused' | 'ignored' | 'empty';

export interface SandboxOptions extends HookOptions, WriteOptions {
  /** The same seed and clock give the same data. @default 1 */
  seed?: number;
  /** The service's clock: Date header, `updated_on`, timers and limits. @default the real one */
  now?: () => Date;
  size?: Partial<Sizes>;
  /** @default 0, any free one */
  port?: number;
  /** @default 'sandbox-secret-api-key' */
  apiKey?: string;
  /** With the e-mail address of the key's user it opens the account too. @default 'sandbox-secret-password' */
  password?: string;
  /** What the key's user is; the first active one of that type. @default 'Admin' */
  role?: Role;
  /** Paths that answer 403, as a plan without resource scheduling does for `bookings`. @default none */
  forbidden?: readonly string[];
  /** How values an employee may not see are left out (unconfirmed). @default 'absent' */
  hiddenFields?: 'absent' | 'null';
  /** Fixed windows; several give headers with several numbers. @default 5 requests per 5 s */
  limits?: Allowance | readonly Allowance[] | false;

  /** Most objects of one type in one response, children counted over all of it; pages are never cut. @default 2500 */
  cap?: number;
  /** Whether the cap cuts the rows of a list that is not paged, which sources disagree about. @default true */
  unpagedCapped?: boolean;
  /** A larger `page_size` is taken for this (unconfirmed). @default 2500 */
  maxPageSize?: number;
  /** Paths that return everything whatever `page` and `page_size` say. @default none */
  ignorePaging?: readonly string[];
  /**
   * The order of lists and of included children (unconfirmed). `mixed` is stable, but follows neither ids nor
   * age and differs from list to list; `shuffled` differs from request to request, so that pages overlap.
   * @default 'mixed'
   */
  order?: 'mixed' | 'shuffled' | 'ascending';

  /**
   * Filters on `updated_on` and `created_on`. They always work where they are confirmed: clientcontacts,
   * clients, discussions, estimates, expenses, invoicetemplates, invoicepayments, invoices, milestones and
   * projecttemplates. One mode goes for all other lists; a map goes by path, and what it does
   * not name keeps its default.
   * @default refused by users, userstasks, recurringprofiles, workflows and reports; ignored by tasklists,
   * subtasks, comments and taskrecurringprofiles; works elsewhere
   */
  updatedOnFilter?: FilterMode | Readonly<Partial<Record<Collection, FilterMode>>>;
  /** The same filters on entries, beside a `time_interval` (unconfirmed). @default 'ignored' */
  updatedOnWithInterval?: FilterMode;
  /** Filters on `id`, which one client types and nobody confirms. @default 'ignored' */
  idFilter?: FilterMode;
  /**
   * Whether `time_interval` and `date_interval` include their end (unconfirmed). @default 'half-open'
   */
  intervalBounds?: 'half-open' | 'inclusive';
  /** Whether what only overlaps an interval is in it; otherwise its start decides (unconfirmed). @default false */
  intervalOverlap?: boolean;
  /** What `like` without a `%` means (unconfirmed). @default 'exact' */
  bareLike?: 'exact' | 'contains';
  /**
   * Paths that answer without a filter although clients say they want one: `entries`, `files`, `threads`,
   * `comments`, `invoiceitems`, `estimateitems`, `recurringprofileitems`. `bookings` and `userstasks` always
   * want theirs. @default none
   */
  unfiltered?: readonly string[];

  /** Includes that answer 500, as `path.relation`, such as `tasks.entries` (live, intermittent). @default none */
  failingIncludes?: readonly string[];
  /** A parent whose key is null (unconfirmed). @default 'missing' */
  nullParent?: 'missing' | 'null';
  /** Rows without a child that passes the filter on the included children (unconfirmed). @default 'kept' */
  childlessParents?: 'kept' | 'dropped';
  /** The docs say the one, a client that was tried says the other. @default 'recurring_profiles' */
  recurringProfilesRoot?: 'recurringprofiles' | 'recurring_profiles';
  /** Galleries under their own path, or under that of the templates. @default 'templates' */
  galleryRoot?: 'path' | 'templates';
  /** A running timer's `end_time` (unconfirmed). @default 'missing' */
  runningEnd?: 'missing' | 'null';
  /** Whether changed lines move `updated_on` of their document (unconfirmed). Totals always follow. @default true */
  linesTouchParent?: boolean;
  /** Adds a field to every row that nobody has heard of, as the service keeps doing. @default false */
  unknownFields?: boolean;

  /** Compress for clients that accept gzip. Paymo documents nothing. @default false */
  gzip?: boolean;
  /** Waits for the faults that are slow. @default the real timer */
  sleep?: (ms: number) => Promise<void>;
  /** Keeps the process alive until `stop()`. @default false */
  keepProcessAlive?: boolean;
}

export type Settings = Required<Omit<SandboxOptions, 'size' | 'limits'>> & {
  size: Sizes;
  limits: readonly Allowance[];
};

export function settle(options: SandboxOptions): Settings {
  const {size, limits = {requests: 5, seconds: 5}, ...rest} = options;

  return {
    seed: 1,
    now: () => new Date(),
    port: 0,
    apiKey: 'sandbox-secret-api-key',
    password: 'sandbox-secret-password',
    role: 'Admin',
    forbidden: [],
    hiddenFields: 'absent',
    cap: 2500,
    unpagedCapped: true,
    maxPageSize: 2500,
    ignorePaging: [],
    order: 'mixed',
    updatedOnFilter: {},
    updatedOnWithInterval: 'ignored',
    idFilter: 'ignored',
    intervalBounds: 'half-open',
    intervalOverlap: false,
    bareLike: 'exact',
    unfiltered: [],
    failingIncludes: [],
    nullParent: 'missing',
    childlessParents: 'kept',
    recurringProfilesRoot: 'recurring_profiles',
    galleryRoot: 'templates',
    runningEnd: 'missing',
    linesTouchParent: true,
    unknownFields: false,
    gzip: false,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    keepProcessAlive: false,
    ...HOOK_DEFAULTS,
    ...WRITE_DEFAULTS,
    ...rest,
    size: {
      users: 8,
      clients: 9,
      projects: 14,
      tasks: 60,
      entries: 400,
      bookings: 24,
      expenses: 30,
      estimates: 8,
      invoices: 16,
      invoiceItems: 50,
      recurringProfiles: 4,
      discussions: 10,
      comments: 40,
      files: 36,
      reports: 6,
      ...size,
    },
    limits: limits === false ? [] : 'requests' in limits ? [limits] : limits,
  };
}
