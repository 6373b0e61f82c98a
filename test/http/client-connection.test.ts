import type {ServerResponse} from 'node:http';
import {gzipSync} from 'node:zlib';
import {expect} from 'chai';
import {DataError, ServiceError} from '../../protocol/core/errors.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';

const WHOLE = JSON.stringify({clients: Array.from({length: 500}, (_, id) => ({id, name: `Client ${id}`}))});

/** Ways in which a connection or a body can fail, as a server does them. */
const TROUBLES: Record<string, (response: ServerResponse) => void> = {
  'the connection is reset before an answer': (response) => {
    response.socket?.resetAndDestroy();
  },
  'the connection is closed before an answer': (response) => {
    response.socket?.end();
  },
  'the connection is reset in the middle of the body': (response) => {
    response.writeHead(200, {'content-length': WHOLE.length});
    response.write(WHOLE.slice(0, 4000), () => response.socket?.resetAndDestroy());
  },
  'the body is shorter than announced': (response) => {
    response.writeHead(200, {'content-length': WHOLE.length});
    response.write(WHOLE.slice(0, 4000), () => response.socket?.end());
  },
  'a chunked body ends without its last chunk': (response) => {
    response.writeHead(200);
    response.write(WHOLE.slice(0, 4000), () => response.socket?.end());
  },
  'a body without a length is cut off': (response) => {
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, {connection: 'close'}).end(WHOLE.slice(0, 4000));
  },
  'a compressed body is cut off': (response) => {
    const part = gzipSync(WHOLE).subarray(0, 600);
    response.writeHead(200, {'content-encoding': 'gzip', 'content-length': part.length}).end(part);
  },
  'a compressed body is none': (response) => {
    response.writeHead(200, {'content-encoding': 'gzip'}).end(WHOLE);
  },
};

describe('Client, on its connections', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  for (const [trouble, make] of Object.entries(TROUBLES)) {
    it(`repeats a request when ${trouble}`, async () => {
      const {url} = await servers.start((_request, response, nth) => {
        if (nth === 1) make(response);
        else response.end(WHOLE);
      });
      const {client, clock} = testClient({baseUrl: url});

      const {body} = await client.get('clients');

      expect(JSON.stringify(body)).to.equal(WHOLE);
      expect(clock.slept).to.deep.equal([1000]);
    });

    it(`says that the service is in trouble when ${trouble} again and again`, async () => {
      const {url} = await servers.start((_request, response) => make(response));
      const {client} = testClient({baseUrl: url, maxRetries: 1});

      const error = await rejection(client.get('clients'));

      expect(error).to.be.instanceOf(ServiceError);
      expect(error.message).to.include('GET /clients').and.to.include('2 attempts');
    });
  }

  it('repeats a request when nobody listens, and names the trouble', async () => {
    const {url} = await servers.start(() => undefined);
    await servers.stop();
    const {client, attempts} = testClient({baseUrl: url, maxRetries: 2});

    const error = await rejection(client.get('clients'));

    expect(error.message).to.include('Acme could not be reached (ECONNREFUSED on GET /clients)');
    expect(attempts).to.have.lengthOf(3);
  });

  it('reads compressed bodies', async () => {
    const {url, requests} = await servers.start((_request, response) => {
      response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(WHOLE));
    });
    const {client} = testClient({baseUrl: url});

    const {body} = await client.get('clients');

    expect(JSON.stringify(body)).to.equal(WHOLE);
    expect(requests[0]?.headers['accept-encoding']).to.match(/gzip/);
  });

  it('reads a body in UTF-8 whose characters are split between packets', async () => {
    const bytes = Buffer.from('{"name":"Größe 🚀"}');
    const {url} = await servers.start((_request, response) => {
      response.write(bytes.subarray(0, 12), () => response.end(bytes.subarray(12)));
    });
    const {client} = testClient({baseUrl: url});

    const {body} = await client.get('clients');

    expect(body).to.deep.equal({name: 'Größe 🚀'});
  });

  it('uses one connection for request after request', async () => {
    const {url, requests} = await servers.start((_request, response) => sendJson(response, {}));
    const {client} = testClient({baseUrl: url});

    for (let request = 0; request < 5; request++) await client.get('clients');

    expect(new Set(requests.map(({socket}) => socket)).size).to.equal(1);
  });

  it('uses the connection again after an error that has a body', async () => {
    const {url, requests} = await servers.start((_request, response, nth) =>
      sendJson(response, {message: 'x'.repeat(100_000)}, nth === 1 ? 503 : 200),
    );
    const {client} = testClient({baseUrl: url});

    await client.get('clients');

    expect(new Set(requests.map(({socket}) => socket)).size).to.equal(1);
  });

  it('closes its connections when it is closed', async () => {
    const {url, server} = await servers.start((_request, response) => sendJson(response, {}));
    const closed = new Promise<void>((resolve) => {
      server.on('connection', (socket) => socket.on('close', () => resolve()));
    });
    const {client} = testClient({baseUrl: url});
    await client.get('clients');

    client.close();

    await closed;
  });

  for (const [kind, headers, bytes] of [
    ['a body', {}, Buffer.from(`"${'x'.repeat(5000)}"`)],
    ['a body that grows as it is unpacked', {'content-encoding': 'gzip'}, gzipSync(`"${'x'.repeat(5000)}"`)],
  ] as const) {
    it(`refuses ${kind} above max_response_bytes, and does not ask again`, async () => {
      const {url, requests} = await servers.start((_request, response) => {
        response.writeHead(200, headers).end(bytes);
      });
      const {client} = testClient({baseUrl: url, maxResponseBytes: 4000});

      const error = await rejection(client.get('clients'));

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.include('4000 bytes').and.to.include('max_response_bytes');
      expect(requests).to.have.lengthOf(1);
    });
  }

  it('takes a body of just max_response_bytes', async () => {
    const {url} = await servers.start((_request, response) => response.end(`"${'x'.repeat(3998)}"`));
    const {client} = testClient({baseUrl: url, maxResponseBytes: 4000});

    const {body} = await client.get('clients');

    expect(body).to.have.lengthOf(3998);
  });

  for (const [what, answer] of [
    ['no answer comes', () => undefined],
    ['the body stalls', (response: ServerResponse) => response.write('{"clients": [')],
  ] as const) {
    it(`gives up a request when ${what} in time, and asks again`, async () => {
      const {url, requests} = await servers.start((_request, response, nth) => {
        if (nth === 1) answer(response);
        else sendJson(response, {});
      });
      const {client, log} = testClient({baseUrl: url, requestTimeout: 50});

      await client.get('clients');

      expect(requests).to.have.lengthOf(2);
      expect(log.at('warning').join()).to.include('GET /clients took longer than 0.05 s');
    });
  }

  it('waits for an answer as long as it may, even where that is longer than a timer can count', async () => {
    const {url, requests} = await servers.start((_request, response) => {
      setImmediate(() => setImmediate(() => sendJson(response, {})));
    });
    const {client} = testClient({baseUrl: url, requestTimeout: 30 * 86_400_000, maxRetries: 0});

    for (let request = 0; request < 20; request++) await client.get('clients');

    expect(requests).to.have.lengthOf(20);
  });
});
