import {configProblems} from '../config/check.js';
import {coercedObject} from '../config/coerce.js';
import {exists} from '../config/files.js';
import {ENVIRONMENT, type LoadedConfig, loadConfig} from '../config/load.js';
import {credentialWays, secretValues, settingsSchema, withDefaults} from '../config/settings-schema.js';
import {ConfigError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {redactor} from '../core/redact.js';
import type {Tap} from '../tap.js';
import {foreignSettings} from './foreign.js';

/** Whose config it is: a tap's or a target's. */
export type Configured = Pick<Tap, 'name' | 'schemas' | 'problems' | 'foreign'>;

/** The config for a run. Throws `ConfigError` with a sentence for each thing that is wrong. */
export function runConfig(tap: Configured, sources: readonly string[]): LoadedConfig {
  return recognising(tap, sources, () => {
    const loaded = loadConfig(
      tap.name,
      settingsSchema(tap.schemas),
      sources,
      process.env,
      credentialWays(tap.schemas),
    );
    const problems = tap.problems?.(loaded.config) ?? [];
    if (problems.length > 0) throw new ConfigError(problems.map(redactor(loaded.secrets)));
    return loaded;
  });
}

/** The settings that are there so far, for what sets a tap up. What is there must be right; its file need not exist yet. */
export function draftConfig(tap: Tap, sources: readonly string[]): LoadedConfig {
  const schema = {...settingsSchema(tap.schemas), required: []};
  const there = sources.filter((source) => source === ENVIRONMENT || exists(source));
  return recognising(tap, there, () =>
    loadConfig(tap.name, schema, there, process.env, credentialWays(tap.schemas)),
  );
}

/** What is wrong with a config for a run, a sentence for each; nothing is read for it. */
export function configProblemsOf(tap: Tap, config: JsonObject): string[] {
  const schema = settingsSchema(tap.schemas);
  const written = coercedObject(schema, config);
  const problems = configProblems(schema, written);
  const all = problems.length > 0 ? problems : (tap.problems?.(withDefaults(schema, written)) ?? []);
  return all.map(redactor(secretValues(schema, written)));
}

/**
 * A config as it is loaded. One of another connector is called that: what else would be said of it, that settings are
 * missing or unknown, would only confuse.
 */
function recognising(tap: Configured, sources: readonly string[], load: () => LoadedConfig): LoadedConfig {
  const files = sources.filter((source) => source !== ENVIRONMENT);
  try {
    const loaded = load();
    const foreign = foreignSettings(tap, files);
    return foreign === undefined ? loaded : {...loaded, warnings: [...loaded.warnings, foreign]};
  } catch (error) {
    const foreign = error instanceof ConfigError ? foreignSettings(tap, files) : undefined;
    throw foreign === undefined ? error : new ConfigError([foreign]);
  }
}

/**
 * The config as far as it decides what streams look like: what it says must be right, but it need not be complete, since
 * catalogs are made before there are credentials. Undefined where no setting changes any stream.
 */
export function discoveryConfig(tap: Tap, sources: readonly string[]): JsonObject | undefined {
  if (tap.records === undefined && tap.accounts === undefined) return undefined;
  const schema = {...settingsSchema(tap.schemas), required: []};
  try {
    return loadConfig(tap.name, schema, sources, process.env, credentialWays(tap.schemas)).config;
  } catch (error) {
    // Whether there are several accounts changes no more than the keys; a sync will tell what is wrong.
    if (tap.records === undefined && error instanceof ConfigError) return undefined;
    throw error;
  }
}
