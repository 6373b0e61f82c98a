import {execFile} from 'node:child_process';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';

const execute = promisify(execFile);

/** Virtual environments with programs of others, made when they are first asked for. */
export class Venvs {
  readonly #folder: string;
  readonly #made = new Map<string, Promise<string>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The folder of the executables of these packages, installed together. */
  bin(name: string, packages: readonly string[], shim?: string): Promise<string> {
    let made = this.#made.get(name);
    if (made === undefined) {
      made = this.#make(name, packages, shim);
      this.#made.set(name, made);
    }
    return made;
  }

  async #make(name: string, packages: readonly string[], shim: string | undefined): Promise<string> {
    const folder = join(this.#folder, name);
    const bin = join(folder, 'bin');
    if (existsSync(join(bin, 'installed'))) return bin;
    await execute('python3', ['-m', 'venv', folder]);
    const pip = ['install', '--quiet', '--disable-pip-version-check', ...packages];
    await execute(join(bin, 'pip'), pip, {maxBuffer: 64 * 1024 * 1024});
    if (shim !== undefined) {
      const code = 'import site; print(site.getsitepackages()[0])';
      const {stdout} = await execute(join(bin, 'python'), ['-c', code]);
      writeFileSync(join(stdout.trim(), 'sitecustomize.py'), shim);
    }
    await execute('touch', [join(bin, 'installed')]);
    return bin;
  }
}

/** Throws a sentence where there is no Python that the programs can run on. */
export async function requirePython(): Promise<void> {
  const code = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const {stdout} = await execute('python3', ['-c', code]).catch(() => ({stdout: 'none'}));
  const [major = 0, minor = 0] = stdout.trim().split('.').map(Number);
  if (major === 3 && minor >= 10) return;
  throw new Error(`Python 3.10 or newer is needed as python3; found ${stdout.trim()}`);
}
