import {execFile} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import type {JsonObject} from '../../protocol/core/json.js';
import {openAccount} from './accounts.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {type Held, type Keeping, lacking} from './values.js';

const execute = promisify(execFile);
const PYAIRBYTE = ['airbyte==0.55.2'];
const DAY = 86_400;

/** Reads a source with PyAirbyte into its DuckDB cache, and prints what the cache then holds. */
const READ = `
import json, sys
import airbyte as ab
name, path, config, cache_folder = sys.argv[1:5]
source = ab.get_source(name, local_executable=path, config=json.load(open(config)))
source.check()
source.select_all_streams()
cache = ab.new_local_cache("interop_" + name.replace("-", "_"), cache_dir=cache_folder, cleanup=False)
result = source.read(cache=cache)
with open(cache_folder + ".jsonl", "w") as out:
    for stream in source.get_selected_streams():
        for row in result[stream]:
            out.write(json.dumps([stream, dict(row)], default=str) + "\\n")
`;

/** Checks and reads a source with PyAirbyte, twice, things happening in between. */
export async function tryPyAirbyte(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const name = `source-${service}`;
  const place = join(folder, name);
  const path = join(place, 'bin', name);
  const config = join(place, 'config.json');
  const account = await openAccount(service);
  mkdirSync(join(place, 'bin'), {recursive: true});
  symlinkSync(resolve(`dist/taps/${service}/bin.js`), path);
  writeFileSync(config, JSON.stringify(asForm(service, account.sandbox.config)), {mode: 0o600});
  const env = {...process.env, AIRBYTE_OFFLINE_MODE: '1', DO_NOT_TRACK: '1', NO_COLOR: '1'};
  const run = async (program: string, ...args: string[]) => {
    const bin = await venvs.bin('pyairbyte', PYAIRBYTE);
    try {
      await execute(join(bin, program), args, {cwd: place, env, maxBuffer: 512 * 1024 * 1024});
    } catch (error) {
      const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
      throw new Error(lastLines(stdout + stderr));
    }
  };
  const read = async (keeping: Keeping) => {
    const cache = join(place, 'cache');
    await run('python', '-c', READ, name, path, config, cache);
    requireNone(lacking(rowsIn(`${cache}.jsonl`), await account.sandbox.truth(), account.keys, keeping));
  };
  try {
    await results.check(`pyairbyte: pyab validate ${name}`, () =>
      run('pyab', 'validate', `--connector=${path}`, `--config=${config}`),
    );
    const isRead = await results.check(`pyairbyte: check and read ${name} into DuckDB`, () => read({}));
    if (!isRead) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    await results.check(`pyairbyte: read ${name} again, with its state`, () =>
      read({withoutContainers: true}),
    );
  } finally {
    await account.sandbox.stop();
  }
}

/** Settings as the form has them: where there are several ways to authenticate, one of them is chosen. */
function asForm(service: string, {api_key, ...others}: JsonObject): JsonObject {
  if (service !== 'paymo') return {...others, ...(api_key === undefined ? {} : {api_key})};
  return {...others, credentials: {auth_type: 'api_key', api_key}};
}

function rowsIn(path: string): Held {
  const held: Record<string, Record<string, never>[]> = {};
  for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
    const [stream, row] = JSON.parse(line) as [string, Record<string, never>];
    held[stream] = [...(held[stream] ?? []), row];
  }
  return held;
}
