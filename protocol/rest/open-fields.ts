import {type FieldTypes, fieldTypes, rememberedTypes} from '../core/field-types.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import {type Reader, tellOnce} from './reader.js';

/** Words that names of fields with credentials are made of, however they are written. */
const CREDENTIALS =
  /apikey|accesskey|authorization|backupcode|credential|encryptionkey|jwt|passphrase|passw(or)?d(?!less)|privatekey|pwd|secret(?!ar)|sessionid|signingkey|token(?!iz)/;

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
  const secrets = new Set<string>();
  for (const row of rows) withoutCredentials(row, '', secrets);
  const {types, misnamed} = fieldTypes(rows, known, rememberedTypes(remembered));
  if (secrets.size > 0) {
    tellOnce(reader, stream, `Fields that hold credentials are left out: ${named([...secrets])}`);
  }
  if (misnamed.length > 0) {
    const line = `Fields whose names databases can't take, or take for one of another field, are dropped: ${named(misnamed)}`;
    tellOnce(reader, stream, line);
  }
  return Object.fromEntries(Object.entries(types).filter(([field]) => !isCredential(field)));
}

/** Takes members out of an object that hold credentials by their names, at every depth. */
function withoutCredentials(object: JsonObject, path: string, found: Set<string>): void {
  for (const [name, value] of Object.entries(object)) {
    const place = path + name;
    if (isCredential(name)) {
      delete object[name];
      found.add(place);
    } else if (typeof value === 'object' && value !== null) {
      for (const one of [value].flat(Number.POSITIVE_INFINITY as 1)) {
        if (one !== null && isObject(one)) withoutCredentials(one, `${place}.`, found);
      }
    }
  }
}

function isCredential(field: string): boolean {
  const word = field.toLowerCase().replace(/[^a-z0-9]/g, '');
  return CREDENTIALS.test(word) || word === 'otp' || word === 'salt';
}

function named(fields: readonly string[]): string {
  const names = fields.slice(0, 20).map((field) => JSON.stringify(field).slice(0, 60));
  return names.join(', ') + (fields.length > 20 ? ` and ${fields.length - 20} more` : '');
}
