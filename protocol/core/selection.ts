import {isObject, type JsonObject, type JsonValue} from './json.js';
import {type PropertySchema, propertiesBelow, type RecordSchema} from './schema.js';
import {overriddenSchema} from './schema-override.js';
import {automaticFields, type Stream} from './stream.js';

/** A stream that this run emits, with its schema cut down to the selected fields. */
export interface SelectedStream {
  readonly stream: Stream;
  readonly schema: RecordSchema;
  /** The same with fields that were found out while it was read, as far as the catalog does not deselect them. */
  readonly withFields: (
    fields: Readonly<Record<string, PropertySchema>>,
    warn: (problem: string) => void,
  ) => SelectedStream;
}

/** A catalog boiled down to what this run emits, and what had to be ignored in it. */
export interface Selection {
  readonly streams: readonly SelectedStream[];
  readonly warnings: readonly string[];
}

/**
 * The streams and fields that a user's catalog selects; without a catalog, those selected by default.
 * The tap's own schemas and keys count; of the catalog only the selection and safe type overrides are taken,
 * so a catalog that is older than the tap, lacks streams or names unknown ones is never fatal.
 */
export function select(streams: readonly Stream[], catalog: JsonObject | undefined): Selection {
  if (catalog === undefined) {
    const chosen = streams.filter((stream) => stream.selectedByDefault);
    return {streams: chosen.map((stream) => prune(stream, undefined, [])), warnings: []};
  }
  const warnings: string[] = [];
  const entries = new Map<string, JsonObject>();
  for (const entry of catalogEntries(catalog)) {
    const name = entry.tap_stream_id ?? entry.stream;
    if (streams.some((stream) => stream.name === name)) entries.set(String(name), entry);
    else if (streamSelected(entry)) {
      warnings.push(`The catalog selects the stream ${JSON.stringify(name)}, which this tap does not have`);
    }
  }
  const selected: SelectedStream[] = [];
  for (const stream of streams) {
    const entry = entries.get(stream.name);
    if (entry === undefined || !streamSelected(entry)) continue;
    warnings.push(...replicationWarnings(stream, entry));
    selected.push(prune(stream, entry, warnings));
  }
  return {streams: selected, warnings};
}

function catalogEntries(catalog: JsonObject): JsonObject[] {
  return Array.isArray(catalog.streams) ? catalog.streams.filter(isObject) : [];
}

function streamSelected(entry: JsonObject): boolean {
  const metadata = metadataOf(entry);
  const root = metadata.get('[]');
  if (root?.inclusion === 'unsupported') return false;
  const schema = isObject(entry.schema) ? entry.schema : {};
  const answers = [root?.selected, entry.selected, schema.selected, root?.['selected-by-default']];
  const hasMetadata = Array.isArray(entry.metadata) && entry.metadata.length > 0;
  // A stream without any metadata comes from tools that know no selection: it is wanted.
  return answers.map(asBoolean).find((answer) => answer !== undefined) ?? !hasMetadata;
}

function prune(stream: Stream, entry: JsonObject | undefined, warnings: string[]): SelectedStream {
  const metadata = entry === undefined ? undefined : metadataOf(entry);
  const overrides = isObject(entry?.schema) ? entry.schema : undefined;
  const always = automaticFields(stream);
  const off = new Set(stream.fieldsOffByDefault);

  const keep = (path: readonly string[], name: string): boolean => {
    const top = path.length === 2;
    if (top && always.has(name)) return true;
    const own = metadata?.get(JSON.stringify(path));
    if (own?.inclusion === 'unsupported') return false;
    const selected = asBoolean(own?.selected);
    if (selected !== undefined) return selected;
    if (own?.inclusion === 'automatic') return true;
    // Only what lies in a selected place is asked for, so the parent's answer is yes.
    return asBoolean(own?.['selected-by-default']) ?? !(top && off.has(name));
  };

  const cut = (schema: PropertySchema, path: readonly string[], override: JsonValue | undefined) => {
    const place = [stream.name, ...path.filter((part) => part !== 'properties' && part !== 'items')].join(
      '.',
    );
    const isKey = path.length === 2 && stream.keyProperties.includes(path[1] ?? '');
    const result: PropertySchema = overriddenSchema(schema, override, isKey, (problem) =>
      warnings.push(`${place}: ${problem}`),
    );
    const below = propertiesBelow(schema);
    if (below === undefined || result.type !== schema.type) return result;
    const inItems = schema.properties === undefined;
    const base = inItems ? [...path, 'items'] : path;
    const overrideBelow = memberOf(inItems ? memberOf(override, 'items') : override, 'properties');
    const kept: Record<string, PropertySchema> = {};
    for (const [name, property] of Object.entries(below)) {
      const at = [...base, 'properties', name];
      if (keep(at, name)) kept[name] = cut(property, at, memberOf(overrideBelow, name));
    }
    if (!inItems || schema.items === undefined) return {...result, properties: kept};
    return {...result, items: {...schema.items, properties: kept}};
  };

  const schema = cut(stream.schema, [], overrides);
  return {
    stream,
    schema: {...schema, type: 'object', properties: schema.properties ?? {}},
    withFields(fields, warn) {
      const found: string[] = [];
      const wider = prune(widened(stream, fields), entry, found);
      for (const problem of found) if (!warnings.includes(problem)) warn(problem);
      return wider;
    },
  };
}

/** A stream with more fields, which are held to their types: nobody documented them, so they may come otherwise. */
function widened(stream: Stream, fields: Readonly<Record<string, PropertySchema>>): Stream {
  const {schema, rules} = stream;
  const typed = Object.keys(fields).map((name) => [name, 'typed'] as const);
  return {
    ...stream,
    schema: {...schema, properties: {...schema.properties, ...fields, ...schema.properties}},
    rules: new Map([...typed, ...rules]),
  };
}

/** The stream entry's metadata by breadcrumb, as JSON text; malformed entries are left out. */
function metadataOf(entry: JsonObject): Map<string, JsonObject> {
  const result = new Map<string, JsonObject>();
  for (const item of Array.isArray(entry.metadata) ? entry.metadata : []) {
    if (!isObject(item) || !Array.isArray(item.breadcrumb) || !isObject(item.metadata)) continue;
    result.set(JSON.stringify(item.breadcrumb), item.metadata);
  }
  return result;
}

/** What the user asked for about replication and does not get, since this tap fixes both. */
function replicationWarnings(stream: Stream, entry: JsonObject): string[] {
  const root = metadataOf(entry).get('[]');
  const warnings: string[] = [];
  const key = root?.['replication-key'] ?? entry.replication_key;
  if (typeof key === 'string' && key !== stream.replicationKey) {
    const instead = stream.replicationKey === undefined ? 'has none' : `keeps ${stream.replicationKey}`;
    warnings.push(
      `${stream.name}: the catalog's replication-key "${key}" is not valid; the stream ${instead}`,
    );
  }
  const method = root?.['replication-method'] ?? entry.replication_method;
  if (typeof method === 'string' && method !== stream.replicationMethod) {
    warnings.push(
      `${stream.name}: the catalog asks for ${method}, but this stream is always ${stream.replicationMethod}`,
    );
  }
  return warnings;
}

function asBoolean(value: JsonValue | undefined): boolean | undefined {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  return undefined;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) ? value[name] : undefined;
}
