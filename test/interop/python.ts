import {execFile} from 'node:child_process';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';

const execute = promisify(execFile);

/** Virtual environments with programs of others, made when they are first asked for. */
export class Venvs {
  readonly #folder: string;
  readonly #python: string;
  readonly #made = new Map<string, Promise<string>>();

  /** They are made in a folder, by this Python. */
  constructor(folder: string, python: string) {
    this.#folder = folder;
    this.#python = python;
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
    await execute(this.#python, ['-m', 'venv', folder]);
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

/** The first Python here that all the programs run on: 3.10 to 3.12. Throws a sentence where there is none. */
export async function findPython(): Promise<string> {
  const code = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const found: string[] = [];
  for (const name of ['python3', 'python3.12', 'python3.11', 'python3.10']) {
    const version = await execute(name, ['-c', code]).then(
      ({stdout}) => stdout.trim(),
      () => undefined,
    );
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    // PyAirbyte does not install on 3.13.
    if (major === 3 && minor >= 10 && minor <= 12) return name;
    found.push(`${name} is ${version}`);
  }
  throw new Error(`Python 3.10, 3.11 or 3.12 is needed; ${found.join(', ') || 'there is none'}`);
}
