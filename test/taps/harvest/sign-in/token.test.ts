import {expect} from 'chai';
import {ACCOUNTS, BRANCH, TWIN} from '../../../sandbox/harvest/several-accounts.js';
import {deskOpener, held, modeOf} from './session.js';

const OLD = {
  access_token: 'old-access-token',
  refresh_token: 'old-refresh-token',
  expires_at: '2024-01-01T00:00:00Z',
};

describe('tap-harvest login --token', () => {
  const open = deskOpener();

  it('checks the token and saves it with its account', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.places));

    const session = desk.login(config, '--token').type(`  ${desk.sandbox.config.access_token}\t`);
    const {code, stdout} = await session.end();

    expect(code).to.equal(0);
    expect(held(config)).to.deep.equal({
      ...desk.places,
      access_token: desk.sandbox.config.access_token,
      account_id: '10254',
    });
    expect(modeOf(config)).to.equal('600');
    expect(stdout).to.include('Lighthouse Studio (10254)');
    expect(desk.sandbox.requests.map(({path}) => path)).to.deep.equal(['/api/v2/accounts', '/v2/users/me']);
    expect(desk.sandbox.requests.every(({url}) => !url.includes('token'))).to.equal(true);
  });

  it('takes out what an earlier sign-in left, in all files', async () => {
    const desk = await open();
    const first = desk.folder.file('first.json', JSON.stringify({...desk.application, ...OLD}));
    const second = desk.folder.file('second.json', JSON.stringify({expires_at: OLD.expires_at}));

    const args = ['--config', second, '--token'];
    const {code} = await desk
      .login(first, ...args)
      .type(desk.sandbox.config.access_token)
      .end();

    expect(code).to.equal(0);
    expect(held(first)).to.include.keys('client_id', 'access_token', 'account_id');
    expect(held(first)).to.not.have.any.keys('refresh_token', 'expires_at');
    expect(held(second)).to.deep.equal({});
  });

  it('changes the way that is named below credentials', async () => {
    const desk = await open();
    const {client_id, client_secret, ...places} = desk.application;
    const credentials = {auth_type: 'oauth', client_id, client_secret, refresh_token: 'old-refresh-token'};
    const config = desk.folder.file('c.json', JSON.stringify({...places, credentials}));

    await desk.login(config, '--token').type(desk.sandbox.config.access_token).end();
    const {code} = await desk.begin(['accounts', '--config', config]).end();

    expect(code).to.equal(0);
    expect(held(config).credentials).to.deep.equal({auth_type: 'token', client_id, client_secret});
  });

  it('saves nothing where the token is refused', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify({...desk.places, ...OLD}));

    const {code, stderr} = await desk.login(config, '--token').type('not-the-token-of-anybody').end();

    expect(code).to.equal(1);
    expect(stderr).to.include('refused the credentials').and.not.include('not-the-token-of-anybody');
    expect(held(config)).to.deep.equal({...desk.places, ...OLD});
  });

  it('saves nothing where the account does not let it in', async () => {
    const desk = await open({accounts: [{id: 5, name: 'Closed', product: 'harvest', refused: 403}]});
    const config = desk.folder.file('c.json', JSON.stringify(desk.places));

    const {code, stderr} = await desk.login(config, '--token').type(desk.sandbox.config.access_token).end();

    expect(code).to.equal(1);
    expect(stderr).to.include('Closed (5)').and.include('403');
    expect(held(config)).to.deep.equal(desk.places);
  });

  it('takes the account that --account names, else saves the token and lists them', async () => {
    const desk = await open({accounts: ACCOUNTS});
    const config = desk.folder.file('c.json', JSON.stringify(desk.places));
    const token = desk.sandbox.config.access_token;

    const several = await desk.login(config, '--token').type(token).end();
    const saved = held(config);
    const named = await desk.login(config, '--token', '--account', String(TWIN)).type(token).end();

    expect(several.code).to.equal(1);
    expect(several.stderr).to.include(String(BRANCH));
    expect(saved).to.deep.equal({...desk.places, access_token: token});
    expect(named.code).to.equal(0);
    expect(held(config).account_id).to.equal(String(TWIN));
  });

  it('says what is missing where nothing comes', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.places));

    const {code, stderr} = await desk.login(config, '--token').end();

    expect(code).to.equal(1);
    expect(stderr).to.include('personal access token is missing');
  });
});
