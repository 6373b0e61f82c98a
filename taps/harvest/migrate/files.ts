import {mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError, exists, type JsonValue} from '../../../protocol/index.js';

/** A file that is to be written. */
export interface Output {
  readonly name: string;
  readonly content: JsonValue;
  /** Whether nobody but the owner may read it. */
  readonly isSecret: boolean;
}

/**
 * Writes files into a folder, which is made where there is none, and returns their paths. Nothing is overwritten without
 * `force`, and what is being translated not even then. Throws `ConfigError` before anything is written.
 */
export function writeOutputs(
  folder: string,
  outputs: readonly Output[],
  inputs: readonly string[],
  force: boolean,
): string[] {
  if (exists(folder) && !statSync(folder).isDirectory())
    throw new ConfigError([`--output must name a folder, and ${folder} is a file`]);
  const paths = outputs.map(({name}) => join(folder, name));
  const there = paths.filter(exists);
  const originals = new Set(inputs.map((path) => realpathSync(path)));
  const original = there.find((path) => originals.has(realpathSync(path)));
  if (original !== undefined) {
    throw new ConfigError([
      `The file ${original} is the one to be translated; name another folder as --output`,
    ]);
  }
  if (there.length > 0 && !force) {
    throw new ConfigError([
      `There is already ${there.join(' and ')}; name another folder as --output, or add --force to overwrite`,
    ]);
  }
  try {
    mkdirSync(folder, {recursive: true});
    for (const [index, {content, isSecret}] of outputs.entries())
      write(paths[index] ?? '', content, isSecret);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ConfigError([`The folder ${folder} cannot be written to (${code}); name another as --output`]);
  }
  return paths;
}

function write(path: string, content: JsonValue, isSecret: boolean): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, {
      flag: 'wx',
      mode: isSecret ? 0o600 : 0o644,
    });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, {force: true});
    throw error;
  }
}
