import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {replaceFile} from '../durable/replace-file.js';
import {exists, readJsonFile} from './files.js';

/**
 * Writes settings into a config file, which is made where there is none; a setting that is undefined is taken out. Settings
 * that stand below `credentials` are changed there. All others stay as they are. The file is exchanged as a whole, so that
 * nobody ever finds half of it, and can then be read by its owner alone. Throws `ConfigError` where that can't be done.
 */
export function updateConfigFile(path: string, changes: Readonly<Record<string, JsonObject[string]>>): void {
  const content = exists(path) ? (readJsonFile(path, 'config') ?? {}) : {};
  if (!isObject(content)) throw new ConfigError([`The config file ${path} must hold a JSON object`]);
  try {
    replaceFile(path, `${JSON.stringify(withSettings(content, changes), undefined, 2)}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ConfigError([
      `The config file ${path} cannot be written (${code}); make it and its folder writable`,
    ]);
  }
}

/** A config with some settings exchanged, each wherever it stands: below `credentials`, beside it, or both. */
export function withSettings(
  config: JsonObject,
  changes: Readonly<Record<string, JsonObject[string]>>,
): JsonObject {
  const {credentials} = config;
  const nested = credentials !== undefined && isObject(credentials) ? credentials : undefined;
  const isNested = (name: string) => nested !== undefined && Object.hasOwn(nested, name);
  const inside = Object.entries(changes).filter(([name]) => isNested(name));
  // What stands in both places is read from the outer one.
  const outside = Object.entries(changes).filter(([name]) => !isNested(name) || Object.hasOwn(config, name));
  return {
    ...without(config, outside),
    ...(nested === undefined ? {} : {credentials: without(nested, inside)}),
  };
}

function without(
  object: JsonObject,
  changes: readonly (readonly [string, JsonObject[string]])[],
): JsonObject {
  const entries = Object.entries({...object, ...Object.fromEntries(changes)});
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
