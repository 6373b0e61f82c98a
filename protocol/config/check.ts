import {Ajv, type ErrorObject} from 'ajv';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {SettingSchema, SettingsSchema} from '../core/schema.js';
import {demand, FORMATS} from './demand.js';

/**
 * Everything that is wrong with a config, one sentence for each setting: its name, what it must be, and an
 * example. Values are named, but never those of secrets.
 */
export function configProblems(schema: SettingsSchema, config: JsonObject): string[] {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    formats: Object.fromEntries(Object.entries(FORMATS).map(([name, {test}]) => [name, test])),
  });
  ajv.addVocabulary(['airbyte_secret', 'order']);
  const check = ajv.compile({...pertinent(schema, config), additionalProperties: true});
  if (check(config)) return [];
  const problems = (check.errors ?? []).map((error) => sentenceFor(schema, error));
  return [...new Set(problems)];
}

/**
 * Settings that the tap does not know: they are ignored, but a misspelled name should not go unnoticed. Names with an
 * underscore before them are marks of tools (`_limit`).
 */
export function unknownSettings(schema: SettingsSchema, config: JsonObject): string[] {
  return Object.keys(config).filter(
    (name) => !Object.hasOwn(schema.properties, name) && !name.startsWith('_'),
  );
}

/**
 * The part of a schema that can speak of a value. Compiling the rest, hundreds of filters that nobody set, would cost
 * every start of the tap a noticeable time.
 */
function pertinent(schema: SettingSchema, value: JsonValue | undefined): SettingSchema {
  if (schema.properties === undefined) return schema;
  const members = Object.entries(schema.properties).flatMap(([name, below]) =>
    isObject(value) && Object.hasOwn(value, name) ? [[name, pertinent(below, value[name])] as const] : [],
  );
  return {...schema, properties: Object.fromEntries(members)};
}

function sentenceFor(schema: SettingsSchema, error: ErrorObject): string {
  const path = error.instancePath.split('/').slice(1);
  const name = path.join('.');
  const setting = settingAt(schema, path);
  if (error.keyword === 'required') {
    const missing = [...path, String(error.params.missingProperty)];
    const wanted = settingAt(schema, missing);
    return `The setting "${missing.join('.')}" is missing: ${firstSentence(wanted)}${example(wanted)}`;
  }
  if (error.keyword === 'additionalProperties') {
    const known = Object.keys(setting?.properties ?? {}).join(', ');
    return `The setting "${[...path, String(error.params.additionalProperty)].join('.')}" does not exist; known here: ${known}`;
  }
  return `The setting "${name}" must be ${demand(setting, error.keyword)}${example(setting)}${given(setting, error.data)}`;
}

function example(setting: SettingSchema | undefined): string {
  const first = setting?.airbyte_secret === true ? undefined : setting?.examples?.[0];
  return first === undefined ? '' : `, for example ${JSON.stringify(first)}`;
}

function given(setting: SettingSchema | undefined, value: unknown): string {
  // An address may carry a password.
  if (setting?.airbyte_secret === true || setting?.format === 'service-url') return '';
  if (typeof value === 'object' && value !== null) return '';
  return `; it is ${JSON.stringify(value)}`;
}

function firstSentence(setting: SettingSchema | undefined): string {
  const text = setting?.description ?? 'it is required';
  const end = text.search(/\.(\s|$)/);
  return end === -1 ? text : text.slice(0, end);
}

function settingAt(schema: SettingSchema, path: readonly string[]): SettingSchema | undefined {
  return path.reduce<SettingSchema | undefined>(below, schema);
}

/** The schema of a member, of any member where they have no names of their own, or of an item. */
function below(at: SettingSchema | undefined, name: string): SettingSchema | undefined {
  const {properties, additionalProperties: others, items} = at ?? {};
  return properties?.[name] ?? (typeof others === 'object' ? others : undefined) ?? items;
}
