import {expect} from 'chai';
import {DataError} from '../../protocol/core/errors.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';

describe('Client, when it is redirected', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows ${status} within the service, credentials included`, async () => {
      const {url, requests} = await servers.start((request, response) => {
        if (request.url === '/old') response.writeHead(status, {location: '/new?page=2'}).end();
        else sendJson(response, {here: request.url ?? ''});
      });
      const {client} = testClient({baseUrl: url});

      const {body} = await client.get('old');

      expect(body).to.deep.equal({here: '/new?page=2'});
      expect(requests.map(({headers}) => headers.authorization)).to.deep.equal([
        'Bearer the-token',
        'Bearer the-token',
      ]);
    });
  }

  it('follows to another address that it was told to trust', async () => {
    const other = await servers.start((_request, response) => sendJson(response, {by: 'other'}));
    const service = await servers.start((_request, response) => {
      response.writeHead(302, {location: `${other.url}/there`}).end();
    });
    const {client} = testClient({baseUrl: service.url, alsoTrusted: [other.url]});

    const {body} = await client.get('here');

    expect(body).to.deep.equal({by: 'other'});
  });

  for (const [what, address] of [
    ['another port', (url: string) => `${url}/there`],
    ['another name of the same machine', (url: string) => `${url.replace('127.0.0.1', 'localhost')}/there`],
    ['an address without a scheme', (url: string) => `${url.replace('http:', '')}/there`],
  ] as const) {
    it(`sends nothing at all to ${what}`, async () => {
      const other = await servers.start((_request, response) => sendJson(response, {}));
      const service = await servers.start((_request, response) => {
        response.writeHead(302, {location: address(other.url)}).end();
      });
      const {client} = testClient({
        baseUrl: service.url,
        headers: {authorization: 'Bearer the-token', 'acme-account-id': '7'},
      });

      const error = await rejection(client.get('here'));

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.match(/another host/);
      expect(other.requests).to.deep.equal([]);
      expect(service.requests).to.have.lengthOf(1);
    });
  }

  it('does not put credentials of a redirect into its message', async () => {
    const service = await servers.start((_request, response) => {
      response.writeHead(302, {location: 'http://user:hidden@elsewhere.test/?access_token=hidden'}).end();
    });
    const {client} = testClient({baseUrl: service.url});

    const error = await rejection(client.get('here'));

    expect(error.message).to.include('http://elsewhere.test').and.not.to.include('hidden');
  });

  it('gives up where redirects have no end', async () => {
    const {url, requests} = await servers.start((_request, response, nth) => {
      response.writeHead(302, {location: `/again/${nth}`}).end();
    });
    const {client, clock} = testClient({baseUrl: url});

    const error = await rejection(client.get('here'));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.equal('GET /here redirects without end');
    expect(requests.length).to.be.within(2, 10);
    expect(clock.slept).to.deep.equal([]);
  });

  it('counts every hop against the request limit, as the service does', async () => {
    const {url} = await servers.start((request, response) => {
      if (request.url === '/new') sendJson(response, {});
      else response.writeHead(302, {location: '/new'}).end();
    });
    const {client, clock} = testClient({baseUrl: url, limits: {all: {requests: 2, seconds: 60}}});

    await client.get('old');
    await client.get('new');

    expect(clock.slept).to.deep.equal([60_000]);
  });

  it('holds a redirect to what is no address for bad data', async () => {
    const service = await servers.start((_request, response) => {
      response.writeHead(302, {location: 'http://[half'}).end();
    });
    const {client} = testClient({baseUrl: service.url});

    const error = await rejection(client.get('here'));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.equal('GET /here redirects to what is no address');
  });

  it('holds a redirect without an address for an error', async () => {
    const {url} = await servers.start((_request, response) => response.writeHead(302).end());
    const {client} = testClient({baseUrl: url});

    const error = await rejection(client.get('here'));

    expect(error.message).to.equal('GET /here answered 302');
  });
});
