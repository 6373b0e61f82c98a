import {expect} from 'chai';
import {lastState} from '../../support/messages.js';
import {logLines} from './account.js';
import {accountsOpener, expectGoodRun, recordsIn} from './several-accounts-opened.js';
import {FORECAST, ONE, THREE, TWO} from './several-accounts-subject.js';

const FEW = ['clients', 'roles', 'time_entries'];
const IDS = [ONE, TWO, THREE];

describe('tap-harvest, counting several accounts', () => {
  const open = accountsOpener();

  it('takes so many records of each account and stream as are wanted, and then moves no bookmark', async () => {
    const accounts = await open();
    const before = lastState((await accounts.sync([ONE], FEW)).messages);

    const [some, one] = await Promise.all([
      accounts.sync(IDS, FEW, {config: {max_records: 2}, state: before}),
      accounts.sync(IDS, FEW, {args: ['--test']}),
    ]);

    expectGoodRun(some, before);
    expectGoodRun(one);
    for (const account of [TWO, THREE]) {
      for (const stream of FEW) {
        expect(recordsIn(some, stream, account), stream).to.have.length(2);
        expect(recordsIn(one, stream, account), stream).to.have.length(1);
      }
    }
    expect(lastState(some.messages).bookmarks).to.deep.equal(before.bookmarks);
    expect(lastState(one.messages).bookmarks ?? {}).to.deep.equal({});
  });

  it('counts by account: in its table, in its metrics and in its lines', async () => {
    const accounts = await open();

    const [text, json] = await Promise.all([
      accounts.sync([ONE, TWO], FEW),
      accounts.sync([ONE, TWO], FEW, {args: ['--log-format', 'json']}),
    ]);

    for (const account of [ONE, TWO]) {
      for (const stream of FEW) {
        const count = recordsIn(text, stream, account).length;
        expect(text.stderr).to.match(new RegExp(`^${account} ${stream} +${count} .* complete$`, 'm'));
        const metric = json.stderr
          .split('\n')
          .filter(
            (line) => line.includes('record_count') && line.includes(stream) && line.includes(`${account}`),
          );
        expect(metric, `${stream} of ${account}`).to.have.length(1);
        expect(metric[0]).to.match(new RegExp(`"value":${count}\\b`));
      }
    }
    expect(text.stderr.match(/job_duration/g)).to.have.length(1);
    expect(logLines(text, 'WARNING')).to.deep.equal([]);
  });

  it('never asks for an account of another product', async () => {
    const accounts = await open();

    const run = await accounts.sync('all', ['roles']);

    expectGoodRun(run);
    const asked = new Set(accounts.sandbox.requests.map(({headers}) => headers.account));
    expect([...asked].filter((account) => account !== undefined)).to.have.members(IDS.map(String));
    expect(run.stdout + run.stderr).to.not.include(String(FORECAST));
    expect(accounts.sandbox.requests.filter(({path}) => path === '/api/v2/accounts')).to.have.length(1);
  });
});
