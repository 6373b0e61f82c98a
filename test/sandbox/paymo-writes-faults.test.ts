import {expect} from 'chai';
import {failure} from './common/failure.js';
import type {Fault, PaymoSandbox} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {basic, send, visit} from './paymo/visitor.js';

/** How often the row is there that the tests try to make. */
function count({data}: PaymoSandbox): number {
  return data.clients.filter(({name}) => name === 'Nova').length;
}

function create(sandbox: PaymoSandbox, signal?: AbortSignal): Promise<Response> {
  return fetch(`${sandbox.baseUrl}/clients`, {
    method: 'POST',
    headers: {authorization: basic(sandbox.config.api_key), 'content-type': 'application/json'},
    body: '{"name": "Nova"}',
    ...(signal ? {signal} : {}),
  });
}

describe('Paymo sandbox faults of writes', () => {
  const start = sandboxStarter();

  for (const [name, fault, effect, isBroken] of [
    ['a 500', {kind: 'status', status: 500}, 0, false],
    ['a 500 after it was done', {kind: 'status', status: 500, effect: 'after'}, 1, false],
    ['a page of a proxy', {kind: 'status', status: 502, body: 'html'}, 0, true],
    ['such a page after it was done', {kind: 'status', status: 502, body: 'html', effect: 'after'}, 1, true],
    ['a 429', {kind: 'status', status: 429, retryAfter: 1}, 0, false],
    ['a reset before it was done', {kind: 'reset', effect: 'before'}, 0, true],
    ['a reset', {kind: 'reset'}, 1, true],
    ['a reset after the headers', {kind: 'reset', when: 'after-headers', effect: 'after'}, 1, true],
    ['a reset in the body', {kind: 'reset', when: 'mid-body'}, 1, true],
    ['a body that breaks off', {kind: 'truncated'}, 1, true],
    ['a body that is too short', {kind: 'truncated', framing: 'short'}, 1, true],
    ['a 201 with nonsense', {kind: 'text', text: 'oops', status: 201, effect: 'after'}, 1, true],
    ['nonsense instead', {kind: 'text', text: 'oops'}, 0, true],
    ['a page with a 200 after it was done', {kind: 'html', effect: 'after'}, 1, true],
    ['a redirect', {kind: 'redirect', to: '/elsewhere'}, 0, true],
    ['a redirect after it was done', {kind: 'redirect', to: '/elsewhere', effect: 'after'}, 1, true],
    ['an envelope without its rows', {kind: 'no-root'}, 1, false],
  ] satisfies [string, Fault, number, boolean][]) {
    it(`makes a row ${effect === 1 ? 'once' : 'not at all'} in spite of ${name}`, async () => {
      const sandbox = await start();
      const handle = sandbox.faults.on({method: 'POST', path: 'clients', times: 1}, fault);

      const answer = send(sandbox, 'POST', 'clients', {name: 'Nova'}).then((visited) => visited.json());

      if (isBroken) await failure(answer);
      else await answer;
      expect(count(sandbox)).to.equal(effect);
      expect(handle.hits).to.equal(1);
      expect((await send(sandbox, 'POST', 'clients', {name: 'Nova'})).status).to.equal(201);
      expect(count(sandbox)).to.equal(effect + 1);
    });
  }

  it('shows the status that was sent, or that none was', async () => {
    const sandbox = await start();
    sandbox.faults.on({method: 'POST', nth: 1}, {kind: 'status', status: 502, effect: 'after'});
    sandbox.faults.on({method: 'POST', nth: 2}, {kind: 'reset', effect: 'before'});
    sandbox.faults.on({method: 'POST', nth: 3}, {kind: 'reset', effect: 'after'});

    await create(sandbox);
    await failure(create(sandbox));
    await failure(create(sandbox));

    expect(sandbox.requests.map(({status}) => status)).to.deep.equal([502, 0, 0]);
    expect(count(sandbox)).to.equal(2);
  });

  it('has done what was asked when it hangs, whatever becomes of the client', async () => {
    const sandbox = await start();
    const hang = sandbox.faults.hang({method: 'POST', path: 'clients'});
    const client = new AbortController();

    const answer = create(sandbox, client.signal);
    await hang.arrived;
    expect(count(sandbox)).to.equal(1);
    client.abort();
    await failure(answer);
    hang.release();
    await visit(sandbox, 'me');

    expect(count(sandbox)).to.equal(1);
  });

  it('answers when it is released, having done it once', async () => {
    for (const effect of ['before', 'after'] as const) {
      const sandbox = await start();
      const hang = sandbox.faults.hang({method: 'POST', path: 'clients'}, 'headers', effect);

      const answer = create(sandbox);
      await hang.arrived;
      expect(count(sandbox)).to.equal(effect === 'after' ? 1 : 0);
      hang.release();

      expect((await answer).status).to.equal(201);
      expect(count(sandbox)).to.equal(1);
    }
  });

  it('does nothing for a client that went away while it hung before', async () => {
    const sandbox = await start();
    const hang = sandbox.faults.hang({method: 'POST', path: 'clients'}, 'headers', 'before');
    const client = new AbortController();

    const answer = create(sandbox, client.signal);
    await hang.arrived;
    client.abort();
    await failure(answer);
    // The server hears of it over the network too, before this answer.
    await visit(sandbox, 'me');
    hang.release();
    await visit(sandbox, 'me');

    expect(count(sandbox)).to.equal(0);
  });

  it('can lose the answers to updates and deletes as well', async () => {
    const sandbox = await start();
    const [first, second] = sandbox.data.clients;
    sandbox.faults.on({method: ['PUT', 'DELETE']}, {kind: 'reset', effect: 'after'});

    await failure(send(sandbox, 'PUT', `clients/${first?.id}`, {city: 'Kiel'}));
    await failure(send(sandbox, 'DELETE', `clients/${second?.id}`));

    expect(first?.city).to.equal('Kiel');
    expect(sandbox.data.clients).not.to.include(second);
  });

  it('strikes only the methods that are meant, and counts only those', async () => {
    const sandbox = await start();
    const handle = sandbox.faults.on({method: 'POST', nth: 2}, {kind: 'status', status: 500});

    const statuses = [
      (await visit(sandbox, 'clients')).status,
      (await create(sandbox)).status,
      (await visit(sandbox, 'clients')).status,
      (await create(sandbox)).status,
    ];

    expect(statuses).to.deep.equal([200, 201, 200, 500]);
    expect(handle.hits).to.equal(1);
  });

  it('refuses before the effect of a fault what it refuses anyway', async () => {
    const sandbox = await start();
    const {length} = sandbox.data.clients;
    sandbox.faults.on({method: 'POST'}, {kind: 'status', status: 502, effect: 'after'});

    const answer = await send(sandbox, 'POST', 'clients', {});

    expect(answer.status).to.equal(502);
    expect(sandbox.data.clients).to.have.lengthOf(length);
  });
});
