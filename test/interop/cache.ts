import {type ChildProcessWithoutNullStreams, execFile, spawn} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {credentialWays, settingsOfWay} from '../../protocol/config/settings-schema.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {type AccountForInterop, serviceNamed} from './accounts.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';
import type {Held} from './values.js';

const execute = promisify(execFile);
const PYAIRBYTE = ['airbyte==0.55.2'];

/** Reads a source with PyAirbyte into its DuckDB cache, and writes down what the cache then holds, and its states. */
const READ = `
import json, sys
import airbyte as ab
name, path, config, cache_folder, *streams = sys.argv[1:]
source = ab.get_source(name, local_executable=path, config=json.load(open(config)))
source.check()
if streams:
    source.select_streams(streams)
else:
    source.select_all_streams()
cache = ab.new_local_cache("interop_" + name.replace("-", "_"), cache_dir=cache_folder, cleanup=False)
result = source.read(cache=cache)
with open(cache_folder + ".jsonl", "w") as out:
    for stream in source.get_selected_streams():
        for row in result[stream]:
            out.write(json.dumps([stream, dict(row)], default=str) + "\\n")
with open(cache_folder + ".states.json", "w") as out:
    out.write(cache.get_state_provider(source_name=name, refresh=True).to_state_input_file_text())
`;

/** A DuckDB cache into which PyAirbyte reads a source. */
export class Cache {
  /** What PyAirbyte calls the source. */
  readonly name: string;
  readonly place: string;
  /** The path by which PyAirbyte starts the source. */
  readonly source: string;
  readonly #bin: string;
  readonly #config: string;
  readonly #folder: string;

  private constructor(name: string, place: string, bin: string) {
    this.name = name;
    this.place = place;
    this.source = join(place, 'bin', name);
    this.#bin = bin;
    this.#config = join(place, 'config.json');
    this.#folder = join(place, 'cache');
  }

  /** Makes an empty cache in a folder, for the source of an account. */
  static async make(venvs: Venvs, place: string, {service, sandbox}: AccountForInterop): Promise<Cache> {
    const made = new Cache(`source-${service}`, place, await venvs.bin('pyairbyte', PYAIRBYTE));
    mkdirSync(join(place, 'bin'), {recursive: true});
    symlinkSync(resolve(`dist/taps/${service}/bin.js`), made.source);
    writeFileSync(made.#config, JSON.stringify(asForm(service, sandbox.config)), {mode: 0o600});
    return made;
  }

  /** Has PyAirbyte's own checks look at the source. Throws what they said when they failed. */
  async validate(): Promise<void> {
    const args = ['validate', `--connector=${this.source}`, `--config=${this.#config}`];
    await this.#run('pyab', args);
  }

  /** Reads what the cache does not have yet, of these streams, or of all. Throws when that failed. */
  async read(streams: readonly string[] = []): Promise<void> {
    await this.#run('python', this.#reading(streams));
  }

  /** Starts such a reading and leaves it to the caller. */
  start(streams: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(join(this.#bin, 'python'), this.#reading(streams), this.#options());
  }

  /** What the cache held after the last reading that came to its end. */
  held(): Held {
    const held: Record<string, JsonObject[]> = {};
    for (const line of readFileSync(`${this.#folder}.jsonl`, 'utf8').trim().split('\n')) {
      const [stream, row] = JSON.parse(line) as [string, JsonObject];
      held[stream] ??= [];
      held[stream].push(row);
    }
    return held;
  }

  /** The states that were stored then, as PyAirbyte writes them into a source's state file. */
  states(): string {
    return readFileSync(`${this.#folder}.states.json`, 'utf8');
  }

  #reading(streams: readonly string[]): string[] {
    return ['-c', READ, this.name, this.source, this.#config, this.#folder, ...streams];
  }

  #options(): {cwd: string; env: NodeJS.ProcessEnv} {
    const env = {...process.env, AIRBYTE_OFFLINE_MODE: '1', DO_NOT_TRACK: '1', NO_COLOR: '1'};
    return {cwd: this.place, env};
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    try {
      const options = {...this.#options(), maxBuffer: 512 * 1024 * 1024};
      await execute(join(this.#bin, program), args, options);
    } catch (error) {
      const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
      throw new Error(lastLines(stdout + stderr));
    }
  }
}

/** Settings as the form has them: where there are several ways to authenticate, one of them is chosen. */
function asForm(service: string, settings: JsonObject): JsonObject {
  const {tap} = serviceNamed(service);
  const way = credentialWays(tap.schemas).find(({required}) =>
    required.every((name) => settings[name] !== undefined),
  );
  if (way === undefined) return settings;
  const own = new Set(settingsOfWay(way));
  const [inside, outside] = [true, false].map((isOwn) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => own.has(name) === isOwn)),
  );
  return {...outside, credentials: {auth_type: way.auth_type, ...inside}};
}
