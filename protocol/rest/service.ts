import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Opening} from '../core/source.js';
import type {WindowUnit} from '../core/windows.js';
import type {Client} from '../http/client.js';
import type {JsonResponse, Query} from '../http/client-options.js';
import type {Limit} from '../http/limit.js';
import type {QuotaHeaders} from '../http/quota.js';
import type {Declaration, Params, TableStream} from './declaration.js';
import type {Paging} from './paging.js';
import type {Relation} from './relation.js';

/** The facts about one service that its streams share: what a tap makes of its config. */
export interface Service {
  /** The service's name for messages. */
  readonly name: string;
  readonly baseUrl: string;
  /** Credentials that the service wants in the query; they never show in any address that is told. */
  readonly secretQuery?: Readonly<Record<string, string>>;
  /** Other addresses that may receive the credentials. */
  readonly alsoTrusted?: readonly string[];
  readonly headers: Record<string, string>;
  /** What to do when the credentials are refused. */
  readonly credentialsHint: string;
  /** What to do about a 403, where that is about the user as a whole and not about one resource. */
  readonly forbiddenHint?: string;
  /** Whether decimals may come as numbers, so that no digit of them may get lost. */
  readonly exactNumbers?: boolean;
  /** Request limits by name. */
  readonly limits: Record<string, Limit>;
  /** Which limit counts a request; default: the first. */
  readonly limitOf?: (url: URL) => string;
  /** How many rows to ask for on each page; needed only where there are lists. */
  readonly pageSize?: number;
  /** How lists are handed out; needed only where there are such. */
  readonly paging?: Paging;
  /** How parameters are written into a query; default: as they are. */
  readonly queryOf?: (params: Params) => Query;
  /** How many requests may be under way at once, however many the user allows; default: any number. */
  readonly mostAtOnce?: number;
  /** Fewer repetitions than usual for some statuses, where they tend to mean something that time does not heal. */
  readonly fewerRetries?: Readonly<Record<number, number>>;
  /** The headers in which the service tells what is left of its limit. */
  readonly quotaHeaders?: QuotaHeaders;
  /** What the user filters by, for each stream; derived and child streams take their parent's. */
  readonly filters?: Record<string, Params>;
  /** Which rows of a stream the user wants, as far as that can be told from the rows; default: all. */
  readonly keeps?: Record<string, (row: JsonObject) => boolean>;
  /** Fields of filters that rows lacked when they were looked at, by stream; they were kept. Grows in a run. */
  readonly lacking?: Record<string, ReadonlySet<string>>;
  /** Filters by stream that can't be told from the rows, so that they are never left away. */
  readonly serviceOnly?: Record<string, readonly string[]>;
  /** The days that the user wants of a stream that is read by stretches of days; both ends belong to it. */
  readonly days?: Record<string, {readonly from?: string; readonly to?: string}>;
  /** What the user wants embedded in a stream's records. */
  readonly include?: Record<string, readonly Relation[]>;
  /**
   * Everything that narrows a stream, where that is more than `filters` tell; bookmarks recognise it, and it names
   * what the warning about changing fields is about.
   */
  readonly described?: Record<string, JsonObject>;
  /** Whether a filter is on a field that changes, so that rows can leave it; default: none is. */
  readonly isChanging?: (stream: string, filter: string) => boolean;
  /** The permission that a stream needs, as a sentence for the warning when it is refused. */
  readonly permissionOf?: (stream: string) => string;
  /** How a moment is written in a `since` parameter; default: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly sinceText?: (timestamp: string) => string | number;
  /** How streams of calendar windows are read; needed only where there are such. */
  readonly windows?: WindowFacts;
  /** How streams that are asked for by days are read; needed only where there are such. */
  readonly dayWindows?: DayFacts;
  /** Whether a table may be empty, or have lost most of its rows, without that being an error. */
  readonly allowEmpty?: boolean;
  /** Days before today that a stream of days is read again from, where it can't be asked for changes. */
  readonly lookbackDays?: number;
  /** After how many days everything is read again, and all parents are visited; default: 7. */
  readonly fullPassDays?: number;
  /** Makes a client ready for single calls, which `open` does too; default: there is nothing to do. */
  readonly prepare?: (client: Client) => Promise<void>;
  /** Checks the credentials and looks at the account before anything is read; default: nothing is asked. */
  readonly open?: (client: Client, streams: ReadonlySet<string>, log: Log) => Promise<ServiceOpening>;
}

/** How a service is asked for aggregates over calendar windows. */
export interface WindowFacts {
  readonly unit: WindowUnit;
  /** The name of the setting that holds the unit, for the bookmark and the message when it was changed. */
  readonly setting: string;
  readonly lookbackDays: number;
  /** How many whole months before the current one are read when no start is configured. */
  readonly defaultMonths: number;
  /** The parameters that ask for one window. */
  readonly params: (from: string, to: string) => Params;
}

/** How rows are asked for by the days that they belong to. */
export interface DayFacts {
  /** Days per request. */
  readonly windowDays: number;
  /** Days before the bookmark that are read again in each run. */
  readonly lookbackDays: number;
  /** After how many days everything is read again from the start on; 0: never. */
  readonly fullPassDays: number;
  /** Columns that are computed from a row, by stream. */
  readonly computed: Readonly<Record<string, (row: JsonObject) => JsonObject>>;
  /** The day that a computed row belongs to; undefined where it tells none. */
  readonly dayOf: (row: JsonObject) => string | undefined;
  /** Makes ready to tell of rows which of the user's filters they contradict; may ask the service for it. */
  readonly filterCheck?: (stream: string, ask: AskTable) => Promise<FilterCheck>;
}

/** All rows of a table. */
export type AskTable = (table: TableStream) => Promise<readonly JsonObject[]>;

/** The filter that a row contradicts; undefined for a row that fits; `unknown` where that can't be told. */
export type FilterCheck = (row: JsonObject) => {readonly contradicts: string} | 'unknown' | undefined;

/** What opening a service gave; `objects` are single objects, by path, that need not be asked for again. */
export interface ServiceOpening extends Omit<Opening, 'serverTime'> {
  readonly objects: ReadonlyMap<string, JsonObject>;
  /** Answers to paths that need not be asked for again. */
  readonly answers?: ReadonlyMap<string, JsonResponse>;
  /** Which rows of a stream the user wants, where that could only be told once the service was asked. */
  readonly keeps?: Record<string, (row: JsonObject) => boolean>;
  /** The first day that is likely to have records; what lies before it is read too, but in one piece. */
  readonly firstDay?: string;
}

/** The stream whose records must be read to get at this one's; itself for those that stand alone. */
export function rootOf(declaration: Declaration): Declaration {
  return declaration.kind === 'derived' || declaration.kind === 'child'
    ? rootOf(declaration.parent)
    : declaration;
}
