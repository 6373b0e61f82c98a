import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {UsageError} from '../../../protocol/core/errors.js';
import {harvest} from '../../../taps/harvest/index.js';
import {direct} from '../../support/direct.js';
import {runTap} from '../../support/process.js';
import {signInStarter} from './renewals.js';
import {type RunningAccounts, startAccounts, UNLIMITED} from './sandbox.js';
import {asking, LISTED, ONE, THREE, TWO} from './several-accounts-subject.js';

describe('tap-harvest, with direct calls', () => {
  const signIn = signInStarter();
  let running: RunningAccounts;

  before(async () => {
    running = await startAccounts({accounts: LISTED});
  });

  beforeEach(() => {
    running.sandbox.requests.length = 0;
  });

  after(() => running.sandbox.stop());

  const configFor = (more: object) => ({...running.sandbox.config, ...UNLIMITED, ...more});
  const requests = () => running.sandbox.requests.map(({path, headers}) => `${path} ${headers.account}`);

  it('names the account of the settings in a call, and asks for nothing besides', async () => {
    const {error} = await direct(harvest, configFor({}), ['request', 'company']);

    expect(error).to.equal(undefined);
    expect(requests()).to.deep.equal([`/v2/company ${ONE}`]);
  });

  for (const [what, settings] of Object.entries({
    'where the settings name several': asking([ONE, TWO]),
    'where the settings name all': asking('all'),
    'where the settings name another': {account_id: String(ONE)},
  })) {
    it(`asks the account that --account names ${what}`, async () => {
      const {error} = await direct(harvest, configFor(settings), [
        ...(['request', 'company', '--account', String(TWO)] as const),
      ]);

      expect(error).to.equal(undefined);
      expect(requests()).to.deep.equal([`/v2/company ${TWO}`]);
    });
  }

  it('asks the only account of a list without being told', async () => {
    await direct(harvest, configFor(asking([TWO])), ['request', 'company']);

    expect(requests()).to.deep.equal([`/v2/company ${TWO}`]);
  });

  const doubts: [string, object, string[], string][] = [
    [
      'one of several',
      asking([ONE, TWO]),
      [],
      `The setting "account_ids" names the accounts ${ONE}, ${TWO}: say which one with --account`,
    ],
    [
      'one of all',
      asking('all'),
      [],
      'The setting "account_ids" names all accounts: say which one with --account',
    ],
    [
      'an account that is not among those of the settings',
      asking([ONE, TWO]),
      ['--account', String(THREE)],
      `The account ${THREE} is none of "account_ids" (${ONE}, ${TWO})`,
    ],
    ['a name', asking('all'), ['--account', 'lighthouse'], '--account is a number; "lighthouse" is none'],
  ];
  for (const [what, settings, words, sentence] of doubts) {
    it(`asks nobody where it is to guess ${what}`, async () => {
      const {error} = await direct(harvest, configFor(settings), ['request', 'company', ...words]);

      expect(error).to.be.instanceOf(UsageError);
      expect(error?.message).to.equal(sentence);
      expect(requests()).to.deep.equal([]);
    });
  }

  it('tells the account in a record where the settings name several', async () => {
    const [client] = running.sandbox.account(TWO).data.clients;

    const {printed, error} = await direct(harvest, configFor(asking([ONE, TWO])), [
      ...(['get', 'clients', String(client?.id), '--account', String(TWO)] as const),
    ]);

    expect(error).to.equal(undefined);
    expect(JSON.parse(printed.toString())).to.include({account_id: TWO, id: client?.id, name: client?.name});
  });

  it('finds an assignment, which has no address, in its list', async () => {
    const gone = running.sandbox.data.task_assignments.find(({is_active}) => is_active === false);
    const id = String(gone?.id);

    const {printed} = await direct(harvest, configFor({}), ['get', 'task_assignments', id]);
    const {error} = await direct(harvest, configFor({}), ['get', 'task_assignments', '5']);

    expect(JSON.parse(printed.toString())).to.include({id: gone?.id, is_active: false});
    expect(error?.message).to.equal('Harvest has no task assignment 5');
  });

  it('renews credentials for a call, keeps them, and shows none of them', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});
    const path = signed.file({...signed.settings, access_token: 'a-token-that-has-ended', expires_at: null});

    const {stdout, stderr, code} = await signed.run([path], {verb: 'request', args: ['users/me', '-i']});

    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.property('id');
    expect(stderr).to.include('HTTP/1.1 200 OK').and.include('The access token was renewed');
    expect(signed.signIn.works(JSON.parse(readFileSync(path, 'utf8')).access_token)).to.equal(true);
    expect(signed.seen).to.deep.include({refreshes: 1, unauthorized: 1});
    for (const secret of signed.secrets()) expect(stdout + stderr).to.not.include(secret);
  });

  it('ends with 0 for a good answer, 1 for any other, and 2 where the command line is wrong', async () => {
    const config = configFor({});
    const run = (verb: string, ...args: string[]) => runTap('harvest', {verb, args, config});

    const ends = await Promise.all([
      run('request', 'company'),
      run('request', 'nowhere'),
      run('request', 'clients', '--data', '{"name": "A"}'),
      run('get', 'clients', '5'),
      run('get', 'customers', '5'),
    ]);

    expect(ends.map(({code}) => code)).to.deep.equal([0, 1, 2, 1, 2]);
    expect(ends.slice(1).map(({stderr}) => stderr.trim().split('\n').length)).to.deep.equal([1, 1, 1, 1]);
    expect(JSON.parse(ends[0]?.stdout ?? '')).to.have.property('full_domain');
    expect(ends[2]?.stderr).to.match(/^CRITICAL POST http.* changes data: add --yes to send it\. See/);
    expect(ends[3]?.stderr).to.equal('CRITICAL Harvest has no client 5\n');
  });
});
