import {expect} from 'chai';
import {AuthError} from '../../protocol/core/errors.js';
import {redactor} from '../../protocol/core/redact.js';
import {type Answer, LocalServers, rejection, sendJson, testClient} from '../support/client.js';

const KEY = 'k3y/with+signs=&%';

describe('Client, with credentials in the query', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function start(answer: Answer, more: Parameters<typeof testClient>[0] | object = {}) {
    const {url, requests} = await servers.start(answer);
    const all = testClient({
      ...more,
      baseUrl: `${url}/v1`,
      secretQuery: {api_key: KEY},
      redact: redactor([KEY]),
    });
    const queries = () => requests.map((request) => new URL(request.url ?? '', url).searchParams);
    const told = () => JSON.stringify([all.attempts, all.log.lines, all.log.metrics]);
    return {...all, url, requests, queries, told};
  }

  it('adds them once, encoded, beside what else is asked for', async () => {
    const {client, queries, requests} = await start((_request, response) => sendJson(response, {}));

    await client.get('time', {start: '2026-01-01', name: 'a b+c'});

    expect([...(queries()[0] ?? [])]).to.deep.equal([
      ['start', '2026-01-01'],
      ['name', 'a b+c'],
      ['api_key', KEY],
    ]);
    expect(requests[0]?.url).to.not.include('+');
  });

  it('adds them to each attempt, once each', async () => {
    const {client, queries} = await start((_request, response, nth) => {
      if (nth < 3) response.writeHead(503).end();
      else sendJson(response, {});
    });

    await client.get('time');

    expect(queries().map((query) => query.getAll('api_key'))).to.deep.equal([[KEY], [KEY], [KEY]]);
  });

  it('replaces those of an address that it is given', async () => {
    const {client, queries, url} = await start((_request, response) => sendJson(response, {}));

    await client.get(`${url}/v1/time?api_key=stale&page=2`);

    expect(queries()[0]?.getAll('api_key')).to.deep.equal([KEY]);
    expect(queries()[0]?.get('page')).to.equal('2');
  });

  it('gives the address without them', async () => {
    const {client, url} = await start((_request, response) => sendJson(response, {}));

    const {url: asked} = await client.get('time', {page: 2});

    expect(asked.href).to.equal(`${url}/v1/time?page=2`);
  });

  it('replaces those that a redirect brings, and tells of none', async () => {
    const {client, queries, url, told} = await start((request, response) => {
      const {pathname, searchParams} = new URL(request.url ?? '', 'http://service.test');
      if (pathname === '/v2/time') return sendJson(response, {});
      searchParams.append('api_key', 'stale');
      return response.writeHead(301, {location: `/v2/time?${searchParams}`}).end();
    });

    const {url: asked} = await client.get('time', {page: 2});

    expect(queries()[1]?.getAll('api_key')).to.deep.equal([KEY]);
    expect(queries()[1]?.get('page')).to.equal('2');
    expect(asked.href).to.equal(`${url}/v1/time?page=2`);
    expect(told()).to.not.include('stale').and.not.include('k3y');
  });

  it('sends them to no other address that a redirect names', async () => {
    const other = await servers.start((_request, response) => sendJson(response, {}));
    const {client} = await start((request, response) => {
      response.writeHead(302, {location: `${other.url}${request.url}`}).end();
    });

    const error = await rejection(client.get('time'));

    expect(error.message)
      .to.match(/another host/)
      .and.not.include('api_key');
    expect(other.requests).to.deep.equal([]);
  });

  const failures: [string, Answer][] = [
    ['an error', (request, response) => sendJson(response, {message: `Bad ${request.url}`}, 422)],
    ['a refusal', (request, response) => sendJson(response, {error: `No ${request.url}`}, 404)],
    ['refused credentials', (request, response) => sendJson(response, {errors: [`No ${request.url}`]}, 401)],
    [
      'trouble',
      (request, response) => sendJson(response, {error: decodeURIComponent(request.url ?? '')}, 500),
    ],
    ['invalid JSON', (request, response) => response.writeHead(200).end(`{"x": ${request.url}`)],
    ['a broken connection', (request) => request.socket.destroy()],
    ['broken HTTP', (request) => request.socket.end('nonsense\r\n\r\n')],
    [
      'a length that is not reached',
      (_request, response) => {
        response.writeHead(200, {'content-length': '99'}).write('{', () => response.destroy());
      },
    ],
    [
      'broken compression',
      (_request, response) => response.writeHead(200, {'content-encoding': 'gzip'}).end('x'),
    ],
    ['too much', (_request, response) => response.writeHead(200).end(`"${'x'.repeat(2_000_000)}"`)],
    ['an endless redirect', (request, response) => response.writeHead(302, {location: request.url}).end()],
    [
      'a broken redirect',
      (request, response) => {
        response.writeHead(302, {location: `http://[${request.url}`}).end();
      },
    ],
  ];
  for (const [what, answer] of failures) {
    it(`never tells them after ${what}`, async () => {
      const {client, attempts, told} = await start(answer, {maxRetries: 1});

      const error = await rejection(client.get('time', {page: 2}, 'time'));

      for (const form of ['k3y', encodeURIComponent(KEY)]) {
        expect(error.message).to.not.include(form);
        expect(told()).to.not.include(form);
      }
      expect(attempts.map(({path}) => path)).to.include('/v1/time');
    });
  }

  it('adds nothing where there are none', async () => {
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));

    await testClient({baseUrl: url}).client.get('time');

    expect(requests[0]?.url).to.equal('/time');
  });
});

describe('Client, when it is forbidden to ask', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  for (const body of ['{"error":"Full permissions wanted"}', '<html>Forbidden</html>', '']) {
    it(`holds 403 for the credentials where the service means those: ${body}`, async () => {
      const {url} = await servers.start((_request, response) => response.writeHead(403).end(body));
      const {client, clock} = testClient({baseUrl: url, forbiddenHint: 'Have them granted.'});

      const error = await rejection(client.get('time'));

      expect(error).to.be.instanceOf(AuthError);
      expect(error.message).to.match(
        /^Acme does not let this user in \(403 on GET \/time.*\)\. Have them granted\.$/,
      );
      expect(clock.slept).to.deep.equal([]);
    });
  }

  it('says what the service says about it', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {errors: ['Not you']}, 403));
    const {client} = testClient({baseUrl: url, forbiddenHint: 'Have them granted.'});

    expect((await rejection(client.get('time'))).message).to.include('403 on GET /time: Not you');
  });

  it('holds 404 for one resource even so', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {}, 404));
    const {client} = testClient({baseUrl: url, forbiddenHint: 'Have them granted.'});

    expect(await rejection(client.get('time'))).to.not.be.instanceOf(AuthError);
  });
});
