import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import type {Postgres} from './postgres.js';
import type {Held, Keeping} from './values.js';

const execute = promisify(execFile);
const LARGE = {maxBuffer: 512 * 1024 * 1024};

/** A target of somebody else's, in the version that it was tried in. */
export interface Target {
  readonly name: string;
  readonly packages: readonly string[];
  readonly command: string;
  /** Python that its environment runs first, where the program needs names that newer Pythons lack. */
  readonly shim?: string;
  readonly keeping?: Keeping;
  /** Settings of the target that make it load into this folder, or this database. */
  readonly config: (folder: string, schema: string) => JsonObject;
  /** What it loaded, read back without it. */
  readonly held: (folder: string, schema: string, bin: string) => Promise<Held>;
}

/** The targets that load into files, and into PostgreSQL where there is a server. */
export function targets(postgres: Postgres | undefined): Target[] {
  return [
    TARGET_JSONL,
    TARGET_CSV,
    TARGET_SQLITE,
    TARGET_DUCKDB,
    ...(postgres === undefined ? [] : [intoPostgres(postgres)]),
  ];
}

const TARGET_JSONL: Target = {
  name: 'target-jsonl',
  packages: ['target-jsonl==0.1.4'],
  command: 'target-jsonl',
  config: (folder) => ({destination_path: made(join(folder, 'jsonl')), do_timestamp_file: false}),
  held: async (folder) => jsonLinesIn(join(folder, 'jsonl')),
};

const TARGET_CSV: Target = {
  name: 'target-csv',
  packages: ['meltanolabs-target-csv==0.5.0'],
  command: 'target-csv',
  keeping: {withoutContainers: true},
  // Each run writes files of its own: in this version the second one replaces what the first one wrote.
  config: (folder) => ({
    output_path: made(join(folder, 'csv', `run-${runsIn(join(folder, 'csv')) + 1}`)),
    file_naming_scheme: '{stream_name}.csv',
  }),
  held: async (folder) => dumped(join(folder, 'csv'), DUMP_CSV, 'python3'),
};

const TARGET_SQLITE: Target = {
  name: 'target-sqlite',
  packages: ['target-sqlite==0.2.0'],
  // It was written for Pythons that had these names in another place, and fails on any input without them.
  shim: 'import collections, collections.abc\ncollections.MutableMapping = collections.abc.MutableMapping\n',
  command: 'target-sqlite',
  keeping: {withoutContainers: true},
  config: (folder) => ({database: join(folder, 'data'), batch_size: 500}),
  held: async (folder) => dumped(join(folder, 'data.db'), DUMP_SQLITE, 'python3'),
};

const TARGET_DUCKDB: Target = {
  name: 'target-duckdb',
  // With DuckDB 1.4 and newer it takes the first row of a batch for a heading, whatever tap it comes from.
  packages: ['target-duckdb==0.8.0', 'duckdb==1.1.3'],
  command: 'target-duckdb',
  config: (folder) => ({
    path: join(folder, 'data.duckdb'),
    default_target_schema: 'main',
    add_record_metadata: false,
  }),
  held: async (folder, _schema, bin) => dumped(join(folder, 'data.duckdb'), DUMP_DUCKDB, join(bin, 'python')),
};

function intoPostgres(postgres: Postgres): Target {
  return {
    name: 'target-postgres',
    packages: ['meltanolabs-target-postgres==0.8.0', 'setuptools<81'],
    command: 'target-postgres',
    config: (_folder, schema) => ({
      ...postgres.settings,
      default_target_schema: schema,
      activate_version: true,
      hard_delete: true,
    }),
    held: (_folder, schema) => postgres.held(schema),
  };
}

function runsIn(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

function made(folder: string): string {
  mkdirSync(folder, {recursive: true});
  return folder;
}

/** The lines of all files of a folder, by the name of the file. */
function jsonLinesIn(folder: string): Held {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.jsonl$/, ''),
      readFileSync(join(folder, file), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as JsonObject),
    ]),
  );
}

/** What a Python program prints of a file: a line of JSON for each row, with the table's name. */
async function dumped(path: string, program: string, python: string): Promise<Held> {
  const {stdout} = await execute(python, ['-c', program, path], LARGE);
  const held: Record<string, JsonObject[]> = {};
  for (const line of stdout.split('\n')) {
    if (line === '') continue;
    const [table, row] = JSON.parse(line) as [string, JsonObject];
    held[table] = [...(held[table] ?? []), row];
  }
  return held;
}

const DUMP_CSV = `
import csv, glob, json, os, sys
csv.field_size_limit(sys.maxsize)
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*", "*.csv"))):
    name = os.path.basename(path)[:-4]
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            print(json.dumps([name, row]))
`;

const DUMP_SQLITE = `
import json, sqlite3, sys
base = sqlite3.connect(sys.argv[1])
base.row_factory = sqlite3.Row
for (name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
    for row in base.execute(f'select * from "{name}"'):
        print(json.dumps([name, dict(row)], default=str))
`;

const DUMP_DUCKDB = `
import json, sys, duckdb
base = duckdb.connect(sys.argv[1], read_only=True)
for (name,) in base.execute("select table_name from information_schema.tables where table_schema = 'main'").fetchall():
    rows = base.execute(f'select * from main."{name}"')
    columns = [column[0] for column in rows.description]
    for row in rows.fetchall():
        print(json.dumps([name, dict(zip(columns, row))], default=str))
`;

/** Writes a target's settings into the folder; returns the path. */
export function settingsFile(folder: string, config: Record<string, JsonValue | undefined>): string {
  const path = join(folder, 'target.json');
  writeFileSync(path, JSON.stringify(config), {mode: 0o600});
  return path;
}
