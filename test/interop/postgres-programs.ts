import {accessSync, constants, existsSync, readdirSync} from 'node:fs';
import {delimiter, join} from 'node:path';

const NEEDED = ['initdb', 'postgres', 'psql'] as const;

/**
 * The folder of PostgreSQL's programs: the newest version that Debian keeps below its own folder, else what the PATH
 * leads to. A version of which only the client is installed does not count. Throws where there is none.
 */
export function programsFolder(
  root = '/usr/lib/postgresql',
  path: string | undefined = process.env.PATH,
): string {
  const versions = existsSync(root) ? readdirSync(root) : [];
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [...newestFirst.map((version) => join(root, version, 'bin')), ...elsewhere(path)];
  const found = folders.find((folder) => NEEDED.every((name) => isProgram(join(folder, name))));
  if (found === undefined) throw new Error('PostgreSQL is not installed (Debian: postgresql)');
  return found;
}

function elsewhere(path: string | undefined): string[] {
  return (path ?? '').split(delimiter).filter((folder) => folder !== '');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
