import type {Records} from '../records.js';
import type {Field} from './field.js';
import type {ObjectName} from './object-names.js';

export type Operation = 'insert' | 'update' | 'delete';

/** A kind of objects, as far as writing them is concerned. */
export interface PaymoObject {
  readonly name: ObjectName;
  readonly path: string;
  /** The names that an envelope may hold such objects by; the first is the usual one. */
  readonly rootKeys: readonly string[];
  readonly operations: readonly Operation[];
  readonly fields: ReadonlyMap<string, Field>;
  /** Sets of fields of which one has to be there when an object is made. */
  readonly alternatives: readonly (readonly string[])[];
  /** An update takes all that a creation takes. */
  readonly isWholeOnUpdate: boolean;
  /** What tells an object from others, as far as it was sent: those that differ in it are never the same. */
  readonly natural: readonly string[];
  /** The field that no two objects share, or no two that are active. */
  readonly unique: string | undefined;
  /** How such objects are looked for. */
  readonly search: Search;
  /** How the object's lines are asked for, and are called when they come. */
  readonly linesRelation: string | undefined;
  readonly lineFields: ReadonlyMap<string, Field>;
  /** Fields that Paymo may not heed before there is an object. */
  readonly later: readonly string[];
  /** There is one alone, which has neither a list nor an id in its path. */
  readonly isSingle: boolean;
}

/** How to find objects of a kind: by the first of some filters whose field was sent. */
export interface Search {
  readonly by: readonly string[];
  /** Paymo does not list them without a filter, or is not known to. */
  readonly isFiltered: boolean;
}

type FieldsOf<Name extends ObjectName> = keyof Records[Name] & string;

/** A kind of objects as the tables say it; fields are the stream's, or `extras` that are never in its records. */
export interface Said<Name extends ObjectName, Extra extends string> {
  readonly path?: string;
  readonly rootKeys?: readonly string[];
  readonly operations?: readonly Operation[];
  readonly fields: Readonly<Partial<Record<FieldsOf<Name>, Field>>>;
  readonly extras?: Readonly<Record<Extra, Field>>;
  readonly alternatives?: readonly (readonly (FieldsOf<Name> | NoInfer<Extra>)[])[];
  readonly isWholeOnUpdate?: true;
  readonly natural: readonly (FieldsOf<Name> | NoInfer<Extra>)[];
  readonly unique?: FieldsOf<Name>;
  /** Filters that Paymo documents, or that others of its users are known to rely on. */
  readonly by?: readonly (FieldsOf<Name> | NoInfer<Extra>)[];
  readonly isFiltered?: true;
  readonly linesRelation?: string;
  readonly lineFields?: ReadonlyMap<string, Field>;
  readonly later?: readonly FieldsOf<Name>[];
  readonly isSingle?: true;
}

/** Makes an object of what a table says. */
export function paymoObject<Name extends ObjectName, Extra extends string = never>(
  name: Name,
  said: Said<Name, Extra>,
): PaymoObject {
  const {path = name, fields, extras = {}} = said;
  return {
    name,
    path,
    rootKeys: said.rootKeys ?? [path],
    operations: said.operations ?? ['insert', 'update', 'delete'],
    fields: new Map(Object.entries<Field | undefined>({...fields, ...extras}).flatMap(known)),
    alternatives: said.alternatives ?? [],
    isWholeOnUpdate: said.isWholeOnUpdate ?? false,
    natural: said.natural,
    unique: said.unique,
    search: {by: said.by ?? [], isFiltered: said.isFiltered ?? false},
    linesRelation: said.linesRelation,
    lineFields: said.lineFields ?? new Map(),
    later: said.later ?? [],
    isSingle: said.isSingle ?? false,
  };
}

function known([name, field]: [string, Field | undefined]): [string, Field][] {
  return field === undefined ? [] : [[name, field]];
}
