import {expect} from 'chai';
import {type Answer, LocalServers, rejection, sendJson, testClient} from '../support/client.js';

describe('Client, when it looks once', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function start(answer: Answer, more: object = {}) {
    const {url, requests} = await servers.start(answer);
    return {...testClient({...more, baseUrl: url, secretQuery: {api_key: 'the-key'}}), url, requests};
  }

  for (const status of [200, 204, 301, 400, 401, 403, 404, 422, 429, 500, 503]) {
    it(`gives ${status} as it came, asked for once`, async () => {
      const {client, requests, clock, log} = await start((_request, response) => {
        response.writeHead(status, {'x-kind': 'odd', location: '/elsewhere'}).end();
      });

      const look = await client.look('time');

      expect(look).to.include({status, body: undefined, length: 0});
      expect(look.headers.get('X-Kind')).to.equal('odd');
      expect(requests).to.have.lengthOf(1);
      expect(clock.slept).to.deep.equal([]);
      expect(log.at('warning')).to.deep.equal([]);
    });
  }

  it('gives the JSON of any answer and its length', async () => {
    const {client} = await start((_request, response) => sendJson(response, {error: 'No'}, 401));

    expect(await client.look('time')).to.deep.include({status: 401, body: {error: 'No'}, length: 14});
  });

  it('gives no body of what is no JSON', async () => {
    const {client} = await start((_request, response) => response.writeHead(200).end('<html>'));

    expect(await client.look('time')).to.deep.include({body: undefined, length: 6});
  });

  it('reads numbers exactly where the client does', async () => {
    const answer: Answer = (_request, response) =>
      response.writeHead(200).end('{"x":0.10000000000000000001}');

    const {client} = await start(answer, {exactNumbers: true});
    const {client: other} = await start(answer);

    expect((await client.look('time')).body).to.deep.equal({x: '0.10000000000000000001'});
    expect((await client.get('time')).body).to.deep.equal({x: '0.10000000000000000001'});
    expect((await other.get('time')).body).to.deep.equal({x: 0.1});
  });

  it('asks with the credentials, or as nobody, which changes nothing for others', async () => {
    const {client, requests} = await start((_request, response) => sendJson(response, {}));

    await client.look('time', {page: 2});
    await client.look('time', {page: 2}, 'nobody');
    await client.get('time');

    expect(requests.map(({url}) => url)).to.deep.equal([
      '/time?page=2&api_key=the-key',
      '/time?page=2',
      '/time?api_key=the-key',
    ]);
    expect(requests.map(({headers}) => headers.authorization)).to.deep.equal([
      'Bearer the-token',
      undefined,
      'Bearer the-token',
    ]);
    expect(requests.map(({headers}) => headers['user-agent'])).to.deep.equal(['tests', 'tests', 'tests']);
  });

  it('counts against the request limit, and is reported', async () => {
    const {client, clock, attempts} = await start((_request, response) => sendJson(response, {}), {
      limits: {all: {requests: 1, seconds: 60}},
    });

    await client.look('time');
    await client.look('time');

    expect(clock.slept).to.deep.equal([60_000]);
    expect(attempts.map(({path, status}) => `${path} ${status}`)).to.deep.equal(['/time 200', '/time 200']);
  });

  it('looks at other addresses as nobody alone', async () => {
    const other = await servers.start((_request, response) => sendJson(response, {}));
    const {client} = await start((_request, response) => sendJson(response, {}));

    const error = await rejection(client.look(`${other.url}/time`));
    await client.look(`${other.url}/time`, {}, 'nobody');

    expect(error.message).to.match(/another host/);
    expect(other.requests.map(({url, headers}) => [url, headers.authorization])).to.deep.equal([
      ['/time', undefined],
    ]);
  });

  it('fails where there is no answer at all', async () => {
    const {client, requests} = await start((request) => request.socket.destroy());

    const error = await rejection(client.look('time'));

    expect(error.message).to.match(/could not be reached/);
    expect(requests).to.have.lengthOf(1);
  });
});
