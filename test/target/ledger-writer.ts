// Works with a ledger until it is killed: begins calls, has them do something, notes how they ended. Its arguments are the
// ledger and the file that stands for the service.
import {appendFileSync, readFileSync} from 'node:fs';
import {FileLedger} from '../../protocol/target/file-ledger.js';

const [, , path = '', service = ''] = process.argv;
const ledger = await FileLedger.open({path, target: 'target-notes', account: 'account 7', short: 20});
for (const {stream, key, hash} of [...ledger.flights]) {
  const done = readFileSync(service, 'utf8').includes(`${key} ${hash}\n`);
  if (done) await ledger.applied(stream, key, hash, hash);
  else await ledger.failed(stream, key);
}
process.stdout.write('working\n');
for (;;) {
  const key = `k${Math.floor(Math.random() * 8)}`;
  const hash = String(Math.random());
  await ledger.begin({stream: 'notes', key, call: 'create', hash, at: 1, facts: {}});
  if (Math.random() < 0.2) {
    await ledger.failed('notes', key);
    continue;
  }
  appendFileSync(service, `${key} ${hash}\n`);
  await ledger.applied('notes', key, hash, hash);
}
