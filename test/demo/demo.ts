// `make demo`: syncs a sandbox account twice with the real executables, and shows what came.
import {mkdirSync} from 'node:fs';
import {table} from '../../protocol/sync/summary.js';
import {demoHarvest} from './harvest.js';

const OUT = 'out';

mkdirSync(OUT, {recursive: true});
const say = (text: string) => process.stdout.write(`${text}\n`);
const result = await demoHarvest(OUT, say);
const total = (pick: (row: (typeof result.rows)[number]) => number) =>
  result.rows.reduce((sum, row) => sum + pick(row), 0);
say('');
say(
  table([
    ['stream', 'first run', 'second run', 'requests', 'seconds'],
    ...result.rows.map(({stream, first, second, requests, seconds}) =>
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
for (const [what, path] of result.files) say(`${what.padEnd(24)} ${path}`);
