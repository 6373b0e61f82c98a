import type {Catalog, CatalogEntry} from '../../protocol/core/catalog.js';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import {type PropertySchema, propertiesBelow} from '../../protocol/core/schema.js';
import {metadataAt} from './conformance/catalogs.js';
import {type Message, messagesIn} from './messages.js';

/** A configured catalog of the streams and fields that a catalog of Singer's selects. */
export function configuredCatalog(
  {streams}: Catalog,
  isOpen: (stream: string) => boolean,
  syncMode: 'full_refresh' | 'incremental' = 'incremental',
): JsonObject {
  return {
    streams: streams
      .filter((entry) => isSelected(entry))
      .map((entry) => ({
        stream: {
          name: entry.stream,
          // Of a stream that is open, nobody says which fields it is to have.
          json_schema: isOpen(entry.stream) ? {} : selectedSchema(entry, entry.schema, []),
          supported_sync_modes: ['full_refresh', 'incremental'],
        },
        sync_mode: syncMode,
        destination_sync_mode: 'append_dedup',
        primary_key: entry.key_properties.map((key) => [key]),
      })),
  };
}

function isSelected(entry: CatalogEntry): boolean {
  const {selected, ...root} = metadataAt(entry, []);
  return selected === undefined ? root['selected-by-default'] === true : selected === true;
}

/** A schema with the selected fields alone, at every depth. */
function selectedSchema(entry: CatalogEntry, schema: PropertySchema, path: readonly string[]): JsonObject {
  const {properties, items, ...plain} = schema;
  const isList = properties === undefined;
  const base = isList ? [...path, 'items'] : path;
  const below = propertiesBelow(schema);
  if (below === undefined) return toJson(schema);
  const kept = Object.entries(below).flatMap(([name, property]) => {
    const at = [...base, 'properties', name];
    const {selected, inclusion, ...rest} = metadataAt(entry, at);
    const isWanted = inclusion === 'automatic' || (selected ?? rest['selected-by-default'] ?? true) === true;
    return isWanted ? [[name, selectedSchema(entry, property, at)] as const] : [];
  });
  const cut = {properties: Object.fromEntries(kept)};
  return isList ? {...toJson(plain), items: {...toJson(items ?? {}), ...cut}} : {...toJson(plain), ...cut};
}

function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as Record<string, JsonValue>;
}

/** The states of a run as the platform hands them back: a list without envelopes, with nulls where nothing is. */
export function airbyteStates(state: JsonObject): JsonValue[] {
  return Object.entries(isObject(state.bookmarks ?? null) ? (state.bookmarks as JsonObject) : {}).map(
    ([name, bookmark]) => ({
      type: 'STREAM',
      stream: {stream_descriptor: {name, namespace: null}, stream_state: bookmark ?? null},
      global: null,
      data: null,
    }),
  );
}

/** A run of Airbyte's in the words of Singer. */
export interface Translated {
  readonly messages: Message[];
  /** What was logged, and went wrong, as it would stand on stderr. */
  readonly log: string;
}

const LEVELS: Record<string, string> = {WARN: 'WARNING', FATAL: 'CRITICAL'};

/** Translates the lines of a run; `catalog` is the one that it was given, `before` the bookmarks. */
export function translated(stdout: string, catalog: JsonObject, before: JsonObject): Translated {
  const schemas = schemasIn(catalog);
  const bookmarks: Record<string, JsonValue | undefined> = {...toJson(before)};
  const messages: Message[] = [];
  const log: string[] = [];
  const announced = new Set<string>();
  let last = '';
  const lines = messagesIn(stdout);
  for (const message of lines) {
    const body = bodyOf(message);
    if (message.type === 'RECORD') {
      const {stream, data, emitted_at} = body;
      const time_extracted = new Date(Number(emitted_at)).toISOString();
      messages.push({type: 'RECORD', stream: stream ?? null, record: data ?? null, time_extracted});
    } else if (message.type === 'STATE') {
      const {stream_descriptor, stream_state} = objectIn(body.stream);
      const name = String(objectIn(stream_descriptor).name);
      if (objectIn(stream_state).__ab_no_cursor_state_message !== true)
        bookmarks[name] = stream_state ?? null;
      const value = {currently_syncing: null, bookmarks: {...bookmarks}};
      // A stream without news tells its state even so; of the whole state that is no news.
      const told = JSON.stringify(value);
      if (told !== last) messages.push({type: 'STATE', value});
      last = told;
    } else if (message.type === 'LOG') {
      const level = String(body.level);
      log.push(`${LEVELS[level] ?? level} ${String(body.message)}`);
    } else if (message.type === 'TRACE') {
      if (body.type === 'ERROR') log.push(`CRITICAL ${String(objectIn(body.error).message)}`);
      const {status, stream_descriptor} = objectIn(body.stream_status);
      const name = String(objectIn(stream_descriptor).name);
      if (status !== 'RUNNING' || announced.has(name)) continue;
      announced.add(name);
      messages.push(schemaOf(name, schemas.get(name) ?? {}, lines));
    }
  }
  return {messages, log: log.map((line) => `${line}\n`).join('')};
}

function schemasIn(catalog: JsonObject): Map<string, JsonObject> {
  const streams = Array.isArray(catalog.streams) ? catalog.streams.filter(isObject) : [];
  return new Map(streams.map((entry) => [String(objectIn(entry.stream).name), entry]));
}

/** The SCHEMA of a stream by what was configured; by its records where nothing was. */
function schemaOf(name: string, entry: JsonObject, lines: readonly Message[]): Message {
  const schema = objectIn(objectIn(entry.stream).json_schema);
  const keys = Array.isArray(entry.primary_key) ? entry.primary_key.flat() : [];
  const rows = lines.flatMap((line) => {
    const {stream, data} = bodyOf(line);
    return line.type === 'RECORD' && stream === name ? [objectIn(data)] : [];
  });
  const found = rows.flatMap((row) => Object.keys(row)).map((field) => [field, ANYTHING]);
  return {
    type: 'SCHEMA',
    stream: name,
    schema:
      schema.properties === undefined ? {type: 'object', properties: Object.fromEntries(found)} : schema,
    key_properties: keys,
  };
}

const ANYTHING = {};

const BODIES: Record<string, string> = {
  RECORD: 'record',
  STATE: 'state',
  LOG: 'log',
  TRACE: 'trace',
  SPEC: 'spec',
  CATALOG: 'catalog',
  CONNECTION_STATUS: 'connectionStatus',
};

/** What is in the envelope of a message. */
export function bodyOf(message: Message): JsonObject {
  return objectIn(message[BODIES[message.type] ?? '']);
}

export function objectIn(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}
