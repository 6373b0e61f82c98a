import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import {type Ended, runTap} from '../../../support/process.js';

/** What is given to the command: objects as JSON, texts as they are. */
export interface Given {
  readonly config?: object | string;
  readonly catalog?: object | string;
  readonly state?: object | string;
  readonly args?: readonly string[];
}

/** A run of `tap-harvest migrate`, and what it left. */
export interface Migrated extends Ended {
  /** Where the translated files are. */
  readonly folder: string;
  /** The report for programs; empty where the command failed. */
  readonly report: JsonObject;
  /** A translated file; throws where there is none. */
  readonly file: (name: string) => unknown;
  readonly has: (name: string) => boolean;
  /** The permissions of a translated file. */
  readonly modeOf: (name: string) => number;
}

/** Makes a function that runs the command on files in folders of their own, which are gone after each test. */
export function migrator(): (given: Given) => Promise<Migrated> {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
  });

  return async (given) => {
    const home = mkdtempSync(join(tmpdir(), 'timesheet-taps-migrate-'));
    folders.push(home);
    const flags = (['config', 'catalog', 'state'] as const).flatMap((part) => {
      const content = given[part];
      if (content === undefined) return [];
      const path = join(home, `their-${part}.json`);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), {mode: 0o600});
      return [`--${part}`, path];
    });
    const folder = join(home, 'ours');
    const args = given.args ?? ['--output', folder, '--format', 'json'];
    const ended = await runTap('harvest', {verb: 'migrate', args: [...flags, ...args]});
    const parsed: unknown = ended.stdout.startsWith('{') ? JSON.parse(ended.stdout) : {};
    return {
      ...ended,
      folder,
      report: isObject(parsed) ? parsed : {},
      file: (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')),
      has: (name) => existsSync(join(folder, name)),
      modeOf: (name) => statSync(join(folder, name)).mode & 0o777,
    };
  };
}

/** What the report says of one part of the files, by the name that a thing has there. */
export function saidOf({report}: Migrated, part: string): Map<string, JsonObject> {
  const items = Array.isArray(report.items) ? report.items.filter(isObject) : [];
  return new Map(
    items.flatMap((item) =>
      item.part === part && typeof item.theirs === 'string' ? [[item.theirs, item] as const] : [],
    ),
  );
}
