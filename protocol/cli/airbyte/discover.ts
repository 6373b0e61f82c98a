import type {JsonObject, JsonValue} from '../../core/json.js';
import type {PropertySchema} from '../../core/schema.js';
import type {Stream} from '../../core/stream.js';

/** A stream as Airbyte's catalog describes it, with what it costs, since nothing else there could warn of that. */
export function airbyteStream(stream: Stream): JsonObject {
  const {name, keyProperties, replicationKey, replicationMethod, schema, cost} = stream;
  const description = [schema.description, cost].filter((text) => text !== undefined).join(' ');
  const isIncremental = replicationMethod === 'INCREMENTAL';
  return {
    name,
    json_schema: airbyteSchema(description === '' ? schema : {...schema, description}),
    supported_sync_modes: isIncremental ? ['full_refresh', 'incremental'] : ['full_refresh'],
    source_defined_cursor: isIncremental,
    ...(isIncremental && replicationKey !== undefined ? {default_cursor_field: [replicationKey]} : {}),
    source_defined_primary_key: keyProperties.map((key) => [key]),
    is_resumable: isIncremental,
  };
}

/** A schema with Airbyte's word for moments. */
function airbyteSchema(schema: PropertySchema): JsonObject {
  const {properties, items, format} = schema;
  return {
    ...copyOf(schema),
    ...(format === 'date-time' ? {airbyte_type: 'timestamp_with_timezone'} : {}),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, below]) => [name, airbyteSchema(below)]),
          ),
        }),
    ...(items === undefined ? {} : {items: airbyteSchema(items)}),
  };
}

function copyOf({type, description, format}: PropertySchema): Record<string, JsonValue> {
  return {
    type,
    ...(description === undefined ? {} : {description}),
    ...(format === undefined ? {} : {format}),
  };
}
