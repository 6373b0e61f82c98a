import {Ajv, type ErrorObject} from 'ajv';
import type {JsonObject} from '../core/json.js';
import {isMoment, MOMENT_FORMS} from '../core/moments.js';
import {type SettingSchema, type SettingsSchema, typesOf} from '../core/schema.js';
import {calendarDate} from '../core/timestamps.js';

/** What each special format of a setting means, in words and as a check. */
const FORMATS: Record<string, {words: string; test: (value: string) => boolean}> = {
  moment: {words: `a moment, such as ${MOMENT_FORMS}`, test: isMoment},
  'plain-date': {words: 'a date such as 2026-01-31', test: (value) => calendarDate(value) === value},
  'service-url': {
    words: 'an https address (http only on this machine) without a password, ? or #',
    test: isServiceUrl,
  },
  // Whatever else a header holds makes the request impossible, which would look like trouble with the network.
  header: {
    words: 'a text without line breaks or letters and quotes beyond Latin-1',
    test: (value) => /^[\x20-\x7e\xa0-\xff]*$/.test(value),
  },
};

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
    formats: Object.fromEntries(Object.entries(FORMATS).map(([name, {test}]) => [name, test])),
  });
  ajv.addVocabulary(['airbyte_secret', 'order']);
  const check = ajv.compile({...schema, additionalProperties: true});
  if (check(config)) return [];
  const problems = (check.errors ?? []).map((error) => sentenceFor(schema, error));
  return [...new Set(problems)];
}

/** Settings that the tap does not know: they are ignored, but a misspelled name should not go unnoticed. */
export function unknownSettings(schema: SettingsSchema, config: JsonObject): string[] {
  return Object.keys(config).filter((name) => !Object.hasOwn(schema.properties, name));
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
  return `The setting "${name}" must be ${demand(setting, error)}${example(setting)}${given(setting, error.data)}`;
}

function demand(setting: SettingSchema | undefined, error: ErrorObject): string {
  switch (error.keyword) {
    case 'enum':
      return `one of ${(setting?.enum ?? []).join(', ')}`;
    case 'format':
      return FORMATS[setting?.format ?? '']?.words ?? `a ${setting?.format}`;
    case 'minLength':
      return 'a text that is not empty';
    default:
      return `${kind(setting)}${range(setting)}`;
  }
}

function kind(setting: SettingSchema | undefined): string {
  const words: Record<string, string> = {
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    string: 'a text',
    array: 'a list',
    object: 'an object',
  };
  return words[typesOf(setting ?? {})[0] ?? ''] ?? 'something else';
}

function range(setting: SettingSchema | undefined): string {
  const {minimum, maximum} = setting ?? {};
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` of at least ${minimum}`;
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
  return path.reduce<SettingSchema | undefined>((at, name) => at?.properties?.[name] ?? at?.items, schema);
}

function isServiceUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const {protocol, hostname, username, password, search, hash} = new URL(value);
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
