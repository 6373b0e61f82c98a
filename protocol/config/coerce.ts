import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import {type SettingSchema, typesOf} from '../core/schema.js';

/**
 * A config with its values in the types that the schema wants. Values from the environment and from orchestrators
 * arrive as text: numbers, the words for yes and no, arrays and objects as JSON (arrays also as a comma list).
 * Numbers where text is wanted, such as account ids, become text. Null means absent. What can't be converted
 * stays as it is, for validation to name.
 */
export function coerced(schema: SettingSchema, value: JsonValue): JsonValue {
  const types = typesOf(schema);
  if (typeof value === 'string')
    return types.length > 1 ? fromTextOfTypes(schema, types, value) : fromText(schema, types[0], value);
  // A number that has lost digits already is no text that anybody wrote.
  if (typeof value === 'number') return wantsText(types) && !isInexact(value) ? String(value) : value;
  if (Array.isArray(value)) {
    const {items} = schema;
    return items === undefined ? value : value.map((item) => coerced(items, item));
  }
  return isObject(value) ? coercedMembers(schema, value, false) : value;
}

function isInexact(value: number): boolean {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

/** The same for a whole config; settings that are null are left out. */
export function coercedObject(schema: SettingSchema, value: JsonObject): JsonObject {
  return coercedMembers(schema, value, true);
}

/**
 * The same for the members of an object. Below the settings themselves null does not mean absent: a filter whose value
 * got lost on the way must not become none.
 */
function coercedMembers(schema: SettingSchema, value: JsonObject, withoutNulls: boolean): JsonObject {
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined || (member === null && withoutNulls)) return [];
    const below = schema.properties?.[name];
    // What a form that was emptied leaves of a setting that is written as JSON.
    if (withoutNulls && member === '' && below !== undefined && isWrittenAsJson(below)) return [];
    return [[name, below === undefined ? member : coerced(below, member)] as const];
  });
  return Object.fromEntries(members);
}

function isWrittenAsJson(schema: SettingSchema): boolean {
  return typesOf(schema).includes('object') && !typesOf(schema).includes('string');
}

const YES = new Set(['true', '1', 'yes', 'on']);
const NO = new Set(['false', '0', 'no', 'off']);

/**
 * Text for a setting of several types. It stays text where that is allowed, unless it is a number or truth value
 * that is allowed as well, or JSON; a comma makes it a list only where no text can be meant.
 */
function fromTextOfTypes(schema: SettingSchema, types: readonly string[], text: string): JsonValue {
  for (const type of types.filter((each) => SCALARS.has(each))) {
    const value = fromText(schema, type, text);
    if (typeof value !== 'string') return value;
  }
  const parsed = jsonIn(text.trim());
  if ((Array.isArray(parsed) && types.includes('array')) || (isObject(parsed) && types.includes('object')))
    return coerced(schema, parsed);
  const isList = types.includes('array') && !types.includes('string') && text.includes(',');
  return fromText(schema, isList ? 'array' : undefined, text);
}

const SCALARS = new Set(['integer', 'number', 'boolean']);

function wantsText(types: readonly string[]): boolean {
  return types.includes('string') && !types.includes('integer') && !types.includes('number');
}

function fromText(schema: SettingSchema, type: string | undefined, text: string): JsonValue {
  const trimmed = text.trim();
  switch (type) {
    case 'integer':
    case 'number':
      return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
    case 'boolean': {
      const word = trimmed.toLowerCase();
      return YES.has(word) ? true : NO.has(word) ? false : text;
    }
    case 'array': {
      const parsed = jsonIn(trimmed);
      return coerced(schema, Array.isArray(parsed) ? parsed : commaList(trimmed));
    }
    case 'object': {
      const parsed = jsonIn(trimmed);
      return isObject(parsed) ? coercedMembers(schema, parsed, false) : text;
    }
    default:
      // Tokens are pasted with the line end of the file that they came from.
      return schema.format === 'header' ? trimmed : text;
  }
}

function commaList(text: string): string[] {
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

function jsonIn(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
