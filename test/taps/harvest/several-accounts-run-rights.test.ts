import {expect} from 'chai';
import {differences} from '../../support/conformance/compare.js';
import {runTap} from '../../support/process.js';
import {logLines} from './account.js';
import {UNLIMITED} from './sandbox.js';
import {accountsOpener, expectGoodRun, heldOf, keysOf, recordsIn} from './several-accounts-opened.js';
import {asking, LISTED, ONE, THREE, TWO} from './several-accounts-subject.js';

const STREAMS = ['clients', 'roles', 'invoice_payments'];

describe('tap-harvest, what it may see of several accounts', () => {
  const open = accountsOpener();

  it('warns of what one account may not see, and with strict refuses that account alone', async () => {
    const listed = LISTED.map((one) => (one.id === TWO ? {...one, role: 'member' as const} : one));
    const accounts = await open({accounts: listed});

    const [lenient, strict] = await Promise.all([
      accounts.sync([ONE, TWO], ['clients', 'time_entries']),
      accounts.sync([ONE, TWO], ['clients', 'time_entries'], {config: {strict: true}}),
    ]);

    expectGoodRun(lenient);
    const warnings = logLines(lenient, 'WARNING').join('\n');
    expect(warnings).to.match(new RegExp(`^account ${TWO}: The token's user is no administrator`, 'm'));
    expect(warnings).to.match(new RegExp(`clients: account ${TWO}: Skipped`));
    expect(warnings).to.not.include(`account ${ONE}`);
    expect(lenient.stderr).to.match(new RegExp(`^${TWO} clients +0 .*skipped$`, 'm'));
    expect(strict.code).to.equal(1);
    expect(recordsIn(strict, 'time_entries', TWO)).to.deep.equal([]);
    const truth = await accounts.truthOf([ONE], ['clients', 'time_entries']);
    expect(
      differences(
        heldOf(strict.messages, ['clients', 'time_entries']),
        truth,
        keysOf(['clients', 'time_entries']),
      ),
    ).to.deep.equal([]);
    expect(logLines(strict, 'CRITICAL').join()).to.match(new RegExp(`${TWO} clients, ${TWO} time_entries`));
  });

  it('skips the modules that one account has switched off, there alone', async () => {
    const listed = LISTED.map((one) => (one.id === TWO ? {...one, modules: {expense: false}} : one));
    const accounts = await open({accounts: listed});

    const [run, read] = await Promise.all([
      accounts.sync([ONE, TWO], ['expenses', 'roles']),
      accounts.read([ONE, TWO], ['expenses', 'roles']),
    ]);

    expectGoodRun(run);
    expect(recordsIn(run, 'expenses', TWO)).to.deep.equal([]);
    const truth = await accounts.truthOf([ONE], ['expenses']);
    expect(differences(heldOf(run.messages, ['expenses']), truth, keysOf(['expenses']))).to.deep.equal([]);
    expect(run.stderr).to.match(
      new RegExp(`account ${TWO}: Skipped, since .*expense switched off: expenses`),
    );
    expect(read.code).to.equal(0);
    expect(read.stdout.match(/"status":"COMPLETE"/g)).to.have.length(2);
  });

  it('checks all accounts, and names the one that fails', async () => {
    const {sandbox} = await open();
    const check = async (ids: readonly number[] | 'all') => {
      const config = {...sandbox.config, ...UNLIMITED, ...asking(ids), max_retries: 0};
      const {stdout, code} = await runTap('harvest', {verb: 'check', config});
      expect(code).to.equal(0);
      return stdout;
    };

    expect(await check([ONE, TWO])).to.include('"SUCCEEDED"');
    expect(await check('all')).to.include('"SUCCEEDED"');
    sandbox.account(TWO).refuse(404);
    for (const said of [await check([ONE, TWO]), await check('all')]) {
      expect(said).to.include('"FAILED"').and.to.include(`account ${TWO}: `);
      expect(said).to.not.include(sandbox.config.access_token);
    }
    expect(await check([ONE, THREE])).to.include('"SUCCEEDED"');
  });

  it('ends the whole run when the list of accounts cannot be had', async () => {
    const accounts = await open();
    accounts.sandbox.faults.on(/\/accounts/, {kind: 'status', status: 401, body: 'oauth'});

    const run = await accounts.sync('all', STREAMS);

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(logLines(run, 'CRITICAL').join()).to.match(/401/);
  });
});
