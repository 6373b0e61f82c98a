import type {JsonObject, PropertySchema, Relation} from '../../protocol/index.js';
import {completion, reportBounds} from './adapt.js';
import {type Relation as Facts, RELATIONS} from './relations.js';

/** The setting `include`, which has been checked against its schema: relations by stream. */
export type Include = Readonly<Record<string, readonly string[] | undefined>>;

/** What the service is asked to embed in each stream's rows. */
export function relationsOf(include: Include | undefined): Record<string, Relation[]> {
  const wanted = Object.entries(include ?? {}).map(([stream, names = []]): [string, Relation[]] => [
    stream,
    [...new Set(names)].map((name) => relationOf(stream, name)),
  ]);
  return Object.fromEntries(wanted.filter(([, relations]) => relations.length > 0));
}

/** The fields that those relations add to each stream's records: an object, or a list of objects. */
export function includedFields(
  include: Include | undefined,
  schemaOf: (stream: string) => PropertySchema,
): Record<string, Record<string, PropertySchema>> {
  const streams = Object.entries(include ?? {}).map(([stream, names = []]) => {
    const fields = names.map((name) => [name, fieldFor(factsOf(stream, name), schemaOf)] as const);
    return [stream, Object.fromEntries(fields)] as const;
  });
  return Object.fromEntries(streams);
}

/** One relation as the protocol package reads it. `isDue` tells which rows must have such children. */
export function relationOf(stream: string, name: string, isDue?: (row: JsonObject) => boolean): Relation {
  const {many, separately, stream: related} = factsOf(stream, name);
  const adapt = ADAPTED[related ?? ''];
  return {
    name,
    many,
    apart: apartOf(separately),
    ...(isDue === undefined ? {} : {isDue}),
    ...(adapt === undefined ? {} : {adapt}),
  };
}

/** How rows of some streams are put into the form of their schema; the same holds where they are embedded. */
export const ADAPTED: Readonly<Record<string, (row: JsonObject) => JsonObject>> = {
  reports: reportBounds,
  subtasks: completion,
  tasks: completion,
};

/** Fields that embedded objects never carry. */
const NEVER_EMBEDDED: Readonly<Record<string, readonly string[]>> = {
  reports: ['content'],
  tasks: ['progress_status'],
};

function apartOf(separately: Facts['separately']): Relation['apart'] {
  if (separately === undefined) return undefined;
  if ('key' in separately) return {path: separately.path, field: separately.key};
  const {path, param, rootKeys} = separately;
  return {path, param, field: param.replace(/\W+$/, ''), ...(rootKeys === undefined ? {} : {rootKeys})};
}

function fieldFor(
  {many, stream, schema}: Facts,
  schemaOf: (stream: string) => PropertySchema,
): PropertySchema {
  const related = schema ?? (stream === undefined ? {type: 'object', properties: {}} : schemaOf(stream));
  const never = NEVER_EMBEDDED[stream ?? ''] ?? [];
  const properties = Object.entries(related.properties ?? {})
    .filter(([field]) => !never.includes(field))
    // An embedded object may be cut down to some of its fields.
    .map(([field, property]): [string, PropertySchema] => [
      field,
      {...property, type: nullable(property.type)},
    ]);
  const object: PropertySchema = {type: ['null', 'object'], properties: Object.fromEntries(properties)};
  return many ? {type: ['null', 'array'], items: object} : object;
}

function nullable(type: string | string[]): string[] {
  const types = [type].flat();
  return types.includes('null') ? types : ['null', ...types];
}

function factsOf(stream: string, name: string): Facts {
  const facts = RELATIONS[stream]?.[name];
  if (facts === undefined) throw new RangeError(`${stream} has no relation ${name}`);
  return facts;
}
