import {execFile} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {promisify} from 'node:util';
import {npm} from './npm.js';

const execute = promisify(execFile);
const NOT_COPIED = ['.git', 'node_modules', 'dist', 'out'];
/** What lies about where people work, and must never be published. */
const DECOYS = ['.env', 'config.json', 'state.json', 'catalog.json', 'records.jsonl'];

/** A package as it would be published. */
export interface Packed {
  readonly file: string;
  /** What is in it, as tar tells it: kind and permissions, then the name. */
  readonly entries: readonly {readonly mode: string; readonly name: string}[];
  /** Where it is unpacked. */
  readonly content: string;
}

/**
 * Packs a copy of this project that has never been built: the sources with their dependencies, as they are after a
 * checkout and an install, and files that nobody should get.
 */
export async function packed(folder: string): Promise<Packed> {
  const source = join(folder, 'source');
  const content = join(folder, 'unpacked');
  mkdirSync(content, {recursive: true});
  cpSync('.', source, {recursive: true, filter: (path) => !NOT_COPIED.includes(relative('.', path))});
  symlinkSync(resolve('node_modules'), join(source, 'node_modules'));
  for (const name of DECOYS)
    writeFileSync(join(source, name), 'access_token=1234567.pt.nobody-may-see-this\n');
  await npm(source, 'pack', '--pack-destination', folder);
  const name = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm packed nothing');
  const file = join(folder, name);
  const {stdout} = await execute('tar', ['-tvzf', file]);
  const entries = stdout
    .trim()
    .split('\n')
    .map((line) => ({mode: line.slice(0, 10), name: line.slice(line.indexOf(' package/') + 1)}));
  await execute('tar', ['-xzf', file, '-C', content, '--strip-components=1']);
  if (!existsSync(join(content, 'package.json'))) throw new Error('The package holds no package.json.');
  return {file, entries, content};
}
