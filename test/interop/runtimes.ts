import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {npm} from './npm.js';

const execute = promisify(execFile);

/** A Node that programs are run on. */
export interface Runtime {
  readonly version: string;
  /** A folder with nothing in it but `node`. */
  readonly folder: string;
}

/** The newest Node of a major version, kept in a folder; the one that runs this where it is of that version. */
export async function runtime(folder: string, major: number): Promise<Runtime> {
  const own = process.versions.node.startsWith(`${major}.`);
  const place = join(folder, `node-${major}`);
  const bin = join(place, own ? 'own' : 'bin');
  if (!existsSync(join(bin, 'node'))) {
    mkdirSync(bin, {recursive: true});
    symlinkSync(own ? process.execPath : await fetched(place, major), join(bin, 'node'));
  }
  const {stdout} = await execute(join(bin, 'node'), ['--version']);
  const version = stdout.trim();
  if (!version.startsWith(`v${major}.`)) throw new Error(`Node ${major} is ${version}.`);
  return {version, folder: bin};
}

/** The program that the package `node` brings. */
async function fetched(place: string, major: number): Promise<string> {
  await npm(place, 'install', '--prefix', place, '--no-save', `node@${major}`);
  const home = join(place, 'node_modules/node');
  const program = join(home, 'bin/node');
  // The package brings it by a script, which an npm may have been told not to run.
  if (!existsSync(program)) await execute(process.execPath, ['installArchSpecificPackage.js'], {cwd: home});
  return program;
}
