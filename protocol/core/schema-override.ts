import {isObject, type JsonValue} from './json.js';
import {type PropertySchema, typesOf} from './schema.js';

/**
 * A property's schema after what a user's catalog says about its type, or the tap's own where that is not safe.
 * Orchestrators merge a user's `schema` overrides into the catalog, where they can't be told from the leftovers
 * of an older tap version; so only changes that lose nothing are taken: anything to string, integer to
 * number, date to date-time.
 */
export function overriddenSchema(
  own: PropertySchema,
  wanted: JsonValue | undefined,
  isKey: boolean,
  warn: (problem: string) => void,
): PropertySchema {
  if (!isObject(wanted)) return own;
  const type = singleType(wanted.type);
  const ownType = typesOf(own)[0] ?? 'string';
  const {description} = own;
  const base = description === undefined ? {} : {description};
  if (type !== undefined && type !== ownType) {
    const harmless =
      (type === 'string' && !isContainer(ownType)) || (type === 'number' && ownType === 'integer');
    if (harmless) return {...base, type: isKey ? type : ['null', type]};
    warn(`the catalog's type "${type}" would lose data, so the tap's own "${ownType}" stays`);
    return own;
  }
  if (own.format === 'date' && wanted.format === 'date-time') return {...own, format: 'date-time'};
  if (typeof wanted.format === 'string' && wanted.format !== own.format) {
    warn(`the catalog's format "${wanted.format}" is ignored`);
  }
  return own;
}

function singleType(type: JsonValue | undefined): string | undefined {
  const types = (Array.isArray(type) ? type : [type]).filter(
    (one) => typeof one === 'string' && one !== 'null',
  );
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined;
}

function isContainer(type: string): boolean {
  return type === 'object' || type === 'array';
}
