import {ConfigError, isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {AIRBYTE_STREAMS} from './airbyte-streams.js';
import type {Counterpart} from './counterparts.js';
import {namesIn, placeOf} from './fields.js';
import {type Item, item, named, type Translated} from './item.js';

/**
 * Our configured catalog with the streams and fields of one for Airbyte's source-harvest. Such catalogs hold nothing but
 * what is wanted, so fields that are not there stay off.
 */
export function translateAirbyteCatalog(
  entries: readonly JsonObject[],
  offered: readonly JsonObject[],
): Translated<JsonObject> {
  if (entries.length > 0 && entries.every(({stream}) => !isObject(stream))) {
    throw new ConfigError([
      'The catalog is no configured catalog: each of its streams must hold "stream" and "sync_mode"',
    ]);
  }
  const items: Item[] = [];
  const streams: JsonObject[] = [];
  for (const entry of entries) {
    const theirs = isObject(entry.stream) ? entry.stream : {};
    const name = typeof theirs.name === 'string' ? theirs.name : '(no name)';
    const counterpart = Object.hasOwn(AIRBYTE_STREAMS, name) ? AIRBYTE_STREAMS[name] : undefined;
    const own = offered.find((stream) => stream.name === counterpart?.ours);
    if (counterpart === undefined || own === undefined) {
      items.push(item('catalog', name, undefined, 'left out', 'not a stream of that connector'));
      continue;
    }
    const {schema, notes} = cut(own, theirs, counterpart);
    const {configured, note} = configuration(entry, {...own, json_schema: schema});
    streams.push(configured);
    const namespace = (theirs.namespace ?? null) === null ? undefined : 'its namespace has none here';
    items.push(
      item(
        'catalog',
        name,
        counterpart.ours,
        named(name, counterpart.ours),
        ...notes,
        note,
        namespace,
        counterpart.note,
      ),
    );
  }
  const taken = new Set(streams.map(({stream}) => (isObject(stream) ? stream.name : undefined)));
  for (const {name} of offered) {
    if (!taken.has(name))
      items.push({
        part: 'catalog',
        ours: String(name),
        how: 'new',
        note: 'not in their catalog, and not selected',
      });
  }
  return {content: {streams}, items};
}

/** The part of our schema that their schema asks for, and what is to be said of it. */
function cut(
  own: JsonObject,
  theirs: JsonObject,
  counterpart: Counterpart,
): {schema: JsonValue | undefined; notes: string[]} {
  const {json_schema} = own;
  const asked = namesIn(theirs.json_schema);
  if (asked === undefined || !isObject(json_schema) || !isObject(json_schema.properties))
    return {schema: json_schema, notes: []};
  const places = asked.map((name) => [name, placeOf([name], counterpart)?.split('.')[0]] as const);
  const wanted = new Set<string | undefined>([...places.map(([, place]) => place), ...automatic(own)]);
  const properties = Object.entries(json_schema.properties);
  const off = properties.filter(([name]) => !wanted.has(name)).map(([name]) => name);
  const lost = places
    .filter(([, place]) => !properties.some(([name]) => name === place))
    .map(([name]) => name);
  return {
    schema: {...json_schema, properties: Object.fromEntries(properties.filter(([name]) => wanted.has(name)))},
    notes: [
      ...(lost.length === 0 ? [] : [`no counterpart for ${lost.join(', ')}`]),
      ...(off.length === 0 ? [] : [`off, since the catalog does not have them: ${off.join(', ')}`]),
    ],
  };
}

/** The fields without which a stream can't be: its key and its cursor. */
function automatic({source_defined_primary_key, default_cursor_field}: JsonObject): string[] {
  const key = Array.isArray(source_defined_primary_key) ? source_defined_primary_key : [];
  const cursor = Array.isArray(default_cursor_field) ? default_cursor_field : [];
  return [...key.flat(), ...cursor].filter((name) => typeof name === 'string');
}

/** How the stream is to be read and written. Key and cursor are ours. */
function configuration(
  entry: JsonObject,
  stream: JsonObject,
): {configured: JsonObject; note: string | undefined} {
  const {stream: _theirs, sync_mode, cursor_field: _cursor, primary_key: _key, ...others} = entry;
  const {supported_sync_modes, source_defined_primary_key, default_cursor_field} = stream;
  const modes = Array.isArray(supported_sync_modes) ? supported_sync_modes : [];
  const isFull = sync_mode === 'incremental' && !modes.includes('incremental');
  return {
    configured: {
      destination_sync_mode: 'append',
      ...others,
      stream,
      sync_mode: isFull || sync_mode === undefined ? 'full_refresh' : sync_mode,
      ...(default_cursor_field === undefined ? {} : {cursor_field: default_cursor_field}),
      primary_key: source_defined_primary_key,
    },
    note: isFull ? 'incremental there, read in full here' : undefined,
  };
}
