import type {JsonObject, JsonValue} from './json.js';
import type {PropertySchema} from './schema.js';

/** What a field that nobody documented can hold. Objects and arrays are text, as JSON. */
export type FieldType = 'boolean' | 'number' | 'string';

/** Types of fields by name, as a bookmark remembers them. */
export type FieldTypes = Readonly<Record<string, FieldType>>;

/** What rows tell of the fields that a stream's schema does not know. */
export interface FieldsFound {
  /** The types of all fields, those that are remembered among them, in the order in which they were found. */
  readonly types: FieldTypes;
  /** Fields whose names targets can't take. */
  readonly misnamed: readonly string[];
}

/**
 * Finds out what the fields of some rows hold. A type that is remembered stays, whatever the rows say; a field whose
 * values differ in type, or are all null, is text, which holds everything.
 */
export function fieldTypes(
  rows: readonly JsonObject[],
  known: readonly string[],
  remembered: FieldTypes,
): FieldsFound {
  const found = new Map<string, FieldType | undefined>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const type = value === null || value === undefined ? undefined : typeOf(value);
      const before = found.get(name);
      found.set(name, before === undefined || type === undefined ? (type ?? before) : joined(before, type));
    }
  }
  const types: Record<string, FieldType> = {...remembered};
  const misnamed: string[] = [];
  const taken = new Set([...known, ...Object.keys(remembered)].map((name) => name.toLowerCase()));
  for (const [name, type] of found) {
    if (known.includes(name) || Object.hasOwn(types, name)) continue;
    if (!isFieldName(name) || taken.has(name.toLowerCase())) {
      misnamed.push(name);
      continue;
    }
    taken.add(name.toLowerCase());
    types[name] = type ?? 'string';
  }
  return {types, misnamed};
}

/** The types that a bookmark remembers, without what is none. */
export function rememberedTypes(remembered: JsonValue | undefined): FieldTypes {
  const entries = Object.entries(remembered ?? {}).flatMap(([name, type]) =>
    isFieldName(name) && (type === 'boolean' || type === 'number' || type === 'string')
      ? [[name, type] as const]
      : [],
  );
  return Object.fromEntries(entries);
}

/** The schemas of fields by their types. */
export function fieldSchemas(types: FieldTypes): Record<string, PropertySchema> {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, {type: ['null', type]}]));
}

/** Names that code walking a schema takes for its keywords, and the one that makes no field in JavaScript. */
const KEYWORDS = new Set(['properties', 'items', 'anyof', '__proto__']);

/** Whether targets can make a column of this name; they keep names that begin with `_sdc_` for themselves. */
function isFieldName(name: string): boolean {
  const folded = name.toLowerCase();
  return /^[a-z_][a-z0-9_]*$/.test(folded) && !KEYWORDS.has(folded) && !folded.startsWith('_sdc_');
}

function typeOf(value: JsonValue): FieldType {
  return typeof value === 'boolean' || typeof value === 'number' ? (typeof value as FieldType) : 'string';
}

function joined(one: FieldType, other: FieldType): FieldType {
  return one === other ? one : 'string';
}
