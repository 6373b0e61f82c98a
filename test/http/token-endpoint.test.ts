import type {IncomingMessage, ServerResponse} from 'node:http';
import {expect} from 'chai';
import {ConfigError, Interrupted, ServiceError} from '../../protocol/core/errors.js';
import {TokenEndpoint, type TokenEndpointOptions} from '../../protocol/http/token-endpoint.js';
import {type LocalServer, LocalServers, rejection, sendJson} from '../support/client.js';
import {FakeClock} from '../support/clock.js';
import {RecordingLog} from '../support/log.js';

const HOUR = 3_600_000;
const SECRET = 'client/secret+&=ä';
const REFRESH = '1234567.rt.refresh/token+==';
const GOOD = {
  access_token: 'new-access',
  refresh_token: 'new-refresh',
  token_type: 'bearer',
  expires_in: 3600,
};

type Answer = (response: ServerResponse, nth: number) => void;

describe('TokenEndpoint', () => {
  const servers = new LocalServers();
  let clock: FakeClock;
  let log: RecordingLog;
  let bodies: string[];
  let server: LocalServer;
  let controller: AbortController;

  beforeEach(() => {
    clock = new FakeClock();
    log = new RecordingLog();
    bodies = [];
    controller = new AbortController();
  });
  afterEach(() => servers.stop());

  function endpointAt(tokenUrl: string, options: Partial<TokenEndpointOptions> = {}): TokenEndpoint {
    const application = {tokenUrl, clientId: 'the client', clientSecret: SECRET};
    return new TokenEndpoint(application, {
      service: 'Acme',
      headers: {'user-agent': 'tests'},
      fallbackLifetime: 17 * 3600,
      refusalHint: 'Run tap-acme login to sign in anew',
      connectTimeout: 5000,
      requestTimeout: 5000,
      maxResponseBytes: 100_000,
      maxRetries: 2,
      maxWait: HOUR,
      random: () => 1,
      clock,
      signal: controller.signal,
      log,
      ...options,
    });
  }

  /** An endpoint in front of a server that answers so. */
  async function endpoint(
    answer: Answer,
    options: Partial<TokenEndpointOptions> = {},
  ): Promise<TokenEndpoint> {
    server = await servers.start((request, response, nth) => {
      read(request).then(
        (body) => {
          bodies.push(body);
          answer(response, nth);
        },
        () => response.destroy(),
      );
    });
    return endpointAt(`${server.url}/oauth2/token`, options);
  }
  const always =
    (body: unknown, status = 200): Answer =>
    (response) =>
      sendJson(response, body, status);
  const typed =
    (status: number, type: string | undefined, text: string): Answer =>
    (response) =>
      response.writeHead(status, type === undefined ? {} : {'content-type': type}).end(text);

  function expectNoSecrets(error: Error): void {
    for (const said of [error.message, ...log.lines.map(({message}) => message)]) {
      expect(said).to.not.include(SECRET).and.not.include(REFRESH).and.not.include('new-');
    }
  }

  it('posts a form with the credentials in it, as OAuth 2 has it, and says who asks', async () => {
    const tokens = await (await endpoint(always(GOOD))).refresh(REFRESH);

    const [{method, url, headers}] = server.requests as [IncomingMessage];
    expect([method, url, headers['user-agent']]).to.deep.equal(['POST', '/oauth2/token', 'tests']);
    expect(headers.authorization).to.equal(undefined);
    expect(headers['content-type']).to.match(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).to.deep.equal({
      grant_type: 'refresh_token',
      refresh_token: REFRESH,
      client_id: 'the client',
      client_secret: SECRET,
    });
    expect(tokens).to.deep.equal({
      accessToken: 'new-access',
      refreshToken: 'new-refresh',
      expiresAt: clock.now() + HOUR,
    });
  });

  for (const [what, change, expected] of [
    ['17 hours where nothing is said', {expires_in: undefined}, 17 * 3600],
    ['what is written as a text', {expires_in: '7200'}, 7200],
    ['14 days', {expires_in: 1_209_599}, 1_209_599],
    ['17 hours where 0 is said', {expires_in: 0}, 17 * 3600],
    ['17 hours where less than nothing is said', {expires_in: -1}, 17 * 3600],
    ['17 hours where that is null', {expires_in: null}, 17 * 3600],
    ['17 hours where that is a word', {expires_in: 'soon'}, 17 * 3600],
    ['17 hours where that is a list', {expires_in: [3600]}, 17 * 3600],
    ['17 hours where that is more than anybody lives', {expires_in: 1e300}, 17 * 3600],
    ['17 hours where that is just too much', {expires_in: 315_360_001}, 17 * 3600],
    ['10 years', {expires_in: 315_360_000}, 315_360_000],
  ] as const) {
    it(`takes a lifetime of ${what}`, async () => {
      const {expiresAt} = await (await endpoint(always({...GOOD, ...change}))).refresh(REFRESH);

      expect(expiresAt - clock.now()).to.equal(expected * 1000);
    });
  }

  it('counts a lifetime from when it asked, not from the answer', async () => {
    const began = new FakeClock().now();
    const slow = await endpoint((response) => {
      clock.advance(10_000);
      sendJson(response, GOOD);
    });

    expect((await slow.refresh(REFRESH)).expiresAt).to.equal(began + HOUR);
  });

  it('has no refresh token where the answer has none', async () => {
    const {refresh_token: _none, ...rest} = GOOD;

    expect((await (await endpoint(always(rest))).refresh(REFRESH)).refreshToken).to.equal(undefined);
  });

  for (const nothing of [null, '']) {
    it(`has none either where it is spelled out as ${JSON.stringify(nothing)}`, async () => {
      const got = await (await endpoint(always({...GOOD, refresh_token: nothing}))).refresh(REFRESH);

      expect(got).to.include({accessToken: 'new-access', refreshToken: undefined});
    });
  }

  for (const type of ['bearer', 'Bearer', 'BEARER', undefined, null]) {
    it(`takes tokens of the type ${type}`, async () => {
      const got = await (await endpoint(always({...GOOD, token_type: type}))).refresh(REFRESH);

      expect(got.accessToken).to.equal('new-access');
    });
  }

  const refusals: [what: string, answer: Answer, said: RegExp][] = [
    [
      'invalid_grant',
      always({error: 'invalid_grant', error_description: REFRESH}, 400),
      /\(400, invalid_grant\)/,
    ],
    [
      'invalid_client',
      always({error: 'invalid_client', error_description: SECRET}, 401),
      /\(401, invalid_client\)/,
    ],
    ['a 401 with the body of a bad token', always({error: 'invalid_token'}, 401), /\(401, invalid_token\)/],
    ['a 403', always({error: 'access_denied'}, 403), /\(403, access_denied\)/],
    ['an error that is no word', always({error: `Bad ${REFRESH}`}, 400), /\(400, without a reason\)/],
    ['an error without a word', always({error: ''}, 400), /\(400\)/],
    ['an error in another shape', always({message: `no ${SECRET}`}, 422), /\(422\)/],
    ['JSON that is no object', always([REFRESH], 400), /\(400\)/],
    ['a page', typed(400, 'text/html', `<p>${SECRET}</p>`), /\(400\)/],
    ['a page at a route that is not there', typed(404, 'text/html', '<p>no</p>'), /\(404\)/],
    ['JSON that breaks off', typed(400, 'application/json', `{"error": "${REFRESH}`), /\(400\)/],
    ['nothing', typed(400, undefined, ''), /\(400\)/],
    ['nothing and a 401', typed(401, undefined, ''), /\(401\)/],
  ];
  for (const [what, answer, said] of refusals) {
    it(`takes ${what} for a refusal: one sentence for people, without retries`, async () => {
      const error = await rejection((await endpoint(answer)).refresh(REFRESH));

      expect(error).to.be.instanceOf(ConfigError);
      expect(error.message).to.match(said);
      expect(error.message).to.match(
        /^Acme refused to give a token \(.*\)\. Run tap-acme login to sign in anew$/,
      );
      expect(server.requests).to.have.lengthOf(1);
      expectNoSecrets(error);
    });
  }

  it('takes a challenge for a refusal, too', async () => {
    const challenge = await endpoint((response) =>
      response.writeHead(401, {'www-authenticate': `Bearer error="${REFRESH}"`}).end(),
    );

    const error = await rejection(challenge.refresh(REFRESH));

    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.match(/\(401\)/);
    expectNoSecrets(error);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`does not follow a redirect (${status}) with its secrets`, async () => {
      const elsewhere = await servers.start((_request, response) => sendJson(response, GOOD));
      const redirecting = await endpoint((response) =>
        response.writeHead(status, {location: `${elsewhere.url}/token?next=${SECRET.slice(0, 6)}`}).end(),
      );

      const error = await rejection(redirecting.refresh(REFRESH));

      expect(error).to.be.instanceOf(ConfigError);
      expect(error.message).to.match(new RegExp(`\\(${status}\\)`));
      expect([server.requests.length, elsewhere.requests.length]).to.deep.equal([1, 0]);
      expectNoSecrets(error);
    });
  }

  const troubles: [what: string, answer: Answer, said: RegExp][] = [
    ['a 500', always({error: 'invalid_grant', error_description: SECRET}, 500), /answered 500/],
    ['a 502 with a page', typed(502, 'text/html', `<p>${REFRESH}</p>`), /answered 502/],
    ['a 503', typed(503, undefined, ''), /answered 503/],
    ['a 408', typed(408, undefined, ''), /answered 408/],
    ['a 429', typed(429, 'text/html', '<p>slow</p>'), /answered 429/],
    ['a page with a 200', typed(200, 'text/html', `<p>${REFRESH}</p>`), /what is no token/],
    ['JSON that breaks off', typed(200, 'application/json', '{"access_token": "new-ac'), /what is no token/],
    ['another type of token', always({...GOOD, token_type: 'mac'}), /what is no token/],
    ['an answer without a token', always({...GOOD, access_token: undefined}), /what is no token/],
    ['a token that is none', always({...GOOD, access_token: 7}), /what is no token/],
    ['an empty token', always({...GOOD, access_token: ''}), /what is no token/],
    ['a refresh token that is none', always({...GOOD, refresh_token: 7}), /what is no token/],
    ['JSON that is no object', always([GOOD]), /what is no token/],
    ['an error with a 200', always({error: 'invalid_grant'}), /what is no token/],
    ['an empty answer', typed(200, 'application/json', ''), /what is no token/],
    ['a 204', typed(204, undefined, ''), /what is no token/],
    ['a connection that is reset', (response) => response.socket?.resetAndDestroy(), /could not be reached/],
  ];
  for (const [what, answer, said] of troubles) {
    it(`asks again after ${what}, and takes what comes then`, async () => {
      const healing = await endpoint((response, nth) =>
        nth === 1 ? answer(response, nth) : sendJson(response, GOOD),
      );

      expect((await healing.refresh(REFRESH)).accessToken).to.equal('new-access');
      expect(clock.slept).to.deep.equal([1000]);
      expect(log.at('warning').join()).to.match(/^Waiting 1\.0 s before asking again: /);
    });

    it(`gives up when there is nothing but ${what}, as what may pass`, async () => {
      const error = await rejection((await endpoint(answer)).refresh(REFRESH));

      expect(error).to.be.instanceOf(ServiceError).and.have.property('failure', 'transient');
      expect(error.message).to.match(said);
      expect(server.requests).to.have.lengthOf(3);
      expect(clock.slept).to.deep.equal([1000, 2000]);
      expectNoSecrets(error);
    });
  }

  it('knows that a service was there which only gave no token', async () => {
    for (const answer of [typed(503, undefined, ''), typed(200, 'text/html', '<p>')]) {
      const error = await rejection((await endpoint(answer)).refresh(REFRESH));

      expect(error).to.have.property('isReached', true);
    }
    const nobody = endpointAt('http://127.0.0.1:9/token');
    expect(await rejection(nobody.refresh(REFRESH))).to.have.property('isReached', false);
  });

  it('gives up on an answer that takes too long', async () => {
    const silent = await endpoint(() => undefined, {requestTimeout: 30, maxRetries: 1});

    const error = await rejection(silent.refresh(REFRESH));

    expect(error).to.be.instanceOf(ServiceError).and.have.property('failure', 'transient');
    expect(error.message).to.match(/^POST \/oauth2\/token took longer than 0.03 s/);
    expect(server.requests).to.have.lengthOf(2);
  });

  it('waits as long as the service asks, but not longer than it may', async () => {
    const throttled: Answer = (response, nth) =>
      nth === 1 ? response.writeHead(429, {'retry-after': '15'}).end() : sendJson(response, GOOD);

    await (await endpoint(throttled)).refresh(REFRESH);
    expect(clock.slept).to.deep.equal([15_000]);

    const error = await rejection((await endpoint(throttled, {maxWait: 14_999})).refresh(REFRESH));
    expect(error).to.be.instanceOf(ServiceError).and.have.property('status', 429);
    expect(server.requests).to.have.lengthOf(1);
    expect(clock.slept).to.deep.equal([15_000]);
  });

  it('counts its waits together', async () => {
    const throttled = await endpoint((response) => response.writeHead(429, {'retry-after': '10'}).end(), {
      maxWait: 15_000,
      maxRetries: 9,
    });

    await rejection(throttled.refresh(REFRESH));

    expect(clock.slept).to.deep.equal([10_000]);
  });

  it('reads no more than it may', async () => {
    const long = await endpoint(typed(200, 'application/json', 'x'.repeat(200)), {maxResponseBytes: 100});

    const error = await rejection(long.refresh(REFRESH));

    expect(error.message).to.match(/100/);
    expect(server.requests).to.have.lengthOf(1);
  });

  it('ends at once when the run is told to stop', async () => {
    const stopped = await endpoint(() => controller.abort(new Interrupted('stop')));

    expect((await rejection(stopped.refresh(REFRESH))).message).to.equal('stop');
    expect(server.requests).to.have.lengthOf(1);
  });

  it('sends no secret to an address without TLS that is not on this machine', async () => {
    const error = await rejection(endpointAt('http://acme.test/token').refresh(REFRESH));

    // It does not get as far as trouble with the network.
    expect(error.message).to.not.match(/could not be reached/);
    expect(error.message).to.not.include(SECRET).and.not.include(REFRESH);
  });

  it('leaves no connection open', async () => {
    const asked = await endpoint(always(GOOD));
    // Then the server closes none of its own accord.
    server.server.keepAliveTimeout = 0;
    const closed = new Promise((resolve) => {
      server.server.once('connection', (socket) => socket.once('close', resolve));
    });

    await asked.refresh(REFRESH);

    await closed;
  });

  it('goes through a proxy, as all requests do', async () => {
    const before = process.env.HTTP_PROXY;
    const proxy = await servers.start((_request, response) => sendJson(response, GOOD));
    process.env.HTTP_PROXY = proxy.url;
    try {
      const tokens = await endpointAt('http://127.0.0.1:9/oauth2/token').refresh(REFRESH);

      expect(tokens.accessToken).to.equal('new-access');
      expect(proxy.requests.map(({method, url}) => `${method} ${url}`)).to.deep.equal([
        'POST http://127.0.0.1:9/oauth2/token',
      ]);
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });

  describe('exchanging a code', () => {
    const landing = (query: string) => new URL(`http://127.0.0.1:8710/callback?${query}`);

    it('sends the code and the address that it came to', async () => {
      const tokens = await (await endpoint(always(GOOD))).exchangeCode(
        landing('code=a%2Fcode%2B&state=mine'),
        'http://127.0.0.1:8710/callback',
        'mine',
      );

      expect(tokens.accessToken).to.equal('new-access');
      expect(Object.fromEntries(new URLSearchParams(bodies[0]))).to.include({
        grant_type: 'authorization_code',
        code: 'a/code+',
        redirect_uri: 'http://127.0.0.1:8710/callback',
        client_secret: SECRET,
      });
    });

    for (const [what, query, said] of [
      ['another state', 'code=x&state=theirs', /another sign-in: its state is not ours/],
      ['no state', 'code=x', /another sign-in: its state is not ours/],
      ['an address without a code', 'state=mine', /has no code/],
      ['a refusal', 'error=access_denied&state=mine', /did not let us in \(access_denied\)\. Run tap-acme/],
      [
        'a refusal in words',
        `error=${SECRET.slice(0, 8)}&state=mine`,
        /did not let us in \(without a reason\)/,
      ],
    ] as const) {
      it(`asks for nothing after ${what}`, async () => {
        const unused = await endpoint(always(GOOD));

        const error = await rejection(
          unused.exchangeCode(landing(query), 'http://127.0.0.1:8710/callback', 'mine'),
        );

        expect(error).to.be.instanceOf(ConfigError);
        expect(error.message).to.match(said);
        expect(server.requests).to.deep.equal([]);
      });
    }

    it('asks once alone, since a code is good for one attempt', async () => {
      const failing = await endpoint(typed(503, undefined, ''));

      const error = await rejection(
        failing.exchangeCode(landing('code=x&state=mine'), 'http://127.0.0.1:8710/callback', 'mine'),
      );

      expect(error).to.be.instanceOf(ServiceError);
      expect(server.requests).to.have.lengthOf(1);
    });
  });
});

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
