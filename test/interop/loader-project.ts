import {chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type PaymoSandbox, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {START, UNLIMITED as UNLIMITED_TAP} from '../taps/harvest/sandbox.js';
import {listTruth} from '../taps/harvest/truth.js';
import {UNLIMITED} from '../taps/paymo/sandbox.js';
import {type IsLeftOut, type Own, ownOf, TAKEN_OVER, takenOver} from './harvest-in-paymo.js';
import {
  exampleProject,
  extractorNamed,
  type MeltanoProgram,
  meltanoIn,
  programsOf,
} from './meltano-program.js';
import type {Venvs} from './python.js';
import type {Held} from './values.js';

const SIZES = {
  harvest: {
    users: 5,
    clients: 5,
    contacts: 1,
    projects: 6,
    tasks: 4,
    timeEntries: 50,
    expenses: 1,
    invoices: 1,
  },
  paymo: {entries: 20, tasks: 12, projects: 4, clients: 4, users: 4, invoices: 2},
};
/** A day, in the milliseconds of clocks. */
const DAY = 86_400_000;
const MAPPING = 'examples/harvest-to-paymo/target.json';
const STATE = 'dev:tap-harvest-to-target-paymo';

/** A Harvest account and a Paymo account, with a Meltano project that takes the one over into the other. */
export interface LoaderProject extends MeltanoProgram {
  readonly harvest: HarvestSandbox;
  readonly paymo: PaymoSandbox;
  /** Words in the command lines of the programs that Meltano starts, and in no other's. */
  readonly tap: readonly string[];
  readonly target: readonly string[];
  /** A day goes by in Harvest. */
  nextDay(): void;
  /** The records of Harvest as they are now. */
  truth(): Held;
  /** What is wrong in Paymo, as sentences. */
  problems(isLeftOut?: IsLeftOut): string[];
  /** How many calls Paymo got so far that change something. */
  writes(): number;
  /** The last STATE that the tap has printed. */
  told(): JsonObject | undefined;
  /** The state in Meltano's database. */
  state(): Promise<JsonObject | undefined>;
  /** What was refused so far. */
  rejects(): JsonObject[];
  stop(): Promise<void>;
}

/** Opens both accounts and makes the project in a folder. Whoever makes it stops it. */
export async function loaderProject(venvs: Venvs, place: string): Promise<LoaderProject> {
  const clock = {now: START.getTime()};
  const now = () => new Date(clock.now);
  const limits = {general: false, reports: false} as const;
  const [harvest, paymo] = await Promise.all([
    startHarvestSandbox({size: SIZES.harvest, limits, now}),
    startPaymoSandbox({size: SIZES.paymo, limits: false}),
  ]);
  const stop = async () => void (await Promise.all([harvest.stop(), paymo.stop()]));
  try {
    const own: Own = ownOf(paymo);
    const made = await write(venvs, place, harvest, paymo);
    const truth = () => listTruth(harvest, now());
    return {
      ...made,
      harvest,
      paymo,
      truth,
      stop,
      nextDay() {
        clock.now += DAY;
      },
      problems: (isLeftOut) => takenOver(truth(), paymo, own, isLeftOut),
      writes: () => paymo.requests.filter(({method}) => method !== 'GET').length,
      told: () =>
        linesOf(made.messages)
          .filter(({type}) => type === 'STATE')
          .map(({value = null}) => (isObject(value) ? value : {}))
          .at(-1),
      async state() {
        const stored: unknown = JSON.parse(await made.meltano('state', 'get', STATE));
        const state = isObject(stored) ? (stored.singer_state ?? null) : null;
        return isObject(state) ? state : undefined;
      },
      rejects: () => linesOf(join(place, 'rejects.jsonl')),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function write(venvs: Venvs, place: string, harvest: HarvestSandbox, paymo: PaymoSandbox) {
  const bin = programsOf(place);
  const [tap, target, messages] = [
    join(bin, 'tap-harvest'),
    join(bin, 'target-paymo'),
    join(place, 'messages.jsonl'),
  ];
  // What the tap says goes into a file as well: Meltano keeps nothing of it but the state.
  const script = `#!/bin/bash\nset -o pipefail\n"${resolve('dist/taps/harvest/bin.js')}" "$@" | tee -a "${messages}"\n`;
  writeFileSync(tap, script);
  chmodSync(tap, 0o755);
  symlinkSync(resolve('dist/taps/paymo/target/bin.js'), target);
  const example = exampleProject();
  const extractor = extractorNamed(example, 'tap-harvest');
  extractor.config = {...harvest.config, ...UNLIMITED_TAP};
  extractor.select = Object.keys(TAKEN_OVER).map((stream) => `${stream}.*`);
  const loader = example.plugins.loaders.find(({name}) => name === 'target-paymo');
  if (loader === undefined) throw new Error('The example has no target-paymo.');
  const mapping: JsonObject = JSON.parse(readFileSync(MAPPING, 'utf8'));
  loader.config = {
    ...paymo.config,
    ...UNLIMITED,
    ...mapping,
    settle_seconds: 0.5,
    ledger_path: join(place, 'ledger.jsonl'),
    rejects_path: join(place, 'rejects.jsonl'),
  };
  example.plugins.loaders = [loader];
  return {
    ...(await meltanoIn(venvs, place, example)),
    tap: ['harvest/bin.js', place],
    target: [target],
    messages,
  };
}

/** The messages in a file, without the catalog that discovery prints, which stands on many lines. */
function linesOf(file: string): JsonObject[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{"')).map((line) => JSON.parse(line) as JsonObject);
}
