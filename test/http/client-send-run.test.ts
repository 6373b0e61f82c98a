import {expect} from 'chai';
import {DataError, Interrupted, UnansweredError} from '../../protocol/core/errors.js';
import {redactor} from '../../protocol/core/redact.js';
import {Limiters} from '../../protocol/http/limit.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';
import {FakeClock} from '../support/clock.js';

const POST = {method: 'POST', path: 'clients', json: {name: 'A'}} as const;
const KEY = 'k3y/with+signs=&%';

describe('Client, that changes something in the course of a run', () => {
  const servers = new LocalServers();
  const proxies = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
  let before: (string | undefined)[];

  beforeEach(() => {
    before = proxies.map((name) => process.env[name]);
    for (const name of proxies) delete process.env[name];
  });

  afterEach(async () => {
    for (const [at, name] of proxies.entries()) {
      const value = before[at];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await servers.stop();
  });

  it('does not know what became of a call during which the run was ended', async () => {
    const {url} = await servers.start(() => {
      controller.abort(new Interrupted('Stopped by SIGTERM'));
    });
    const {client, controller} = testClient({baseUrl: url});

    const error = await rejection(client.send(POST));

    expect(error).to.be.instanceOf(UnansweredError);
    expect(error.message).to.equal('POST /clients was broken off, so it may have had its effect or not');
  });

  it('ends a repeatable call with the run, since it can be made again', async () => {
    const {url} = await servers.start(() => {
      controller.abort(new Interrupted('Stopped by SIGTERM'));
    });
    const {client, controller} = testClient({baseUrl: url});

    const error = await rejection(client.send({method: 'PUT', path: 'clients/7', json: {}}));

    expect(error).to.be.instanceOf(Interrupted);
  });

  it('does not know of a 503 that came together with the end of the run, either', async () => {
    const {url} = await servers.start((_request, response) => {
      response.writeHead(503).end();
    });
    const {client, controller} = testClient({
      baseUrl: url,
      observe: () => controller.abort(new Interrupted('Stopped')),
    });

    expect(await rejection(client.send(POST))).to.be.instanceOf(UnansweredError);
  });

  it('knows that a call had no effect which still waited for its turn when the run was ended', async () => {
    class StoppingClock extends FakeClock {
      override async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
        controller.abort(new Interrupted('Stopped by SIGTERM'));
        await super.sleep(milliseconds, signal);
      }
    }
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, controller} = testClient({
      baseUrl: url,
      clock: new StoppingClock(),
      limits: {all: {requests: 1, seconds: 10}},
    });
    await client.send(POST);

    const error = await rejection(client.send(POST));

    expect(error).to.be.instanceOf(Interrupted);
    expect(requests).to.have.lengthOf(1);
  });

  it('knows that a call had no effect whose repetition was still waited for when the run was ended', async () => {
    class StoppingClock extends FakeClock {
      override async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
        controller.abort(new Interrupted('Stopped by SIGTERM'));
        await super.sleep(milliseconds, signal);
      }
    }
    const {url, requests} = await servers.start((_request, response) => {
      response.writeHead(429, {'retry-after': '5'}).end();
    });
    const {client, controller} = testClient({baseUrl: url, clock: new StoppingClock()});

    const error = await rejection(client.send(POST));

    expect(error).to.be.instanceOf(Interrupted);
    expect(requests).to.have.lengthOf(1);
  });

  it('makes no call in a run that has ended', async () => {
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, controller} = testClient({baseUrl: url});
    controller.abort(new Interrupted('Stopped by SIGTERM'));

    expect(await rejection(client.send(POST))).to.be.instanceOf(Interrupted);
    expect(requests).to.deep.equal([]);
  });

  it('sends nothing to other hosts', async () => {
    const own = await servers.start((_request, response) => sendJson(response, {}));
    const other = await servers.start((_request, response) => sendJson(response, {}));
    const {client} = testClient({baseUrl: own.url});

    const error = await rejection(client.send({...POST, path: `${other.url}/clients`}));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.include(`${other.url}; credentials are not sent there`);
    expect(other.requests).to.deep.equal([]);
  });

  it('takes an absolute address of its own host', async () => {
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));
    const {client} = testClient({baseUrl: `${url}/api`});

    await client.send({...POST, path: `${url}/api/clients`});

    expect(requests.map((request) => request.url)).to.deep.equal(['/api/clients']);
  });

  it('keeps within the limit, together with what is read', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {}));
    const {client, clock} = testClient({baseUrl: url, limits: {all: {requests: 2, seconds: 10}}});

    await client.send(POST);
    await client.get('clients');
    await client.send(POST);

    expect(clock.slept).to.deep.equal([10_000]);
  });

  it('keeps within the limit together with other clients that share it', async () => {
    const {url} = await servers.start((_request, response) => sendJson(response, {}));
    const clock = new FakeClock();
    const limiters = new Limiters({all: {requests: 1, seconds: 10}}, () => 'all', clock);
    const [first, second] = [1, 2].map(() => testClient({baseUrl: url, clock, limiters}).client);

    await first?.send(POST);
    await second?.send(POST);
    await first?.get('clients');

    expect(clock.slept).to.deep.equal([10_000, 10_000]);
  });

  it('shares what a 429 says with other clients of the same limit, and leaves other limits alone', async () => {
    let onSleep: () => void = () => undefined;
    const sleeps = (count: number) =>
      new Promise<void>((resolve) => {
        onSleep = () => clock.slept.length >= count && resolve();
        onSleep();
      });
    class StandingClock extends FakeClock {
      override sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
        this.slept.push(milliseconds);
        onSleep();
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason), {once: true});
        });
      }
    }
    const clock = new StandingClock();
    const {url, requests} = await servers.start((_request, response, nth) => {
      if (nth === 1) response.writeHead(429, {'retry-after': '7'}).end();
      else sendJson(response, {});
    });
    const limits = {all: {requests: 100, seconds: 1}, other: {requests: 100, seconds: 1}};
    const limitOf = ({pathname}: URL) => (pathname.startsWith('/reports') ? 'other' : 'all');
    const limiters = new Limiters(limits, limitOf, clock);
    const first = testClient({baseUrl: url, clock, limiters});
    const second = testClient({baseUrl: url, clock, limiters});

    const refused = rejection(first.client.send(POST));
    await sleeps(1);
    await second.client.get('reports');
    const waiting = rejection(second.client.get('projects'));
    await sleeps(2);

    expect(clock.slept).to.deep.equal([7000, 7000]);
    expect(requests.map((request) => request.url)).to.deep.equal(['/clients', '/reports']);
    for (const {controller} of [first, second]) controller.abort(new Interrupted('Over'));
    await Promise.all([refused, waiting]);
  });

  it('adds credentials of the query to writes, and shows them nowhere', async () => {
    const {url, requests} = await servers.start((_request, response, nth) => {
      if (nth === 1) response.writeHead(429, {'retry-after': '1'}).end();
      else sendJson(response, {echo: KEY, message: `bad key ${KEY}`}, nth === 2 ? 200 : 422);
    });
    const {client, attempts, log} = testClient({
      baseUrl: url,
      secretQuery: {api_key: KEY},
      redact: redactor([KEY]),
    });

    const answer = await client.send({...POST, query: {dry: true}});
    const error = await rejection(client.send(POST));

    const keys = requests.map((request) => new URL(request.url ?? '', url).searchParams.getAll('api_key'));
    expect(keys).to.deep.equal([[KEY], [KEY], [KEY]]);
    expect(answer.url.href).to.equal(`${url}/clients?dry=true`);
    expect(answer.body).to.deep.equal({echo: '****', message: 'bad key ****'});
    expect(error.message).to.equal('POST /clients answered 422: bad key ****');
    expect(JSON.stringify([attempts, log.lines])).to.not.include('k3y');
  });

  it('repeats a write once with credentials that were renewed', async () => {
    const seen: string[] = [];
    const {url} = await servers.start((request, response) => {
      const token = String(request.headers.authorization);
      request.resume().on('end', () => {
        seen.push(`${request.method} ${token}`);
        sendJson(response, {}, token === 'Bearer new' ? 201 : 401);
      });
    });
    let token = 'Bearer old';
    const authorization = {
      header: async () => token,
      refused: async () => {
        token = 'Bearer new';
        return true;
      },
    };
    const {client, clock} = testClient({baseUrl: url, authorization});

    const {status} = await client.send(POST);

    expect(status).to.equal(201);
    expect(seen).to.deep.equal(['POST Bearer old', 'POST Bearer new']);
    expect(clock.slept).to.deep.equal([]);
  });

  it('sends writes through HTTP_PROXY', async () => {
    const seen: string[] = [];
    const proxy = await servers.start((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`);
        sendJson(response, {by: 'proxy'});
      });
    });
    process.env.HTTP_PROXY = proxy.url;
    const {client} = testClient({baseUrl: 'http://service.test/api'});

    const {body} = await client.send(POST);

    expect(body).to.deep.equal({by: 'proxy'});
    expect(seen).to.deep.equal(['POST http://service.test/api/clients {"name":"A"}']);
  });

  it('knows that a write had no effect where the proxy can not be reached', async () => {
    process.env.HTTP_PROXY = 'http://127.0.0.1:9';
    const {client, attempts} = testClient({baseUrl: 'http://service.test/api', maxRetries: 1});

    const error = await rejection(client.send(POST));

    expect(error).to.not.be.instanceOf(UnansweredError);
    expect(error.message).to.include('ECONNREFUSED');
    expect(attempts).to.have.lengthOf(2);
  });
});
