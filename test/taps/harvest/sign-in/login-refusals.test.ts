import {once} from 'node:events';
import {createServer} from 'node:http';
import {expect} from 'chai';
import {deskOpener, held} from './session.js';

describe('tap-harvest login, when it does not go well', () => {
  const open = deskOpener();

  it('shows strangers a page with a 4xx, and goes on waiting', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    const landing = await session.pressed('Allow');
    const changed = (change: (query: URLSearchParams) => void) => {
      const url = new URL(landing);
      change(url.searchParams);
      return url;
    };
    const wrong = [
      await fetch(new URL('/', landing)),
      await fetch(new URL('/favicon.ico', landing)),
      await fetch(new URL('/callback/', landing)),
      await fetch(landing, {method: 'POST', body: 'x'}),
      await fetch(landing, {method: 'HEAD'}),
      await fetch(changed((query) => query.set('state', 'other'))),
      await fetch(changed((query) => query.set('state', `${query.get('state')}x`))),
      await fetch(changed((query) => query.append('state', String(query.get('state'))))),
      await fetch(changed((query) => query.delete('state'))),
      await fetch(changed((query) => query.delete('code'))),
    ];
    const right = await fetch(landing);

    expect(wrong.map(({status}) => status)).to.deep.equal([404, 404, 404, 405, 405, 400, 400, 400, 400, 400]);
    for (const response of wrong) {
      expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(await response.text()).not.to.include(String(landing.searchParams.get('code')));
    }
    expect(right.status).to.equal(200);
    expect((await session.end()).code).to.equal(0);
    expect(desk.sandbox.signIn.counts.tokenRequests).to.equal(1);
  });

  for (const denial of ['access_denied', 'user said <no>']) {
    it(`ends with a sentence where access is refused as ${denial}, and saves nothing`, async () => {
      const desk = await open({signIn: {denial}});
      const config = desk.folder.file('c.json', JSON.stringify(desk.application));

      const session = desk.login(config);
      const page = await session.answered('Deny');
      const {code, stderr, stdout} = await session.end();

      expect(await page.text())
        .to.include('You did not give access')
        .and.not.include('<no>');
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr.match(/^CRITICAL .*$/gm)).to.have.lengthOf(1);
      expect(stderr).to.include('Harvest did not let us in').and.not.include('<no>');
      expect(held(config)).to.deep.equal(desk.application);
      expect(desk.sandbox.signIn.counts.tokenRequests).to.equal(0);
    });
  }

  it('says on the page and in the terminal when a code has expired', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const desk = await open({signIn: {codeSeconds: 600}, now: () => new Date(now)});
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    const landing = await session.pressed('Allow');
    now += 600_000;
    const page = await fetch(landing);
    const {code, stderr} = await session.end();

    expect(page.status).to.equal(502);
    expect(await page.text()).to.include('did not work');
    expect(code).to.equal(1);
    expect(stderr).to.include('invalid_grant').and.include('tap-harvest login');
    expect(held(config)).to.deep.equal(desk.application);
  });

  it('says so when a code was used by somebody else', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));

    const session = desk.login(config);
    const landing = await session.pressed('Allow');
    const {clientId, clientSecret, tokenUrl} = desk.sandbox.signIn;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      code: String(landing.searchParams.get('code')),
    });
    await fetch(tokenUrl, {method: 'POST', body, headers: {'user-agent': 'somebody else'}});
    await fetch(landing);
    const {code, stderr} = await session.end();

    expect(code).to.equal(1);
    expect(stderr).to.include('invalid_grant');
  });

  it('says so when the client secret is wrong', async () => {
    const desk = await open({signIn: {refusalBody: 'html'}});
    const settings = {...desk.application, client_secret: 'not-the-secret-at-all'};
    const config = desk.folder.file('c.json', JSON.stringify(settings));

    const session = desk.login(config);
    const page = await session.answered('Allow');
    const {code, stderr} = await session.end();

    expect([code, page.status]).to.deep.equal([1, 502]);
    expect(stderr).to.include('refused to give a token (401)').and.not.include('not-the-secret-at-all');
  });

  for (const [what, fault] of [
    ['a page instead of tokens', {kind: 'html'}],
    ['an error that does not pass', {kind: 'status', status: 503, body: 'html'}],
    ['a broken connection', {kind: 'reset'}],
    ['its own secrets', {kind: 'status', status: 500, body: {text: 'sandbox-client-secret said no'}}],
  ] as const) {
    it(`ends with a sentence where the token endpoint answers with ${what}`, async () => {
      const desk = await open();
      const config = desk.folder.file('c.json', JSON.stringify({...desk.application, max_retries: 0}));
      desk.sandbox.faults.on('oauth2/token', fault);

      const session = desk.login(config);
      const page = await session.answered('Allow');
      const {code, stderr, stdout} = await session.end();

      expect([code, stdout, page.status]).to.deep.equal([1, '', 502]);
      expect(stderr.match(/^CRITICAL .*$/gm)).to.have.lengthOf(1);
      expect(stderr).not.to.include('Internal error');
    });
  }

  it('keeps the tokens where the accounts cannot be listed', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify({...desk.application, max_retries: 0}));
    desk.sandbox.faults.on('accounts', {kind: 'html'});

    const session = desk.login(config);
    await session.answered('Allow');
    const {code} = await session.end();

    expect(code).to.equal(1);
    expect(held(config)).to.include.keys('access_token', 'refresh_token');
  });

  it('names --port where the port is taken, and opens nothing', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.application));
    const other = createServer().listen(desk.port, '127.0.0.1');
    await once(other, 'listening');

    const {code, stderr} = await desk.login(config).end();
    other.close();

    expect(code).to.equal(1);
    expect(stderr.trim().split('\n')).to.have.lengthOf(1);
    expect(stderr).to.include(`Port ${desk.port} is used`).and.include('--port');
  });

  for (const port of ['0', '65536', '8710.5', 'eight']) {
    it(`refuses the port ${port}`, async () => {
      const desk = await open();
      const config = desk.folder.file('c.json', JSON.stringify(desk.application));

      const {code, stderr} = await desk.begin(['login', '--config', config, '--port', port]).end();

      expect(code).to.equal(1);
      expect(stderr).to.include('from 1 to 65535');
    });
  }

  it('says what is missing where there is no terminal to ask on', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.places));

    const without = await desk.login(config).end();
    const withId = await desk.login(config, '--client-id', 'some-id').end();
    const blank = await desk.login(config, '--client-id', 'some-id').type('two words').end();

    expect(without.stderr).to.include('--client-id');
    expect(withId.stderr).to.include('client secret is missing').and.include('TAP_HARVEST_CLIENT_SECRET');
    expect(blank.stderr).to.include("can't be right").and.not.include('two words');
    expect([without.code, withId.code, blank.code]).to.deep.equal([1, 1, 1]);
  });

  it('takes no secret on the command line', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(desk.places));

    for (const flag of ['--client-secret', '--access-token', '--refresh-token']) {
      const {code, stderr} = await desk.login(config, flag, 'x').end();

      expect(code, stderr).to.equal(2);
    }
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends by ${signal} while it waits, with the port free again`, async () => {
      const desk = await open();
      const config = desk.folder.file('c.json', JSON.stringify(desk.application));

      const session = desk.login(config);
      await session.address();
      session.child.kill(signal);
      const {signal: by} = await session.ended;
      const again = createServer().listen(desk.port, '127.0.0.1');
      await once(again, 'listening');
      again.close();

      expect(by).to.equal(signal);
      expect(held(config)).to.deep.equal(desk.application);
    });
  }
});
