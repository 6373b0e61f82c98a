import type {ServerResponse} from 'node:http';
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

  /** A service that answers when a crowd of this size is there, and a moment later to see whether more come. */
  async function crowdedService(crowd: number): Promise<{url: string; most: () => number}> {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const {url} = await servers.start((_request, response) => {
      most = Math.max(most, waiting.push(response));
      if (waiting.length !== crowd) return;
      setTimeout(() => {
        for (const one of waiting.splice(0)) sendJson(one, {});
      }, 10);
    });
    return {url, most: () => most};
  }

  for (const [concurrency, asked] of [
    [1, 4],
    [3, 9],
  ] as const) {
    it(`has at most ${concurrency} under way when concurrency is ${concurrency}, and really so many`, async () => {
      const {url, most} = await crowdedService(concurrency);
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

  it('asks for nothing before the time that a 429 names, whoever asks', async () => {
    const clock = new FakeClock(0);
    const asked: string[] = [];
    const {url} = await servers.start((request, response, nth) => {
      asked.push(`${request.url} at ${clock.now()}`);
      if (nth === 1) response.writeHead(429, {'retry-after': '7'}).end();
      else sendJson(response, {});
    });
    const {client} = testClient({baseUrl: url, clock});

    await Promise.all([client.get('first'), client.get('second')]);

    expect(asked.sort()).to.deep.equal(['/first at 0', '/first at 7000', '/second at 7000']);
  });

  it('heeds the 429 of a page read ahead at once, and not only when somebody takes that page', async () => {
    const clock = new FakeClock(0);
    const asked: string[] = [];
    const {url} = await servers.start((request, response, nth) => {
      asked.push(`${request.url} at ${clock.now()}`);
      if (nth === 1) response.writeHead(429, {'retry-after': '7'}).end();
      else sendJson(response, {});
    });
    const {client, attempts} = testClient({baseUrl: url, clock});
    let take: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      take = resolve;
    });
    const ahead = client.get('ahead', {}, undefined, ready);
    while (attempts.length < 1) await new Promise(setImmediate);

    await client.get('child');

    take();
    await ahead;
    expect(asked[1]).to.match(/ at 7000$/);
  });

  it('hands out an answer only when somebody is ready for it', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, attempts} = testClient({baseUrl: url});
    const order: string[] = [];
    let take: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      take = resolve;
    });
    const ahead = client.get('ahead', {}, undefined, ready).then(() => order.push('answer'));
    while (attempts.length < 1) await new Promise(setImmediate);

    order.push('ready');
    take();
    await ahead;

    expect(order).to.deep.equal(['ready', 'answer']);
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
      {stream: 'clients', method: 'GET', path: '/clients', status: 200, seconds: 0, retry: false},
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
