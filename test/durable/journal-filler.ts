import {Journal} from '../../protocol/durable/journal.js';

/**
 * A process that appends to the journal that it was started with until that can't be done any more, then something short,
 * and prints what was acknowledged and what was said.
 */
const {journal} = await Journal.open(process.argv[2] ?? '', 'ledger', () => undefined);
const kept: number[] = [];
const said: string[] = [];
for (let n = 0; said.length === 0; n++) {
  try {
    await journal.append({n, text: 'x'.repeat(70)});
    kept.push(n);
  } catch (error) {
    said.push(error instanceof Error ? error.message : String(error));
  }
}
await journal.append({n: -1});
kept.push(-1);
process.stdout.write(JSON.stringify({kept, said}));
