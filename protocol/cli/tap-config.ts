import {exists} from '../config/files.js';
import {ENVIRONMENT, type LoadedConfig, loadConfig} from '../config/load.js';
import {credentialWays, settingsSchema} from '../config/settings-schema.js';
import {ConfigError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {redactor} from '../core/redact.js';
import type {Tap} from '../tap.js';

/** The config for a run. Throws `ConfigError` with a sentence for each thing that is wrong. */
export function runConfig(tap: Tap, sources: readonly string[]): LoadedConfig {
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
}

/** The settings that are there so far, for what sets a tap up. What is there must be right; its file need not exist yet. */
export function draftConfig(tap: Tap, sources: readonly string[]): LoadedConfig {
  const schema = {...settingsSchema(tap.schemas), required: []};
  const there = sources.filter((source) => source === ENVIRONMENT || exists(source));
  return loadConfig(tap.name, schema, there, process.env, credentialWays(tap.schemas));
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
