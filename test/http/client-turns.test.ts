import {expect} from 'chai';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';
import {FakeClock} from '../support/clock.js';

/** A clock on which no wait ever ends; it tells when one begins. */
class EndlessClock extends FakeClock {
  readonly #onWait: () => void;

  constructor(onWait: () => void) {
    super();
    this.#onWait = onWait;
  }

  override sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(milliseconds);
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), {once: true});
      this.#onWait();
    });
  }
}

describe('Client, with several requests', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** A service that answers only when `most` requests are there together, or nothing more comes. */
  async function crowdedService(): Promise<{url: string; most: () => number}> {
    let running = 0;
    let most = 0;
    const {url} = await servers.start((_request, response) => {
      running++;
      most = Math.max(most, running);
      // Long enough for another request to arrive, if one was sent.
      setTimeout(() => {
        running--;
        sendJson(response, {});
      }, 10);
    });
    return {url, most: () => most};
  }

  for (const [concurrency, asked] of [
    [1, 4],
    [3, 9],
  ] as const) {
    it(`has at most ${concurrency} under way when concurrency is ${concurrency}, and really so many`, async () => {
      const {url, most} = await crowdedService();
      const {client} = testClient({baseUrl: url, concurrency});

      await Promise.all(Array.from({length: asked}, (_, id) => client.get(`clients/${id}`)));

      expect(most()).to.equal(concurrency);
    });
  }

  it('asks in the order in which it was told', async () => {
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));
    const {client} = testClient({baseUrl: url});

    await Promise.all([1, 2, 3, 4].map((id) => client.get(String(id))));

    expect(requests.map((request) => request.url)).to.deep.equal(['/1', '/2', '/3', '/4']);
  });

  it('does not ask for anything else while it waits to repeat a request', async () => {
    const {url, requests} = await servers.start((_request, response, nth) =>
      sendJson(response, {}, nth === 1 ? 503 : 200),
    );
    const {client} = testClient({baseUrl: url});

    await Promise.all([client.get('first'), client.get('second')]);

    expect(requests.map((request) => request.url)).to.deep.equal(['/first', '/first', '/second']);
  });

  it('goes on with the next request after one that failed', async () => {
    const {url} = await servers.start((_request, response, nth) =>
      sendJson(response, {}, nth === 1 ? 422 : 200),
    );
    const {client} = testClient({baseUrl: url});

    const results = await Promise.allSettled([client.get('first'), client.get('second')]);

    expect(results.map(({status}) => status)).to.deep.equal(['rejected', 'fulfilled']);
  });

  it('reports each attempt with its stream, path and time', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, attempts} = testClient({baseUrl: url});

    await client.get('clients', {page: 1}, 'clients');

    expect(attempts).to.deep.equal([
      {stream: 'clients', path: '/clients', status: 200, seconds: 0, retry: false},
    ]);
  });

  it('tells of waits for its own limit, the long ones where everybody sees them', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, log} = testClient({baseUrl: url, limits: {all: {requests: 1, seconds: 15}}});

    await client.get('clients');
    await client.get('clients');

    expect(log.at('info')).to.deep.equal(['Waiting 15.0 s to stay within the request limit']);
  });

  it('ends a request under way with the reason when it is told to stop', async () => {
    let stop = () => undefined as unknown;
    const {url} = await servers.start(() => stop());
    const {client, controller} = testClient({baseUrl: url});
    stop = () => controller.abort(new Error('Stopped by SIGTERM'));

    const error = await rejection(client.get('clients'));

    expect(error.message).to.equal('Stopped by SIGTERM');
  });

  it('ends a request in the middle of its body when it is told to stop', async () => {
    let stop = () => undefined as unknown;
    const {url} = await servers.start((_request, response) => {
      response.write('{"clients": [', () => setImmediate(stop));
    });
    const {client, controller} = testClient({baseUrl: url});
    stop = () => controller.abort(new Error('Stopped by SIGTERM'));

    const error = await rejection(client.get('clients'));

    expect(error.message).to.equal('Stopped by SIGTERM');
  });

  for (const [what, status, limit] of [
    ['to repeat a request', 503, 1000],
    ['for its own limit', 200, 1],
  ] as const) {
    it(`ends a wait ${what} when it is told to stop`, async () => {
      const {url, requests} = await servers.start((_request, response) => sendJson(response, {}, status));
      const controller = new AbortController();
      const clock = new EndlessClock(() => controller.abort(new Error('Stopped by SIGTERM')));
      const limits = {all: {requests: limit, seconds: 60}};
      const {client} = testClient({baseUrl: url, clock, limits, signal: controller.signal});

      const error = await rejection(Promise.all([client.get('clients'), client.get('projects')]));

      expect(error.message).to.equal('Stopped by SIGTERM');
      expect(requests).to.have.lengthOf(1);
    });
  }

  it('sends nothing any more once it was told to stop', async () => {
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, controller} = testClient({baseUrl: url, concurrency: 2});
    controller.abort(new Error('Stopped by SIGTERM'));

    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((path) => client.get(path)));

    expect(results.map(({status}) => status)).to.deep.equal(['rejected', 'rejected', 'rejected', 'rejected']);
    expect(requests).to.deep.equal([]);
  });
});
