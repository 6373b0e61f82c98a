import {expect} from 'chai';
import {failure} from './common/failure.js';
import {object, rowsAt} from './common/visitor.js';
import {sandboxStarter} from './harvest/starter.js';
import {visit} from './harvest/visitor.js';

describe('Harvest sandbox faults', () => {
  const start = sandboxStarter();

  it('answers the nth matching request with a status, a body shape and a Retry-After', async () => {
    const sandbox = await start();
    const fault = sandbox.faults.on(
      {path: /time_entries/, nth: 2},
      {
        kind: 'status',
        status: 503,
        body: 'html',
        retryAfter: 7,
      },
    );

    const statuses = [];
    for (const path of ['time_entries', 'clients', 'time_entries', 'time_entries']) {
      statuses.push((await visit(sandbox, path)).status);
    }

    expect(statuses).to.deep.equal([200, 200, 503, 200]);
    expect(fault.hits).to.equal(1);
    expect(sandbox.requests.map(({route, status}) => [route, status])).to.deep.equal([
      ['time_entries', 200],
      ['clients', 200],
      ['time_entries', 503],
      ['time_entries', 200],
    ]);
  });

  it('gives Retry-After as a date too, and stops after so many times', async () => {
    const sandbox = await start();
    sandbox.faults.on(
      {times: 1},
      {
        kind: 'status',
        status: 429,
        body: 'empty',
        retryAfter: new Date('2026-11-20T10:00:30Z'),
      },
    );

    const refused = await visit(sandbox, 'company');

    expect(refused.headers.get('retry-after')).to.equal('Fri, 20 Nov 2026 10:00:30 GMT');
    expect((await visit(sandbox, 'company')).status).to.equal(200);
  });

  for (const when of ['before-headers', 'after-headers', 'mid-body'] as const) {
    it(`breaks the connection off ${when}`, async () => {
      const sandbox = await start();
      sandbox.faults.on('clients', {kind: 'reset', when});

      expect(await failure(visit(sandbox, 'clients'))).to.be.an('error');
      expect(sandbox.requests[0]?.status).to.equal(when === 'before-headers' ? 0 : 200);
    });
  }

  for (const framing of ['content-length', 'chunked'] as const) {
    it(`cuts a body short where the framing shows it (${framing})`, async () => {
      const sandbox = await start();
      sandbox.faults.on('clients', {kind: 'truncated', framing});

      expect(await failure(visit(sandbox, 'clients'))).to.be.an('error');
    });
  }

  for (const framing of ['closed', 'short'] as const) {
    it(`cuts a body short where only the JSON shows it (${framing})`, async () => {
      const sandbox = await start();
      sandbox.faults.on('clients', {kind: 'truncated', framing});

      const {status, text, json} = await visit(sandbox, 'clients');

      expect(status).to.equal(200);
      expect(text).to.match(/^\{"clients":\[/);
      expect(json).to.throw(SyntaxError);
    });
  }

  it('cuts compressed bodies short, and compresses whole ones when set to', async () => {
    const sandbox = await start({gzip: true});
    const whole = await visit(sandbox, 'clients');
    sandbox.faults.on('clients', {kind: 'truncated', framing: 'short', gzip: true});

    const cut = await visit(sandbox, 'clients').catch(() => undefined);

    expect(whole.headers.get('content-encoding')).to.equal('gzip');
    expect(rowsAt(whole.json(), 'clients')).to.have.lengthOf(10);
    expect(cut?.text ?? '').to.not.equal(whole.text);
  });

  it('is slow by a timer that tests can bring along', async () => {
    const slept: number[] = [];
    const sandbox = await start({sleep: async (ms) => void slept.push(ms)});
    sandbox.faults.on({path: 'clients', nth: 1}, {kind: 'slow', ms: 30_000});
    sandbox.faults.on({path: 'clients', nth: 2}, {kind: 'slow', ms: 60_000, before: 'body'});

    expect((await visit(sandbox, 'clients')).status).to.equal(200);
    expect(rowsAt((await visit(sandbox, 'clients')).json(), 'clients')).to.have.lengthOf(10);
    expect(slept).to.deep.equal([30_000, 60_000]);
  });

  for (const before of ['headers', 'body'] as const) {
    it(`hangs before ${before} until released`, async () => {
      const sandbox = await start();
      const hang = sandbox.faults.hang('clients', before);

      const visiting = visit(sandbox, 'clients');
      await hang.arrived;
      hang.release();

      expect(rowsAt((await visiting).json(), 'clients')).to.have.lengthOf(10);
      expect(hang.hits).to.equal(1);
    });
  }

  it('stops even while a request hangs', async () => {
    const sandbox = await start();
    const hang = sandbox.faults.hang('clients');
    const visiting = failure(visit(sandbox, 'clients'));
    await hang.arrived;

    await sandbox.stop();

    expect(await visiting).to.be.an('error');
  });

  it('serves things that are not the list: a page, text, no rows, the wrong rows', async () => {
    const sandbox = await start();
    sandbox.faults.on({path: 'clients', nth: 1}, {kind: 'html'});
    sandbox.faults.on({path: 'clients', nth: 2}, {kind: 'text', text: 'oops'});
    sandbox.faults.on({path: 'clients', nth: 3}, {kind: 'no-root'});
    sandbox.faults.on({path: 'clients', nth: 4}, {kind: 'root', value: null});

    expect((await visit(sandbox, 'clients')).headers.get('content-type')).to.contain('html');
    expect((await visit(sandbox, 'clients')).text).to.equal('oops');
    expect((await visit(sandbox, 'clients')).json()).to.not.have.property('clients');
    expect((await visit(sandbox, 'clients')).json()).to.include({clients: null, total_entries: 10});
  });

  it('bends the way to the next page, and the total', async () => {
    const sandbox = await start();
    const elsewhere = 'http://127.0.0.2:9/v2/clients?page=2';
    sandbox.faults.on({path: 'clients', nth: 1}, {kind: 'next', link: 'loop'});
    sandbox.faults.on({path: 'clients', nth: 2}, {kind: 'next', link: elsewhere});
    sandbox.faults.on({path: 'clients', nth: 3}, {kind: 'next', link: 'none'});
    sandbox.faults.on({path: 'clients', nth: 4}, {kind: 'next', link: 'absent'});
    sandbox.faults.on({path: 'clients', nth: 5}, {kind: 'total', total: 3});
    const bodies = [];
    for (let nth = 1; nth <= 5; nth += 1) bodies.push((await visit(sandbox, 'clients?per_page=4')).json());

    expect(object(bodies[0]?.links).next).to.equal(`${sandbox.baseUrl}/clients?per_page=4`);
    expect(object(bodies[1]?.links).next).to.equal(elsewhere);
    expect(object(bodies[2]?.links).next).to.equal(null);
    expect(bodies[2]).to.include({next_page: null, total_entries: 10});
    expect(bodies[3]).to.not.have.any.keys('links', 'next_page');
    expect(bodies[4]).to.include({total_entries: 3});
  });

  it('redirects to another origin', async () => {
    const sandbox = await start();
    sandbox.faults.on('clients', {kind: 'redirect', to: 'http://127.0.0.2:9/v2/clients', status: 307});

    const {status, headers} = await visit(sandbox, 'clients');

    expect([status, headers.get('location')]).to.deep.equal([307, 'http://127.0.0.2:9/v2/clients']);
  });

  it('can be cleared', async () => {
    const sandbox = await start();
    sandbox.faults.on('clients', {kind: 'status', status: 500});

    sandbox.faults.clear();

    expect((await visit(sandbox, 'clients')).status).to.equal(200);
  });
});
