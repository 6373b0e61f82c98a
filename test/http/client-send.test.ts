import type {ServerResponse} from 'node:http';
import {createServer} from 'node:net';
import {expect} from 'chai';
import {
  AuthError,
  DataError,
  RefusedError,
  ServiceError,
  UnansweredError,
} from '../../protocol/core/errors.js';
import type {WriteCall} from '../../protocol/http/client-options.js';
import {type Answer, LocalServers, portOf, rejection, sendJson, testClient} from '../support/client.js';
import {FakeClock} from '../support/clock.js';
import {freePort} from '../support/free-port.js';

/** A call of each kind. */
const CALLS: Record<'POST' | 'PUT' | 'PATCH' | 'DELETE', WriteCall> = {
  POST: {method: 'POST', path: 'clients', json: {name: 'Ärzte & Söhne'}},
  PUT: {method: 'PUT', path: 'clients/7', json: {name: 'Ärzte & Söhne'}},
  PATCH: {method: 'PATCH', path: 'clients/7', json: {active: false}},
  DELETE: {method: 'DELETE', path: 'clients/7'},
};

/** Troubles of which nobody knows whether they came before the call had its effect. */
const DOUBTFUL: Record<string, (response: ServerResponse) => void> = {
  'a 408': (response) => void response.writeHead(408).end(),
  'a 500': (response) => void response.writeHead(500).end(),
  'a 502': (response) => void response.writeHead(502).end('<html>Bad gateway</html>'),
  'a 503': (response) => void response.writeHead(503, {'retry-after': '1'}).end(),
  'a 504': (response) => void response.writeHead(504).end(),
  'a connection that is reset before an answer': (response) => void response.socket?.resetAndDestroy(),
  'a connection that is closed before an answer': (response) => void response.socket?.end(),
  'a connection that is reset within the answer': (response) => {
    response.writeHead(200, {'content-length': 900});
    response.write('{"clients": [', () => response.socket?.resetAndDestroy());
  },
  'an answer that is shorter than announced': (response) => {
    response.writeHead(201, {'content-length': 900});
    response.write('{"clients": [', () => response.socket?.end());
  },
};

