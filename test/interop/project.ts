import {mkdirSync, readdirSync, readFileSync, symlinkSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {AccountForInterop} from './accounts.js';
import {
  exampleProject,
  extractorNamed,
  type MeltanoProgram,
  meltanoIn,
  programsOf,
} from './meltano-program.js';
import type {Venvs} from './python.js';
import {targets} from './targets.js';
import type {Held} from './values.js';

/** A Meltano project with one tap, which loads with target-jsonl. */
export interface Project extends MeltanoProgram {
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
  {select, env = {}}: Changes = {},
): Promise<Project> {
  const [loader] = targets(undefined);
  if (loader === undefined) throw new Error('There is no target to load with.');
  const loaderBin = await venvs.bin('target-jsonl', loader.packages);
  const tap = join(programsOf(place), `tap-${service}`);
  mkdirSync(join(place, 'jsonl'), {recursive: true});
  symlinkSync(resolve(`dist/taps/${service}/bin.js`), tap);
  const example = exampleProject();
  const extractor = extractorNamed(example, `tap-${service}`);
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
  const {meltano, start} = await meltanoIn(venvs, place, example, env);
  return {
    tap,
    meltano,
    start,
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
