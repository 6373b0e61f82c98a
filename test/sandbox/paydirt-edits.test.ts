import {expect} from 'chai';
import type {PaydirtSandbox, Row, StoreEvent} from './paydirt/index.js';
import {TABLES} from './paydirt/index.js';
import {sandboxStarter} from './paydirt/starter.js';
import {idsOf, rowsById, rowsOf, visit} from './paydirt/visitor.js';

function logWith(sandbox: PaydirtSandbox, isDay: boolean): Row {
  const log = sandbox.data.time.findLast(
    (row) => row.duration_only === isDay && (isDay || row.ended_at !== null),
  );
  if (!log) throw new Error('No such log.');
  return log;
}

describe('Paydirt sandbox edits', () => {
  const start = sandboxStarter();

  it('adds, changes and deletes rows, and the truth follows', async () => {
    const sandbox = await start();
    const added = sandbox.insert('time', {date: '2026-11-19', duration: 1800, hourly_rate: '90.0'});
    const changed = sandbox.update('time', 9_000_323, {description: 'Changed', hourly_rate: '100.0'});
    sandbox.remove('time', 9_000_324);

    expect(added).to.include({duration_only: true, started_at: null, value: '45.0', billed: false});
    expect(changed).to.include({description: 'Changed', value: '200.0'});
    const ids = await idsOf(sandbox, 'time');
    expect(ids).to.include(added.id).and.not.include(9_000_324);
    expect(await rowsById(sandbox, 'time')).to.deep.equal(sandbox.truth('time'));
    expect((await visit(sandbox, 'time/9000324')).status).to.equal(422);
  });

  it('gives nobody a hold on the rows through the truth', async () => {
    const sandbox = await start();

    for (const row of sandbox.truth('clients')) row.business_name = 'Mine';

    expect(sandbox.data.clients.map((row) => row.business_name)).to.not.include('Mine');
  });

  it('turns a log from one shape into the other', async () => {
    const sandbox = await start();
    const {id} = logWith(sandbox, false);

    const day = {...sandbox.update('time', id, {date: '2026-10-01', duration: 3600})};
    const moments = {started_at: '2026-10-02T08:00:00.000Z', ended_at: '2026-10-02T09:00:00.000Z'};
    const timed = {...sandbox.update('time', id, moments)};

    expect(day).to.include({duration_only: true, date: '2026-10-01', started_at: null, duration: 3600});
    expect(timed).to.include({duration_only: false, date: null, duration: null, ...moments});
  });

  for (const isDay of [true, false]) {
    it(`moves a log ${isDay ? 'on a day' : 'with a start'} to another date`, async () => {
      const sandbox = await start({accountZone: 'America/Los_Angeles'});
      const before = {...logWith(sandbox, isDay)};

      const after = sandbox.moveLog(before.id, '2025-07-03');

      expect(sandbox.dayOf(after)).to.equal('2025-07-03');
      expect(await idsOf(sandbox, 'time?start=2025-07-03&end=2025-07-03')).to.include(before.id);
      expect(after).to.include({duration_only: isDay, description: before.description});
    });
  }

  it('deletes a project with its jobs and their logs, and nothing else', async () => {
    const sandbox = await start();
    const [project] = sandbox.truth('projects');
    if (!project) throw new Error('No project.');
    const jobs = sandbox.truth('jobs').filter((job) => job.project_id === project.id);
    const jobIds = new Set(jobs.map(({id}) => id));
    const logs = sandbox.truth('time').filter((log) => jobIds.has(Number(log.job_id)));

    sandbox.remove('projects', project.id);

    expect(jobs).to.not.be.empty;
    expect(logs).to.not.be.empty;
    expect(sandbox.data.projects).to.have.lengthOf(24);
    expect(sandbox.data.jobs).to.have.lengthOf(60 - jobs.length);
    expect(sandbox.data.time).to.have.lengthOf(2500 - logs.length);
    expect(sandbox.data.clients).to.have.lengthOf(12);
  });

  it('empties a table and leaves what refers to it', async () => {
    const sandbox = await start();

    sandbox.clear('jobs');

    expect(await rowsOf(sandbox, 'jobs')).to.deep.equal([]);
    expect(await rowsOf(sandbox, 'time')).to.have.lengthOf(2500);
  });

  it('never gives an id again', async () => {
    const sandbox = await start();

    const first = sandbox.insert('clients').id;
    sandbox.remove('clients', first);

    expect(sandbox.insert('clients').id).to.equal(first + 1);
  });

  it('has days at the office, and tells what happened', async () => {
    const sandbox = await start();
    const before = new Map(
      TABLES.flatMap((table) => sandbox.truth(table)).map((row) => [row.id, JSON.stringify(row)]),
    );
    const events: StoreEvent[] = [];
    sandbox.onEvent((event) => events.push(event));

    const summary = sandbox.change();

    expect(events).to.not.be.empty;
    for (const table of TABLES) {
      const after = sandbox.truth(table);
      const {inserted = [], updated = []} = summary[table] ?? {};
      expect(after.filter(({id}) => !before.has(id)).map(({id}) => id)).to.have.members(inserted);
      const isChanged = (row: Row): boolean =>
        before.has(row.id) && before.get(row.id) !== JSON.stringify(row);
      expect(after.filter(isChanged).map(({id}) => id)).to.have.members(updated);
    }
    const kept = new Set(TABLES.flatMap((table) => sandbox.truth(table)).map(({id}) => id));
    const gone = [...before.keys()].filter((id) => !kept.has(id));
    expect(gone).to.have.members(TABLES.flatMap((table) => summary[table]?.deleted ?? []));
  });

  it('is another service from now on', async () => {
    const sandbox = await start();
    const statuses = [(await visit(sandbox, 'clients')).status];

    sandbox.behave({apiKey: 'rotated'});
    statuses.push((await visit(sandbox, 'clients')).status);
    sandbox.behave({fullPermissions: false});
    statuses.push((await visit(sandbox, 'clients', 'rotated')).status);

    expect(statuses).to.deep.equal([200, 401, 403]);
  });
});
