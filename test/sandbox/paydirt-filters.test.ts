import {expect} from 'chai';
import type {PaydirtSandbox, Row} from './paydirt/index.js';
import {TABLES} from './paydirt/index.js';
import {sandboxStarter} from './paydirt/starter.js';
import {idsOf, visit} from './paydirt/visitor.js';

function idsWhere(sandbox: PaydirtSandbox, meets: (log: Row) => boolean): number[] {
  return sandbox
    .truth('time')
    .filter(meets)
    .map(({id}) => id);
}

function jobOf(sandbox: PaydirtSandbox, log: Row): Row | undefined {
  return sandbox.data.jobs.find(({id}) => id === log.job_id);
}

describe('Paydirt sandbox filters', () => {
  const start = sandboxStarter();

  it('includes both ends, for either shape of log', async () => {
    const sandbox = await start();
    const inside = (log: Row): boolean => {
      const day = String(log.date ?? log.started_at).slice(0, 10);
      return day >= '2026-03-01' && day <= '2026-03-31';
    };

    const ids = await idsOf(sandbox, 'time?start=2026-03-01&end=2026-03-31');

    expect(ids).to.deep.equal(idsWhere(sandbox, inside)).and.have.lengthOf.above(20);
    const edges = await idsOf(sandbox, 'time?start=2026-11-01&end=2026-11-01');
    const moments = ['2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.001Z'];
    expect(edges).to.include.members(
      idsWhere(sandbox, ({started_at}) => moments.includes(String(started_at))),
    );
  });

  it('loses nothing and doubles nothing between adjacent windows', async () => {
    const sandbox = await start();

    const [whole, before, after] = [
      await idsOf(sandbox, 'time'),
      await idsOf(sandbox, 'time?end=2025-10-26'),
      await idsOf(sandbox, 'time?start=2025-10-27'),
    ];

    expect(whole).to.have.lengthOf(2500);
    expect([...before, ...after].sort((a, b) => a - b)).to.deep.equal(whole);
  });

  it('gives a log with a start its date in the zone of the account', async () => {
    const [utc, auckland] = [await start(), await start({accountZone: 'Pacific/Auckland'})];
    const log = {started_at: '2026-07-01T20:00:00.000Z', ended_at: '2026-07-01T21:00:00.000Z'};
    const [first, second] = [utc.insert('time', log), auckland.insert('time', log)];

    expect([utc.dayOf(first), auckland.dayOf(second)]).to.deep.equal(['2026-07-01', '2026-07-02']);
    expect(await idsOf(utc, 'time?start=2026-07-02&end=2026-07-02')).not.to.include(first.id);
    expect(await idsOf(auckland, 'time?start=2026-07-02&end=2026-07-02')).to.include(second.id);
  });

  it('takes every filter on ids, and all of them at once', async () => {
    const sandbox = await start();
    const log = sandbox.truth('time').find((row) => jobOf(sandbox, row)?.project_id != null);
    const job = log && jobOf(sandbox, log);
    if (!log || !job) throw new Error('No log of a project.');
    const own = (field: string) => (row: Row) => jobOf(sandbox, row)?.[field] === job[field];

    const byUser = (row: Row): boolean => row.user_id === log.user_id;
    expect(await idsOf(sandbox, `time?user_id=${log.user_id}`)).to.deep.equal(idsWhere(sandbox, byUser));
    for (const field of ['client_id', 'project_id']) {
      const ids = await idsOf(sandbox, `time?${field}=${job[field]}`);
      expect(ids)
        .to.deep.equal(idsWhere(sandbox, own(field)))
        .and.not.have.lengthOf(2500);
    }
    const all = await idsOf(
      sandbox,
      `time?user_id=${log.user_id}&client_id=${job.client_id}&project_id=${job.project_id}&job_id=${job.id}`,
    );
    expect(all).to.deep.equal(idsWhere(sandbox, (row) => byUser(row) && row.job_id === job.id));
  });

  it('may not know a filter', async () => {
    const sandbox = await start({ignoredFilters: ['project_id', 'job_id', 'start']});

    expect(await idsOf(sandbox, 'time?project_id=32101&job_id=nonsense')).to.have.lengthOf(2500);
    expect(await idsOf(sandbox, 'time?start=2026-01-01&end=2024-12-31')).to.deep.equal(
      await idsOf(sandbox, 'time?end=2024-12-31'),
    );
  });

  it('finds nothing for an id that is not the account’s, or refuses it', async () => {
    const [lenient, strict] = [await start(), await start({unknownIds: 'refused'})];

    for (const name of ['user_id', 'client_id', 'project_id', 'job_id']) {
      expect(await idsOf(lenient, `time?${name}=5`)).to.deep.equal([]);
      const refused = await visit(strict, `time?${name}=5`);
      expect([refused.status, refused.json()]).to.deep.equal([
        422,
        {errors: [`${name} does not belong to your account`]},
      ]);
    }
  });

  for (const [errorElements, errors] of [
    ['strings', ['start is not a valid date']],
    ['objects', [{field: 'start', message: 'start is not a valid date'}]],
    ['by-field', {start: ['start is not a valid date']}],
  ] as const) {
    it(`tells what is wrong in ${errorElements}`, async () => {
      const sandbox = await start({errorElements});

      const refused = await visit(sandbox, 'time?start=2026-02-30');

      expect([refused.status, refused.json()]).to.deep.equal([422, {errors}]);
    });
  }

  for (const query of ['start=', 'start=01/02/2026', 'end=2026-1-1', 'end=today', 'user_id=x', 'job_id=']) {
    it(`refuses ${query}`, async () => {
      const sandbox = await start();

      expect((await visit(sandbox, `time?${query}`)).status).to.equal(422);
    });
  }

  it('may show today alone where no dates are given', async () => {
    const sandbox = await start({undated: 'today'});
    const today = idsWhere(sandbox, (log) => sandbox.dayOf(log) === '2026-11-20');

    expect(await idsOf(sandbox, 'time')).to.deep.equal(today).and.not.be.empty;
    expect(await idsOf(sandbox, 'time?start=2020-01-01')).to.have.lengthOf(2500);
  });

  it('has no filters but those on time', async () => {
    const sandbox = await start();

    for (const table of TABLES.filter((name) => name !== 'time')) {
      expect(await idsOf(sandbox, `${table}?start=2099-01-01&client_id=1`)).to.deep.equal(
        sandbox.truth(table).map(({id}) => id),
      );
    }
  });
});
