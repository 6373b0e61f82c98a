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
const ROUNDS = 3;

const folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-bench-'));
const rows: string[][] = [['program', 'entries', 'seconds', 'entries per second', 'peak MB']];
const sizes = process.argv.includes('--quick') ? [SMALL] : [SMALL, LARGE];
const rates = {bare: 0, tap: 0};
const peaks: number[] = [];
for (const size of sizes) {
  const server = await serve(size);
  const rounds = size === SMALL ? ROUNDS : 1;
  const tap = await best(rounds, () => measure('dist/taps/harvest/bin.js', server.tapArgs));
  add('tap-harvest', size, tap);
  peaks.push(tap.peakMegabytes);
  if (size === SMALL) {
    const bare = await best(rounds, () => measure(here('bare-loop.js'), server.bareArgs));
    add('bare loop', size, bare);
    rates.bare = size / bare.seconds;
    rates.tap = size / tap.seconds;
  }
  server.stop();
}
rmSync(folder, {recursive: true});
const lines = [table(rows), '', `speed: ${((rates.tap / rates.bare) * 100).toFixed(0)} % of the bare loop`];
const [small, large] = peaks;
if (small !== undefined && large !== undefined) {
  lines.push(`peak memory at ${LARGE} entries: ${((large / small) * 100).toFixed(0)} % of that at ${SMALL}`);
}
process.stdout.write(`${lines.join('\n')}\n`);

function add(name: string, size: number, {seconds, peakMegabytes}: Measured): void {
  rows.push([name, String(size), seconds.toFixed(2), (size / seconds).toFixed(0), peakMegabytes.toFixed(0)]);
}

async function best(rounds: number, run: () => Promise<Measured>): Promise<Measured> {
  let fastest = await run();
  for (let round = 1; round < rounds; round++) {
    const next = await run();
    if (next.seconds < fastest.seconds) fastest = next;
  }
  return fastest;
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
