import {type ChildProcessWithoutNullStreams, execFile, spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import {parse, stringify} from 'yaml';
import type {JsonObject} from '../../protocol/core/json.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';

const execute = promisify(execFile);
const MELTANO = ['meltano==4.2.2'];
/** Commands whose output is for programs, so that what else they say is left out. */
const PRINTING: ReadonlySet<string> = new Set(['invoke', 'state']);

/** What `examples/meltano/meltano.yml` holds. */
export interface Example {
  plugins: {extractors: Extractor[]; loaders: Loader[]};
}

export interface Loader {
  name: string;
  namespace: string;
  executable: string;
  config?: JsonObject;
}

interface Extractor {
  name: string;
  select: string[];
  config?: object;
}

/** Meltano in the folder of a project. */
export interface MeltanoProgram {
  /** Runs Meltano to its end; returns what it said. Throws when it failed. */
  meltano(...args: string[]): Promise<string>;
  /** Starts Meltano and leaves it to the caller. */
  start(...args: string[]): ChildProcessWithoutNullStreams;
}

/** The project that users are shown. */
export function exampleProject(): Example {
  return parse(readFileSync('examples/meltano/meltano.yml', 'utf8')) as Example;
}

/** The extractor with this name, which is changed in place. */
export function extractorNamed({plugins}: Example, name: string): Extractor {
  const extractor = plugins.extractors.find((one) => one.name === name);
  if (extractor === undefined) throw new Error(`The example has no ${name}.`);
  return extractor;
}

/** Where the programs lie that Meltano finds in this project. */
export function programsOf(place: string): string {
  const folder = join(place, 'bin');
  mkdirSync(folder, {recursive: true});
  return folder;
}

/** Writes a project into a folder; returns how to run Meltano there. */
export async function meltanoIn(
  venvs: Venvs,
  place: string,
  project: Example,
  more: NodeJS.ProcessEnv = {},
): Promise<MeltanoProgram> {
  const bin = await venvs.bin('meltano', MELTANO);
  const own = programsOf(place);
  writeFileSync(join(place, 'meltano.yml'), stringify({...project, send_anonymous_usage_stats: false}));
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
  return {
    async meltano(...args) {
      const options = {cwd: place, env, maxBuffer: 512 * 1024 * 1024};
      try {
        const {stdout, stderr} = await execute(program, args, options);
        return PRINTING.has(args[0] ?? '') ? stdout : stdout + stderr;
      } catch (error) {
        const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
        throw new Error(`meltano ${args.join(' ')} failed: ${lastLines(stdout + stderr)}`);
      }
    },
    start: (...args) => spawn(program, args, {cwd: place, env}),
  };
}
