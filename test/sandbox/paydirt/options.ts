import type {DecimalFormat} from './decimals.js';
import type {Row, Table, Value} from './tables.js';
import {neutralUsers} from './users.js';

/** How many rows an account starts with. */
export interface Sizes {
  clients: number;
  projects: number;
  jobs: number;
  users: number;
  timeLogs: number;
}

export const TIME_FILTERS = ['start', 'end', 'user_id', 'client_id', 'project_id', 'job_id'] as const;

export type TimeFilter = (typeof TIME_FILTERS)[number];

export interface SandboxOptions {
  /** The same seed and clock give the same data. @default 1 */
  seed?: number;
  /** The service's clock: Date header, and the day that is today. @default the real one */
  now?: () => Date;
  size?: Partial<Sizes>;
  /** These users and no others, with `id` and whatever keys they have. @default neutral ones, of which `size` says how many */
  users?: readonly Row[];
  /** @default 0, any free one */
  port?: number;
  /** @default 'sandboxsecretapikey0123456789abc' */
  apiKey?: string;
  /** Whether the key's user has full permissions; without them everything is a 403. @default true */
  fullPermissions?: boolean;
  /** What a 401 or a 403 says (unconfirmed). @default 'json' */
  refusalBody?: 'json' | 'html' | 'empty';
  /** What is in the `errors` of a 422 (unconfirmed). @default 'strings' */
  errorElements?: 'strings' | 'objects' | 'by-field';

  /** Paths that answer 404 with a page, as an unknown one does. @default none */
  missing?: readonly Table[];
  /** Other names for the roots of lists (unconfirmed but for `clients`); `null` for bare arrays. @default as documented */
  roots?: Readonly<Partial<Record<Table, string | null>>>;
  /** Lists whose envelope has no root key at all. @default none */
  rootless?: readonly Table[];
  /** More keys for the envelopes of lists, such as `meta`. @default none */
  extraRoots?: Readonly<Partial<Record<Table, Readonly<Record<string, Value>>>>>;
  /** More headers for lists, such as Link; `{url}` in one stands for the address as requested. @default none */
  listHeaders?: Readonly<Partial<Record<Table, Readonly<Record<string, string>>>>>;
  /** Most rows of a list that are delivered, without a word about the rest: those with the lowest ids. @default none */
  cap?: Readonly<Partial<Record<Table, number>>>;
  /** `shuffled` differs from request to request. @default 'shuffled' */
  order?: 'shuffled' | 'ascending';

  /** The IANA zone in which a log with a start has its date (unconfirmed). @default 'UTC' */
  accountZone?: string;
  /** Filters that the service does not know: it answers as if they were not there. @default none */
  ignoredFilters?: readonly TimeFilter[];
  /** What a filter for an id that is not the account's gives (unconfirmed). @default 'empty' */
  unknownIds?: 'empty' | 'refused';
  /** What time logs come without `start` and `end` (unconfirmed). @default 'everything' */
  undated?: 'everything' | 'today';

  /** `mixed` spells an amount now as a string, now as a number, another way in every response. @default 'documented' */
  decimals?: DecimalFormat;
  /** How blanks are told (unconfirmed). Users are left as they are. @default 'null' */
  blanks?: 'null' | 'empty' | 'absent';
  /** Whether logs with a start have no duration and no value, as in the sample (unconfirmed). @default 'blank' */
  timedValues?: 'blank' | 'computed';
  /** Whether projects show `completed`, which can be written (unconfirmed). @default false */
  projectsCompleted?: boolean;
  /** Adds a field to every row that nobody has heard of. @default false */
  unknownFields?: boolean;

  /** Compress for clients that accept gzip. Paydirt documents nothing. @default false */
  gzip?: boolean;
  /** Waits for the faults that are slow. @default the real timer */
  sleep?: (ms: number) => Promise<void>;
  /** Keeps the process alive until `stop()`. @default false */
  keepProcessAlive?: boolean;
}

export type Settings = Required<Omit<SandboxOptions, 'size'>> & {size: Sizes};

export function settle({size: wanted, ...options}: SandboxOptions): Settings {
  const size = {clients: 12, projects: 25, jobs: 60, users: 8, timeLogs: 2500, ...wanted};

  return {
    seed: 1,
    now: () => new Date(),
    users: neutralUsers(size.users),
    port: 0,
    apiKey: 'sandboxsecretapikey0123456789abc',
    fullPermissions: true,
    refusalBody: 'json',
    errorElements: 'strings',
    missing: [],
    roots: {},
    rootless: [],
    extraRoots: {},
    listHeaders: {},
    cap: {},
    order: 'shuffled',
    accountZone: 'UTC',
    ignoredFilters: [],
    unknownIds: 'empty',
    undated: 'everything',
    decimals: 'documented',
    blanks: 'null',
    timedValues: 'blank',
    projectsCompleted: false,
    unknownFields: false,
    gzip: false,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    keepProcessAlive: false,
    ...options,
    size,
  };
}
