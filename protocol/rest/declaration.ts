import type {JsonObject} from '../core/json.js';
import type {ReplicationMethod} from '../core/stream.js';

/** Parameters of a request, as the service spells them. */
export type Params = Record<string, string | number | boolean>;

interface Common {
  readonly name: string;
  readonly keyProperties: readonly string[];
  readonly replicationKey: string | undefined;
  readonly replicationMethod: ReplicationMethod;
  readonly selectedByDefault: boolean;
  readonly fieldsOffByDefault: readonly string[];
  /** Which changes a run can't see, for the documentation. */
  readonly unseen: string;
}

export interface BusinessDates {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** Records may have no such date; no range of dates finds those. */
  readonly mayBeNull?: boolean;
}

/** A paged list of records. */
export interface ListStream extends Common {
  readonly kind: 'list';
  readonly path: string;
  readonly rootKey: string;
  /** The parameter that asks for what changed since a moment; undefined where there is none. */
  readonly since: string | undefined;
  /** The field that holds the records' business date, and the parameters that bound it, both inclusive. */
  readonly dates: BusinessDates | undefined;
  /** The list is read once with each of these parameters, and rows that come twice are sent once. */
  readonly sweeps: readonly Params[];
  /** Rows whose `field` is true change without moving their replication key, and are re-read in each run. */
  readonly unsteady: {readonly field: string; readonly query: Params} | undefined;
}

/** A single object instead of a list. */
export interface ObjectStream extends Common {
  readonly kind: 'object';
  readonly path: string;
}

/** Records that are embedded in another stream's, read without requests of their own. */
export interface DerivedStream extends Common {
  readonly kind: 'derived';
  readonly parent: ListStream;
  readonly rows: (parent: JsonObject) => JsonObject[];
}

/** A list that hangs below each record of another stream. */
export interface ChildStream extends Common {
  readonly kind: 'child';
  readonly parent: ListStream;
  /** The path with `{field}` for values of the partition. */
  readonly path: string;
  readonly rootKey: string;
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

export type Declaration = ListStream | ObjectStream | DerivedStream | ChildStream | WindowStream;

type Field<Row> = keyof Row & string;
/** A row as the service may send it: any field can be missing or null. */
type Raw<Row> = {[F in keyof Row]?: Row[F] | null | undefined};

interface Keys<Row> {
  keyProperties: readonly Field<Row>[];
  selectedByDefault?: boolean;
  fieldsOffByDefault?: readonly Field<Row>[];
  unseen?: string;
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
        rootKey?: string;
        replicationKey?: Field<Records[N]>;
        since?: string;
        dates?: BusinessDates & {field: Field<Records[N]>};
        sweeps?: readonly Params[];
        unsteady?: {field: Field<Records[N]>; query: Params};
      },
    ): Typed<Records[N], ListStream> {
      return {
        kind: 'list',
        ...common(name, said, said.since === undefined ? undefined : said.replicationKey),
        path: said.path ?? name,
        rootKey: said.rootKey ?? name,
        since: said.since,
        dates: said.dates,
        sweeps: said.sweeps ?? [{}],
        unsteady: said.unsteady,
      };
    },

    object<N extends Name>(
      name: N,
      said: Keys<Records[N]> & {path: string},
    ): Typed<Records[N], ObjectStream> {
      return {kind: 'object', ...common(name, said, undefined), path: said.path};
    },

    derived<N extends Name, Parent>(
      name: N,
      said: Keys<Records[N]> & {
        parent: Typed<Parent, ListStream>;
        replicationKey: Field<Records[N]>;
        rows: (parent: Raw<Parent>) => Raw<Records[N]>[];
      },
    ): Typed<Records[N], DerivedStream> {
      const {parent} = said;
      return {kind: 'derived', ...common(name, said, said.replicationKey), parent, rows: untyped(said.rows)};
    },

    child<N extends Name, Parent>(
      name: N,
      said: Keys<Records[N]> & {
        parent: Typed<Parent, ListStream>;
        path: string;
        rootKey?: string;
        partition: (parent: Raw<Parent>) => Raw<Records[N]>;
        visit: ChildStream['visit'];
        replicationKey?: Field<Records[N]>;
        only?: (parent: Raw<Parent>) => boolean;
        noListStatus?: number;
      },
    ): Typed<Records[N], ChildStream> {
      return {
        kind: 'child',
        ...common(name, said, said.visit === 'changed' ? said.replicationKey : undefined),
        parent: said.parent,
        path: said.path,
        rootKey: said.rootKey ?? name,
        partition: untyped(said.partition),
        visit: said.visit,
        only: said.only === undefined ? undefined : untyped(said.only),
        noListStatus: said.noListStatus,
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

function common<Row>(name: string, said: Keys<Row>, replicationKey: string | undefined): Common {
  return {
    name,
    keyProperties: said.keyProperties,
    replicationKey,
    replicationMethod: replicationKey === undefined ? 'FULL_TABLE' : 'INCREMENTAL',
    selectedByDefault: said.selectedByDefault ?? true,
    fieldsOffByDefault: said.fieldsOffByDefault ?? [],
    unseen: said.unseen ?? (replicationKey === undefined ? UNSEEN_IN_FULL_TABLES : 'deletions'),
  };
}
