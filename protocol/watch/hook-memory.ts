import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {replaceFile} from '../durable/replace-file.js';

/** The part of our paths by which hooks of ours are told from those of others. */
export const MARKER = '/timesheet-taps/';

/** What is kept about hooks, so that a restart goes on with them. Path and secret are secrets. */
export interface HookMemory {
  /** Whose hooks they are, as the service's bookmarks name it. */
  readonly account: string;
  /** Where events come in: the marker, and what nobody can guess. */
  readonly path: string;
  /** What events are signed with. */
  readonly secret: string;
}

/** Where that is kept. */
export function hookMemoryPath(folder: string): string {
  return join(folder, 'hooks.json');
}

/** What a folder keeps about hooks; undefined where it keeps nothing. Throws `ConfigError` where that can't be read. */
export function readHookMemory(folder: string): HookMemory | undefined {
  const path = hookMemoryPath(folder);
  const kept = contentOf(path);
  if (kept === undefined) return undefined;
  const {account, path: own, secret} = kept;
  if (typeof account === 'string' && typeof own === 'string' && typeof secret === 'string') {
    if (own.startsWith(MARKER) && secret !== '') return {account, path: own, secret};
  }
  throw new ConfigError([`${path} is not what a watcher writes; remove it, and new hooks are made`]);
}

/**
 * The memory of a folder, made anew where there is none, with the secret that the user sets, if any. `isRotated` tells
 * that hooks which were made before have another secret. Throws `ConfigError` where it belongs to another account.
 */
export function openHookMemory(
  folder: string,
  account: string,
  secret: string | undefined,
): {memory: HookMemory; isRotated: boolean} {
  const kept = readHookMemory(folder);
  if (kept === undefined) {
    const path = `${MARKER}${randomBytes(24).toString('hex')}`;
    return {memory: {account, path, secret: secret ?? randomBytes(32).toString('hex')}, isRotated: false};
  }
  if (kept.account !== account) {
    throw new ConfigError([
      `The folder ${folder} belongs to a watcher of another account (${kept.account}, not ${account}); set "watch_folder" to one of its own`,
    ]);
  }
  return {
    memory: {...kept, secret: secret ?? kept.secret},
    isRotated: secret !== undefined && secret !== kept.secret,
  };
}

/** Keeps what is known about hooks, with the address that they deliver to. Throws `ConfigError` where it can't. */
export function writeHookMemory(folder: string, memory: HookMemory, targetUrl: string): void {
  const {account, path, secret} = memory;
  const file = hookMemoryPath(folder);
  try {
    replaceFile(file, `${JSON.stringify({account, target_url: targetUrl, path, secret}, undefined, 2)}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError([`${file} cannot be written (${code}); make its folder writable`]);
  }
}

function contentOf(path: string): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ConfigError([`${path} cannot be read (${String(error)}); make it readable`]);
  }
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
