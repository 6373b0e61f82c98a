import {readFileSync, statSync} from 'node:fs';
import {ConfigError} from '../core/errors.js';
import type {JsonValue} from '../core/json.js';

/**
 * The JSON value in a file; undefined for an empty one. `what` names its purpose in messages ("config", "state").
 * Throws `ConfigError` when it can't be read or is no JSON, without quoting from it, since it may hold secrets.
 */
export function readJsonFile(path: string, what: string): JsonValue | undefined {
  const text = readText(path, what).replace(/^\uFEFF/, '');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new ConfigError([
      `The ${what} file ${path} is not valid JSON; check its commas, quotes and braces`,
    ]);
  }
}

/** Whether a file exists. */
export function exists(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false}) !== undefined;
}

/** Whether there is a plain file; a folder of that name is none. */
export function isFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() === true;
}

/** Whether others on this machine than the owner may read a file. */
export function isReadableByOthers(path: string): boolean {
  const stats = statSync(path, {throwIfNoEntry: false});
  return process.platform !== 'win32' && stats?.isFile() === true && (stats.mode & 0o044) !== 0;
}

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const words: Record<string, string> = {
      ENOENT: 'does not exist',
      EACCES: 'may not be read by this user',
      EISDIR: 'is a folder',
    };
    throw new ConfigError([`The ${what} file ${path} ${words[code] ?? `cannot be read (${code})`}`]);
  }
}
