import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {join} from 'node:path';
import type {RunningSandbox} from '../support/conformance/sandbox.js';
import {openAccount, requestsOf} from './accounts.js';
import {selected} from './meltano.js';
import {cutOff, signalTo, until} from './processes.js';
import {type Project, project} from './project.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {lacking} from './values.js';

const HOUR = 3600;

/** A way to end a run in between. */
interface Killing {
  readonly what: string;
  /** The part of a whole run's requests after which it happens. Each run has less left to do than the one before. */
  readonly part: number;
  readonly kill: (meltano: ChildProcessWithoutNullStreams, tap: readonly string[]) => Promise<void>;
  readonly code: number;
  /** Whether Meltano must have stored a state afterwards. */
  readonly leavesState?: boolean;
}

const KILLINGS: readonly Killing[] = [
  {what: 'SIGKILL to the tap', part: 0.6, kill: (_meltano, tap) => signalTo('SIGKILL', ...tap), code: 1},
  {
    what: 'SIGTERM to the tap',
    part: 0.4,
    kill: (_meltano, tap) => signalTo('SIGTERM', ...tap),
    code: 1,
    leavesState: true,
  },
  {
    what: 'SIGTERM to Meltano',
    part: 0.2,
    kill: async (meltano) => {
      meltano.kill('SIGTERM');
    },
    code: 143,
  },
];

/** Cuts off runs by Meltano, things happening after each, then lets one come to its end: what arrived is complete. */
export async function tryMeltanoKilled(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const name = `tap-${service}`;
  const requests = await requestsOf(service);
  const account = await openAccount(service);
  const {sandbox} = account;
  try {
    const made = await project(venvs, join(folder, `killed-${service}`), account);
    for (const killing of KILLINGS) {
      const nth = Math.max(2, Math.floor(requests * killing.part));
      const isCut = await results.check(
        `meltano-killed: run ${name} target-jsonl, ${killing.what}`,
        async () => {
          const rows = await cut(made, name, sandbox, killing, nth);
          if (killing.leavesState === true) await made.state();
          return `        at request ${nth} (a whole run has ${requests}), when it had brought ${rows} rows`;
        },
      );
      if (!isCut) return;
      sandbox.advance(HOUR);
      sandbox.change();
    }
    await results.check(`meltano-killed: run ${name} target-jsonl to its end: nothing is lost`, async () => {
      const before = sandbox.requestCount();
      const arrived = made.arrived();
      // Of a Meltano that was told to stop, the database may say for minutes that it still runs.
      await made.meltano('run', '--force', name, 'target-jsonl');
      const asked = sandbox.requestCount() - before;
      const truth = selected(account, await sandbox.truth());
      requireNone(lacking(await made.held(), truth, account.keys, {withoutContainers: true}));
      const [came, all] = [made.arrived() - arrived, Object.values(truth).flat().length];
      return `        by ${asked} requests, which brought ${came} rows of ${all}`;
    });
  } finally {
    await sandbox.stop();
  }
}

/** Cuts one run off; returns how many rows it had brought by then. */
async function cut(
  {start, arrived, tap}: Project,
  name: string,
  sandbox: RunningSandbox,
  killing: Killing,
  request: number,
): Promise<number> {
  // Discovery runs before every run, with the same program.
  const words = [tap, '--catalog'];
  const before = arrived();
  let rows = 0;
  const ended = await cutOff(sandbox, () => start('run', name, 'target-jsonl'), {
    request,
    tap: words,
    async kill(meltano) {
      await until('no row has arrived', () => {
        rows = arrived() - before;
        return rows > 0;
      });
      await killing.kill(meltano, words);
    },
  });
  if (ended.code !== killing.code) {
    throw new Error(`Meltano ended with ${ended.code ?? ended.signal}, not ${killing.code}`);
  }
  return rows;
}
