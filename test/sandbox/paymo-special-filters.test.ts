import {expect} from 'chai';
import type {FilterMode, Row} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {idsOf, rowsOf, visit} from './paymo/visitor.js';

const EVER = 'time_interval in ("1900-01-01","2200-01-01")';

function ids(rows: readonly Row[], passes: (row: Row) => boolean): number[] {
  return rows.filter(passes).map(({id}) => id);
}

describe('Paymo sandbox filters of their own kind', () => {
  const start = sandboxStarter();

  describe('intervals', () => {
    const november = 'time_interval in ("2026-11-01T00:00:00Z","2026-12-01T00:00:00Z")';

    it('places timed entries by their start and bulk ones at 00:00 of their date, in UTC', async () => {
      const sandbox = await start();

      const found = await idsOf(sandbox, 'entries', november);

      expect(found).to.deep.equal(
        ids(sandbox.data.entries, (row) => String(row.date ?? row.start_time).startsWith('2026-11')),
      );
    });

    it('leaves out what begins exactly at the end, unless bounds are inclusive', async () => {
      const until = 'time_interval in ("2026-09-01","2026-10-01T00:00:00Z")';
      const halfOpen = await start();
      const inclusive = await start({intervalBounds: 'inclusive'});

      const missing =
        (await idsOf(inclusive, 'entries', until)).length - (await idsOf(halfOpen, 'entries', until)).length;

      // A timed entry from midnight on, and a bulk entry of that day.
      expect(missing).to.be.at.least(2);
    });

    it('can return what only overlaps', async () => {
      const sandbox = await start({intervalOverlap: true});
      const byStart = await start();
      const across = sandbox.data.entries.find((row) => row.start_time === '2026-10-31T23:30:00Z');

      expect(await idsOf(sandbox, 'entries', november)).to.include(across?.id);
      expect(await idsOf(byStart, 'entries', november)).not.to.include(across?.id);
    });

    it('reads offsets', async () => {
      const sandbox = await start();

      const shifted = 'time_interval in ("2026-10-31T20:00:00-04:00","2026-12-01T05:30:00+05:30")';

      expect(await idsOf(sandbox, 'entries', shifted)).to.deep.equal(
        await idsOf(sandbox, 'entries', november),
      );
    });

    it('finds running timers by an end of null, and no bulk entries', async () => {
      const sandbox = await start();

      const found = await idsOf(sandbox, 'entries', 'end_time=null');

      expect(found).to.deep.equal(
        ids(sandbox.data.entries, (row) => row.is_bulk === false && !('end_time' in row)),
      );
    });

    it('selects bookings by dates', async () => {
      const sandbox = await start();

      const found = await idsOf(sandbox, 'bookings', 'date_interval in ("2026-11-01","2027-02-01")');

      expect(found).to.deep.equal(
        ids(sandbox.data.bookings, (row) => {
          const date = String(row.start_date);
          return date >= '2026-11-01' && date < '2027-02-01';
        }),
      );
    });
  });

  describe('names that only filters know', () => {
    it('finds the entries of a client', async () => {
      const sandbox = await start();
      const {clients, projects, entries} = sandbox.data;
      const client = clients[0]?.id;
      const own = new Set(projects.filter((row) => row.client_id === client).map(({id}) => id));

      expect(await idsOf(sandbox, 'entries', `client_id=${client}`)).to.deep.equal(
        ids(entries, (row) => own.has(Number(row.project_id))),
      );
    });

    it('finds bookings by task, project and user through the assignment', async () => {
      const sandbox = await start();
      const [booking] = sandbox.data.bookings;
      const assignment = sandbox.data.userstasks.find(({id}) => id === booking?.user_task_id);
      const task = sandbox.data.tasks.find(({id}) => id === assignment?.task_id);

      for (const where of [
        `task_id=${assignment?.task_id}`,
        `user_id=${assignment?.user_id}`,
        `project_id=${task?.project_id}`,
      ]) {
        expect(await idsOf(sandbox, 'bookings', where), where).to.include(booking?.id);
      }
    });

    it('answers mytasks with everything for an administrator, with their own for others', async () => {
      const sandbox = await start();

      expect(await idsOf(sandbox, 'tasks', 'mytasks=true')).to.have.lengthOf(60);
      sandbox.actAs('Employee');
      const employee = sandbox.data.users[1]?.id;
      const rows = await rowsOf(sandbox, 'tasks', 'mytasks=true');
      expect(rows.length).to.be.greaterThan(0);
      for (const row of rows) expect(row.users).to.include(employee);
    });
  });

  describe('where nobody knows', () => {
    const future = 'updated_on>=4000000000';

    it('always works on confirmed lists', async () => {
      const sandbox = await start({updatedOnFilter: 'ignored'});

      expect(await idsOf(sandbox, 'invoices', future)).to.have.lengthOf(0);
      expect(await idsOf(sandbox, 'projects', future)).to.have.lengthOf(14);
    });

    for (const [mode, collection, status, count] of [
      ['works', 'projects', 200, 0],
      ['ignored', 'tasklists', 200, 27],
      ['refused', 'users', 400, -1],
    ] as const) {
      it(`is ${mode} by default on ${collection}`, async () => {
        const sandbox = await start();

        const visited = await visit(sandbox, collection, future);

        expect(visited.status).to.equal(status);
        if (count >= 0) expect(visited.json()[collection]).to.have.lengthOf(count);
        else expect(visited.json()).to.deep.equal({message: 'Unknown field or reference: updated_on'});
      });
    }

    it('can return nothing whatever the bound', async () => {
      const sandbox = await start({updatedOnFilter: {projects: 'empty'}});

      expect(await idsOf(sandbox, 'projects', 'updated_on>=0')).to.have.lengthOf(0);
      expect(await idsOf(sandbox, 'tasks', 'updated_on>=0')).to.have.lengthOf(60);
    });

    const besides: [FilterMode, number][] = [
      ['works', 0],
      ['ignored', 400],
      ['empty', 0],
    ];
    for (const [mode, count] of besides) {
      it(`treats updated_on beside a time_interval as ${mode}`, async () => {
        const sandbox = await start({updatedOnWithInterval: mode});

        expect(await idsOf(sandbox, 'entries', `${EVER} and ${future}`)).to.have.lengthOf(count);
      });
    }

    it('ignores filters on id, or obeys them', async () => {
      const ignoring = await start();
      const obeying = await start({idFilter: 'works'});

      expect(await idsOf(ignoring, 'clients', 'id=1000101')).to.have.lengthOf(9);
      expect(await idsOf(obeying, 'clients', 'id=1000101')).to.deep.equal([1_000_101]);
    });
  });

  describe('mandatory filters', () => {
    for (const [collection, good] of [
      ['bookings', 'date_interval in ("2000-01-01","2100-01-01")'],
      ['bookings', 'start_date>=2000-01-01 and end_date<=2100-01-01'],
      ['userstasks', 'user_id=33000102'],
      ['entries', EVER],
      ['files', 'project_id=3000101'],
      ['threads', 'project_id=3000101'],
      ['comments', 'thread_id=29000101'],
      ['invoiceitems', 'invoice_id=20000101'],
      ['estimateitems', 'estimate_id=16000101'],
      ['recurringprofileitems', 'recurring_profile_id=25000101'],
    ] as const) {
      it(`refuses ${collection} without one, and takes ${good}`, async () => {
        const sandbox = await start();

        expect((await visit(sandbox, collection)).status).to.equal(400);
        expect(await rowsOf(sandbox, collection, good)).not.to.have.lengthOf(0);
      });
    }

    it('wants a documented one: half a period or updated_on will not do', async () => {
      const sandbox = await start();

      expect((await visit(sandbox, 'bookings', 'start_date>=2000-01-01')).status).to.equal(400);
      expect((await visit(sandbox, 'entries', 'updated_on>=0')).status).to.equal(400);
    });

    it('does without one where told to, but not where it is documented', async () => {
      const sandbox = await start({unfiltered: ['entries', 'bookings']});

      expect((await visit(sandbox, 'entries')).status).to.equal(200);
      expect((await visit(sandbox, 'bookings')).status).to.equal(400);
    });
  });

  describe('conditions on relations', () => {
    it('filter the included children and keep their parents', async () => {
      const sandbox = await start();

      const rows = await rowsOf(sandbox, 'clients?include=projects', 'projects.active=false');

      const projects = rows.flatMap((row) => (Array.isArray(row.projects) ? row.projects : []));
      expect(rows).to.have.lengthOf(9);
      expect(projects).to.have.lengthOf(sandbox.data.projects.filter((row) => row.active === false).length);
    });

    it('reach further down', async () => {
      const sandbox = await start();
      const include = 'projects,projects.tasklists,projects.tasklists.tasks';

      const rows = await rowsOf(
        sandbox,
        `clients?include=${include}`,
        'projects.tasklists.tasks.complete=true',
      );

      const text = JSON.stringify(rows);
      expect(text.match(/"complete":true/g)).to.have.lengthOf(12);
      expect(text).not.to.contain('"complete":false');
    });

    it('can drop parents without such children', async () => {
      const sandbox = await start({childlessParents: 'dropped'});

      const rows = await rowsOf(sandbox, 'clients?include=projects', 'projects.active=false');

      expect(rows.length).to.be.greaterThan(0).and.lessThan(9);
    });

    it('do nothing when they look at a parent', async () => {
      const sandbox = await start();

      expect(await rowsOf(sandbox, 'tasks', 'project.active=true')).to.have.lengthOf(60);
      expect((await visit(sandbox, 'tasks', 'project.nothing=true')).status).to.equal(400);
      expect((await visit(sandbox, 'tasks', 'nobody.active=true')).status).to.equal(400);
    });
  });
});
