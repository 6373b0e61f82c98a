import {chmodSync, readdirSync} from 'node:fs';
import {expect} from 'chai';
import {type Desk, deskOpener, held, modeOf} from './session.js';

const OLD = {access_token: 'old-access-token', refresh_token: 'old-refresh-token'};

describe('tap-harvest login and the config files', () => {
  const open = deskOpener();

  async function signedIn(desk: Desk, ...files: readonly string[]): Promise<string> {
    const [first = '', ...others] = files;
    const session = desk.login(first, ...others.flatMap((file) => ['--config', file]));
    await session.answered('Allow');
    const {code, stderr} = await session.end();
    expect(code, stderr).to.equal(0);
    return stderr;
  }

  it('writes into the one that holds a refresh token, and leaves the others alone', async () => {
    const desk = await open();
    const tokens = desk.folder.file('tokens.json', JSON.stringify({...desk.application, ...OLD}));
    const settings = desk.folder.file('settings.json', '{"start_date": "2024-01-01"}');

    await signedIn(desk, tokens, settings);

    expect(held(tokens)).to.deep.include({...desk.application, account_id: '10254'});
    expect(held(tokens).refresh_token).not.to.equal(OLD.refresh_token);
    expect(held(settings)).to.deep.equal({start_date: '2024-01-01'});
    expect(readdirSync(desk.folder.path).sort()).to.deep.equal(['settings.json', 'tokens.json']);
  });

  it('writes into the last one where none does', async () => {
    const desk = await open();
    const first = desk.folder.file('first.json', JSON.stringify(desk.application));
    const last = `${desk.folder.path}/last.json`;

    await signedIn(desk, first, last);

    expect(held(first)).to.deep.equal(desk.application);
    expect(held(last)).to.have.all.keys('access_token', 'refresh_token', 'expires_at', 'account_id');
  });

  it('takes out of later files what would go before the new tokens', async () => {
    const desk = await open();
    const tokens = desk.folder.file('tokens.json', JSON.stringify({...desk.application, ...OLD}));
    const later = {access_token: 'older-access-token', account_id: '1', start_date: '2024-01-01'};
    const settings = desk.folder.file('settings.json', JSON.stringify(later));

    await signedIn(desk, tokens, settings);

    expect(held(settings)).to.deep.equal({start_date: '2024-01-01'});
    expect(held(tokens).account_id).to.equal('10254');
  });

  it('writes below credentials what stands there, and says which way it is', async () => {
    const desk = await open();
    const {client_id, client_secret, ...places} = desk.application;
    const credentials = {auth_type: 'oauth', client_id, client_secret, refresh_token: 'old-refresh-token'};
    const config = desk.folder.file('c.json', JSON.stringify({...places, credentials}));

    await signedIn(desk, config);

    const {refresh_token, ...nested} = Object(held(config).credentials);
    expect(nested).to.deep.equal({auth_type: 'oauth', client_id, client_secret});
    expect(refresh_token).to.match(/^1234567\.rt\./);
    expect(held(config)).to.not.have.property('refresh_token');
  });

  it('leaves no older setting beside a newer one below credentials', async () => {
    const desk = await open();
    const {client_id, client_secret, ...places} = desk.application;
    const credentials = {client_id, client_secret, ...OLD};
    const config = desk.folder.file('c.json', JSON.stringify({...places, ...OLD, credentials}));

    await signedIn(desk, config);

    expect(JSON.stringify(held(config))).not.to.include('old-');
  });

  it('makes the file its own again where others could read it', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));
    chmodSync(config, 0o644);

    await signedIn(desk, config);

    expect(modeOf(config)).to.equal('600');
  });

  it('warns where the environment goes before what it saves', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));
    const args = ['login', '--config', 'ENV', '--config', config, '--port', String(desk.port)];

    const session = desk.begin(args, {TAP_HARVEST_ACCESS_TOKEN: 'token-of-the-environment'});
    await session.answered('Allow');
    const {stderr} = await session.end();

    expect(stderr).to.match(/WARNING .*unset TAP_HARVEST_ACCESS_TOKEN/);
    expect(stderr).not.to.include('token-of-the-environment');
  });

  it('says before it asks anything that a file cannot be written', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));
    chmodSync(config, 0o444);

    const readOnly = await desk.login(config).end();
    const nowhere = await desk.login(`${desk.folder.path}/no/such/folder.json`).end();

    for (const {code, stderr} of [readOnly, nowhere]) {
      expect(code).to.equal(1);
      expect(stderr).to.match(/^CRITICAL .* cannot be written .*$/m);
      expect(stderr).not.to.include('authorize');
    }
    expect(held(config)).to.deep.equal(desk.application);
  });

  it('wants a file besides the environment', async () => {
    const desk = await open();

    const {code, stderr} = await desk.begin(['login', '--config', 'ENV']).end();

    expect(code).to.equal(1);
    expect(stderr).to.include('add --config FILE');
  });

  it('refuses --account beside account_ids', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify({...desk.application, account_ids: ['all']}));

    const {code, stderr} = await desk.login(config, '--account', '10254').end();

    expect(code).to.equal(1);
    expect(stderr).to.include('account_ids');
  });
});
