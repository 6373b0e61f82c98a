import {randomBytes} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {exists, readJsonFile} from './files.js';

/**
 * Writes settings into a config file, which is made where there is none; a setting that is undefined is taken out. Settings
 * that stand below `credentials` are changed there. All others stay as they are. The file is exchanged as a whole, so that
 * nobody ever finds half of it, and can then be read by its owner alone. Throws `ConfigError` where that can't be done.
 */
export function updateConfigFile(path: string, changes: Readonly<Record<string, JsonObject[string]>>): void {
  const content = exists(path) ? (readJsonFile(path, 'config') ?? {}) : {};
  if (!isObject(content)) throw new ConfigError([`The config file ${path} must hold a JSON object`]);
  replaceFile(path, `${JSON.stringify(withSettings(content, changes), undefined, 2)}\n`);
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

function replaceFile(path: string, text: string): void {
  // A link stays a link: what it leads to is exchanged.
  const target = exists(path) ? realpathSync(path) : path;
  // A name of its own, since in containers a run that was killed had the same number as this one.
  const draft = `${target}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(draft, 0o600);
    renameSync(draft, target);
  } catch (error) {
    discard(draft);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ConfigError([
      `The config file ${path} cannot be written (${code}); make it and its folder writable`,
    ]);
  }
}

/** Removes a file if that can be done. */
function discard(path: string): void {
  try {
    rmSync(path, {force: true});
  } catch {
    // Why it could not be written is what counts.
  }
}
