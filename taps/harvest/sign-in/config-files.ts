import {accessSync, constants, readFileSync, realpathSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {ConfigError, isObject, type JsonObject, updateConfigFile} from '../../../protocol/index.js';

/** The settings that a sign-in makes, and that end with it. */
export const TOKENS = ['access_token', 'refresh_token', 'expires_at'] as const;

/** Settings to be written; those that are undefined are taken out. */
export type Changes = Readonly<Record<string, string | undefined>>;

/** The config files of a command line, in the order in which they count: a later one goes before an earlier one. */
export class ConfigFiles {
  /** Where tokens are written: the file that holds a refresh token, else the last one. */
  readonly target: string;
  readonly #files: readonly string[];

  /** Throws `ConfigError` where there is none. */
  constructor(files: readonly string[]) {
    if (files.length === 0) {
      throw new ConfigError(['The environment alone can keep no tokens: add --config FILE']);
    }
    this.#files = files;
    this.target = files.findLast((file) => holds(file, 'refresh_token')) ?? files.at(-1) ?? '';
  }

  /** Throws `ConfigError` when a sign-in could not be saved, which is better known before it than after it. */
  requireWritable(): void {
    const {target} = this;
    const problem = whyNotWritable(target);
    if (problem !== undefined) {
      throw new ConfigError([
        `The config file ${target} cannot be written (${problem}), so the sign-in could not be saved; make it and its folder writable`,
      ]);
    }
  }

  /** Writes settings, and takes them out where they would go before what was written. */
  save(changes: Changes, way: 'oauth' | 'token'): void {
    const {target} = this;
    // Written beside a setting of the same name below `credentials`, they would contradict each other.
    const twice = Object.keys(changes).filter((name) => placesOf(target, name).length > 1);
    if (twice.length > 0) updateConfigFile(target, taken(twice));
    const said = placesOf(target, 'auth_type').includes('below') ? {auth_type: way} : {};
    updateConfigFile(target, {...changes, ...said});
    const later = this.#files.slice(this.#files.lastIndexOf(target) + 1);
    for (const file of this.#files) {
      if (file === target) continue;
      const names = Object.keys(changes).filter(
        (name) => later.includes(file) || changes[name] === undefined,
      );
      removeFrom(file, names);
    }
  }

  /** Takes tokens out of all files that are there; what was found, by file. */
  removeTokens(): Map<string, string[]> {
    return new Map(this.#files.filter(exists).map((file) => [file, removeFrom(file, TOKENS)]));
  }

  /** The files that are not there. */
  get missing(): string[] {
    return this.#files.filter((file) => !exists(file));
  }

  /** Which of these settings no file holds although they are set: the environment does. */
  fromEnvironment(config: JsonObject, names: readonly string[]): string[] {
    return names.filter(
      (name) => config[name] !== undefined && !this.#files.some((file) => holds(file, name)),
    );
  }
}

/** Removes settings wherever they stand in a file; returns those that stood there. */
function removeFrom(file: string, names: readonly string[]): string[] {
  const found = names.filter((name) => holds(file, name));
  if (found.length > 0) updateConfigFile(file, taken(found));
  // What stood below `credentials` is gone first; the same may stand beside them.
  const left = found.filter((name) => holds(file, name));
  if (left.length > 0) updateConfigFile(file, taken(left));
  return found;
}

function taken(names: readonly string[]): Changes {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function holds(file: string, name: string): boolean {
  return placesOf(file, name).length > 0;
}

/** Where a setting stands in a file: beside `credentials` or below them. */
function placesOf(file: string, name: string): ('beside' | 'below')[] {
  const content = contentOf(file);
  const {credentials} = content;
  return [
    ...(Object.hasOwn(content, name) ? (['beside'] as const) : []),
    ...(isObject(credentials) && Object.hasOwn(credentials, name) ? (['below'] as const) : []),
  ];
}

/** What a file holds; it has been read before, with a sentence for what is wrong with it. */
function contentOf(file: string): JsonObject {
  if (!exists(file)) return {};
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const content: unknown = text.trim() === '' ? {} : JSON.parse(text);
  return isObject(content) ? content : {};
}

function exists(file: string): boolean {
  return statSync(file, {throwIfNoEntry: false}) !== undefined;
}

function whyNotWritable(file: string): string | undefined {
  try {
    const isThere = exists(file);
    // It is exchanged as a whole, for which the folder alone must be writable; but who made it read-only meant that.
    if (isThere && (statSync(file).mode & 0o222) === 0) return 'it is read-only';
    accessSync(dirname(isThere ? realpathSync(file) : file), constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  }
}
