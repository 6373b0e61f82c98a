import {
  type CredentialWay,
  credentialWays,
  settingsOfWay,
  settingsSchema,
  singerOnlySettings,
} from '../../config/settings-schema.js';
import type {JsonObject, JsonValue} from '../../core/json.js';
import {type SettingSchema, typesOf} from '../../core/schema.js';
import type {Tap} from '../../tap.js';
import {advancedAuth} from './advanced-auth.js';

const DATE = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const TIME_OF_DAY = '([01][0-9]|2[0-3]):?[0-5][0-9]';
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?';

/** How special formats of settings are told to a form. */
const PATTERNS: Readonly<Record<string, {pattern: string; descriptor: string; format?: string}>> = {
  moment: {
    pattern: `^(${DATE}(T${TIME}(Z|[+-]${TIME_OF_DAY})?)?|([+-][0-9]{1,5}|0)[hdwmy])$`,
    descriptor: 'YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ, or relative such as -30d',
  },
  'plain-date': {pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', descriptor: 'YYYY-MM-DD', format: 'date'},
  'service-url': {
    pattern: '^(https://[^?#@\\s]+|http://(localhost|127[.][0-9.]+|\\[::1\\])([:/][^?#@\\s]*)?)$',
    descriptor: 'https://...',
  },
  'no-space': {pattern: '^\\S+$', descriptor: 'no spaces'},
};

/** The body of a SPEC message: the settings, and how a platform gets those by which it signs people in. */
export function specification(tap: Tap): JsonObject {
  const advanced = advancedAuth(tap);
  return {
    connectionSpecification: connectionSpecification(tap),
    ...(advanced === undefined ? {} : {advanced_auth: advanced}),
  };
}

/** The settings as a form, in the order in which they are documented. */
export function connectionSpecification(tap: Tap): JsonObject {
  const {properties, required = []} = settingsSchema(tap.schemas);
  const ways = credentialWays(tap.schemas);
  const chosen = new Set(ways.flatMap(settingsOfWay));
  const elsewhere = new Set([...chosen, ...singerOnlySettings(tap.schemas)]);
  const credentials = ways.length === 0 ? [] : [['credentials', credentialForm(ways, properties)] as const];
  const plain = Object.entries(properties)
    .filter(([name]) => !elsewhere.has(name))
    .map(([name, setting]) => [name, formField(name, setting)] as const);
  const fields = [...credentials, ...plain].map(([name, field], order) => [name, {...field, order}] as const);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Source ${tap.name.replace('tap-', '')}`,
    type: 'object',
    required: [
      ...(ways.length === 0 ? [] : ['credentials']),
      ...required.filter((name) => !chosen.has(name)),
    ],
    additionalProperties: true,
    properties: Object.fromEntries(fields),
  };
}

/** The choice between several ways to authenticate. */
function credentialForm(
  ways: readonly CredentialWay[],
  properties: Readonly<Record<string, SettingSchema>>,
): JsonObject {
  return {
    type: 'object',
    title: 'Authentication',
    description: 'How to sign in.',
    oneOf: ways.map((way) => ({
      type: 'object',
      title: way.title,
      required: ['auth_type', ...way.required],
      properties: Object.fromEntries([
        ['auth_type', {type: 'string', const: way.auth_type, order: 0}],
        ...settingsOfWay(way).map((name, index) => [
          name,
          {...formField(name, properties[name] ?? {}), order: index + 1},
        ]),
      ]),
    })),
  };
}

/** A setting as a field of a form. What no form has a field for, such as a choice of types, is written as JSON. */
function formField(name: string | undefined, given: SettingSchema): JsonObject {
  const setting = name === undefined ? given : {title: titleOf(name), ...given};
  if (hasUnion(setting)) return asJsonText(setting);
  const {format, properties, items, additionalProperties: _any, order: _order, required, ...plain} = setting;
  const pattern = format === undefined ? undefined : PATTERNS[format];
  return {
    ...toJson(plain),
    ...(pattern === undefined
      ? {}
      : {
          pattern: pattern.pattern,
          pattern_descriptor: pattern.descriptor,
          ...(pattern.format === undefined ? {} : {format: pattern.format}),
        }),
    ...(required === undefined || required.length === 0 ? {} : {required: [...required]}),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([member, below], order) => [
              member,
              {...formField(member, below), order},
            ]),
          ),
        }),
    ...(items === undefined ? {} : {items: formField(undefined, items)}),
  };
}

/** A name as a heading, for what has none. */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function asJsonText({title, description = '', examples}: SettingSchema): JsonObject {
  return {
    type: 'string',
    ...(title === undefined ? {} : {title}),
    description: `${description} Written as JSON.`,
    multiline: true,
    ...(examples === undefined ? {} : {examples: examples.map((example) => JSON.stringify(example))}),
  };
}

/** Whether a setting, or one below it, may be of several types. */
function hasUnion(setting: SettingSchema): boolean {
  const below = [
    ...Object.values(setting.properties ?? {}),
    ...(setting.items === undefined ? [] : [setting.items]),
  ];
  return typesOf(setting).length > 1 || below.some(hasUnion);
}

function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as Record<string, JsonValue>;
}
