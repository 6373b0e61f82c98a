import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {PropertySchema, RecordSchema, SettingSchema, SettingsSchema} from '../core/schema.js';

const SHARED = new URL('../../schemas/settings.json', import.meta.url);
const SHARED_BY_TARGETS = new URL('../../schemas/target-settings.json', import.meta.url);

/**
 * What a tap's or target's `config.json` holds: its settings, which of the shared ones mean nothing to it, and which of its
 * own nothing to Airbyte.
 */
interface OwnSettings extends SettingSchema {
  /** Whose shared settings it takes; default: those of taps. */
  readonly kind?: 'target';
  readonly without?: readonly string[];
  readonly credentials?: readonly CredentialWay[];
  readonly singerOnly?: readonly string[];
}

/** One of several ways to authenticate, and the settings that it takes. */
export interface CredentialWay {
  readonly auth_type: string;
  readonly title: string;
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** Settings of other ways that count beside it all the same, though no form asks for them. */
  readonly beside?: readonly string[];
}

/** The settings that a way to authenticate takes. */
export function settingsOfWay({required, optional = []}: CredentialWay): string[] {
  return [...required, ...optional];
}

/** The ways to authenticate that a tap offers; none where there is only one. */
export function credentialWays(folder: URL): readonly CredentialWay[] {
  const {credentials = []}: OwnSettings = readJson(new URL('config.json', folder));
  return credentials;
}

/** The settings that a tap does not have as an Airbyte source. */
export function singerOnlySettings(folder: URL): readonly string[] {
  const {singerOnly = []}: OwnSettings = readJson(new URL('config.json', folder));
  return singerOnly;
}

/** The schema of a tap's or target's config: its own settings first, then those that all of its kind share. */
export function settingsSchema(folder: URL): SettingsSchema {
  const {
    kind,
    without = [],
    credentials: _ways,
    singerOnly: _singer,
    ...own
  }: OwnSettings = readJson(new URL('config.json', folder));
  const shared = kind === 'target' ? sharedByTargets() : propertiesOf(readJson<SettingSchema>(SHARED));
  const taken = {...propertiesOf(own), ...Object.fromEntries(without.map((name) => [name, null]))};
  return {
    ...own,
    type: 'object',
    properties: {...propertiesOf(own), ...withoutKeys(shared, taken)},
  };
}

/** What concerns the talk with a service is the same for taps and targets; what concerns reading is for taps alone. */
function sharedByTargets(): Record<string, SettingSchema> {
  const {takes, ...own}: SettingSchema & {takes: readonly string[]} = readJson(SHARED_BY_TARGETS);
  const ofTaps = propertiesOf(readJson<SettingSchema>(SHARED));
  return {
    ...propertiesOf(own),
    ...Object.fromEntries(Object.entries(ofTaps).filter(([name]) => takes.includes(name))),
  };
}

/** The schema of one stream's records, as it lies in a tap's schema folder. */
export function recordSchema(folder: URL, stream: string): RecordSchema {
  const schema: PropertySchema = readJson(new URL(`${stream}.json`, folder));
  return {...schema, type: 'object', properties: propertiesOf(schema)};
}

/** The values of all settings that are marked as secret, at every depth. */
export function secretValues(schema: SettingSchema, value: JsonValue | undefined): string[] {
  if (schema.airbyte_secret === true) return value === undefined || value === null ? [] : [String(value)];
  if (!isObject(value)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, below]) => secretValues(below, value[name]));
}

/** The config with the defaults of settings that it leaves out. */
export function withDefaults(schema: SettingsSchema, config: JsonObject): JsonObject {
  const defaults = Object.entries(schema.properties)
    .filter(([, setting]) => setting.default !== undefined)
    .map(([name, setting]) => [name, setting.default]);
  return {...Object.fromEntries(defaults), ...config};
}

/** A schema file of our own package or a tap's; that it is well-formed is checked by tests, not at run time. */
function readJson<Schema>(url: URL): Schema {
  return JSON.parse(readFileSync(fileURLToPath(url), 'utf8')) as Schema;
}

function propertiesOf<Schema>(schema: {properties?: Record<string, Schema>}): Record<string, Schema> {
  return schema.properties ?? {};
}

function withoutKeys<Value>(all: Record<string, Value>, without: object): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !Object.hasOwn(without, name)));
}
