import {DataError} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {RecordSchema} from '../core/schema.js';
import {parseExactly, rewriteExactly} from '../http/exact-numbers.js';
import type {StreamSchema} from './target.js';

/** A line of the input, as far as it concerns a target. */
export type Message =
  | ({readonly type: 'SCHEMA'} & StreamSchema)
  | {readonly type: 'RECORD'; readonly stream: string; readonly record: JsonObject}
  /** The value as JSON, in one line. */
  | {readonly type: 'STATE'; readonly value: string}
  | {readonly type: 'ACTIVATE_VERSION'}
  | {readonly type: 'other'; readonly name: string};

/** Numbers that may not be what JavaScript makes of them. Anything else is read by the parser that is ten times as fast. */
const LONG_NUMBER = /[\d.]{16}|\d[eE]\+?\d{3}/;

/**
 * The message in a line. Throws `DataError` with a sentence that begins with `where` for what is none, or can't be heeded
 * and must not be passed over.
 */
export function messageIn(text: string, where: string): Message {
  const said = parsed(text, where);
  if (!isObject(said) || typeof said.type !== 'string') {
    throw new DataError(`${where} is no Singer message: it must be a JSON object with a "type"`, 'config');
  }
  switch (said.type) {
    case 'SCHEMA':
      return {type: 'SCHEMA', ...schemaIn(said, where)};
    case 'RECORD': {
      const {record} = said;
      if (!isObject(record)) {
        throw new DataError(`${where} is a RECORD whose "record" is no object`, 'config');
      }
      return {type: 'RECORD', stream: streamIn(said, where), record};
    }
    case 'STATE':
      if (said.value === undefined) throw new DataError(`${where} is a STATE without a "value"`, 'config');
      return {type: 'STATE', value: stateText(text, said.value)};
    case 'ACTIVATE_VERSION':
      return {type: 'ACTIVATE_VERSION'};
    case 'BATCH':
      throw new DataError(
        `${where} is a BATCH, whose files are not read here; let the tap send records instead`,
        'config',
      );
    default:
      return {type: 'other', name: said.type};
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? parseExactly(text) : JSON.parse(text);
  } catch {
    throw new DataError(`${where} is not valid JSON`, 'config');
  }
}

/** A state is handed on as it came, digits and all: whoever wrote it has to find it again. */
function stateText(text: string, value: JsonValue): string {
  return LONG_NUMBER.test(text) ? rewriteExactly(text, 'value') : JSON.stringify(value);
}

function schemaIn(said: JsonObject, where: string): StreamSchema {
  const {schema, key_properties: keys = []} = said;
  if (!isObject(schema)) throw new DataError(`${where} is a SCHEMA whose "schema" is no object`, 'config');
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) {
    throw new DataError(`${where} is a SCHEMA whose "key_properties" are no list of names`, 'config');
  }
  return {
    stream: streamIn(said, where),
    schema: {...schema, type: 'object', properties: propertiesIn(schema)},
    keyProperties: keys,
  };
}

/** Others' schemas may be of any kind; what is no list of properties says nothing of any. */
function propertiesIn({properties}: JsonObject): RecordSchema['properties'] {
  return isObject(properties) ? (properties as unknown as RecordSchema['properties']) : {};
}

function streamIn({stream}: JsonObject, where: string): string {
  if (typeof stream === 'string' && stream !== '') return stream;
  throw new DataError(`${where} names no "stream"`, 'config');
}
