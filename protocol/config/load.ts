import {readFileSync} from 'node:fs';
import {parse} from 'dotenv';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {redactor} from '../core/redact.js';
import type {SettingsSchema} from '../core/schema.js';
import {configProblems, unknownSettings} from './check.js';
import {coercedObject} from './coerce.js';
import {isFile, isReadableByOthers, readJsonFile} from './files.js';
import {type CredentialWay, secretValues, settingsOfWay, withDefaults} from './settings-schema.js';

/** The word that stands for the environment among the config files. */
export const ENVIRONMENT = 'ENV';

export interface LoadedConfig {
  /** Complete: coerced, valid, with defaults. */
  readonly config: JsonObject;
  readonly warnings: readonly string[];
  readonly secrets: readonly string[];
}

/**
 * A tap's config from its files, a later one over an earlier one, and from the environment where the word `ENV`
 * asks for it. Throws one `ConfigError` that names everything that is wrong.
 */
export function loadConfig(
  tapName: string,
  schema: SettingsSchema,
  sources: readonly string[],
  environment: NodeJS.ProcessEnv,
  ways: readonly CredentialWay[] = [],
): LoadedConfig {
  const files = sources.filter((source) => source !== ENVIRONMENT);
  const contents = files.map((path) => ({path, settings: flattened(readConfigFile(path), ways)}));
  const layers = contents.map(({settings}) => settings);
  if (sources.includes(ENVIRONMENT)) layers.push(fromEnvironment(tapName, schema, environment));
  const written = coercedObject(schema, Object.assign({}, ...layers.map(withoutNulls)));
  const secrets = secretValues(schema, written);
  const problems = configProblems(schema, written);
  if (problems.length > 0) throw new ConfigError(problems.map(redactor(secrets)));
  const warnings = unknownSettings(schema, written).map(
    (name) => `The setting "${name}" is not known and ignored`,
  );
  for (const {path, settings} of contents) {
    if (secretValues(schema, settings).length > 0 && isReadableByOthers(path)) {
      warnings.push(
        `The config file ${path} holds secrets and can be read by others; run: chmod 600 ${path}`,
      );
    }
  }
  return {config: withDefaults(schema, written), warnings, secrets};
}

function readConfigFile(path: string): JsonObject {
  const value = readJsonFile(path, 'config') ?? {};
  if (!isObject(value)) throw new ConfigError([`The config file ${path} must hold a JSON object`]);
  return value;
}

/**
 * Settings may stand below `credentials`, as orchestrators with nested forms write them. What such a form still holds of
 * a way to authenticate that is not the chosen one does not count.
 */
function flattened(config: JsonObject, ways: readonly CredentialWay[]): JsonObject {
  const {credentials, ...others} = config;
  if (!isObject(credentials)) return config;
  const {auth_type, ...nested} = credentials;
  const flat = {...withoutNulls(nested), ...withoutNulls(others)};
  if (typeof auth_type !== 'string' || ways.length === 0) return flat;
  const chosen = ways.find((way) => way.auth_type === auth_type);
  if (chosen === undefined) {
    const known = ways.map((way) => `"${way.auth_type}"`).join(' or ');
    throw new ConfigError([`The setting "credentials.auth_type" must be ${known}`]);
  }
  const left = new Set(ways.flatMap(settingsOfWay));
  for (const name of [...settingsOfWay(chosen), ...(chosen.beside ?? [])]) left.delete(name);
  return Object.fromEntries(Object.entries(flat).filter(([name]) => !left.has(name)));
}

function withoutNulls(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

function fromEnvironment(
  tapName: string,
  schema: SettingsSchema,
  environment: NodeJS.ProcessEnv,
): JsonObject {
  const prefix = `${environmentName(tapName)}_`;
  const all = {...(isFile('.env') ? parse(readFileSync('.env')) : {}), ...environment};
  const found: JsonObject = {};
  for (const name of Object.keys(schema.properties)) {
    const value = all[prefix + environmentName(name)];
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}

/** How a tap or setting is called in the environment: `TAP_HARVEST`, `ACCESS_TOKEN`. */
export function environmentName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
