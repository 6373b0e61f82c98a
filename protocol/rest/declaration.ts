import type {JsonObject} from '../core/json.js';
import type {ReplicationMethod} from '../core/stream.js';
import type {Relation} from './relation.js';

/** What a parameter may be; null asks for rows without a value, a list for any of its members. */
export type ParamValue = string | number | boolean | null | readonly (string | number)[];

export function isList(value: ParamValue): value is readonly (string | number)[] {
  return Array.isArray(value);
}

/**
 * Parameters of a request, as the service spells them. Where a service takes conditions, the name carries the operator
 * (`updated_on>=`), and its `queryOf` writes them down.
 */
export type Params = Record<string, ParamValue>;

/** What every declaration says. */
export interface Common {
  readonly name: string;
  readonly keyProperties: readonly string[];
  readonly replicationKey: string | undefined;
  readonly replicationMethod: ReplicationMethod;
  readonly selectedByDefault: boolean;
  readonly fieldsOffByDefault: readonly string[];
  /** Which changes a run can't see, for the documentation. */
  readonly unseen: string;
  /** Puts a row into the form that its schema describes, where the service's own differs from it. */
  readonly adapt: ((row: JsonObject) => JsonObject) | undefined;
}

export interface BusinessDates {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** Records may have no such date; no range of dates finds those. */
  readonly mayBeNull?: boolean;
  /** A backfill reads the records of a stretch of such dates, and not those that changed in it. */
  readonly boundBackfill?: boolean;
}

/** A paged list of records. */
export interface ListStream extends Common {
  readonly kind: 'list';
  readonly path: string;
  /** The names of the list in its envelope; the first is the usual one. */
  readonly rootKeys: readonly string[];
  /** The parameter that asks for what changed since a moment; undefined where there is none. */
  readonly since: string | undefined;
  /**
   * Whether that parameter has to prove itself: it is not documented for this list, so it is only trusted once it
   * brought the row that it had to bring, and never if it is refused or brings older ones.
   */
  readonly provesSince: boolean;
  /** Fields that come only when they are asked for by name. */
  readonly hiddenFields: readonly string[];
  /** Fields that only a request for the single object brings. */
  readonly detailFields: readonly string[];
  /** The field that holds the records' business date, and the parameters that bound it, both inclusive. */
  readonly dates: BusinessDates | undefined;
  /** The list is read once with each of these parameters, and rows that come twice are sent once. */
  readonly sweeps: readonly Params[];
  /** Rows whose `field` is true change without moving their replication key, and are re-read in each run. */
  readonly unsteady: Unsteady | undefined;
  /** Whether each row has an address of its own, below the list's path. */
  readonly isAddressed: boolean;
}

/** Rows that change without a trace, such as running timers, and the parameters that list them. */
export interface Unsteady {
  readonly is: (row: JsonObject) => boolean;
  readonly query: Params;
}

/** A list that has to be asked for by stretches of days. */
export interface DatedStream extends Common {
  readonly kind: 'dated';
  readonly path: string;
  readonly rootKeys: readonly string[];
  /** The parameter that takes both ends of a stretch, and how they are written. */
  readonly between: {readonly param: string; readonly form: 'dates' | 'moments'};
  /** The parameter that asks for what changed since a moment; it always has to prove itself. */
  readonly since: string;
  /** The first and the last day that a row belongs to; undefined where it tells none. */
  readonly daysOf: (row: JsonObject) => readonly [string, string] | undefined;
  /** So many days a row may last, so that it can begin before the days that are asked for. */
  readonly longest: number;
  /** Days of work that are read again in each run where that parameter does not work; undefined: all. */
  readonly lookbackDays: 'configured' | undefined;
  readonly unsteady: Unsteady | undefined;
}

/** A single object instead of a list. */
export interface ObjectStream extends Common {
  readonly kind: 'object';
  readonly path: string;
  /** The name of the object in its envelope; undefined where it has none. */
  readonly rootKey: string | undefined;
}

/** Records that are embedded in another stream's, read without requests of their own. */
export interface DerivedStream extends Common {
  readonly kind: 'derived';
  readonly parent: ListStream | ChildStream;
  /** What has to be embedded in the parents for it; undefined where they always carry it. */
  readonly relation: Relation | undefined;
  /** Whether its replication key is its parent's; else a row may change that its parent knows nothing of. */
  readonly followsParent: boolean;
  readonly rows: (parent: JsonObject) => JsonObject[];
  /** How one row is had by its id; undefined where it only comes with its parent. */
  readonly alone: AloneRow | undefined;
}

/** The address below which one embedded row is had by its id, and what has to be embedded in it then: its parent. */
export interface AloneRow {
  readonly path: string;
  readonly rootKeys: readonly string[];
  readonly parent: Relation;
}

/** A list that hangs below each record of another stream. */
export interface ChildStream extends Common {
  readonly kind: 'child';
  readonly parent: ListStream;
  /** The path with `{field}` for values of the partition. */
  readonly path: string;
  readonly rootKeys: readonly string[];
  /** The parameters that pick one listing, where the path alone does not. */
  readonly params: ((stamp: JsonObject) => Params) | undefined;
  /** The values that pick one listing; they are written into each of its records. */
  readonly partition: (parent: JsonObject) => JsonObject;
  /**
   * `all`: every parent in every run. `changed`: those whose replication key moved, and all of them every few
   * days; right only where the service touches the parent whenever a child changes.
   */
  readonly visit: 'all' | 'changed';
  /** Whether a parent can have such children; undefined: every parent. */
  readonly only: ((parent: JsonObject) => boolean) | undefined;
  /** A status by which the service says that this parent has no such list. */
  readonly noListStatus: number | undefined;
  /** Whether each row has an address of its own, below the path. */
  readonly isAddressed: boolean;
}

/** Aggregates over a stretch of days: the same request again and again for one calendar window after another. */
export interface WindowStream extends Common {
  readonly kind: 'windows';
  readonly path: string;
  readonly rootKey: string;
  /** Makes of all rows of one window what is emitted, each with a key of its own. */
  readonly gather: (rows: readonly JsonObject[]) => readonly JsonObject[];
}

/** A table that comes whole, in a single response. */
export interface TableStream extends Common {
  readonly kind: 'table';
  readonly path: string;
  readonly rootKeys: readonly string[];
  /** Whether fields that the schema does not know are taken into it, since nobody documented them. */
  readonly isOpen: boolean;
}

/** Rows of which the service can only be asked by the calendar days that they belong to. */
export interface DayStream extends Common {
  readonly kind: 'days';
  readonly path: string;
  readonly rootKeys: readonly string[];
  /** The parameters for the first and the last day; both belong to what is asked for. */
  readonly between: {readonly from: string; readonly to: string};
  /** Parameters that divide the rows of one day further, each by the ids of a table's rows. */
  readonly divided: readonly {readonly param: string; readonly by: TableStream}[];
}

export type Declaration =
  | TableStream
  | DayStream
  | ListStream
  | DatedStream
  | ObjectStream
  | DerivedStream
  | ChildStream
  | WindowStream;
