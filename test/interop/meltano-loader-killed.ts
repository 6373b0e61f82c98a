import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {join} from 'node:path';
import type {Effect} from '../sandbox/paymo/index.js';
import type {HeldRequest} from '../support/conformance/sandbox.js';
import {type LoaderProject, loaderProject} from './loader-project.js';
import {cutOff, signalTo, until} from './processes.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';

const RUN = ['run', '--force', 'tap-harvest', 'target-paymo'];

/** A way to end a run in between. */
interface Killing {
  readonly what: string;
  /** Keeps a request waiting, meanwhile. */
  readonly hold: (made: LoaderProject) => HeldRequest;
  readonly kill: (meltano: ChildProcessWithoutNullStreams, made: LoaderProject) => Promise<void>;
  readonly end: number | NodeJS.Signals;
}

/** Paymo is asked to make something, and does not answer; it is made before that, or for who still waits. */
const creation =
  (nth: number, effect: Effect) =>
  ({paymo}: LoaderProject): HeldRequest =>
    paymo.faults.hang({method: 'POST', nth}, 'headers', effect);

const KILLINGS: readonly Killing[] = [
  {
    what: 'SIGKILL to the tap, when hours had come and the people not',
    hold: ({harvest}) => harvest.faults.hang(/\/users\?/),
    async kill(_meltano, {told, tap}) {
      await until('no hours have come', () => JSON.stringify(told() ?? {}).includes('"time_entries":'));
      await signalTo('SIGKILL', ...tap);
    },
    end: 1,
  },
  {
    what: 'SIGKILL to the target, when Paymo had made what it was asked for',
    hold: creation(3, 'after'),
    kill: (_meltano, {target}) => signalTo('SIGKILL', ...target),
    end: 1,
  },
  {
    what: 'SIGKILL to the target, when Paymo had not made it',
    hold: creation(12, 'before'),
    kill: (_meltano, {target}) => signalTo('SIGKILL', ...target),
    end: 1,
  },
  {
    what: 'SIGKILL to Meltano',
    hold: creation(12, 'after'),
    async kill(meltano) {
      meltano.kill('SIGKILL');
    },
    end: 'SIGKILL',
  },
];

/** Cuts off runs of Meltano with our target, most of them while something is being made in Paymo: at the end each record is there once. */
export async function tryMeltanoLoaderKilled(results: Results, venvs: Venvs, folder: string): Promise<void> {
  const made = await loaderProject(venvs, join(folder, 'meltano-loader-killed'));
  try {
    for (const killing of KILLINGS) {
      const isCut = await results.check(`meltano-loader-killed: ${killing.what}`, async () => {
        await cut(made, killing);
        return `        after ${made.writes()} calls that change something`;
      });
      if (!isCut) return;
    }
    await results.check('meltano-loader-killed: run to its end: each record is there once', async () => {
      await made.meltano(...RUN);
      requireNone(made.problems());
      requireNone(made.rejects().map(({stream, reason}) => `${stream} was refused: ${reason}`));
    });
  } finally {
    await made.stop();
  }
}

async function cut(made: LoaderProject, {hold, kill, end}: Killing): Promise<void> {
  const ended = await cutOff({hold: () => hold(made)}, () => made.start(...RUN), {
    request: 1,
    tap: made.target,
    kill: (meltano) => kill(meltano, made),
  });
  const how = ended.code ?? ended.signal;
  if (how !== end) throw new Error(`Meltano ended with ${how}, not ${end}`);
}
