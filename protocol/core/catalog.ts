import type {JsonObject} from './json.js';
import {type PropertySchema, propertiesBelow, type RecordSchema} from './schema.js';
import {automaticFields, type Stream} from './stream.js';

/** Metadata of one place in a schema; the empty breadcrumb is the stream itself. */
export interface CatalogMetadata {
  breadcrumb: string[];
  metadata: JsonObject;
}

/** What discovery says of one stream. */
export interface CatalogEntry {
  tap_stream_id: string;
  stream: string;
  key_properties: string[];
  replication_method: string;
  replication_key?: string;
  schema: RecordSchema;
  metadata: CatalogMetadata[];
}

export interface Catalog {
  streams: CatalogEntry[];
}

/**
 * The catalog of all streams that a tap offers, with metadata for every property at every depth.
 * Orchestrators treat a property without metadata as one that can't be deselected, so none is left out.
 */
export function discover(streams: readonly Stream[]): Catalog {
  return {streams: streams.map(entryOf)};
}

function entryOf(stream: Stream): CatalogEntry {
  return {
    tap_stream_id: stream.name,
    stream: stream.name,
    key_properties: [...stream.keyProperties],
    replication_method: stream.replicationMethod,
    ...(stream.replicationKey === undefined ? {} : {replication_key: stream.replicationKey}),
    schema: stream.schema,
    metadata: [
      {breadcrumb: [], metadata: streamMetadata(stream)},
      ...propertyMetadata(stream.schema, [], automaticFields(stream), new Set(stream.fieldsOffByDefault)),
    ],
  };
}

function streamMetadata(stream: Stream): JsonObject {
  return {
    inclusion: 'available',
    'selected-by-default': stream.selectedByDefault,
    'table-key-properties': [...stream.keyProperties],
    'forced-replication-method': stream.replicationMethod,
    'valid-replication-keys': stream.replicationKey === undefined ? [] : [stream.replicationKey],
    ...(stream.parent === undefined ? {} : {'parent-tap-stream-id': stream.parent}),
  };
}

function propertyMetadata(
  schema: PropertySchema,
  path: string[],
  automatic: ReadonlySet<string>,
  off: ReadonlySet<string>,
): CatalogMetadata[] {
  const below = schema.properties === undefined ? [...path, 'items'] : path;
  return Object.entries(propertiesBelow(schema) ?? {}).flatMap(([name, property]) => {
    const breadcrumb = [...below, 'properties', name];
    return [
      {
        breadcrumb,
        metadata: {
          inclusion: automatic.has(name) ? 'automatic' : 'available',
          ...(off.has(name) ? {'selected-by-default': false} : {}),
        },
      },
      ...propertyMetadata(property, breadcrumb, NONE, NONE),
    ];
  });
}

const NONE: ReadonlySet<string> = new Set();
