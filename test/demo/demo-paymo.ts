// `make demo-paymo`: takes a Harvest account over into a Paymo account, and watches by webhooks what becomes of it there.
import {mkdirSync, rmSync} from 'node:fs';
import {table} from '../../protocol/sync/summary.js';
import {demoBothWays} from './paymo-both-ways.js';

const OUT = 'out/both-ways';

// The ledger of another sandbox means nothing to this one.
rmSync(OUT, {recursive: true, force: true});
mkdirSync(OUT, {recursive: true});
const say = (text: string) => process.stdout.write(`${text}\n`);
const {rows} = await demoBothWays(OUT, say);
say('');
say(
  table([
    ['stream of Harvest', 'records', 'new in Paymo', 'unchanged the second time'],
    ...rows.map(({stream, ...counts}) => [
      stream,
      ...[counts.read, counts.made, counts.unchanged].map(String),
    ]),
  ]),
);
say(`\nEverything that was read, written and told is in ${OUT}/`);
