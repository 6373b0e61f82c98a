import {settingsSchema} from '../config/settings-schema.js';
import type {JsonObject, JsonValue} from '../core/json.js';
import type {SettingSchema} from '../core/schema.js';
import {packageVersion} from '../package-facts.js';
import {streamsOfTap, type Tap} from '../tap.js';

export const CAPABILITIES = [
  'about',
  'discover',
  'catalog',
  'properties',
  'state',
  'test',
  'activate-version',
  'structured-logging',
];

/** A tap's name, abilities, settings and streams, for people or for programs. */
export function about(tap: Tap, format: 'text' | 'json' | 'markdown'): string {
  if (format === 'json') return JSON.stringify(aboutJson(tap, CAPABILITIES), undefined, 2);
  return format === 'markdown' ? aboutMarkdown(tap) : aboutText(tap);
}

/** In the form of the Meltano SDK, so that tools which read that form can read ours. */
export function aboutJson(
  tap: Pick<Tap, 'name' | 'description' | 'schemas'>,
  capabilities: readonly string[],
): JsonObject {
  const {properties, required} = settingsSchema(tap.schemas);
  const settings = Object.entries(properties).map(
    ([name, setting]) => [name, settingForTools(setting)] as const,
  );
  return {
    name: tap.name,
    description: tap.description,
    version: packageVersion(),
    sdk_version: packageVersion(),
    supported_python_versions: [],
    capabilities: [...capabilities],
    settings: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: Object.fromEntries(settings),
      required: required ?? [],
    },
  };
}

function settingForTools(setting: SettingSchema): JsonObject {
  const {airbyte_secret, order: _order, ...plain} = setting;
  return {
    ...JSON.parse(JSON.stringify(plain)),
    ...(airbyte_secret === true ? {secret: true, writeOnly: true} : {}),
  };
}

function aboutText(tap: Tap): string {
  const streams = streamsOfTap(tap).map(
    (stream) => `  ${stream.name}: ${stream.replicationMethod}, key ${stream.keyProperties.join(', ')}`,
  );
  return [
    `${tap.name} ${packageVersion()}: ${tap.description}`,
    `Capabilities: ${CAPABILITIES.join(', ')}`,
    'Settings:',
    ...settingLines(tap),
    'Streams:',
    ...streams,
  ].join('\n');
}

/** The settings as lines of text. */
export function settingLines(tap: Pick<Tap, 'schemas'>): string[] {
  return settingRows(tap).map(
    ([name, , fallback, text]) => `  ${name}${fallback === '' ? '' : ` (${fallback})`}: ${text}`,
  );
}

function aboutMarkdown(tap: Tap): string {
  return [
    `# ${tap.name}`,
    '',
    tap.description,
    '',
    '## Settings',
    '',
    settingsTable(tap),
    '',
    '## Streams',
    '',
    streamsTable(tap),
  ].join('\n');
}

/** The settings of a tap or target as a Markdown table. */
export function settingsTable(tap: Pick<Tap, 'schemas'>): string {
  return markdownTable(
    ['Setting', 'Type', 'Default', 'Meaning'],
    settingRows(tap).map(([name, ...rest]) => [`\`${name}\``, ...rest]),
  );
}

/** The parameters that streams can be filtered by, as a Markdown table. */
export function filtersTable(tap: Tap): string {
  const streams = settingsSchema(tap.schemas).properties.filters?.properties ?? {};
  const rows = Object.entries(streams).map(([stream, {properties = {}}]) => [
    `\`${stream}\``,
    Object.entries(properties)
      .map(([name, setting]) => `\`${name}\` (${filterWords(setting)})`)
      .join(', '),
  ]);
  return markdownTable(['Stream', 'Filters'], rows);
}

/** What a filter takes: the words or the type of one value, whether a list of them, and which comparisons. */
function filterWords(setting: SettingSchema): string {
  const words = setting.enum ?? setting.items?.enum;
  const [compared] = Object.values(setting.properties ?? {});
  const types = [setting.type].flat().filter((type) => type !== 'array' && type !== 'object');
  const format = setting.format ?? compared?.format;
  const kind = format === undefined ? types.join(' or ') : (FORMAT_WORDS[format] ?? 'text');
  const comparisons = Object.keys(setting.properties ?? {}).map((sign) => `\`${sign}\``);
  return [
    words?.join(', ') ?? kind,
    ...(setting.items === undefined ? [] : ['list']),
    ...(comparisons.length === 0 ? [] : [comparisons.join(' ')]),
  ].join('; ');
}

const FORMAT_WORDS: Record<string, string> = {'plain-date': 'date', moment: 'moment'};

/** The related objects that records can carry, as a Markdown table. */
export function includesTable(tap: Tap): string {
  const streams = settingsSchema(tap.schemas).properties.include?.properties ?? {};
  const rows = Object.entries(streams).map(([stream, {items}]) => [
    `\`${stream}\``,
    (items?.enum ?? []).map((name) => `\`${String(name)}\``).join(', '),
  ]);
  return markdownTable(['Stream', 'Relations'], rows);
}

/** The streams as a Markdown table, with what a run can't see of each. */
export function streamsTable(tap: Tap): string {
  const unseen = new Map(tap.streams.map(({name, unseen: text}) => [name, text]));
  const rows = streamsOfTap(tap).map((stream) => [
    `\`${stream.name}\`${stream.selectedByDefault ? '' : ' (off)'}`,
    stream.replicationMethod === 'FULL_TABLE' ? 'full table' : `by \`${stream.replicationKey}\``,
    stream.keyProperties.map((key) => `\`${key}\``).join(', '),
    stream.parent === undefined ? '' : `\`${stream.parent}\``,
    unseen.get(stream.name) ?? '',
  ]);
  return markdownTable(['Stream', 'Read', 'Key', 'Through', 'A run cannot see'], rows);
}

function wordFor(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The name, type, default and meaning of each setting. */
function settingRows(tap: Pick<Tap, 'schemas'>): string[][] {
  const {properties, required = []} = settingsSchema(tap.schemas);
  return Object.entries(properties).map(([name, setting]) => {
    const type = setting.enum === undefined ? [setting.type].flat().join(' or ') : setting.enum.join(', ');
    const fallback =
      setting.default === undefined ? (required.includes(name) ? 'required' : '') : wordFor(setting.default);
    return [name, type, fallback, setting.description ?? ''];
  });
}

/** Rows of cells as a Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
