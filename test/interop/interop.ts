// `make interop`: runs the real orchestrators, targets and checkers of others on the taps, each against a sandbox, and
// compares what arrived with what the sandbox holds. Needs Python 3.10 to 3.12, PyPI, the npm registry, PostgreSQL and Chromium.
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {SERVICES} from './accounts.js';
import {tryActivation} from './activate-version.js';
import {tryCheckers} from './checkers.js';
import {tryHours} from './hours.js';
import {tryInstalled} from './installed.js';
import {tryMeltano} from './meltano.js';
import {tryMeltanoEverything} from './meltano-everything.js';
import {tryMeltanoKilled} from './meltano-killed.js';
import {Postgres} from './postgres.js';
import {tryPyAirbyte} from './pyairbyte.js';
import {tryPyAirbyteKilled} from './pyairbyte-killed.js';
import {findPython, Venvs} from './python.js';
import {Results} from './results.js';
import {trySignIn} from './sign-in.js';
import {trySilentReader} from './silent-reader.js';
import {targets} from './targets.js';
import {tryTarget} from './try-target.js';

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
  const services = Object.keys(SERVICES);
  for (const target of targets(postgres).filter(({name}) => isWanted(name))) {
    for (const service of services) await tryTarget(results, venvs, join(folder, 'work'), target, service);
  }
  if (postgres !== undefined && isWanted('activate-version')) {
    for (const service of services)
      await tryActivation(results, venvs, join(folder, 'work'), postgres, service);
  }
  if (postgres !== undefined && isWanted('hours')) {
    for (const service of services) await tryHours(results, venvs, join(folder, 'work'), postgres, service);
  }
  for (const [name, attempt] of Object.entries(PARTS)) {
    if (!isWanted(name)) continue;
    for (const service of services) await attempt(results, venvs, join(folder, 'work'), service);
  }
  if (isWanted('sign-in')) await trySignIn(results, python, join(folder, 'work'));
  if (isWanted('installed')) await tryInstalled(results, join(folder, 'installed'), kept);
} finally {
  await postgres?.stop();
  rmSync(folder, {recursive: true, force: true});
}
process.stdout.write(`\n${results.passed} passed, ${results.failed} failed\n`);
process.exitCode = results.failed === 0 ? 0 : 1;
