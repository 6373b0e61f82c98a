import {expect} from 'chai';
import type {SandboxOptions} from '../../sandbox/harvest/index.js';
import {accountOpener, idsIn, idsOf, logLines} from './account.js';

const FORECAST = {id: 88903, name: 'Lighthouse Studio', product: 'forecast'} as const;

describe('tap-harvest, accounts', () => {
  const open = accountOpener();

  it('finds the one Harvest account among those of other products', async () => {
    const account = await open();

    const run = await account.sync(['clients'], {config: {account_id: null}});

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(account.requests.map(({path}) => path)).to.deep.equal([
      '/api/v2/accounts',
      '/v2/users/me',
      '/v2/clients',
    ]);
    expect(account.requests.at(-1)?.headers.account).to.equal('10254');
  });

  it('takes the id as a number, too', async () => {
    const account = await open();

    const run = await account.sync(['clients'], {config: {account_id: 10254}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.requests.map(({path}) => path)).to.not.include('/api/v2/accounts');
  });

  const hopeless: [string, SandboxOptions, RegExp][] = [
    [
      'several, which it lists',
      {
        accounts: [
          FORECAST,
          {id: 10254, name: 'Lighthouse Studio', product: 'harvest'},
          {id: 10255, name: 'Harbour & Sons', product: 'harvest'},
        ],
      },
      /"account_id".*10254 \(Lighthouse Studio\), 10255 \(Harbour & Sons\), or "account_ids" to several$/,
    ],
    ['none', {accounts: [FORECAST]}, /no Harvest account.*"access_token"/],
  ];
  for (const [what, options, message] of hopeless) {
    it(`asks for account_id when the token reaches ${what}`, async () => {
      const account = await open(options);

      const run = await account.sync(['clients'], {config: {account_id: null}});

      expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL').join('\n')).to.match(message);
      expect(logLines(run, 'CRITICAL').join('\n')).to.not.include('88903');
      expect(account.requests).to.have.length(1);
    });
  }

  for (const wrongAccountStatus of [401, 404] as const) {
    it(`names token and account id when the account is wrong (${wrongAccountStatus})`, async () => {
      const account = await open({wrongAccountStatus});

      const run = await account.sync(['clients'], {config: {account_id: '99'}});

      expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL').join()).to.match(/access_token/);
      expect(logLines(run, 'CRITICAL').join()).to.match(/account_id/);
      expect(run.stderr).to.not.include(account.config.access_token);
    });
  }

  it('follows a redirect within the service, and never to another host', async () => {
    const account = await open();
    account.faults.on(
      {path: 'clients', nth: 1},
      {kind: 'redirect', to: `${account.baseUrl}/clients?moved=1`},
    );
    account.faults.on(
      {path: 'tasks', nth: 1},
      {kind: 'redirect', to: account.url.replace('127.0.0.1', 'localhost')},
    );

    const run = await account.sync(['clients', 'tasks']);

    expect(run.code).to.equal(1);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(logLines(run, 'CRITICAL').join()).to.match(/\(tasks\).*another host/);
    expect(account.queries('tasks')).to.have.length(1);
  });

  it('ends at once when the credentials stop to work in the middle of a run', async () => {
    const account = await open();
    account.faults.on('roles', {kind: 'status', status: 401, body: 'oauth'});

    const run = await account.sync(['clients', 'roles', 'tasks']);

    expect(run.code).to.equal(1);
    expect(account.routes()).to.not.include('tasks');
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(run.messages.at(-1)?.type).to.equal('STATE');
  });
});
