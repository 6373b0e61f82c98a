import {expect} from 'chai';
import {failure} from './common/failure.js';
import {NOW} from './common/starter.js';
import {sandboxStarter} from './paymo/starter.js';
import {idsOf, rowsOf, visit} from './paymo/visitor.js';

describe('Paymo sandbox limits', () => {
  const start = sandboxStarter();

  describe('rates', () => {
    it('counts down to a 429, refuses until the window ends, then starts anew', async () => {
      let now = NOW.getTime();
      const sandbox = await start({now: () => new Date(now), limits: {requests: 2, seconds: 5}});
      const ask = async (): Promise<(number | string | null)[]> => {
        const {status, headers} = await visit(sandbox, 'workflows');
        return [status, headers.get('x-ratelimit-remaining'), headers.get('retry-after')];
      };

      expect(await ask()).to.deep.equal([200, '1', null]);
      now += 1500;
      expect(await ask()).to.deep.equal([200, '0', null]);
      expect(await ask()).to.deep.equal([429, '0', '4']);
      now += 3499;
      expect(await ask()).to.deep.equal([429, '0', '1']);
      now += 1;
      expect(await ask()).to.deep.equal([200, '1', null]);
      expect(sandbox.throttled).to.equal(2);
    });

    it('allows 5 requests per 5 seconds by default, and says so on refusals of any kind', async () => {
      const sandbox = await start({limits: {requests: 5, seconds: 5}});

      const {status, headers} = await visit(sandbox, 'nothing');

      expect(status).to.equal(404);
      expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-decay-period')]).to.deep.equal([
        '5',
        '5',
      ]);
    });

    it('gives several numbers for several limits', async () => {
      const sandbox = await start({
        limits: [
          {requests: 5, seconds: 5},
          {requests: 200, seconds: 60},
        ],
      });

      const {headers} = await visit(sandbox, 'workflows');

      expect(headers.get('x-ratelimit-remaining')).to.equal('4, 199');
      expect(headers.get('x-ratelimit-decay-period')).to.equal('5, 60');
    });

    it('can be without limits and their headers', async () => {
      const sandbox = await start({limits: false});

      expect((await visit(sandbox, 'workflows')).headers.has('x-ratelimit-limit')).to.equal(false);
    });
  });

  describe('rights', () => {
    it('shows an employee only projects and tasks they are on, and their own hours', async () => {
      const sandbox = await start({role: 'Employee'});
      const {users, projects, entries} = sandbox.data;
      const me = users.find((row) => row.type === 'Employee')?.id;

      const seen = await rowsOf(sandbox, 'projects');
      const hours = await idsOf(sandbox, 'entries', 'time_interval in ("1900-01-01","2200-01-01")');

      expect(seen.length).to.be.greaterThan(0).and.lessThan(projects.length);
      for (const project of seen) expect(project.users).to.include(me);
      expect(hours).to.deep.equal(entries.filter((row) => row.user_id === me).map(({id}) => id));
      expect(hours.length).to.be.greaterThan(0);
    });

    for (const path of [
      'invoices',
      'estimates',
      'recurringprofiles',
      'company',
      'clients?include=invoices',
    ]) {
      it(`refuses an employee ${path}`, async () => {
        const sandbox = await start({role: 'Employee'});

        const {status, json} = await visit(sandbox, path);

        expect([status, json()]).to.deep.equal([403, {message: 'Access denied.'}]);
      });
    }

    for (const hiddenFields of ['absent', 'null'] as const) {
      it(`leaves rates ${hiddenFields} for an employee`, async () => {
        const sandbox = await start({role: 'Employee', hiddenFields});

        const [row] = await rowsOf(sandbox, 'me');

        expect(row).to.have.property('type', 'Employee');
        expect(row && 'price_per_hour' in row).to.equal(hiddenFields === 'null');
      });
    }

    it('answers 404 for an object the user may not see', async () => {
      const sandbox = await start({role: 'Guest'});
      const seen = new Set(await idsOf(sandbox, 'projects'));
      const hidden = sandbox.data.projects.find(({id}) => !seen.has(id));

      expect((await visit(sandbox, `projects/${hidden?.id}`)).status).to.equal(404);
    });

    it('refuses what the plan does not have', async () => {
      const sandbox = await start({forbidden: ['bookings']});

      expect((await visit(sandbox, 'bookings', 'user_id=1')).status).to.equal(403);
      expect((await visit(sandbox, 'bookings/14000101')).status).to.equal(403);
      expect((await visit(sandbox, 'userstasks', 'user_id=1')).status).to.equal(200);
    });
  });

  describe('faults', () => {
    it('answers with a status and a message once, and logs it', async () => {
      const sandbox = await start();
      sandbox.faults.on({path: 'clients', times: 1}, {kind: 'status', status: 500, body: 'message'});

      const statuses = [(await visit(sandbox, 'clients')).status, (await visit(sandbox, 'clients')).status];

      expect(statuses).to.deep.equal([500, 200]);
      expect(sandbox.requests.map(({status}) => status)).to.deep.equal([500, 200]);
    });

    it('leaves the root key out, or something else in its place', async () => {
      const sandbox = await start();
      sandbox.faults.on({path: 'clients', nth: 1}, {kind: 'no-root'});
      sandbox.faults.on({path: 'clients', nth: 2}, {kind: 'root', value: null});

      expect((await visit(sandbox, 'clients')).json()).to.deep.equal({});
      expect((await visit(sandbox, 'clients')).json()).to.deep.equal({clients: null});
    });

    it('breaks off, and sends pages in place of data', async () => {
      const sandbox = await start();
      sandbox.faults.on({path: 'clients', nth: 1}, {kind: 'truncated'});
      sandbox.faults.on({path: 'clients', nth: 2}, {kind: 'html'});

      expect(await failure(visit(sandbox, 'clients'))).to.be.an('error');
      expect((await visit(sandbox, 'clients')).headers.get('content-type')).to.match(/^text\/html/);
    });

    it('keeps the headers of the limit when it changes a body', async () => {
      const sandbox = await start({limits: {requests: 5, seconds: 5}});
      sandbox.faults.on('clients', {kind: 'body', change: () => ({clients: []})});

      const {headers, json} = await visit(sandbox, 'clients');

      expect(json()).to.deep.equal({clients: []});
      expect(headers.get('x-ratelimit-remaining')).to.equal('4');
    });

    it('lets rows vanish between two pages', async () => {
      const sandbox = await start({order: 'ascending'});
      sandbox.faults.onRequest({path: 'clients', nth: 2}, () => sandbox.remove('clients', 1_000_101));

      const pages = [
        await idsOf(sandbox, 'clients?page=0&page_size=4'),
        await idsOf(sandbox, 'clients?page=1&page_size=4'),
      ];

      // The fifth has moved to where nobody looks any more.
      expect(pages.flat()).not.to.include(1_000_105);
    });
  });
});
