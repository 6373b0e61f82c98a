import {ConfigError} from '../../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../../core/json.js';
import {type PropertySchema, propertiesBelow} from '../../core/schema.js';
import {type SelectedStream, type Selection, select} from '../../core/selection.js';
import type {Stream} from '../../core/stream.js';

/** What a configured catalog asks for. */
export interface Configured {
  readonly selection: Selection;
  /** Streams that this source does not have. */
  readonly unknown: readonly string[];
  /** Streams that can tell changes and are to be read in full all the same. */
  readonly fullRefresh: ReadonlySet<string>;
  /** Streams that are read in full although they were asked for changes, which they can't tell. */
  readonly alwaysFull: readonly string[];
}

/**
 * The selection that a configured catalog means: the streams that it lists, and of each the fields that its
 * `json_schema` still has. Its types and cursors are the source's own.
 */
export function configured(catalog: JsonValue | undefined, streams: readonly Stream[]): Configured {
  if (catalog === undefined || !isObject(catalog) || !Array.isArray(catalog.streams)) {
    throw new ConfigError(['The catalog must hold an object with a list "streams" of configured streams']);
  }
  const entries = new Map<string, JsonObject>();
  const fullRefresh = new Set<string>();
  const incremental = new Set<string>();
  for (const entry of catalog.streams.filter(isObject)) {
    const stream = isObjectValue(entry.stream) ? entry.stream : {};
    if (typeof stream.name !== 'string') {
      throw new ConfigError(['The catalog has a stream without a name']);
    }
    entries.set(stream.name, stream);
    if (entry.sync_mode === 'full_refresh') fullRefresh.add(stream.name);
    if (entry.sync_mode === 'incremental') incremental.add(stream.name);
  }
  const known = streams.filter(({name}) => entries.has(name));
  const names = new Set(known.map(({name}) => name));
  const wanted = known.map((stream) => selecting(stream, entries.get(stream.name) ?? {}));
  const {streams: selected, warnings} = select(streams, {streams: wanted});
  return {
    selection: {
      streams: selected.map((one) => onlyListed(one, entries.get(one.stream.name) ?? {})),
      warnings,
    },
    unknown: [...entries.keys()].filter((name) => !names.has(name)),
    fullRefresh: new Set(
      known.flatMap(({name, replicationMethod}) =>
        fullRefresh.has(name) && replicationMethod === 'INCREMENTAL' ? [name] : [],
      ),
    ),
    alwaysFull: known.flatMap(({name, replicationMethod}) =>
      incremental.has(name) && replicationMethod === 'FULL_TABLE' ? [name] : [],
    ),
  };
}

/** A stream's entry in a catalog of ours that selects the fields which a configured schema has. */
function selecting(stream: Stream, {json_schema}: JsonObject): JsonObject {
  const metadata: JsonObject[] = [{breadcrumb: [], metadata: {selected: true}}];
  if (isObjectValue(json_schema)) choose(stream.schema, json_schema, [], metadata);
  return {tap_stream_id: stream.name, metadata};
}

/** A stream that takes only those of the fields found while it is read that the configured schema lists. */
function onlyListed(selected: SelectedStream, entry: JsonObject): SelectedStream {
  const {json_schema} = entry;
  const listed = isObjectValue(json_schema) ? memberOf(json_schema, 'properties') : undefined;
  if (listed === undefined) return selected;
  return {
    ...selected,
    withFields(fields, warn) {
      const wanted = Object.entries(fields).flatMap(([name, field]) => {
        const type = typeIn(memberOf(listed, name));
        return Object.hasOwn(listed, name)
          ? [[name, type === undefined ? field : {type: ['null', type]}]]
          : [];
      });
      return onlyListed(selected.withFields(Object.fromEntries(wanted), warn), entry);
    },
  };
}

/** The type by which a field was discovered, where it is one that fields can be found to have. */
function typeIn(field: JsonObject | undefined): string | undefined {
  const types = [field?.type].flat();
  return ['boolean', 'number', 'string'].find((type) => types.includes(type));
}

/** Writes down of each field whether the other schema has it, at every depth. */
function choose(
  own: PropertySchema,
  other: JsonObject,
  path: readonly string[],
  metadata: JsonObject[],
): void {
  const isList = own.properties === undefined;
  const base = isList ? [...path, 'items'] : path;
  const listed = isList ? memberOf(other, 'items') : other;
  const fields = listed === undefined ? undefined : memberOf(listed, 'properties');
  // A field whose own fields are not told is wanted as it is.
  if (fields === undefined) return;
  for (const [name, property] of Object.entries(propertiesBelow(own) ?? {})) {
    const breadcrumb = [...base, 'properties', name];
    const field = memberOf(fields, name);
    metadata.push({breadcrumb, metadata: {selected: Object.hasOwn(fields, name)}});
    if (field !== undefined) choose(property, field, breadcrumb, metadata);
  }
}

function memberOf(value: JsonObject, name: string): JsonObject | undefined {
  const member = value[name];
  return isObjectValue(member) ? member : undefined;
}

function isObjectValue(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isObject(value);
}
