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

interface Common {
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
}

/** Aggregates over a stretch of days: the same request again and again for one calendar window after another. */
export interface WindowStream extends Common {
  readonly kind: 'windows';
  readonly path: string;
  readonly rootKey: string;
  /** Makes of all rows of one window what is emitted, each with a key of its own. */
  readonly gather: (rows: readonly JsonObject[]) => readonly JsonObject[];
}

export type Declaration =
  | ListStream
  | DatedStream
  | ObjectStream
  | DerivedStream
  | ChildStream
  | WindowStream;

type Field<Row> = keyof Row & string;
/** A row as the service may send it: any field can be missing or null. */
type Raw<Row> = {[F in keyof Row]?: Row[F] | null | undefined};

interface Keys<Row> {
  keyProperties: readonly Field<Row>[];
  selectedByDefault?: boolean;
  fieldsOffByDefault?: readonly Field<Row>[];
  unseen?: string;
  adapt?: (row: JsonObject) => JsonObject;
}

type Typed<Row, Kind extends Declaration> = Kind & {readonly row?: Row};

/**
 * Makes declarations of streams whose records have the types `Records`, by stream name. The compiler proofreads
 * them: a stream without a schema, a key that is no field, a misspelled replication key or a partition that does
 * not fit the record are type errors.
 */
export function streamsOf<Records>() {
  type Name = keyof Records & string;
  return {
    list<N extends Name>(
      name: N,
      said: Keys<Records[N]> & {
        /** Default: the stream's name. */
        path?: string;
        /** Default: the stream's name. */
        rootKey?: string | readonly string[];
        /** Without `since`, what did not change is left out of what was read. */
        replicationKey?: Field<Records[N]>;
        since?: string;
        provesSince?: boolean;
        hiddenFields?: readonly Field<Records[N]>[];
        detailFields?: readonly Field<Records[N]>[];
        dates?: BusinessDates & {field: Field<Records[N]>};
        sweeps?: readonly Params[];
        unsteady?: Unsteady;
      },
    ): Typed<Records[N], ListStream> {
      return {
        kind: 'list',
        ...common(name, said, said.replicationKey),
        path: said.path ?? name,
        rootKeys: [said.rootKey ?? name].flat(),
        since: said.since,
        provesSince: said.provesSince ?? false,
        hiddenFields: said.hiddenFields ?? [],
        detailFields: said.detailFields ?? [],
        dates: said.dates,
        sweeps: said.sweeps ?? [{}],
        unsteady: said.unsteady,
      };
    },

    dated<N extends Name>(
      name: N,
      said: Keys<Records[N]> &
        Pick<DatedStream, 'between' | 'since' | 'daysOf'> & {
          path?: string;
          rootKey?: string | readonly string[];
          replicationKey: Field<Records[N]>;
          lookbackDays?: DatedStream['lookbackDays'];
          /** Default: 0. */
          longest?: number;
          unsteady?: Unsteady;
        },
    ): Typed<Records[N], DatedStream> {
      const {between, since, daysOf, lookbackDays, longest = 0, unsteady} = said;
      return {
        kind: 'dated',
        ...common(name, said, said.replicationKey),
        path: said.path ?? name,
        rootKeys: [said.rootKey ?? name].flat(),
        between,
        since,
        daysOf,
        lookbackDays,
        longest,
        unsteady,
      };
    },

    object<N extends Name>(
      name: N,
      said: Keys<Records[N]> & {path: string; rootKey?: string},
    ): Typed<Records[N], ObjectStream> {
      return {kind: 'object', ...common(name, said, undefined), path: said.path, rootKey: said.rootKey};
    },

    derived<N extends Name, Parent>(
      name: N,
      said: Keys<Records[N]> & {
        parent: Typed<Parent, ListStream | ChildStream>;
        relation?: Relation;
        replicationKey: Field<Records[N]>;
        /** Default: true. */
        followsParent?: boolean;
        rows: (parent: Raw<Parent>) => Raw<Records[N]>[] | JsonObject[];
      },
    ): Typed<Records[N], DerivedStream> {
      const {parent, relation, followsParent = true} = said;
      const rows = untyped<JsonObject[]>(said.rows);
      return {
        kind: 'derived',
        ...common(name, said, said.replicationKey),
        parent,
        relation,
        followsParent,
        rows,
      };
    },

    child<N extends Name, Parent>(
      name: N,
      said: Keys<Records[N]> & {
        parent: Typed<Parent, ListStream>;
        path: string;
        rootKey?: string;
        params?: (stamp: JsonObject) => Params;
        partition: (parent: Raw<Parent>) => Raw<Records[N]>;
        visit: ChildStream['visit'];
        replicationKey?: Field<Records[N]>;
        only?: (parent: Raw<Parent>) => boolean;
        noListStatus?: number;
      },
    ): Typed<Records[N], ChildStream> {
      return {
        kind: 'child',
        ...common(name, said, said.replicationKey),
        parent: said.parent,
        path: said.path,
        rootKeys: [said.rootKey ?? name],
        params: said.params,
        partition: untyped(said.partition),
        visit: said.visit,
        only: said.only === undefined ? undefined : untyped(said.only),
        noListStatus: said.noListStatus,
      };
    },

    /** A list below each record of another stream that is no stream itself, and read for what hangs on its rows. */
    link<Row, Parent>(
      name: string,
      said: Pick<ChildStream, 'path' | 'params'> & {
        parent: Typed<Parent, ListStream>;
        partition: (parent: Raw<Parent>) => Raw<Row>;
      },
    ): Typed<Row, ChildStream> {
      return {
        kind: 'child',
        ...common(name, {keyProperties: ['id']}, undefined),
        parent: said.parent,
        path: said.path,
        rootKeys: [name],
        params: said.params,
        partition: untyped(said.partition),
        visit: 'all',
        only: undefined,
        noListStatus: undefined,
      };
    },

    windows<N extends Name>(
      name: N,
      said: Keys<Records[N]> & {
        path: string;
        rootKey: string;
        replicationKey: Field<Records[N]>;
        gather?: WindowStream['gather'];
      },
    ): Typed<Records[N], WindowStream> {
      return {
        kind: 'windows',
        ...common(name, said, said.replicationKey),
        path: said.path,
        rootKey: said.rootKey,
        gather: said.gather ?? ((rows) => rows),
      };
    },
  };
}

/**
 * A declared function as the readers call it. Raw rows are plain JSON to them; that a declaration sees its row's
 * fields by name and type is for its author, and this is the one place where the two views meet.
 */
function untyped<Result>(declared: (parent: never) => unknown): (parent: JsonObject) => Result {
  return declared as (parent: JsonObject) => Result;
}

const UNSEEN_IN_FULL_TABLES = 'deletions, unless `activate_version` is on and the target heeds it';

function common<Row>(
  name: string,
  said: Omit<Keys<Row>, 'keyProperties'> & {keyProperties: readonly string[]},
  replicationKey: string | undefined,
): Common {
  return {
    name,
    keyProperties: said.keyProperties,
    replicationKey,
    replicationMethod: replicationKey === undefined ? 'FULL_TABLE' : 'INCREMENTAL',
    selectedByDefault: said.selectedByDefault ?? true,
    fieldsOffByDefault: said.fieldsOffByDefault ?? [],
    unseen: said.unseen ?? (replicationKey === undefined ? UNSEEN_IN_FULL_TABLES : 'deletions'),
    adapt: said.adapt,
  };
}
