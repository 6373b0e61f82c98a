import {stringify} from 'yaml';
import {CAPABILITIES} from '../../protocol/cli/about.js';
import {TARGET_CAPABILITIES} from '../../protocol/cli/target-about.js';
import {credentialWays, settingsSchema} from '../../protocol/config/settings-schema.js';
import type {JsonObject} from '../../protocol/core/json.js';
import type {SettingSchema} from '../../protocol/core/schema.js';
import {streamsOfTap, type Tap} from '../../protocol/tap.js';
import type {Target} from '../../protocol/target/target.js';

const HEAD = `# Meltano project for the taps of timesheet-taps, made from their settings by \`make docs\`.
# \`select\` is what a run without a catalog reads: Meltano's own default would be everything.
`;

/** A whole `meltano.yml` with an extractor for each tap, a loader for each target, and one that writes files. */
export function meltanoYml(taps: readonly Tap[], targets: readonly Target[] = []): string {
  const project = {
    default_environment: 'dev',
    project_id: 'timesheet-taps-example',
    environments: [{name: 'dev'}],
    plugins: {
      extractors: taps.map(extractor),
      loaders: [
        {
          name: 'target-jsonl',
          namespace: 'target_jsonl',
          pip_url: 'target-jsonl',
          config: {destination_path: 'output'},
        },
        ...targets.map(loader),
      ],
    },
  };
  return HEAD + stringify(project, {lineWidth: 0, version: '1.1'});
}

function extractor(tap: Tap): JsonObject {
  return {...plugin(tap, CAPABILITIES), select: selection(tap)};
}

function loader(target: Target): JsonObject {
  return plugin(target, TARGET_CAPABILITIES);
}

/** What extractors and loaders have in common. */
function plugin({name, schemas}: Pick<Tap, 'name' | 'schemas'>, capabilities: readonly string[]): JsonObject {
  const {properties, required = []} = settingsSchema(schemas);
  const ways = credentialWays(schemas);
  const groups = (ways.length === 0 ? [[]] : ways)
    .map((way) => [...('required' in way ? way.required : []), ...required])
    .filter((group) => group.length > 0);
  return {
    name,
    namespace: name.replaceAll('-', '_'),
    executable: name,
    capabilities: [...capabilities],
    settings: Object.entries(properties).map(([setting, facts]) => meltanoSetting(setting, facts)),
    ...(groups.length === 0 ? {} : {settings_group_validation: groups}),
  };
}

function meltanoSetting(name: string, setting: SettingSchema): JsonObject {
  const {title, description, enum: words} = setting;
  return {
    name,
    ...(title === undefined ? {} : {label: title}),
    ...(description === undefined ? {} : {description}),
    kind: words === undefined ? kindOf(setting) : 'options',
    ...(words === undefined ? {} : {options: words.map((word) => ({label: String(word), value: word}))}),
    ...(setting.airbyte_secret === true ? {sensitive: true} : {}),
  };
}

/** Meltano's word for a type; one of several types is written as text, and read by the tap itself. */
function kindOf({type}: SettingSchema): string {
  const types = [type].flat();
  if (types.length !== 1) return 'string';
  const kinds: Record<string, string> = {
    number: 'decimal',
    integer: 'integer',
    boolean: 'boolean',
    object: 'object',
    array: 'array',
  };
  return kinds[types[0] ?? ''] ?? 'string';
}

/** Patterns that select what a run without a catalog reads, and nothing else. */
export function selection(tap: Tap): string[] {
  return streamsOfTap(tap)
    .filter(({selectedByDefault}) => selectedByDefault)
    .flatMap(({name, fieldsOffByDefault}) => [
      `${name}.*`,
      ...fieldsOffByDefault.map((field) => `!${name}.${field}`),
    ]);
}
