import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import {createServer as createTcpServer, type Server, type Socket} from 'node:net';
import {expect} from 'chai';
import {ServiceError} from '../../protocol/core/errors.js';
import {connections} from '../../protocol/http/agent.js';
import {LocalServers, portOf, rejection, sendJson, testClient} from '../support/client.js';

const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

describe('connections', () => {
  const servers = new LocalServers();
  const tcpServers: {server: Server; sockets: Socket[]}[] = [];
  let before: Record<string, string | undefined>;

  beforeEach(() => {
    before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
    for (const name of VARIABLES) delete process.env[name];
  });

  afterEach(async () => {
    for (const name of VARIABLES) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await servers.stop();
    for (const {server, sockets} of tcpServers.splice(0)) {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    }
  });

  /** A server that takes connections and never says a word. */
  async function silentServer(): Promise<number> {
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
    });
    tcpServers.push({server, sockets});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return portOf(server);
  }

  /** A proxy that notes where it was asked to connect to, and refuses. */
  async function refusingProxy(): Promise<{
    url: string;
    asked: string[];
    headers: IncomingMessage['headers'][];
  }> {
    const asked: string[] = [];
    const headers: IncomingMessage['headers'][] = [];
    const server = createServer().on('connect', (request: IncomingMessage, socket) => {
      asked.push(`${request.method} ${request.url}`);
      headers.push(request.headers);
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
    });
    await servers.add(server);
    return {url: `http://127.0.0.1:${portOf(server)}`, asked, headers};
  }

  for (const name of ['HTTPS_PROXY', 'https_proxy']) {
    it(`asks the proxy of ${name} for a connection to an https service`, async () => {
      const proxy = await refusingProxy();
      process.env[name] = proxy.url;
      const {client} = testClient({baseUrl: 'https://service.test/v2', maxRetries: 0});

      const error = await rejection(client.get('clients'));

      expect(proxy.asked).to.deep.equal(['CONNECT service.test:443']);
      expect(error).to.be.instanceOf(ServiceError);
    });
  }

  it('tells a proxy nothing of the credentials when it asks for a connection', async () => {
    const proxy = await refusingProxy();
    process.env.HTTPS_PROXY = proxy.url;
    const {client} = testClient({baseUrl: 'https://service.test/v2', maxRetries: 0});

    await rejection(client.get('clients'));

    expect(JSON.stringify(proxy.headers)).not.to.include('the-token');
  });

  it('does not show the password of a proxy in its errors', async () => {
    const proxy = await refusingProxy();
    process.env.HTTPS_PROXY = proxy.url.replace('//', '//user:pass-word@');
    const {client, log} = testClient({baseUrl: 'https://service.test/v2', maxRetries: 1});

    const error = await rejection(client.get('clients'));

    expect(proxy.headers[0]?.['proxy-authorization']).to.match(/^Basic /);
    expect(error.message + JSON.stringify(log.lines)).not.to.include('pass-word');
  });

  it('sends requests to an http service through HTTP_PROXY', async () => {
    const proxy = await servers.start((_request, response) => sendJson(response, {by: 'proxy'}));
    process.env.HTTP_PROXY = proxy.url;
    const {client} = testClient({baseUrl: 'http://service.test/v2'});

    const {body} = await client.get('clients', {page: 2});

    expect(body).to.deep.equal({by: 'proxy'});
    expect(proxy.requests.map(({url}) => url)).to.deep.equal(['http://service.test/v2/clients?page=2']);
  });

  for (const exempt of ['127.0.0.1', '*', 'other.test,127.0.0.1']) {
    it(`goes straight to the service when NO_PROXY is ${exempt}`, async () => {
      const proxy = await servers.start((_request, response) => sendJson(response, {by: 'proxy'}));
      const service = await servers.start((_request, response) => sendJson(response, {by: 'service'}));
      Object.assign(process.env, {HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: exempt});
      const {client} = testClient({baseUrl: service.url});

      const {body} = await client.get('clients');

      expect(body).to.deep.equal({by: 'service'});
      expect(proxy.requests).to.deep.equal([]);
    });
  }

  for (const host of ['proxy.invalid:3128', '127.0.0.1.invalid', 'user:pass@proxy.invalid']) {
    it(`goes straight to an http service on this machine where the proxy is ${host}, on another`, async () => {
      const service = await servers.start((_request, response) => sendJson(response, {by: 'service'}));
      Object.assign(process.env, {HTTP_PROXY: `http://${host}`, HTTPS_PROXY: `http://${host}`});
      const {client} = testClient({baseUrl: service.url, maxRetries: 0});

      expect((await client.get('clients')).body).to.deep.equal({by: 'service'});
    });
  }

  it('sends requests to an http service on this machine through a proxy that is here, too', async () => {
    const proxy = await servers.start((_request, response) => sendJson(response, {by: 'proxy'}));
    process.env.HTTP_PROXY = proxy.url;
    const {client} = testClient({baseUrl: 'http://127.0.0.1:9/v2', maxRetries: 0});

    expect((await client.get('clients')).body).to.deep.equal({by: 'proxy'});
    expect(proxy.requests.map(({url}) => url)).to.deep.equal(['http://127.0.0.1:9/v2/clients']);
  });

  const ways: [string, string, string | undefined][] = [
    ['https://localhost:1', 'http://proxy.invalid:3128', 'proxy.invalid:3128'],
    ['https://service.test', 'http://proxy.invalid:3128', 'proxy.invalid:3128'],
    ['http://service.test', 'http://proxy.invalid:3128', 'proxy.invalid:3128'],
    ['http://localhost:1', 'http://proxy.invalid:3128', undefined],
    ['http://127.0.0.1:1', 'https://proxy.invalid', undefined],
    ['http://[::1]:1', 'http://10.0.0.1:3128', undefined],
    ['http://localhost:1', 'http://localhost:3128', 'localhost:3128'],
    ['http://127.0.0.1:1', 'http://[::1]:3128', '[::1]:3128'],
  ];
  for (const [service, proxy, host] of ways) {
    it(`connects to ${service} ${host === undefined ? 'itself' : `through ${host}`} where the proxy is ${proxy}`, () => {
      Object.assign(process.env, {HTTP_PROXY: proxy, HTTPS_PROXY: proxy});
      const made = connections(1000);

      const agent = made.agentFor(new URL(service));
      made.close();

      expect('proxy' in agent && agent.proxy instanceof URL ? agent.proxy.host : undefined).to.equal(host);
    });
  }

  it('gives up a connection that is not made in time, and says so', async () => {
    const port = await silentServer();
    const {client, attempts} = testClient({
      baseUrl: `https://127.0.0.1:${port}`,
      connectTimeout: 30,
      maxRetries: 1,
    });

    const error = await rejection(client.get('clients'));

    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message)
      .to.match(/Acme could not be reached/)
      .and.match(/GET \/clients/);
    expect(attempts).to.have.lengthOf(2);
  });

  it('gives up a proxy that does not answer in time', async () => {
    const port = await silentServer();
    process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
    const {client} = testClient({
      baseUrl: 'https://service.test',
      connectTimeout: 30,
      requestTimeout: 5000,
      maxRetries: 0,
    });

    const error = await rejection(client.get('clients'));

    expect(error.message).to.match(/could not be reached/);
  });

  it('does not count a made connection against the time for connecting', async () => {
    const service = await servers.start((_request, response) => {
      setTimeout(() => sendJson(response, {}), 80);
    });
    const {client, attempts} = testClient({baseUrl: service.url, connectTimeout: 40});

    await client.get('clients');

    expect(attempts.map(({status}) => status)).to.deep.equal([200]);
  });
});