describe('Client, that changes something', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** A server that keeps what it was sent, and answers as the test says once it has all of it. */
  async function start(answer: Answer) {
    const bodies: string[] = [];
    const {url, requests} = await servers.start((request, response, nth) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        answer(request, response, nth);
      });
    });
    return {url, requests, bodies};
  }

  it('sends JSON, and gives the answer with its status, headers and address', async () => {
    const {url, requests, bodies} = await start((_request, response) => {
      response.setHeader('x-kind', 'made');
      sendJson(response, {clients: [{id: 7}]}, 201);
    });
    const {client} = testClient({baseUrl: `${url}/api`});

    const answer = await client.send({...CALLS.POST, query: {include: 'projects', none: undefined}});

    expect(answer.status).to.equal(201);
    expect(answer.body).to.deep.equal({clients: [{id: 7}]});
    expect(answer.headers.get('x-kind')).to.equal('made');
    expect(answer.url.href).to.equal(`${url}/api/clients?include=projects`);
    expect(requests[0]?.method).to.equal('POST');
    expect(requests[0]?.url).to.equal('/api/clients?include=projects');
    expect(requests[0]?.headers['content-type']).to.equal('application/json');
    expect(requests[0]?.headers.authorization).to.equal('Bearer the-token');
    expect(JSON.parse(bodies[0] ?? '')).to.deep.equal({name: 'Ärzte & Söhne'});
  });

  it('names no kind of content where it sends none', async () => {
    const {url, requests, bodies} = await start((_request, response) => void response.writeHead(200).end());
    const {client} = testClient({baseUrl: url});

    await client.send(CALLS.DELETE);

    expect(requests[0]?.method).to.equal('DELETE');
    expect(requests[0]?.headers).to.not.have.property('content-type');
    expect(bodies).to.deep.equal(['']);
  });

  for (const [what, text] of Object.entries({
    nothing: '',
    'a word': 'OK',
    'a page': '<html></html>',
    'half of JSON': '{"clients": [',
  })) {
    it(`gives no body where the answer holds ${what}`, async () => {
      const {url, requests} = await start((_request, response) => void response.writeHead(200).end(text));
      const {client} = testClient({baseUrl: url});

      const {status, body} = await client.send(CALLS.POST);

      expect([status, body]).to.deep.equal([200, undefined]);
      expect(requests).to.have.lengthOf(1);
    });
  }

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    it(`repeats a ${method} after a 429, when the service says so, with the same body`, async () => {
      const {url, bodies} = await start((_request, response, nth) => {
        if (nth < 3) response.writeHead(429, {'retry-after': '7'}).end();
        else sendJson(response, {clients: []});
      });
      const {client, clock, attempts} = testClient({baseUrl: url});

      await client.send(CALLS[method]);

      expect(bodies).to.have.lengthOf(3);
      expect(new Set(bodies).size).to.equal(1);
      expect(clock.slept).to.include(7000);
      expect(attempts.map(({status, retry}) => [status, retry])).to.deep.equal([
        [429, false],
        [429, true],
        [200, true],
      ]);
      expect(attempts.every((attempt) => attempt.method === method)).to.equal(true);
    });
  }

  for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
    for (const [trouble, answer] of Object.entries(DOUBTFUL).filter(([name]) => name !== 'a 500')) {
      it(`repeats a ${method} after ${trouble}`, async () => {
        const {url, bodies} = await start((_request, response, nth) => {
          if (nth === 1) answer(response);
          else sendJson(response, {clients: []});
        });
        const {client} = testClient({baseUrl: url});

        expect((await client.send(CALLS[method])).status).to.equal(200);
        expect(bodies).to.have.lengthOf(2);
      });
    }

    it(`does not repeat a ${method} after a 500, which is a failure of the service`, async () => {
      const {url, requests} = await start((_request, response) => sendJson(response, {message: 'no'}, 500));
      const {client, clock} = testClient({baseUrl: url});

      const error = await rejection(client.send(CALLS[method]));

      expect(error).to.be.instanceOf(ServiceError);
      expect((error as ServiceError).status).to.equal(500);
      expect(error.message).to.equal(`${method} /clients/7 answered 500: no; given up at once`);
      expect(requests).to.have.lengthOf(1);
      expect(clock.slept).to.deep.equal([]);
    });
  }

  it('gives up what fails again and again, as reads do', async () => {
    const {url, requests} = await start((_request, response) => void response.writeHead(503).end());
    const {client} = testClient({baseUrl: url, maxRetries: 2});

    const error = await rejection(client.send(CALLS.PUT));

    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.equal('PUT /clients/7 answered 503; given up after 3 attempts');
    expect(requests).to.have.lengthOf(3);
  });

  for (const [trouble, answer] of Object.entries(DOUBTFUL)) {
    it(`does not repeat a POST after ${trouble}, and says that it may have had its effect`, async () => {
      const {url, requests} = await start((_request, response) => answer(response));
      const {client, clock} = testClient({baseUrl: url});

      const error = await rejection(client.send(CALLS.POST));

      expect(error).to.be.instanceOf(UnansweredError);
      expect(error.message).to.match(/POST \/clients\b.*so it may have had its effect or not$/);
      expect((error as UnansweredError).status).to.equal(Number(/^a (\d+)$/.exec(trouble)?.[1]) || undefined);
      expect(requests).to.have.lengthOf(1);
      expect(clock.slept).to.deep.equal([]);
    });
  }

  it('does not know what became of a POST that took too long', async () => {
    const {url, requests} = await start(() => undefined);
    const {client} = testClient({baseUrl: url, requestTimeout: 50});

    const error = await rejection(client.send(CALLS.POST));

    expect(error).to.be.instanceOf(UnansweredError);
    expect(error.message).to.include('POST /clients took longer than 0.05 s');
    expect(requests).to.have.lengthOf(1);
  });

  it('does not know what became of a POST whose answer is too large to be read', async () => {
    const {url, requests} = await start((_request, response) => sendJson(response, {text: 'x'.repeat(2000)}));
    const {client} = testClient({baseUrl: url, maxResponseBytes: 1000});

    const error = await rejection(client.send(CALLS.POST));

    expect(error).to.be.instanceOf(UnansweredError);
    expect(error.message).to.include('more than 1000 bytes');
    expect(requests).to.have.lengthOf(1);
  });

  it('tells of a PUT whose answer is too large what it is', async () => {
    const {url} = await start((_request, response) => sendJson(response, {text: 'x'.repeat(2000)}));
    const {client} = testClient({baseUrl: url, maxResponseBytes: 1000});

    expect(await rejection(client.send(CALLS.PUT))).to.be.instanceOf(DataError);
  });

  it('repeats a POST where nobody listened, as soon as somebody does', async () => {
    const port = await freePort();
    const made: string[] = [];
    class OpeningClock extends FakeClock {
      override async sleep(milliseconds: number): Promise<void> {
        await super.sleep(milliseconds);
        if (this.slept.length !== 2) return;
        const {server} = await servers.start((request, response) => {
          made.push(`${request.method} ${request.url}`);
          sendJson(response, {});
        });
        await new Promise((resolve) => server.close(resolve));
        await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      }
    }
    const {client, attempts} = testClient({
      baseUrl: `http://127.0.0.1:${port}`,
      clock: new OpeningClock(),
    });

    await client.send(CALLS.POST);

    expect(made).to.deep.equal(['POST /clients']);
    expect(attempts.map(({status}) => status)).to.deep.equal([undefined, undefined, 200]);
  });

  it('gives up a POST for which no connection can be made, and knows that it had no effect', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}`;
    const {client, attempts} = testClient({baseUrl, maxRetries: 2});

    const error = await rejection(client.send(CALLS.POST));

    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.include('could not be reached (ECONNREFUSED on POST /clients)');
    expect(attempts).to.have.lengthOf(3);
  });

  it('repeats a POST whose connection was not made in time', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const {client, attempts} = testClient({
      // The handshake is never answered.
      baseUrl: `https://127.0.0.1:${portOf(silent)}`,
      connectTimeout: 30,
      maxRetries: 1,
    });

    const error = await rejection(client.send(CALLS.POST));
    client.close();
    silent.close();

    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.include('CONNECT_TIMEOUT');
    expect(attempts).to.have.lengthOf(2);
  });

  it('repeats a POST that is said to be repeatable as it repeats a PUT', async () => {
    const {url, requests} = await start((_request, response, nth) => {
      if (nth === 1) response.socket?.resetAndDestroy();
      else sendJson(response, {});
    });
    const {client} = testClient({baseUrl: url});

    await client.send({...CALLS.POST, isRepeatable: true});

    expect(requests).to.have.lengthOf(2);
  });

  it('does not repeat a PUT that is said not to be repeatable', async () => {
    const {url, requests} = await start((_request, response) => void response.writeHead(503).end());
    const {client} = testClient({baseUrl: url});

    const error = await rejection(client.send({...CALLS.PUT, isRepeatable: false}));

    expect(error).to.be.instanceOf(UnansweredError);
    expect(requests).to.have.lengthOf(1);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no redirect of a write (${status}), and says where it would have led`, async () => {
      const {url, requests} = await start((_request, response) => {
        response.writeHead(status, {location: 'https://elsewhere.test/clients?token=t0psecret'}).end();
      });
      const {client} = testClient({baseUrl: url});

      const errors = [await rejection(client.send(CALLS.POST)), await rejection(client.send(CALLS.PUT))];

      expect(errors[0]).to.be.instanceOf(UnansweredError);
      expect(errors[1]).to.be.instanceOf(ServiceError).and.have.property('failure', 'config');
      for (const error of errors) {
        expect(error.message).to.include('was redirected to elsewhere.test, which writes do not follow');
        expect(error.message).to.not.include('t0psecret');
      }
      expect(requests).to.have.lengthOf(2);
    });
  }

  const refusals = [
    [401, AuthError, 'Acme refused the credentials (401 on POST /clients: no'],
    [403, RefusedError, 'POST /clients answered 403: no'],
    [404, RefusedError, 'POST /clients answered 404: no'],
    [400, ServiceError, 'POST /clients answered 400: no'],
    [409, ServiceError, 'POST /clients answered 409: no'],
    [422, ServiceError, 'POST /clients answered 422: no'],
  ] as const;
  for (const [status, kind, message] of refusals) {
    it(`asks once, and names the method, where the answer is ${status}`, async () => {
      const {url, requests} = await start((_request, response) =>
        sendJson(response, {message: 'no'}, status),
      );
      const {client} = testClient({baseUrl: url});

      const error = await rejection(client.send(CALLS.POST));

      expect(error).to.be.instanceOf(kind).and.have.property('status', status);
      expect(error).to.have.property('failure', 'config');
      expect(error.message.startsWith(message)).to.equal(true);
      expect(requests).to.have.lengthOf(1);
    });
  }
});
