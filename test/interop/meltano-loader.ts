import {join} from 'node:path';
import {isObject} from '../../protocol/core/json.js';
import {outcome} from '../support/process.js';
import type {IsLeftOut} from './harvest-in-paymo.js';
import {type LoaderProject, loaderProject} from './loader-project.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {canonical} from './values.js';

const RUN = ['run', 'tap-harvest', 'target-paymo'];

/** Has Meltano take a Harvest account over into a Paymo account, again and again, with our target for its loader. */
export async function tryMeltanoLoader(results: Results, venvs: Venvs, folder: string): Promise<void> {
  const made = await loaderProject(venvs, join(folder, 'meltano-loader'));
  try {
    await results.check('meltano-loader: invoke target-paymo --about', () => tellsOfItself(made));
    await results.check('meltano-loader: config print target-paymo, which hides the key', () => hides(made));
    const isLoaded = await results.check('meltano-loader: run tap-harvest target-paymo', async () => {
      await made.meltano(...RUN);
      requireNone(made.problems());
      await hasStored(made);
      return `        by ${made.writes()} calls that change something`;
    });
    if (!isLoaded) return;
    const isLoadedAgain = await results.check(
      'meltano-loader: run again: only what changed is written',
      async () => {
        const wanted = somethingHappens(made);
        const before = made.writes();
        await made.meltano(...RUN);
        requireNone(made.problems());
        await hasStored(made);
        const calls = made.writes() - before;
        if (calls !== wanted) throw new Error(`${calls} calls were made for ${wanted} records that changed`);
        return `        by ${calls} calls`;
      },
    );
    if (!isLoadedAgain) return;
    await results.check('meltano-loader: run --full-refresh: nothing is written', async () => {
      const before = made.writes();
      await made.meltano('run', '--full-refresh', ...RUN.slice(1));
      requireNone(made.problems());
      if (made.writes() !== before) throw new Error(`${made.writes() - before} calls were made`);
    });
    await tryRefused(results, made);
  } finally {
    await made.stop();
  }
}

/** Has Paymo refuse somebody, and then take them. */
async function tryRefused(results: Results, made: LoaderProject): Promise<void> {
  const {harvest, paymo} = made;
  made.nextDay();
  const user = harvest.insert('users', {email: 'taken@example.com', first_name: 'Taken'});
  const entry = harvest.insert('time_entries', {
    user: {id: user.id, name: 'Taken'},
    is_running: false,
    timer_started_at: null,
  });
  harvest.insert('clients', {name: 'Comes All The Same'});
  // Somebody else has the address there.
  const refusal = paymo.faults.on(
    {method: 'POST', path: 'users'},
    {kind: 'status', status: 409, body: 'json'},
  );
  const isRefused: IsLeftOut = (stream, {id}) =>
    (stream === 'users' && id === user.id) || (stream === 'time_entries' && id === entry.id);
  const isReported = await results.check(
    'meltano-loader: a refused record makes run fail, and the state passes it',
    async () => {
      const ended = await outcome(made.start(...RUN));
      if (ended.code !== 1) throw new Error(`Meltano ended with ${ended.code ?? ended.signal}`);
      const rejects = made
        .rejects()
        .map(({stream, record = null}) => `${stream} ${isObject(record) ? record.id : record}`);
      const wanted = [`users ${user.id}`, `time_entries ${entry.id}`];
      if (canonical(rejects.sort()) !== canonical(wanted.sort())) {
        throw new Error(`refused were ${rejects.join(', ') || 'none'}, not ${wanted.join(', ')}`);
      }
      requireNone(made.problems(isRefused));
      await hasStored(made);
      return `        ${lastLines(ended.stdout + ended.stderr)}`;
    },
  );
  if (!isReported) return;
  refusal.remove();
  await results.check('meltano-loader: run --full-refresh brings what was refused', async () => {
    const before = made.writes();
    await made.meltano('run', '--full-refresh', ...RUN.slice(1));
    requireNone(made.problems());
    const calls = made.writes() - before;
    if (calls !== 2) throw new Error(`${calls} calls were made for 2 records`);
  });
}

/** A day's work in Harvest; returns how many records are then other than in Paymo. */
function somethingHappens({harvest, nextDay}: LoaderProject): number {
  nextDay();
  const [client, project, entry] = [
    harvest.data.clients,
    harvest.data.projects,
    harvest.data.time_entries,
  ].map((rows) => rows.at(-1)?.id ?? 0);
  harvest.update('clients', client ?? 0, {name: 'Another Name'});
  harvest.update('projects', project ?? 0, {notes: 'Noted later'});
  harvest.update('time_entries', entry ?? 0, {hours: 7.25, hours_without_timer: 7.25});
  // Its change is of nothing that Paymo has.
  harvest.update('clients', harvest.data.clients[0]?.id ?? 0);
  harvest.insert('time_entries', {hours: 1.1, is_running: false, timer_started_at: null});
  return 4;
}

async function tellsOfItself({meltano}: LoaderProject): Promise<void> {
  const about: unknown = JSON.parse(await meltano('invoke', 'target-paymo', '--about', '--format=json'));
  if (!isObject(about) || about.name !== 'target-paymo') throw new Error('it says something else');
}

async function hides({meltano, paymo}: LoaderProject): Promise<void> {
  const printed = await meltano('config', 'print', 'target-paymo');
  if (!printed.includes('ledger_path')) throw new Error(`it prints ${lastLines(printed)}`);
  if (printed.includes(paymo.config.api_key)) throw new Error('the key is shown');
}

/** Checks that Meltano goes on with the last STATE that the tap has printed. */
async function hasStored({told, state}: LoaderProject): Promise<void> {
  const [wanted, stored] = [told(), await state()];
  if (wanted === undefined || stored === undefined) throw new Error('there is no state');
  if (canonical(stored) !== canonical(wanted)) throw new Error('the stored state is not the last of the tap');
}
