import {expect} from 'chai';
import {open, press, returned} from './harvest/browser.js';
import type {HarvestSandbox} from './harvest/index.js';
import {sandboxStarter} from './harvest/starter.js';

const CALLBACK = 'http://127.0.0.1:8710/callback';

describe('Harvest sandbox, asking a person', () => {
  const start = sandboxStarter();
  const addressWith = ({signIn}: HarvestSandbox, query: Record<string, string>): string =>
    `${signIn.authorizeUrl}&${new URLSearchParams(query)}`;

  it('shows a page with two buttons', async () => {
    const sandbox = await start();

    const {status, page} = await open(sandbox.signIn.authorizeUrl);

    expect(status).to.equal(200);
    expect(page)
      .to.match(/<button[^>]*>Allow<\/button>/)
      .and.match(/<button[^>]*>Deny<\/button>/);
    expect(page).to.include('sandbox-client-id').and.include('harvest:10254');
  });

  it('goes back with a code and the scope when allowed, to the registered address if none is given', async () => {
    const sandbox = await start();

    const landing = await press('Allow', sandbox.signIn.authorizeUrl);

    expect(landing.status).to.equal(302);
    expect(landing.location?.href).to.match(/^http:\/\/127\.0\.0\.1:8710\/callback\?code=/);
    expect(returned(landing)).to.have.all.keys('code', 'scope');
    expect(returned(landing).scope).to.equal('harvest:10254');
  });

  it('goes back with an error and no code when denied', async () => {
    const sandbox = await start();

    const landing = await press('Deny', addressWith(sandbox, {state: 's'}));

    expect([landing.status, returned(landing)]).to.deep.equal([302, {error: 'access_denied', state: 's'}]);
  });

  it('can call a denial something else, since nothing documents it', async () => {
    const sandbox = await start({signIn: {denial: 'user_denied'}});

    expect(returned(await press('Deny', sandbox.signIn.authorizeUrl)).error).to.equal('user_denied');
  });

  for (const state of [
    'simple',
    'a b+c&d=e',
    '"quoted" <b>&amp;</b>',
    'line\r\nbreak\nand\ttab',
    'Zoë—ß',
    '',
  ]) {
    it(`returns the state ${JSON.stringify(state)} unchanged by either button`, async () => {
      const sandbox = await start();
      const address = addressWith(sandbox, {state});

      expect(returned(await press('Allow', address)).state).to.equal(state);
      expect(returned(await press('Deny', address)).state).to.equal(state);
    });
  }

  it('shows no part of the address as anything but text', async () => {
    const sandbox = await start();

    const {page} = await open(`${sandbox.signIn.authorizeUrl}&state="><script>x</script>`);

    expect(page).to.not.include('<script>');
  });

  for (const redirectUri of [CALLBACK, `${CALLBACK}/deeper`, `${CALLBACK}?kept=1&state=own`]) {
    it(`goes to ${redirectUri}, which begins with the registered address`, async () => {
      const sandbox = await start();

      const {location} = await press('Allow', addressWith(sandbox, {redirect_uri: redirectUri}));

      expect(location?.href.startsWith(redirectUri)).to.equal(true);
      expect(location?.searchParams.get('code')).to.be.a('string');
    });
  }

  it('takes the registered address from an option', async () => {
    const sandbox = await start({signIn: {redirectUrl: 'http://localhost:9/back'}});

    const {location} = await press('Allow', sandbox.signIn.authorizeUrl);

    expect(location?.href).to.match(/^http:\/\/localhost:9\/back\?code=/);
    expect(sandbox.signIn.redirectUrl).to.equal('http://localhost:9/back');
  });

  it('names several scopes with what stands between them', async () => {
    const scopes = ['harvest:10254', 'forecast:88903'];
    const spaced = await start({signIn: {scopes}});
    const commas = await start({signIn: {scopes, scopeSeparator: ','}});

    expect(returned(await press('Allow', spaced.signIn.authorizeUrl)).scope).to.equal(
      'harvest:10254 forecast:88903',
    );
    expect(returned(await press('Allow', commas.signIn.authorizeUrl)).scope).to.equal(
      'harvest:10254,forecast:88903',
    );
  });

  const pages: [what: string, query: Record<string, string>][] = [
    ['an unknown client', {client_id: 'somebody'}],
    ['no client', {}],
    ['another port', {redirect_uri: 'http://127.0.0.1:8711/callback'}],
    ['another host name', {redirect_uri: 'http://localhost:8710/callback'}],
    ['another scheme', {redirect_uri: 'https://127.0.0.1:8710/callback'}],
    ['only a part of the registered address', {redirect_uri: 'http://127.0.0.1:8710/'}],
    ['other letters', {redirect_uri: 'http://127.0.0.1:8710/Callback'}],
    ['no address at all', {redirect_uri: ''}],
  ];
  for (const [what, query] of pages) {
    it(`keeps the browser on a page of its own for ${what}`, async () => {
      const {idUrl, requests} = await start();
      const client: Record<string, string> = 'redirect_uri' in query ? {client_id: 'sandbox-client-id'} : {};

      const asked = new URLSearchParams({response_type: 'code', ...client, ...query});
      const {status, location, page} = await open(`${idUrl}/oauth2/authorize?${asked}`);

      expect([status, location]).to.deep.equal([400, undefined]);
      expect(page).to.match(/<p>.+<\/p>/);
      expect(page).to.not.include('<button');
      expect(requests).to.have.lengthOf(1);
    });
  }

  for (const [type, error] of [
    ['token', 'unsupported_response_type'],
    ['Code', 'unsupported_response_type'],
    [undefined, 'invalid_request'],
  ] as const) {
    it(`sends the browser back with ${error} for the response type ${type}`, async () => {
      const {idUrl} = await start();
      const query = new URLSearchParams({client_id: 'sandbox-client-id', state: 's'});
      if (type !== undefined) query.set('response_type', type);

      const landing = await open(`${idUrl}/oauth2/authorize?${query}`);

      expect([landing.status, returned(landing)]).to.deep.equal([302, {error, state: 's'}]);
    });
  }

  it('decides nothing until a button is pressed', async () => {
    const {signIn} = await start();

    const response = await fetch(signIn.authorizeUrl, {method: 'POST', body: new URLSearchParams()});

    expect(response.status).to.equal(400);
  });

  it('counts visits and decisions', async () => {
    const sandbox = await start();
    const {signIn, requests} = sandbox;

    await press('Allow', signIn.authorizeUrl);
    await press('Deny', signIn.authorizeUrl);
    await open(signIn.authorizeUrl);

    expect(signIn.counts).to.include({authorizeVisits: 3, decisions: 2, tokenRequests: 0});
    requests.length = 0;
    expect(signIn.counts).to.include({authorizeVisits: 0, decisions: 0});
  });

  it('is on the server of the API, or on one of its own', async () => {
    const same = await start();
    const own = await start({identityServer: 'own'});

    expect(same.idUrl).to.equal(same.url);
    expect(own.idUrl).to.not.equal(own.url);
    expect(own.config.id_url).to.equal(own.idUrl);
    expect((await open(own.signIn.authorizeUrl)).status).to.equal(200);
    expect((await open(own.signIn.authorizeUrl.replace(own.idUrl, own.url))).status).to.equal(404);
  });
});
