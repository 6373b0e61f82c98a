// Compares tap-harvest with a bare loop in the same run: records per second, and peak memory as the account grows.
// `--quick` leaves the large account out.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import split2 from 'split2';
import {table} from '../../protocol/sync/summary.js';
import {here, type Measured, measure} from './measure.js';

const SMALL = 200_000;
const LARGE = 2_000_000;
/** The best of so many rounds counts; the two programs take turns, so that a busy machine slows both. */
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-bench-'));
const rows: string[][] = [['program', 'entries', 'seconds', 'entries per second', 'peak MB']];
const small = await inTurns(SMALL, ROUNDS);
const lines = [`speed: ${((small.bare.seconds / small.tap.seconds) * 100).toFixed(0)} % of the bare loop`];
if (!process.argv.includes('--quick')) {
  const large = await inTurns(LARGE, 1);
  const ratio = (large.tap.peakMegabytes / small.tap.peakMegabytes) * 100;
  lines.push(`peak memory at ${LARGE} entries: ${ratio.toFixed(0)} % of that at ${SMALL}`);
}
rmSync(folder, {recursive: true});
process.stdout.write(`${table(rows)}\n\n${lines.join('\n')}\n`);

/** Both programs on an account of this size: the shortest time and the highest peak of all rounds. */
async function inTurns(size: number, rounds: number): Promise<{tap: Measured; bare: Measured}> {
  const server = await serve(size);
  const tap: Measured[] = [];
  const bare: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    tap.push(await measure('dist/taps/harvest/bin.js', server.tapArgs));
    bare.push(await measure(here('bare-loop.js'), server.bareArgs));
  }
  server.stop();
  const result = {tap: best(tap), bare: best(bare)};
  add('tap-harvest', size, result.tap);
  add('bare loop', size, result.bare);
  return result;
}

function best(rounds: readonly Measured[]): Measured {
  return {
    seconds: Math.min(...rounds.map(({seconds}) => seconds)),
    peakMegabytes: Math.max(...rounds.map(({peakMegabytes}) => peakMegabytes)),
  };
}

function add(name: string, size: number, {seconds, peakMegabytes}: Measured): void {
  rows.push([name, String(size), seconds.toFixed(2), (size / seconds).toFixed(0), peakMegabytes.toFixed(0)]);
}

/** A sandbox in a process of its own, so that it does not share a thread with what is measured. */
async function serve(entries: number) {
  const server = spawn(
    process.execPath,
    [
      here('../sandbox/harvest/serve.js'),
      '--quiet-json',
      '--no-limits',
      '--port',
      '0',
      '--time-entries',
      String(entries),
    ],
    {stdio: ['ignore', 'pipe', 'inherit']},
  );
  const [line] = (await once(server.stdout.pipe(split2()), 'data')) as [string];
  const {baseUrl, idUrl} = JSON.parse(line) as {baseUrl: string; idUrl: string};
  const token = '1234567.pt.sandbox-token';
  const account = '10254';
  const fast = {requests: 1_000_000, seconds: 1};
  const config = {
    access_token: token,
    account_id: account,
    base_url: baseUrl,
    id_url: idUrl,
    rate_limit: fast,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), {mode: 0o600});
  const metadata = [{breadcrumb: [], metadata: {selected: true}}];
  const catalog = {streams: [{tap_stream_id: 'time_entries', metadata}]};
  writeFileSync(join(folder, 'catalog.json'), JSON.stringify(catalog));
  return {
    tapArgs: ['--config', join(folder, 'config.json'), '--catalog', join(folder, 'catalog.json')],
    bareArgs: [`${baseUrl}/time_entries?per_page=2000`, token, account],
    stop: () => server.kill(),
  };
}
