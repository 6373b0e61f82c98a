import {type FieldTypes, fieldTypes, rememberedTypes} from '../core/field-types.js';
import type {JsonObject, JsonValue} from '../core/json.js';
import {type Reader, tellOnce} from './reader.js';

/** Words that names of fields with credentials are made of. */
const CREDENTIALS = /(^|_)(api_?key|credentials?|digest|otp|passw(or)?d|salt|secret|token)(_|$)/;

/** Shorter texts stand in others by chance. */
const SHORTEST_SECRET = 4;

/**
 * The types of a stream's fields that its schema does not know. What holds credentials is taken out of the rows, and
 * whatever can't be passed on is told.
 */
export function openFields(
  reader: Reader,
  stream: string,
  rows: readonly JsonObject[],
  known: readonly string[],
  remembered: JsonValue | undefined,
): FieldTypes {
  const secrets = secretFields(rows, Object.values(reader.service.secretQuery ?? {}));
  for (const row of rows) for (const field of secrets) delete row[field];
  const {types, misnamed} = fieldTypes(rows, known, rememberedTypes(remembered));
  if (secrets.length > 0) {
    tellOnce(reader, stream, `Fields that hold credentials are left out: ${named(secrets)}`);
  }
  if (misnamed.length > 0) {
    const line = `Fields whose names databases can't take, or take for one of another field, are dropped: ${named(misnamed)}`;
    tellOnce(reader, stream, line);
  }
  return Object.fromEntries(Object.entries(types).filter(([field]) => !isCredential(field)));
}

/** Fields that hold credentials by their names, or hold ours in some row. */
function secretFields(rows: readonly JsonObject[], secrets: readonly string[]): string[] {
  const found = new Set<string>();
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) {
      if (found.has(field)) continue;
      if (isCredential(field) || holds(value, secrets)) found.add(field);
    }
  }
  return [...found];
}

function isCredential(field: string): boolean {
  return CREDENTIALS.test(field.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase());
}

function holds(value: JsonValue | undefined, secrets: readonly string[]): boolean {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return false;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return secrets.some((secret) => secret.length >= SHORTEST_SECRET && text.includes(secret));
}

function named(fields: readonly string[]): string {
  const names = fields.slice(0, 20).map((field) => JSON.stringify(field).slice(0, 60));
  return names.join(', ') + (fields.length > 20 ? ` and ${fields.length - 20} more` : '');
}
