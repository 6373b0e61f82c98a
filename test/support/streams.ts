import type {PropertySchema, RecordSchema} from '../../protocol/core/schema.js';
import type {SelectedStream} from '../../protocol/core/selection.js';
import type {Stream} from '../../protocol/core/stream.js';

export const text: PropertySchema = {type: ['null', 'string']};
export const integer: PropertySchema = {type: ['null', 'integer']};
export const number: PropertySchema = {type: ['null', 'number']};
export const boolean: PropertySchema = {type: ['null', 'boolean']};
export const moment: PropertySchema = {type: ['null', 'string'], format: 'date-time'};
export const date: PropertySchema = {type: ['null', 'string'], format: 'date'};
export const id: PropertySchema = {type: 'integer'};

/** A nullable object. */
export function objectOf(properties: Record<string, PropertySchema>): PropertySchema {
  return {type: ['null', 'object'], properties};
}

/** A nullable array. */
export function listOf(items: PropertySchema): PropertySchema {
  return {type: ['null', 'array'], items};
}

export function schemaOf(properties: Record<string, PropertySchema>): RecordSchema {
  return {type: 'object', properties};
}

/** An incremental stream of `id`, `name` and `updated_at`, unless told otherwise. */
export function incremental(name: string, changes: Partial<Stream> = {}): Stream {
  return {
    name,
    schema: schemaOf({id, name: text, updated_at: moment}),
    keyProperties: ['id'],
    replicationMethod: 'INCREMENTAL',
    replicationKey: 'updated_at',
    parent: undefined,
    selectedByDefault: true,
    fieldsOffByDefault: [],
    cost: undefined,
    quietFields: new Set(),
    rules: new Map(),
    ...changes,
  };
}

/** A full-table stream of `id` and `name`, unless told otherwise. */
export function fullTable(name: string, changes: Partial<Stream> = {}): Stream {
  return incremental(name, {
    schema: schemaOf({id, name: text}),
    replicationMethod: 'FULL_TABLE',
    replicationKey: undefined,
    ...changes,
  });
}

/** A stream with all of its fields. */
export function whole(stream: Stream): SelectedStream {
  return {stream, schema: stream.schema, withFields: () => whole(stream)};
}
