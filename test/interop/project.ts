import {type ChildProcessWithoutNullStreams, execFile, spawn} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {delimiter, join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {parse, stringify} from 'yaml';
import type {JsonObject} from '../../protocol/core/json.js';
import type {AccountForInterop} from './accounts.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';
import {targets} from './targets.js';
import type {Held} from './values.js';

const execute = promisify(execFile);
const MELTANO = ['meltano==4.2.2'];

interface Example {
  plugins: {extractors: Extractor[]; loaders: JsonObject[]};
}

interface Extractor {
  name: string;
  select: string[];
  config?: object;
}

/** A Meltano project with one tap, which loads with target-jsonl. */
export interface Project {
  /** Runs Meltano to its end; returns what it said. Throws when it failed. */
  meltano(...args: string[]): Promise<string>;
  /** Starts Meltano and leaves it to the caller. */
  start(...args: string[]): ChildProcessWithoutNullStreams;
  /** What was loaded so far, in the order in which it came. */
  held(): Promise<Held>;
  /** How many rows were loaded so far. Unlike `held`, it may be asked while a run goes on. */
  arrived(): number;
  /** The state in Meltano's database, as it prints it. Throws when there is none. */
  state(): Promise<string>;
  /** The path by which Meltano starts the tap. */
  readonly tap: string;
}

/** What a project may have other than the example. */
export interface Changes {
  readonly select?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Makes a project of `examples/meltano` in a folder, with the settings of this account. */
export async function project(
  venvs: Venvs,
  place: string,
  {service, sandbox}: AccountForInterop,
  {select, env: more = {}}: Changes = {},
): Promise<Project> {
  const [loader] = targets(undefined);
  if (loader === undefined) throw new Error('There is no target to load with.');
  const bin = await venvs.bin('meltano', MELTANO);
  const loaderBin = await venvs.bin('target-jsonl', loader.packages);
  const own = join(place, 'bin');
  const tap = join(own, `tap-${service}`);
  mkdirSync(own, {recursive: true});
  mkdirSync(join(place, 'jsonl'), {recursive: true});
  symlinkSync(resolve(`dist/taps/${service}/bin.js`), tap);
  const example = parse(readFileSync('examples/meltano/meltano.yml', 'utf8')) as Example;
  const extractor = example.plugins.extractors.find(({name}) => name === `tap-${service}`);
  if (extractor === undefined) throw new Error(`The example has no tap-${service}.`);
  extractor.config = sandbox.config;
  if (select !== undefined) extractor.select = [...select];
  example.plugins.loaders = [
    {
      name: 'target-jsonl',
      namespace: 'target_jsonl',
      executable: join(loaderBin, 'target-jsonl'),
      config: {destination_path: join(place, 'jsonl'), do_timestamp_file: false},
    },
  ];
  writeFileSync(join(place, 'meltano.yml'), stringify({...example, send_anonymous_usage_stats: false}));
  const env = {
    ...process.env,
    PATH: [own, bin, process.env.PATH].join(delimiter),
    MELTANO_SEND_ANONYMOUS_USAGE_STATS: 'false',
    MELTANO_CLI_LOG_LEVEL: 'warning',
    // It would ask the package index whether there is a newer one.
    MELTANO_CLI_DISABLE_VERSION_CHECK: 'true',
    NO_COLOR: '1',
    ...more,
  };
  const program = join(bin, 'meltano');
  const meltano = async (...args: string[]) => {
    const options = {cwd: place, env, maxBuffer: 512 * 1024 * 1024};
    try {
      const {stdout, stderr} = await execute(program, args, options);
      return PRINTING.has(args[0] ?? '') ? stdout : stdout + stderr;
    } catch (error) {
      const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
      throw new Error(`meltano ${args.join(' ')} failed: ${lastLines(stdout + stderr)}`);
    }
  };
  return {
    tap,
    meltano,
    start: (...args) => spawn(program, args, {cwd: place, env}),
    held: () => loader.held(place, '', ''),
    arrived: () => lineCount(join(place, 'jsonl')),
    async state() {
      const state = await meltano('state', 'get', `dev:tap-${service}-to-target-jsonl`);
      if (!state.includes('bookmarks')) throw new Error('no state is stored');
      return state;
    },
  };
}

function lineCount(folder: string): number {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0);
}

/** Commands whose output is for programs, so that what else they say is left out. */
const PRINTING: ReadonlySet<string> = new Set(['invoke', 'state']);
