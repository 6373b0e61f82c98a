import {expect} from 'chai';
import nock from 'nock';
import {AuthError, DataError, RefusedError, ServiceError} from '../../protocol/core/errors.js';
import {rejection, testClient} from '../support/client.js';

const baseUrl = 'https://acme.test/v2';

describe('Client', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  const service = () => nock('https://acme.test').get('/v2/clients');

  it('gives the JSON and the address it came from', async () => {
    nock('https://acme.test')
      .get('/v2/clients?page=2&is_active=true')
      .reply(200, {clients: [{id: 1}]});
    const {client} = testClient({baseUrl});

    const {body, url} = await client.get('clients', {page: 2, is_active: true, updated_since: undefined});

    expect(body).to.deep.equal({clients: [{id: 1}]});
    expect(url.href).to.equal('https://acme.test/v2/clients?page=2&is_active=true');
  });

  it('does not mind a slash at the end of the base URL', async () => {
    service().reply(200, {});
    const {client} = testClient({baseUrl: `${baseUrl}/`});

    const {url} = await client.get('clients');

    expect(url.pathname).to.equal('/v2/clients');
  });

  it('keeps the query of an absolute address and adds to it', async () => {
    nock('https://acme.test').get('/v2/clients?cursor=abc&per_page=5').reply(200, {});
    const {client} = testClient({baseUrl});

    const {url} = await client.get('https://acme.test/v2/clients?cursor=abc', {per_page: 5});

    expect(url.search).to.equal('?cursor=abc&per_page=5');
  });

  it('sends its headers, asks for JSON and accepts compression', async () => {
    nock('https://acme.test', {
      reqheaders: {
        authorization: 'Bearer the-token',
        'user-agent': 'tests',
        accept: 'application/json',
        'accept-encoding': /gzip/,
      },
    })
      .get('/v2/clients')
      .reply(200, {});
    const {client} = testClient({baseUrl});

    await client.get('clients');

    expect(nock.isDone()).to.equal(true);
  });

  it('sends a header that was added later with all further requests', async () => {
    const accounts: unknown[] = [];
    for (let request = 0; request < 2; request++) {
      service().reply(200, function () {
        accounts.push(this.req.headers['acme-account-id']);
        return {};
      });
    }
    const {client} = testClient({baseUrl});

    await client.get('clients');
    client.setHeader('acme-account-id', '7');
    await client.get('clients');

    expect(accounts).to.deep.equal([undefined, '7']);
  });

  it('holds 401 for refused credentials and says what to do', async () => {
    service().reply(401, {error: 'invalid_token', error_description: 'It has expired'});
    const {client, clock} = testClient({baseUrl});

    const error = await rejection(client.get('clients'));

    expect(error).to.be.instanceOf(AuthError);
    expect(error.message).to.equal(
      'Acme refused the credentials (401 on GET /v2/clients: It has expired). ' +
        'Make a new one and set it as "access_token".',
    );
    expect(clock.slept).to.deep.equal([]);
  });

  for (const status of [403, 404]) {
    it(`holds ${status} for the refusal of one resource`, async () => {
      service().reply(status, {message: 'Not for you'});
      const {client, clock} = testClient({baseUrl});

      const error = await rejection(client.get('clients'));

      expect(error).to.be.instanceOf(RefusedError).and.include({status, html: false});
      expect(error.message).to.equal(`GET /v2/clients answered ${status}: Not for you`);
      expect(clock.slept).to.deep.equal([]);
    });

    it(`tells a ${status} as a web page from one with words`, async () => {
      service().reply(status, '<!doctype html><h1>Sorry</h1>');
      const {client} = testClient({baseUrl});

      const error = await rejection(client.get('clients'));

      expect(error).to.be.instanceOf(RefusedError).and.include({status, html: true});
      expect(error.message).to.equal(`GET /v2/clients answered ${status}`);
    });
  }

  for (const [shape, body] of [
    ['a message', '{"message":"from is invalid"}'],
    ['an error', '{"status":422,"error":"from is invalid"}'],
    ['an OAuth error', '{"error":"invalid_request","error_description":"from is invalid"}'],
    ['text', 'from is invalid'],
  ] as const) {
    it(`repeats the service's words of a 422 that is ${shape}`, async () => {
      service().reply(422, body);
      const {client} = testClient({baseUrl});

      const error = await rejection(client.get('clients'));

      expect(error).to.be.instanceOf(ServiceError).and.include({status: 422});
      expect(error.message).to.equal('GET /v2/clients answered 422: from is invalid');
    });
  }

  for (const status of [400, 405, 409, 410, 418, 422]) {
    it(`does not repeat a request after ${status}`, async () => {
      service().reply(status, '');
      const {client, attempts} = testClient({baseUrl});

      await rejection(client.get('clients'));

      expect(attempts.map((attempt) => attempt.status)).to.deep.equal([status]);
    });
  }

  it('does not put the query into its messages', async () => {
    nock('https://acme.test').get('/v2/clients?api_key=hidden').reply(422, '');
    const {client} = testClient({baseUrl});

    const error = await rejection(client.get('clients', {api_key: 'hidden'}));

    expect(error.message).not.to.include('hidden');
  });

  it('remembers the Date of the very first response, even of a failed one', async () => {
    service().reply(503, '', {date: 'Fri, 20 Nov 2026 09:59:58 GMT'});
    service().reply(200, {}, {date: 'Fri, 20 Nov 2026 10:00:30 GMT'});
    const {client} = testClient({baseUrl});

    await client.get('clients');

    expect(client.firstDate).to.deep.equal(new Date('2026-11-20T09:59:58Z'));
  });

  it('knows the service’s clock by the Date of its answers', async () => {
    service().reply(200, {}, {date: 'Fri, 20 Nov 2026 12:00:00 GMT'});
    const {client} = testClient({baseUrl});
    const before = client.serverNow;

    await client.get('clients');

    expect(new Date(before)).to.deep.equal(new Date('2026-11-20T10:00:00Z'));
    expect(new Date(client.serverNow)).to.deep.equal(new Date('2026-11-20T12:00:00.500Z'));
  });

  for (const [what, headers] of [
    ['none', {}],
    ['one that is none', {date: 'yesterday'}],
  ] as const) {
    it(`knows no first Date when the response had ${what}`, async () => {
      service().reply(200, {}, headers);
      const {client} = testClient({baseUrl});

      await client.get('clients');

      expect(client.firstDate).to.equal(undefined);
    });
  }

  for (const url of [
    'https://elsewhere.test/v2/clients',
    'http://acme.test/v2/clients',
    'https://acme.test:8443/v2/clients',
    'https://acme.test.elsewhere.test/v2/clients',
    'https://acme.test@elsewhere.test/v2/clients',
  ]) {
    it(`sends nothing to ${url}`, async () => {
      const {client, attempts} = testClient({baseUrl});

      const error = await rejection((async () => client.get(url))());

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.match(/another host/);
      expect(attempts).to.deep.equal([]);
    });
  }

  it('trusts the addresses that it was told to trust', async () => {
    nock('https://id.acme.test').get('/accounts').reply(200, {accounts: []});
    const {client} = testClient({baseUrl, alsoTrusted: ['https://id.acme.test/some/path']});

    const {body} = await client.get('https://id.acme.test/accounts');

    expect(body).to.deep.equal({accounts: []});
  });

  it('counts requests against the limit that their address asks for', async () => {
    nock('https://acme.test').get('/v2/clients').reply(200, {}).get('/v2/reports').twice().reply(200, {});
    const {client, clock} = testClient({
      baseUrl,
      limits: {all: {requests: 5, seconds: 1}, reports: {requests: 1, seconds: 900}},
      limitOf: ({pathname}) => (pathname.endsWith('reports') ? 'reports' : 'all'),
    });

    await client.get('reports');
    await client.get('clients');
    await client.get('reports');

    expect(clock.slept).to.deep.equal([900_000]);
  });
});
