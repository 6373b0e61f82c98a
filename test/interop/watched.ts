import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {discover} from '../../protocol/core/catalog.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {paymo} from '../../taps/paymo/index.js';
import {type PaymoSandbox, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {selecting} from '../support/conformance/catalogs.js';
import {freePort} from '../support/free-port.js';
import type {Message} from '../support/messages.js';
import {START} from '../taps/paymo/sandbox.js';
import {truthOf} from '../taps/paymo/truth.js';
import {until} from './processes.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {settingsFile, type Target, targets} from './targets.js';
import {type Held, lacking} from './values.js';
import {watchInto} from './watching-into.js';

const STREAMS = ['clients', 'projects', 'tasks', 'time_entries'];
const EVENTS = ['client', 'project', 'task', 'entry'];
const SIZE = {entries: 60, tasks: 20, projects: 5, clients: 5, users: 4, invoices: 3};
/** One target that writes each row at once, and one that keeps them back. */
const INTO = ['target-jsonl', 'target-sqlite'];
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Has targets of others stand behind `tap-paymo watch`, which is stopped and started again. */
export async function tryWatched(results: Results, venvs: Venvs, folder: string): Promise<void> {
  for (const target of targets(undefined).filter(({name}) => INTO.includes(name))) {
    await tryInto(results, venvs, join(folder, `watched-${target.name}`), target);
  }
}

async function tryInto(results: Results, venvs: Venvs, folder: string, target: Target): Promise<void> {
  mkdirSync(folder, {recursive: true});
  const clock = {now: START.getTime()};
  const sandbox = await startPaymoSandbox({
    size: SIZE,
    limits: false,
    updatedOnWithInterval: 'works',
    now: () => new Date(clock.now),
  });
  try {
    const bin = await venvs.bin(target.name, target.packages, target.shim);
    const config = settingsFile(folder, target.config(folder, ''));
    const catalog = selecting(discover(streamsOfTap(paymo)), ({stream}) => STREAMS.includes(stream));
    const keys = Object.fromEntries(catalog.streams.map((entry) => [entry.stream, entry.key_properties]));
    const held = () => target.held(folder, '', bin);
    const watch = {
      ...{sandbox, folder, catalog, port: await freePort(), events: EVENTS},
      target: {path: join(bin, target.command), args: ['--config', config]},
    };
    const problems = async (): Promise<string[]> => {
      const truth = Object.entries(truthOf(sandbox)).filter(([stream]) => STREAMS.includes(stream));
      return lacking(await held(), Object.fromEntries(truth), keys, target.keeping);
    };
    const isStored = await results.check(
      `watched: tap-paymo watch | ${target.name}, until SIGTERM: all that webhooks told is stored`,
      async () => {
        const written = await watchInto(watch, async () => {
          clock.now += MINUTE;
          const gone = somethingHappens(sandbox, 'while it runs');
          await sandbox.deliveries.settled();
          if (target.name !== 'target-jsonl') return;
          await until('the delete is not in the file', async () => isDeleted(await held(), gone));
        });
        requireNone(await problems());
        return `        ${recordsIn(written)} rows`;
      },
    );
    if (!isStored) return;
    await results.check(
      `watched: tap-paymo watch | ${target.name} goes on with the state that the target printed`,
      async () => {
        clock.now += DAY;
        somethingHappens(sandbox, 'while nobody watches', true);
        let gone = 0;
        const written = await watchInto(watch, async () => {
          clock.now += MINUTE;
          gone = somethingHappens(sandbox, 'while it runs again');
          await sandbox.deliveries.settled();
        });
        requireNone(await problems());
        if (!isDeleted(await held(), gone)) throw new Error('the delete is not there');
        const [rows, all] = [recordsIn(written), Object.values(SIZE).reduce((sum, size) => sum + size, 0)];
        if (rows > all / 3) throw new Error(`${rows} rows came, as if from the beginning`);
        return `        ${rows} rows`;
      },
    );
  } finally {
    await sandbox.stop();
  }
}

/** Rows are added, changed and, where somebody sees it, deleted; returns the task that was. */
function somethingHappens(sandbox: PaymoSandbox, when: string, isUnseen = false): number {
  const {clients, tasks, entries} = sandbox.data;
  sandbox.insert('clients', {name: `New ${when}`});
  sandbox.update('clients', clients[0]?.id ?? 0, {name: `Renamed ${when}`});
  sandbox.update('tasks', tasks[0]?.id ?? 0, {name: `Renamed ${when}`});
  sandbox.update('entries', entries[0]?.id ?? 0, {description: `Noted ${when}`});
  sandbox.insert('entries', {description: `Worked ${when}`});
  const {id} = sandbox.insert('tasks', {name: `To go ${when}`});
  if (!isUnseen) sandbox.remove('tasks', id);
  return id;
}

function isDeleted({deleted_records: rows = []}: Held, task: number): boolean {
  const isIt = ({stream, record_key}: JsonObject) =>
    stream === 'tasks' && String(record_key) === String(task);
  return rows.some(isIt);
}

function recordsIn(messages: readonly Message[]): number {
  return messages.filter(({type}) => type === 'RECORD').length;
}
