import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {join} from 'node:path';
import type {Effect} from '../sandbox/paymo/index.js';
import {type LoaderProject, loaderProject} from './loader-project.js';
import {cutOff, signalTo} from './processes.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';

const RUN = ['run', '--force', 'tap-harvest', 'target-paymo'];

/** A way to end a run while Paymo has been asked to make something, and has not answered. */
interface Killing {
  readonly what: string;
  /** Which creation of the run that is. */
  readonly nth: number;
  /** Whether Paymo has made it by then; if not, it is made only for who still waits. */
  readonly effect: Effect;
  readonly kill: (meltano: ChildProcessWithoutNullStreams, target: string) => Promise<void>;
  readonly end: number | NodeJS.Signals;
}

const KILLINGS: readonly Killing[] = [
  {
    what: 'SIGKILL to the target, when Paymo had made it',
    nth: 4,
    effect: 'after',
    kill: (_meltano, target) => signalTo('SIGKILL', target),
    end: 1,
  },
  {
    what: 'SIGKILL to the target, when Paymo had not made it',
    nth: 25,
    effect: 'before',
    kill: (_meltano, target) => signalTo('SIGKILL', target),
    end: 1,
  },
  {
    what: 'SIGKILL to Meltano',
    nth: 20,
    effect: 'after',
    kill: async (meltano) => {
      meltano.kill('SIGKILL');
    },
    end: 'SIGKILL',
  },
];

/** Cuts off runs of Meltano with our target while something is being made in Paymo: at the end each record is there once. */
export async function tryMeltanoLoaderKilled(results: Results, venvs: Venvs, folder: string): Promise<void> {
  const made = await loaderProject(venvs, join(folder, 'meltano-loader-killed'));
  try {
    for (const killing of KILLINGS) {
      const {what, nth} = killing;
      const isCut = await results.check(`meltano-loader-killed: ${what}`, async () => {
        await cut(made, killing);
        return `        at creation ${nth} of this run; ${made.writes()} calls so far`;
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

async function cut({paymo, start, target}: LoaderProject, {nth, effect, kill, end}: Killing): Promise<void> {
  const hold = (which: number) => paymo.faults.hang({method: 'POST', nth: which}, 'headers', effect);
  const ended = await cutOff({hold}, () => start(...RUN), {
    request: nth,
    tap: [target],
    kill: (meltano) => kill(meltano, target),
  });
  const how = ended.code ?? ended.signal;
  if (how !== end) throw new Error(`Meltano ended with ${how}, not ${end}`);
}
