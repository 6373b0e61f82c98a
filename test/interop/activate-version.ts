import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {type Catalog, discover} from '../../protocol/core/catalog.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {selectingAll} from '../support/conformance/catalogs.js';
import {SERVICES} from './accounts.js';
import {VANISHING, type VanishingAccount} from './full-tables.js';
import {type RunOn, TapFailed, tapInto} from './pipeline.js';
import type {Postgres} from './postgres.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {settingsFile, targets} from './targets.js';
import {goneBetween, leftOf, lostOf, versionsOf} from './vanished.js';

/** How the target takes rows away, and what happens to the run that must not let it. */
const WAYS = [
  {way: 'deletes', trouble: 'fails', settings: {hard_delete: true}},
  {way: 'marks', trouble: 'is killed', settings: {hard_delete: false}},
] as const;

type Way = (typeof WAYS)[number];
type Load = (...more: [settings?: object, during?: Parameters<typeof tapInto>[4]]) => Promise<void>;

/**
 * Loads full tables with `activate_version` into PostgreSQL, takes rows of them away in the sandbox, and looks at what
 * becomes of them there: nothing in a run that goes wrong half-way, and in the next one just what should.
 */
export async function tryActivation(
  results: Results,
  venvs: Venvs,
  folder: string,
  postgres: Postgres,
  service: string,
): Promise<void> {
  const attempt = (way: Way) => async () => {
    const account = await opened(service);
    const catalog = catalogOf(service, account.incremental);
    const schema = `activate_${way.way}_${service}`;
    try {
      const load = await loader(
        venvs,
        join(folder, schema),
        postgres,
        schema,
        {service, sandbox: account, catalog},
        way,
      );
      return await tryWay(account, catalog, load, () => postgres.held(schema), way);
    } finally {
      await account.stop();
    }
  };
  await Promise.all(
    WAYS.map((way) => {
      const what = `target-postgres ${way.way} what is gone from tap-${service}, but not in a run that ${way.trouble}`;
      return results.check(`activate-version: ${what}`, attempt(way));
    }),
  );
}

async function tryWay(
  account: VanishingAccount,
  catalog: Catalog,
  load: Load,
  held: () => ReturnType<Postgres['held']>,
  {way, trouble}: Way,
): Promise<string> {
  const before = await account.truth();
  await load();
  requireNone(lostOf(await held(), before, catalog));

  account.vanish();
  const truth = await account.truth();
  const gone = goneBetween(before, truth, catalog);
  const untouched = catalog.streams
    .map(({stream}) => stream)
    .filter((stream) => stream !== 'company' && !gone.some((name) => name.startsWith(`${stream} `)));
  requireNone(untouched.map((stream) => `${stream} has lost no row, so this would show nothing`));

  await (trouble === 'fails' ? failing(account, load) : killed(account, load));
  const half = await held();
  requireNone(lostOf(half, before, catalog));
  if (trouble === 'fails') {
    const whole = account.inPieces.filter((stream) => versionsOf(half, stream) < 2);
    requireNone(whole.map((stream) => `no row of ${stream} came before the failure`));
  }

  await load();
  requireNone(leftOf(await held(), before, truth, catalog, way === 'marks'));
  return `        gone: ${counted(gone)}`;
}

/** How many rows of which streams. */
function counted(names: readonly string[]): string {
  const streams = names.map((name) => name.split(' ', 1)[0] ?? '');
  return [...new Set(streams)]
    .map((stream) => `${streams.filter((other) => other === stream).length} of ${stream}`)
    .join(', ');
}

/** A run of which requests are refused. */
async function failing(account: VanishingAccount, load: Load): Promise<void> {
  const mend = account.fail();
  await badly(load({max_retries: 0}));
  mend();
}

/** A run that is killed as soon as it waits for one of its last requests. */
async function killed(account: VanishingAccount, load: Load): Promise<void> {
  const hang = account.hang();
  await badly(load({}, (tap) => void hang.arrived.then(() => tap.kill('SIGKILL'))));
  hang.release();
}

async function badly(run: Promise<void>): Promise<void> {
  const ending = await run.then(
    () => 'well',
    (error: unknown) => error,
  );
  if (ending === 'well') throw new Error('the run that was to go wrong ended well');
  if (!(ending instanceof TapFailed)) throw ending;
}

async function opened(service: string): Promise<VanishingAccount> {
  const open = VANISHING[service];
  if (open === undefined) throw new Error(`There is no service ${service}.`);
  return open();
}

/** All full tables, and one other stream. */
function catalogOf(service: string, incremental: string): Catalog {
  const tap = SERVICES[service]?.tap;
  if (tap === undefined) throw new Error(`There is no service ${service}.`);
  const {streams} = selectingAll(discover(streamsOfTap(tap)));
  return {
    streams: streams.filter(
      ({stream, replication_method}) => replication_method === 'FULL_TABLE' || stream === incremental,
    ),
  };
}

/** What loads the account into the schema, from the state of the last time. */
async function loader(
  venvs: Venvs,
  place: string,
  postgres: Postgres,
  schema: string,
  run: RunOn,
  {settings}: Way,
): Promise<Load> {
  mkdirSync(place, {recursive: true});
  const target = targets(postgres).find(({name}) => name === 'target-postgres');
  if (target === undefined) throw new Error('There is no target-postgres.');
  const bin = await venvs.bin(target.name, target.packages, target.shim);
  const config = settingsFile(place, {...target.config(place, schema), ...settings});
  const program = {path: join(bin, target.command), args: ['--config', config]};
  return (more = {}, during) => tapInto(run, place, program, {activate_version: 'end', ...more}, during);
}
