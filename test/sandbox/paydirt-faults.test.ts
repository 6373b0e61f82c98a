import {expect} from 'chai';
import {failure} from './common/failure.js';
import {object} from './common/visitor.js';
import {sandboxStarter} from './paydirt/starter.js';
import {rowsOf, visit} from './paydirt/visitor.js';

const KEY = 'sandbox key/with+signs';
const ENCODED = 'sandbox%20key%2Fwith%2Bsigns';

describe('Paydirt sandbox faults', () => {
  const start = sandboxStarter();

  it('answers 429 with either form of Retry-After, then as ever', async () => {
    const sandbox = await start();
    const moment = new Date('2026-11-20T10:00:30Z');
    sandbox.faults.on({path: 'time', nth: 1}, {kind: 'status', status: 429, retryAfter: 7});
    sandbox.faults.on({path: 'time', nth: 2}, {kind: 'status', status: 429, retryAfter: moment});
    sandbox.faults.on({path: 'time', nth: 3}, {kind: 'status', status: 500, body: 'html'});
    const answers = [];
    for (let nth = 1; nth <= 4; nth += 1) {
      const {status, headers} = await visit(sandbox, 'time?start=2026-11-01');
      answers.push([status, headers.get('retry-after')]);
    }

    expect(answers).to.deep.equal([
      [429, '7'],
      [429, 'Fri, 20 Nov 2026 10:00:30 GMT'],
      [500, null],
      [200, null],
    ]);
  });

  it('serves things that are not the list: a page, half of it, no root, nothing after something', async () => {
    const sandbox = await start();
    sandbox.faults.on({path: 'clients', nth: 1}, {kind: 'html'});
    sandbox.faults.on({path: 'clients', nth: 2}, {kind: 'truncated', framing: 'short'});
    sandbox.faults.on({path: 'clients', nth: 3}, {kind: 'no-root'});
    sandbox.faults.on({path: 'clients', nth: 5}, {kind: 'root', value: []});

    expect((await visit(sandbox, 'clients')).text).to.contain('<html>');
    expect((await visit(sandbox, 'clients')).json).to.throw(SyntaxError);
    expect((await visit(sandbox, 'clients')).json()).to.deep.equal({});
    expect(await rowsOf(sandbox, 'clients')).to.have.lengthOf(12);
    expect(await rowsOf(sandbox, 'clients')).to.deep.equal([]);
  });

  it('ends a list at a round number', async () => {
    const sandbox = await start();
    sandbox.faults.on({path: 'time', times: 1}, {kind: 'cap', rows: 500});

    expect(await rowsOf(sandbox, 'time')).to.have.lengthOf(500);
    expect(await rowsOf(sandbox, 'time')).to.have.lengthOf(2500);
  });

  it('is slow by a timer that tests bring along, and drops connections', async () => {
    const slept: number[] = [];
    const sandbox = await start({sleep: async (ms) => void slept.push(ms)});
    sandbox.faults.on({path: 'jobs', nth: 1}, {kind: 'slow', ms: 60_000, before: 'body'});
    sandbox.faults.on({path: 'jobs', nth: 2}, {kind: 'reset', when: 'mid-body'});

    expect(await rowsOf(sandbox, 'jobs')).to.have.lengthOf(60);
    expect(await failure(visit(sandbox, 'jobs'))).to.be.an('error');
    expect(slept).to.deep.equal([60_000]);
  });

  describe('that lay the key open', () => {
    for (const [as, told] of [
      ['sent', (sent: string) => sent],
      ['decoded', (sent: string) => decodeURIComponent(sent)],
      ['encoded', (sent: string) => encodeURIComponent(sent)],
      ['base64', (sent: string) => Buffer.from(sent).toString('base64')],
    ] as const) {
      for (const body of ['html', 'json', 'errors', 'cut-json', 'text'] as const) {
        it(`repeat the address ${as} in ${body}`, async () => {
          const sandbox = await start({apiKey: KEY});
          sandbox.faults.on('time', {kind: 'echo', status: 500, body, as});

          const {status, text, headers} = await visit(sandbox, 'time?start=2026-11-01');

          const sent = `${sandbox.baseUrl}/time?start=2026-11-01&api_key=${ENCODED}`;
          expect(status).to.equal(500);
          expect(text).to.contain(told(sent));
          const type = /json|errors/.test(body) ? 'json' : body === 'text' ? 'plain' : 'html';
          expect(headers.get('content-type')).to.contain(type);
        });
      }

      it(`repeat the address ${as} in a list`, async () => {
        const sandbox = await start({apiKey: KEY});
        sandbox.faults.on('time', {kind: 'echo-in-list', as});

        const body = (await visit(sandbox, 'time')).json();

        expect(body.time_logs).to.be.an('array').with.lengthOf(2500);
        expect(object(body.meta).self).to.equal(told(`${sandbox.baseUrl}/time?api_key=${ENCODED}`));
      });
    }

    it('repeat the key alone, whatever the status', async () => {
      const sandbox = await start({apiKey: KEY});
      sandbox.faults.on(
        {},
        {kind: 'echo', status: 422, body: 'errors', what: 'key', as: 'decoded', retryAfter: 3},
      );

      const {status, headers, json} = await visit(sandbox, 'clients');

      expect([status, headers.get('retry-after')]).to.deep.equal([422, '3']);
      expect(json()).to.deep.equal({errors: [`Cannot answer ${KEY}`]});
    });

    it('redirect to another host with it', async () => {
      const sandbox = await start({apiKey: KEY});
      const to = 'http://127.0.0.2:9';
      sandbox.faults.on({path: 'jobs', nth: 1}, {kind: 'echo-redirect', to});
      sandbox.faults.on({path: 'jobs', nth: 2}, {kind: 'echo-redirect', to, as: 'base64', status: 307});

      const [same, encoded] = [await visit(sandbox, 'jobs'), await visit(sandbox, 'jobs')];

      expect([same.status, same.headers.get('location')]).to.deep.equal([
        302,
        `${to}/api/v1/jobs?api_key=${ENCODED}`,
      ]);
      const address = Buffer.from(`${sandbox.baseUrl}/jobs?api_key=${ENCODED}`).toString('base64');
      expect([encoded.status, encoded.headers.get('location')]).to.deep.equal([
        307,
        `${to}/?from=${address}`,
      ]);
    });
  });
});
