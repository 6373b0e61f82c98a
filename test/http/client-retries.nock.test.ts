import {expect} from 'chai';
import nock from 'nock';
import {ServiceError} from '../../protocol/core/errors.js';
import {rejection, testClient} from '../support/client.js';

const baseUrl = 'https://acme.test/v2';

describe('Client, when a request fails', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  const service = () => nock('https://acme.test').get('/v2/clients');

  for (const status of [408, 429, 500, 502, 503, 504]) {
    it(`repeats it after ${status}`, async () => {
      service().reply(status, '');
      service().reply(200, {clients: []});
      const {client, attempts} = testClient({baseUrl});

      const {body} = await client.get('clients');

      expect(body).to.deep.equal({clients: []});
      expect(attempts.map((attempt) => [attempt.status, attempt.retry])).to.deep.equal([
        [status, false],
        [200, true],
      ]);
    });
  }

  it('repeats it after trouble in the network', async () => {
    service().replyWithError(Object.assign(new Error('broke'), {code: 'ECONNRESET'}));
    service().reply(200, {clients: []});
    const {client, attempts} = testClient({baseUrl});

    await client.get('clients');

    expect(attempts.map(({status}) => status)).to.deep.equal([undefined, 200]);
  });

  for (const [what, text] of [
    ['a web page', '<html><body>We will be back soon</body></html>'],
    ['no JSON', 'OK'],
    ['half of some JSON', '{"clients": [{"id": 1}, {"i'],
    ['nothing', ''],
  ] as const) {
    it(`repeats it when the answer is ${what}`, async () => {
      service().reply(200, text);
      service().reply(200, {clients: []});
      const {client, clock} = testClient({baseUrl});

      const {body} = await client.get('clients');

      expect(body).to.deep.equal({clients: []});
      expect(clock.slept).to.deep.equal([1000]);
    });
  }

  it('waits longer from failure to failure, jittered', async () => {
    for (let failure = 0; failure < 4; failure++) service().reply(503, '');
    service().reply(200, {});
    const numbers = [0, 1, 0.5, 0];
    const {client, clock} = testClient({baseUrl, random: () => numbers.shift() ?? 0});

    await client.get('clients');

    expect(clock.slept).to.deep.equal([500, 2000, 3000, 4000]);
  });

  it('waits as long as Retry-After asks, then repeats the request', async () => {
    service().reply(429, '', {'retry-after': '7'});
    service().reply(200, {});
    const {client, clock} = testClient({baseUrl});

    await client.get('clients');

    expect(clock.slept).to.deep.equal([7000]);
  });

  it('waits until the date that Retry-After names', async () => {
    service().reply(503, '', {'retry-after': 'Fri, 20 Nov 2026 10:00:12 GMT'});
    service().reply(200, {});
    const {client, clock} = testClient({baseUrl});

    await client.get('clients');

    expect(clock.slept).to.deep.equal([12_000]);
  });

  it('tells how long it waits and why', async () => {
    service().reply(429, {message: 'Slow down'}, {'retry-after': '7'});
    service().reply(200, {});
    const {client, log} = testClient({baseUrl});

    await client.get('clients', {}, 'clients');

    expect(log.lines.filter(({level}) => level === 'warning')).to.deep.equal([
      {
        level: 'warning',
        message:
          'Waiting 7.0 s, as the service asked, before asking again: GET /v2/clients answered 429: Slow down',
        stream: 'clients',
      },
    ]);
  });

  it('gives up after max_retries, with the number of attempts and the last trouble', async () => {
    nock('https://acme.test').get('/v2/clients').times(3).reply(503, {message: 'Closed'});
    const {client, attempts} = testClient({baseUrl, maxRetries: 2});

    const error = await rejection(client.get('clients'));

    expect(error).to.be.instanceOf(ServiceError).and.include({status: 503, failure: 'transient'});
    expect(error.message).to.equal('GET /v2/clients answered 503: Closed; given up after 3 attempts');
    expect(attempts).to.have.lengthOf(3);
  });

  it('gives each request its own retries', async () => {
    const {client} = testClient({baseUrl, maxRetries: 1});
    for (let request = 0; request < 3; request++) {
      service().reply(503, '');
      service().reply(200, {});

      await client.get('clients');
    }

    expect(nock.isDone()).to.equal(true);
  });

  it('gives up at once when the service asks for more than max_wait', async () => {
    service().reply(429, '', {'retry-after': '61'});
    const {client, clock} = testClient({baseUrl, maxWait: 60_000});

    const error = await rejection(client.get('clients'));

    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.include('max_wait').and.to.include('61 s');
    expect(clock.slept).to.deep.equal([]);
  });

  it('counts the waits of all requests together against max_wait', async () => {
    const {client, clock} = testClient({baseUrl, maxWait: 60_000});
    for (const wait of ['25', '30']) {
      service().reply(429, '', {'retry-after': wait});
      service().reply(200, {});
      await client.get('clients');
    }
    service().reply(429, '', {'retry-after': '6'});

    const error = await rejection(client.get('clients'));

    expect(error.message).to.include('max_wait');
    expect(clock.slept).to.deep.equal([25_000, 30_000]);
  });

  it('does not count waits for its own limit against max_wait', async () => {
    nock('https://acme.test').get('/v2/clients').times(4).reply(200, {});
    service().reply(429, '', {'retry-after': '5'});
    service().reply(200, {});
    const limits = {all: {requests: 1, seconds: 60}};
    const {client, clock} = testClient({baseUrl, limits, maxWait: 10_000});

    for (let request = 0; request < 5; request++) await client.get('clients');

    expect(clock.slept).to.deep.equal([60_000, 60_000, 60_000, 60_000, 5000, 55_000]);
  });

  it('takes a turn within the limit for repeated requests too', async () => {
    service().reply(503, '');
    service().reply(200, {});
    const limits = {all: {requests: 1, seconds: 60}};
    const {client, clock} = testClient({baseUrl, limits});

    await client.get('clients');

    expect(clock.slept).to.deep.equal([1000, 59_000]);
  });
});
