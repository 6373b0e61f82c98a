import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Opening} from '../core/source.js';
import type {WindowUnit} from '../core/windows.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import type {Limit} from '../http/limit.js';
import type {Declaration, Params} from './declaration.js';
import type {PageOf} from './page.js';

/** The facts about one service that its streams share: what a tap makes of its config. */
export interface Service {
  /** The service's name for messages. */
  readonly name: string;
  readonly baseUrl: string;
  /** Other addresses that may receive the credentials. */
  readonly alsoTrusted?: readonly string[];
  readonly headers: Record<string, string>;
  /** What to do when the credentials are refused. */
  readonly credentialsHint: string;
  /** Request limits by name. */
  readonly limits: Record<string, Limit>;
  /** Which limit counts a request; default: the first. */
  readonly limitOf?: (url: URL) => string;
  /** How many rows to ask for on each page. */
  readonly pageSize: number;
  /** The parameter that asks for it. */
  readonly pageSizeParam: string;
  /** Reads the envelope of a list: its rows, the announced total, and where the next page is. */
  readonly pageOf: PageOf;
  /** What the user filters by, for each stream; derived and child streams take their parent's. */
  readonly filters?: Record<string, Params>;
  /** Filters on fields that change, so that rows can leave them. */
  readonly changingFilters?: ReadonlySet<string>;
  /** The permission that a stream needs, as a sentence for the warning when it is refused. */
  readonly permissionOf?: (stream: string) => string;
  /** How a moment is written in a `since` parameter; default: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly sinceText?: (timestamp: string) => string;
  /** How streams of calendar windows are read; needed only where there are such. */
  readonly windows?: WindowFacts;
  /** After how many days all parents are visited again; default: 7. */
  readonly fullPassDays?: number;
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
  readonly params: (from: string, to: string) => Query;
}

/** What opening a service gave; `objects` are single objects, by path, that need not be asked for again. */
export interface ServiceOpening extends Omit<Opening, 'serverTime'> {
  readonly objects: ReadonlyMap<string, JsonObject>;
}

/** The stream whose records must be read to get at this one's; itself for those that stand alone. */
export function rootOf(declaration: Declaration): Declaration {
  return declaration.kind === 'derived' || declaration.kind === 'child' ? declaration.parent : declaration;
}
