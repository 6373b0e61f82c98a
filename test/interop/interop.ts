// `make interop`: runs the real orchestrators, targets and checkers of others on the taps, each against a sandbox, and
// compares what arrived with what the sandbox holds. Needs Python 3.10 to 3.12, PyPI, the npm registry, PostgreSQL and Chromium.
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import pLimit from 'p-limit';
import {SERVICES} from './accounts.js';
import {tryActivation} from './activate-version.js';
import {tryCheckers} from './checkers.js';
import {tryHours} from './hours.js';
import {tryInstalled} from './installed.js';
import {tryMeltano} from './meltano.js';
import {tryMeltanoEverything} from './meltano-everything.js';
import {tryMeltanoKilled} from './meltano-killed.js';
import {tryMeltanoLoader} from './meltano-loader.js';
import {tryMeltanoLoaderKilled} from './meltano-loader-killed.js';
import {Postgres} from './postgres.js';
import {tryPyAirbyte} from './pyairbyte.js';
import {tryPyAirbyteKilled} from './pyairbyte-killed.js';
import {findPython, Venvs} from './python.js';
import {Results} from './results.js';
import {trySignIn} from './sign-in.js';
import {trySilentReader} from './silent-reader.js';
import {targets} from './targets.js';
import {tryTarget} from './try-target.js';
import {tryWatched} from './watched.js';

/** What is tried on every service, besides the targets. */
const PARTS = {
  meltano: tryMeltano,
  'meltano-killed': tryMeltanoKilled,
  'meltano-everything': tryMeltanoEverything,
  pyairbyte: tryPyAirbyte,
  'pyairbyte-killed': tryPyAirbyteKilled,
  'silent-reader': trySilentReader,
  checkers: tryCheckers,
};

/** What is tried once, being of one service, or of two at a time. */
const ONCE = {
  'meltano-loader': tryMeltanoLoader,
  'meltano-loader-killed': tryMeltanoLoaderKilled,
  watched: tryWatched,
};

/** What is tried on every service with a PostgreSQL server. */
const DATABASE_PARTS = {'activate-version': tryActivation, hours: tryHours};

/** How many attempts go on side by side, each with several processes of its own. */
const AT_ONCE = 2;

const folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-interop-'));
const kept = process.env.INTEROP_VENVS ?? join(folder, 'venvs');
mkdirSync(join(folder, 'work'));
const results = new Results((line) => process.stdout.write(`${line}\n`));
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.some((word) => name.includes(word));
let postgres: Postgres | undefined;
try {
  const python = await findPython();
  const venvs = new Venvs(kept, python);
  if (['target-postgres', 'activate-version', 'hours'].some(isWanted)) {
    await results.check('PostgreSQL: a server on loopback starts', async () => {
      postgres = await Postgres.start();
    });
  }
  const work = join(folder, 'work');
  const database = postgres;
  const services = Object.keys(SERVICES);
  // By part, not by service: two that go on side by side are then of different services most of the time.
  const attempts = [
    ...(isWanted('installed') ? [() => tryInstalled(results, join(folder, 'installed'), kept)] : []),
    ...(isWanted('sign-in') ? [() => trySignIn(results, python, work)] : []),
    ...Object.entries(ONCE)
      .filter(([name]) => isWanted(name))
      .map(
        ([, attempt]) =>
          () =>
            attempt(results, venvs, work),
      ),
    ...Object.entries(PARTS)
      .filter(([name]) => isWanted(name))
      .flatMap(([, attempt]) => services.map((service) => () => attempt(results, venvs, work, service))),
    ...targets(database)
      .filter(({name}) => isWanted(name))
      .flatMap((target) => services.map((service) => () => tryTarget(results, venvs, work, target, service))),
    ...Object.entries(database === undefined ? {} : DATABASE_PARTS)
      .filter(([name]) => isWanted(name))
      .flatMap(([, attempt]) =>
        services.map((service) => async () => {
          if (database !== undefined) await attempt(results, venvs, work, database, service);
        }),
      ),
  ];
  const slots = pLimit(Math.min(AT_ONCE, availableParallelism()));
  await Promise.all(
    attempts.map((attempt) =>
      slots(async () => {
        // What fails outside of a check, such as an installation, has failed as well.
        await attempt().catch((error: unknown) =>
          results.check('what has to be there beforehand', async (): Promise<void> => {
            throw error;
          }),
        );
      }),
    ),
  );
} finally {
  await postgres?.stop();
  rmSync(folder, {recursive: true, force: true});
}
process.stdout.write(`\n${results.passed} passed, ${results.failed} failed\n`);
process.exitCode = results.failed === 0 ? 0 : 1;
