// `make demo`: syncs a sandbox account of each service twice with the real executables, and shows what came.
import {mkdirSync} from 'node:fs';
import {table} from '../../protocol/sync/summary.js';
import {demoHarvest} from './harvest.js';
import {demoPaydirt} from './paydirt.js';
import {demoPaymo} from './paymo.js';
import type {DemoResult} from './two-runs.js';

const OUT = 'out';

mkdirSync(OUT, {recursive: true});
const say = (text: string) => process.stdout.write(`${text}\n`);
for (const demo of [demoHarvest, demoPaymo, demoPaydirt]) {
  show(await demo(OUT, say));
  say('');
}

function show({rows, files}: DemoResult): void {
  const total = (pick: (row: DemoResult['rows'][number]) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0);
  say('');
  say(
    table([
      ['stream', 'first run', 'second run', 'requests', 'seconds'],
      ...rows.map(({stream, first, second, requests, seconds}) =>
        [stream, first, second, requests, seconds.toFixed(1)].map(String),
      ),
      [
        'all',
        String(total((row) => row.first)),
        String(total((row) => row.second)),
        String(total((row) => row.requests)),
        total((row) => row.seconds).toFixed(1),
      ],
    ]),
  );
  say('');
  for (const [what, path] of files) say(`${what.padEnd(24)} ${path}`);
}
