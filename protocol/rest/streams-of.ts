import type {JsonObject} from '../core/json.js';
import type {
  AloneRow,
  BusinessDates,
  ChildStream,
  Common,
  DatedStream,
  DayStream,
  Declaration,
  DerivedStream,
  ListStream,
  ObjectStream,
  Params,
  TableStream,
  Unsteady,
  WindowStream,
} from './declaration.js';
import type {Relation} from './relation.js';

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
        /** Default: true. */
        isAddressed?: boolean;
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
        isAddressed: said.isAddressed ?? true,
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
        /** Default: a row only comes with its parent. */
        alone?: AloneRow;
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
        alone: said.alone,
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
        /** Default: false. */
        isAddressed?: boolean;
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
        isAddressed: said.isAddressed ?? false,
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
        isAddressed: false,
      };
    },

    table<N extends Name>(
      name: N,
      said: Keys<Records[N]> & {
        /** Default: the stream's name. */
        path?: string;
        /** Default: the stream's name. */
        rootKey?: string | readonly string[];
        /** Default: false. */
        isOpen?: boolean;
      },
    ): Typed<Records[N], TableStream> {
      return {
        kind: 'table',
        ...common(name, said, undefined),
        path: said.path ?? name,
        rootKeys: [said.rootKey ?? name].flat(),
        isOpen: said.isOpen ?? false,
      };
    },

    /** Its replication key is a date that follows the rows' days; the bookmark holds the end of what was read. */
    days<N extends Name>(
      name: N,
      said: Keys<Records[N]> &
        Pick<DayStream, 'between' | 'divided'> & {
          path?: string;
          rootKey?: string | readonly string[];
          replicationKey: Field<Records[N]>;
        },
    ): Typed<Records[N], DayStream> {
      return {
        kind: 'days',
        ...common(name, said, said.replicationKey),
        path: said.path ?? name,
        rootKeys: [said.rootKey ?? name].flat(),
        between: said.between,
        divided: said.divided,
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
