import type {PropertySchema, RecordSchema} from './schema.js';
import type {ValueRule} from './stream.js';

/** A schema as it is discovered and emitted, and what the marks in its file said. */
export interface ReadSchema {
  readonly schema: RecordSchema;
  /** Fields with credentials that were left out, so that nobody wonders where they went. */
  readonly hidden: readonly string[];
  /** Fields whose values are held to a rule. */
  readonly rules: ReadonlyMap<string, ValueRule>;
}

/**
 * A schema without the marks that its file carries, and without the fields that hold credentials unless those are
 * wanted. Fields of objects are named with dots.
 */
export function readMarks(schema: RecordSchema, secretsWanted: boolean): ReadSchema {
  const hidden: string[] = [];
  const rules = new Map<string, ValueRule>();
  const {properties} = cut(schema, '');
  return {schema: {...schema, properties: properties ?? {}}, hidden, rules};

  function cut(marked: PropertySchema, path: string): PropertySchema {
    const {secret: _secret, decimal: _decimal, milliseconds: _milliseconds, ...property} = marked;
    const {properties, items} = property;
    if (items !== undefined) return {...property, items: cut(items, path)};
    if (properties === undefined) return property;
    const kept = Object.entries(properties).flatMap(([name, below]) => {
      const place = `${path}${name}`;
      if (below.secret === true && !secretsWanted) {
        hidden.push(place);
        return [];
      }
      if (below.decimal === true) rules.set(place, 'decimal');
      if (below.milliseconds === true) rules.set(place, 'milliseconds');
      return [[name, cut(below, `${place}.`)] as const];
    });
    return {...property, properties: Object.fromEntries(kept)};
  }
}
