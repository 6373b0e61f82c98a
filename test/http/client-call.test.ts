import {expect} from 'chai';
import {DataError, ServiceError, UnansweredError} from '../../protocol/core/errors.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';

describe('Client, for calls whose answer is wanted as it is', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  it('gives each byte of the body as it came', async () => {
    const bytes = Buffer.from(Array.from({length: 512}, (_, at) => at % 256));
    const {url} = await servers.start((_request, response) => {
      response.writeHead(200, {'content-type': 'application/pdf'}).end(bytes);
    });
    const {client} = testClient({baseUrl: url});

    const answer = await client.call({method: 'GET', path: 'invoices/7?format=pdf'});

    expect(bytes.equals(answer.body)).to.equal(true);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('application/pdf');
    expect(answer.problem).to.equal(undefined);
  });

  it('sends a body as it is', async () => {
    const bodies: string[] = [];
    const {url, requests} = await servers.start((request, response) => {
      request.setEncoding('utf8').on('data', (chunk) => bodies.push(chunk));
      request.on('end', () => sendJson(response, {}, 201));
    });
    const {client} = testClient({baseUrl: url});

    await client.call({method: 'POST', path: 'clients?a=b%20c', body: '{"rate": 1.10, "name": "Ä"}'});

    expect(bodies).to.deep.equal(['{"rate": 1.10, "name": "Ä"}']);
    expect(requests[0]?.url).to.equal('/clients?a=b%20c');
    expect(requests[0]?.headers['content-type']).to.equal('application/json');
  });

  for (const status of [304, 400, 401, 403, 404, 418, 422]) {
    it(`gives the answer also where its status is ${status}, with what is wrong`, async () => {
      const {url, requests} = await servers.start((_request, response) =>
        sendJson(response, {message: 'Größe'}, status),
      );
      const {client} = testClient({baseUrl: url});

      const answer = await client.call({method: 'GET', path: 'x'});

      expect(answer.status).to.equal(status);
      expect(answer.problem).to.include(String(status)).and.include('GET /x');
      if (status !== 304) {
        expect(answer.problem).to.include('Größe');
        expect(answer.body.toString()).to.equal('{"message":"Größe"}');
      }
      expect(requests).to.have.lengthOf(1);
    });
  }

  it('repeats a read as long as that may help, and then gives the last answer', async () => {
    const {url, requests} = await servers.start((_request, response, nth) =>
      sendJson(response, {nth, message: 'busy'}, nth === 1 ? 500 : 503),
    );
    const {client} = testClient({baseUrl: url, maxRetries: 2});

    const answer = await client.call({method: 'GET', path: 'x'});

    expect(answer.status).to.equal(503);
    expect(answer.body.toString()).to.equal('{"nth":3,"message":"busy"}');
    expect(answer.problem).to.equal('GET /x answered 503: busy; given up after 3 attempts');
    expect(requests).to.have.lengthOf(3);
  });

  it('does not give an old answer where the last attempt had none', async () => {
    const {url} = await servers.start((_request, response, nth) => {
      if (nth === 1) response.writeHead(503).end();
      else response.socket?.resetAndDestroy();
    });
    const {client} = testClient({baseUrl: url, maxRetries: 1});

    const error = await rejection(client.call({method: 'GET', path: 'x'}));

    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.include('ECONNRESET');
  });

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    it(`does not repeat a ${method} that failed, gives its answer, and says that it may have had its effect`, async () => {
      const {url, requests} = await servers.start((_request, response) =>
        sendJson(response, {message: 'busy'}, 503),
      );
      const {client} = testClient({baseUrl: url});

      const answer = await client.call({method, path: 'x'});

      expect([answer.status, answer.body.toString()]).to.deep.equal([503, '{"message":"busy"}']);
      expect(answer.problem).to.equal(
        `${method} /x answered 503: busy, so it may have had its effect or not`,
      );
      expect(requests).to.have.lengthOf(1);
    });

    it(`repeats a ${method} after a 429`, async () => {
      const {url, requests} = await servers.start((_request, response, nth) => {
        if (nth === 1) response.writeHead(429, {'retry-after': '2'}).end();
        else sendJson(response, {});
      });
      const {client, clock} = testClient({baseUrl: url});

      expect((await client.call({method, path: 'x'})).status).to.equal(200);
      expect(requests).to.have.lengthOf(2);
      expect(clock.slept).to.deep.equal([2000]);
    });

    it(`follows no redirect of a ${method}`, async () => {
      const {url, requests} = await servers.start((_request, response) => {
        response.writeHead(302, {location: '/y'}).end();
      });
      const {client} = testClient({baseUrl: url});

      const answer = await client.call({method, path: 'x'});

      expect(answer.status).to.equal(302);
      expect(answer.problem).to.include('which writes do not follow');
      expect(requests).to.have.lengthOf(1);
    });
  }

  it('throws what is said of a write without an answer', async () => {
    const {url} = await servers.start((_request, response) => void response.socket?.resetAndDestroy());
    const {client} = testClient({baseUrl: url});

    expect(await rejection(client.call({method: 'PUT', path: 'x'}))).to.be.instanceOf(UnansweredError);
  });

  it('follows redirects of reads on its own host', async () => {
    const {url, requests} = await servers.start((request, response) => {
      if (request.url === '/x') response.writeHead(302, {location: '/y?z=1'}).end();
      else sendJson(response, {at: request.url});
    });
    const {client} = testClient({baseUrl: url});

    const answer = await client.call({method: 'GET', path: 'x'});

    expect(answer.body.toString()).to.equal('{"at":"/y?z=1"}');
    expect(requests).to.have.lengthOf(2);
  });

  it('follows redirects to no other host', async () => {
    const other = await servers.start((_request, response) => sendJson(response, {}));
    const {url} = await servers.start((_request, response) => {
      response.writeHead(302, {location: `${other.url}/y`}).end();
    });
    const {client} = testClient({baseUrl: url});

    const error = await rejection(client.call({method: 'GET', path: 'x'}));

    expect(error).to.be.instanceOf(DataError);
    expect(other.requests).to.deep.equal([]);
  });

  it('reads no more than it may', async () => {
    const {url} = await servers.start((_request, response) => void response.end('x'.repeat(2000)));
    const {client} = testClient({baseUrl: url, maxResponseBytes: 1000});

    expect((await rejection(client.call({method: 'GET', path: 'x'}))).message).to.include('1000 bytes');
  });

  it('asks for headers alone', async () => {
    const {url, requests} = await servers.start((_request, response) => {
      response.writeHead(200, {'content-length': 12}).end();
    });
    const {client} = testClient({baseUrl: url});

    const {status, headers, body} = await client.call({method: 'HEAD', path: 'x'});

    expect([status, headers.get('content-length'), body.length]).to.deep.equal([200, '12', 0]);
    expect(requests[0]?.method).to.equal('HEAD');
  });
});
