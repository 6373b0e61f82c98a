import {expect} from 'chai';
import {ACCOUNTS, BRANCH, FIRST, TWIN} from '../../../sandbox/harvest/several-accounts.js';
import {deskOpener, held, modeOf} from './session.js';

const START = Date.parse('2026-03-01T12:00:00Z');

describe('tap-harvest login', () => {
  const open = deskOpener();

  it('makes a config file with tokens and the only Harvest account, Forecast first in the list or not', async () => {
    const desk = await open();
    const config = `${desk.folder.path}/new.json`;
    const before = desk.folder.file('places.json', JSON.stringify(desk.places));
    const began = Date.now();

    const session = desk.login(before, '--config', config, '--client-id', desk.sandbox.signIn.clientId);
    const page = await session.type(desk.sandbox.signIn.clientSecret).answered('Allow');
    const {code, stdout} = await session.end();

    expect([code, page.status]).to.deep.equal([0, 200]);
    expect(await page.text()).to.include('You are signed in');
    const {access_token, refresh_token, expires_at, ...others} = held(config);
    expect(others).to.deep.equal({
      client_id: desk.sandbox.signIn.clientId,
      client_secret: desk.sandbox.signIn.clientSecret,
      account_id: '10254',
    });
    expect(desk.sandbox.signIn.works(String(access_token))).to.equal(true);
    expect(refresh_token).to.match(/^1234567\.rt\./);
    expect(expires_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const days = (Date.parse(String(expires_at)) - began) / 86_400_000;
    expect(days).to.be.within(13.99, 14.01);
    expect(modeOf(config)).to.equal('600');
    expect(stdout).to.include('Lighthouse Studio (10254)');
    expect(stdout).to.include(`tap-harvest --config ${before} --config ${config} --discover`);
    expect(held(before)).to.deep.equal(desk.places);
  });

  it('prints the redirect URL and where to register it, and sends the browser with all that Harvest wants', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    const address = new URL(await session.address());
    const text = await session.said(/open this/i);

    expect(text).to.include(`http://127.0.0.1:${desk.port}/callback`);
    expect(text).to.include(`${desk.sandbox.idUrl}/developers`);
    expect(address.href).to.include(`${desk.sandbox.idUrl}/oauth2/authorize?`);
    const {state, ...query} = Object.fromEntries(address.searchParams);
    expect(query).to.deep.equal({
      client_id: desk.sandbox.signIn.clientId,
      response_type: 'code',
      redirect_uri: `http://127.0.0.1:${desk.port}/callback`,
    });
    expect(state).to.match(/^[\w-]{43}$/);
  });

  it('takes the account that --account names, also where two have one name', async () => {
    const desk = await open({accounts: ACCOUNTS});
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config, '--account', String(TWIN));
    await session.answered('Allow');

    expect((await session.end()).code).to.equal(0);
    expect(held(config).account_id).to.equal(String(TWIN));
  });

  it('saves the tokens and lists the accounts where nobody can choose', async () => {
    const desk = await open({accounts: ACCOUNTS});
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    const page = await session.answered('Allow');
    const {code, stderr} = await session.end();

    expect([code, page.status]).to.deep.equal([1, 200]);
    for (const id of [FIRST, TWIN, BRANCH]) expect(stderr).to.include(String(id));
    expect(stderr).to.include('"account_id"').and.not.include('88903');
    expect(held(config)).to.include.keys('access_token', 'refresh_token', 'expires_at');
    expect(held(config)).not.to.have.property('account_id');
  });

  it('keeps the account of before where nobody can choose, if it is still reached', async () => {
    const desk = await open({accounts: ACCOUNTS});
    const config = desk.folder.file('c.json', JSON.stringify({...desk.application, account_id: BRANCH}));

    const session = desk.login(config);
    await session.answered('Allow');

    expect((await session.end()).code).to.equal(0);
    expect(held(config).account_id).to.equal(String(BRANCH));
  });

  it('saves the tokens and says so where --account names one that is not reached', async () => {
    const desk = await open({accounts: ACCOUNTS});
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config, '--account', '88903');
    await session.answered('Allow');
    const {code, stderr} = await session.end();

    expect(code).to.equal(1);
    expect(stderr).to.include('does not reach the Harvest account 88903').and.include(String(BRANCH));
    expect(held(config)).to.include.keys('access_token').and.not.include.keys('account_id');
  });

  it('says so where only Forecast is reached', async () => {
    const desk = await open({signIn: {scopes: ['forecast:88903']}});
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    await session.answered('Allow');
    const {code, stderr} = await session.end();

    expect(code).to.equal(1);
    expect(stderr).to.include('only Forecast');
  });

  it('chooses nothing where the settings name several accounts, and warns of those it does not reach', async () => {
    const desk = await open({accounts: ACCOUNTS});
    const settings = {...desk.application, account_ids: [String(FIRST), '77']};
    const config = desk.folder.file('c.json', JSON.stringify(settings));

    const session = desk.login(config);
    await session.answered('Allow');
    const {code, stderr} = await session.end();

    expect(code).to.equal(0);
    expect(stderr).to.match(/WARNING .* 77 /);
    expect(held(config)).to.deep.include(settings).and.not.include.keys('account_id');
  });

  it('takes the address that is pasted, whichever way it was copied', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));
    for (const copied of [
      (url: URL) => url.href,
      (url: URL) => ` "${url.href}#" `,
      (url: URL) => `${url.host}${url.pathname}${url.search}`,
    ]) {
      const session = desk.login(config);
      const landing = await session.pressed('Allow');

      const {code} = await session.type(copied(landing)).end();

      expect(code).to.equal(0);
    }
  });

  it('goes on waiting when something else is pasted', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    const landing = await session.pressed('Allow');
    session.type('hello').type('http://127.0.0.1/callback?code=x&state=y').type('');
    await session.said(/waiting goes on[\s\S]*waiting goes on/);
    await session.type(landing.href).ended;

    expect((await session.ended).code).to.equal(0);
  });

  it('takes the secret from the environment, and leaves it there', async () => {
    const desk = await open();
    const {client_secret, ...others} = desk.application;
    const config = desk.folder.file('c.json', JSON.stringify(others));
    const args = ['login', '--config', 'ENV', '--config', config, '--port', String(desk.port)];

    const session = desk.begin(args, {TAP_HARVEST_CLIENT_SECRET: String(client_secret)});
    await session.answered('Allow');

    expect((await session.end()).code).to.equal(0);
    expect(held(config)).to.include.keys('access_token').and.not.include.keys('client_secret');
  });

  it('tries the code again while the token endpoint is in trouble', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));
    desk.sandbox.faults.on({path: 'oauth2/token', times: 1}, {kind: 'status', status: 503});

    const session = desk.login(config);
    const page = await session.answered('Allow');
    const {code, stderr} = await session.end();

    expect([code, page.status]).to.deep.equal([0, 200]);
    expect(stderr).to.include('Waiting 1.0 s').and.include('503');
  });

  it('takes tokens of which the end is not told for short-lived ones', async () => {
    const desk = await open({signIn: {expiresIn: 'absent'}, now: () => new Date(START)});
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    await session.answered('Allow');
    await session.end();

    const hours = (Date.parse(String(held(config).expires_at)) - Date.now()) / 3_600_000;
    expect(hours).to.be.within(16.9, 17);
  });
});
