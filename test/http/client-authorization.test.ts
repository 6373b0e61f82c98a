import {expect} from 'chai';
import {AuthError, ServiceError} from '../../protocol/core/errors.js';
import type {Authorization} from '../../protocol/http/authorization.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';

/** Credentials that are numbered, and notes of what was refused. */
class Numbered implements Authorization {
  readonly refusals: string[] = [];
  #nth = 1;
  readonly #last: number;

  constructor(last = Number.POSITIVE_INFINITY) {
    this.#last = last;
  }

  async header(): Promise<string> {
    return `Bearer token-${this.#nth}`;
  }

  async refused(header: string): Promise<boolean> {
    this.refusals.push(header);
    if (this.#nth >= this.#last) return false;
    this.#nth += 1;
    return true;
  }
}

describe('Client, with credentials that are renewed', () => {
  const servers = new LocalServers();
  afterEach(() => servers.stop());

  /** A server that takes this token alone, and says in `seen` which came. */
  async function serverFor(token: string) {
    const seen: unknown[] = [];
    const {url} = await servers.start(({headers}, response) => {
      seen.push(headers.authorization);
      const isGood = headers.authorization === `Bearer ${token}`;
      sendJson(response, isGood ? {ok: true} : {error: 'invalid_token'}, isGood ? 200 : 401);
    });
    return {url, seen};
  }

  it('asks with what counts at the time, in place of what it was made with', async () => {
    const {url, seen} = await serverFor('token-1');
    const {client} = testClient({baseUrl: url, authorization: new Numbered()});

    expect((await client.get('x')).body).to.deep.equal({ok: true});
    expect(seen).to.deep.equal(['Bearer token-1']);
  });

  it('asks again at once where there is something new, and counts that as a retry', async () => {
    const {url, seen} = await serverFor('token-2');
    const authorization = new Numbered();
    const {client, clock, attempts, log} = testClient({baseUrl: url, authorization});

    expect((await client.get('x')).body).to.deep.equal({ok: true});
    expect(seen).to.deep.equal(['Bearer token-1', 'Bearer token-2']);
    expect(authorization.refusals).to.deep.equal(['Bearer token-1']);
    expect(attempts.map(({status, retry}) => [status, retry])).to.deep.equal([
      [401, false],
      [200, true],
    ]);
    expect(clock.slept).to.deep.equal([]);
    expect(log.lines).to.deep.equal([]);
  });

  it('gives up on the second refusal in a row, whatever comes after', async () => {
    const {url, seen} = await serverFor('token-3');
    const {client} = testClient({baseUrl: url, authorization: new Numbered()});

    expect(await rejection(client.get('x'))).to.be.instanceOf(AuthError);
    expect(seen).to.deep.equal(['Bearer token-1', 'Bearer token-2']);
  });

  it('gives up at once where there is nothing new', async () => {
    const {url, seen} = await serverFor('token-2');
    const {client} = testClient({baseUrl: url, authorization: new Numbered(1)});

    expect(await rejection(client.get('x'))).to.be.instanceOf(AuthError);
    expect(seen).to.have.lengthOf(1);
  });

  for (const status of [200, 400, 403, 404, 422]) {
    it(`takes a ${status} for no matter of credentials`, async () => {
      const {url} = await servers.start((_request, response) => sendJson(response, {}, status));
      const authorization = new Numbered();
      const {client} = testClient({baseUrl: url, authorization});

      await client.get('x').catch(() => undefined);

      expect(authorization.refusals).to.deep.equal([]);
    });
  }

  it('renews on the way of a redirect, too', async () => {
    const seen: unknown[] = [];
    const {url} = await servers.start((request, response) => {
      seen.push([request.url, request.headers.authorization]);
      if (request.url === '/from') response.writeHead(302, {location: '/to'}).end();
      else if (request.headers.authorization === 'Bearer token-2') sendJson(response, {ok: true});
      else sendJson(response, {}, 401);
    });
    const {client} = testClient({baseUrl: url, authorization: new Numbered()});

    expect((await client.get('from')).body).to.deep.equal({ok: true});
    expect(seen).to.deep.equal([
      ['/from', 'Bearer token-1'],
      ['/to', 'Bearer token-1'],
      ['/to', 'Bearer token-2'],
    ]);
  });

  it('looks with them, and without them as nobody', async () => {
    const {url, seen} = await serverFor('token-2');
    const authorization = new Numbered();
    const {client} = testClient({baseUrl: url, authorization});

    expect((await client.look('x')).status).to.equal(200);
    expect((await client.look('x', {}, 'nobody')).status).to.equal(401);
    expect(seen).to.deep.equal(['Bearer token-1', 'Bearer token-2', undefined]);
    expect(authorization.refusals).to.deep.equal(['Bearer token-1']);
  });

  it('fails with what keeps it from credentials, without a request and without retries', async () => {
    const {url, seen} = await serverFor('token-1');
    const failing: Authorization = {
      header: () => Promise.reject(new ServiceError('no token today')),
      refused: async () => false,
    };
    const {client, clock} = testClient({baseUrl: url, authorization: failing});

    expect((await rejection(client.get('x'))).message).to.equal('no token today');
    expect([seen, clock.slept]).to.deep.equal([[], []]);
  });
});
