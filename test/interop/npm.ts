import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {lastLines} from './pipeline.js';

const execute = promisify(execFile);
const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Runs npm in a folder; throws with what it said last when it fails. */
export async function npm(folder: string, ...args: readonly string[]): Promise<void> {
  try {
    await execute('npm', [...args, ...QUIET], {cwd: folder, maxBuffer: 64 * 1024 * 1024});
  } catch (error) {
    const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
    throw new Error(`npm ${args.join(' ')} failed: ${lastLines(stdout + stderr)}`);
  }
}
