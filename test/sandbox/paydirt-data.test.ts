import {expect} from 'chai';
import {object, rowsAt} from './common/visitor.js';
import type {Row, SandboxOptions} from './paydirt/index.js';
import {startPaydirtSandbox} from './paydirt/index.js';
import {sandboxStarter} from './paydirt/starter.js';
import {rowsOf, visit} from './paydirt/visitor.js';

describe('Paydirt sandbox data', () => {
  const start = sandboxStarter();

  it('is the same for the same seed and clock, and another for another seed', async () => {
    const [first, second, third] = [await start(), await start(), await start({seed: 2})];

    expect(second.data).to.deep.equal(first.data);
    expect(third.data.time).not.to.deep.equal(first.data.time);
  });

  it('has years of logs in both shapes, blank as in the sample', async () => {
    const {data, dayOf} = await start();

    const days = data.time.map((log) => dayOf(log) ?? '').sort();
    expect([days[0]?.slice(0, 4), days.at(-1)]).to.deep.equal(['2023', '2026-11-21']);
    for (const log of data.time) {
      const {duration_only: isDay, date, started_at: begun, ended_at: ended, duration, value} = log;
      if (isDay === true) {
        expect([typeof date, begun, ended, typeof duration]).to.deep.equal(['string', null, null, 'number']);
      } else {
        expect([date, typeof begun, duration, value]).to.deep.equal([null, 'string', null, '0.0']);
        expect(begun).to.match(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      }
    }
    expect(data.time.filter((log) => log.duration_only === true)).to.have.lengthOf.above(800);
  });

  it('is worth the rate times the duration, for logs with a start only when set to', async () => {
    const sandbox = await start({timedValues: 'computed'});

    const log = sandbox.insert('time', {
      started_at: '2013-06-20T11:30:00.000Z',
      ended_at: '2013-06-20T13:00:00.000Z',
      hourly_rate: '120.0',
    });

    expect(log).to.include({duration: 5400, value: '180.0', duration_only: false, date: null});
  });

  it('has what is rare somewhere', async () => {
    const {data, dayOf} = await start();
    const jobs = new Set(data.jobs.map(({id}) => id));
    const users = new Set(data.users.map(({id}) => id));
    const some = (rows: readonly Row[], meets: (row: Row) => boolean): boolean => rows.some(meets);

    expect({
      runningTimer: some(data.time, (log) => log.duration_only === false && log.ended_at === null),
      leapDay: some(data.time, (log) => dayOf(log) === '2024-02-29'),
      danglingJob: some(data.time, (log) => !jobs.has(Number(log.job_id))),
      danglingUser: some(data.time, (log) => !users.has(Number(log.user_id))),
      markdown: some(data.time, (log) => String(log.description).includes('**')),
      noDescription: some(data.time, (log) => log.description === null),
      lastMillisecond: some(data.time, (log) => String(log.started_at).endsWith('T23:59:59.999Z')),
      billed: some(data.time, (log) => log.billed === true),
      future: some(data.time, (log) => String(log.started_at) > '2026-11-21'),
      inactiveClient: some(data.clients, (row) => row.active === false),
      jobWithoutProject: some(data.jobs, (row) => row.project_id === null),
    }).to.satisfy((found: Record<string, boolean>) => Object.values(found).every(Boolean));
    expect(new Set(data.jobs.map((row) => row.price_type))).to.deep.equal(new Set([0, 1, 2]));
  });

  it('comes in other sizes, none and many among them', async () => {
    const none = await start({size: {clients: 0, projects: 0, jobs: 0, users: 0, timeLogs: 0}});
    const many = await start({size: {timeLogs: 20_000}});

    expect(await rowsOf(none, 'time')).to.deep.equal([]);
    expect(await rowsOf(many, 'time')).to.have.lengthOf(20_000);
  });

  it('has exactly the users it is given', async () => {
    const users = [{id: 7, blank: null, rate: 1.5, 'odd key': {a: [1]}}, {id: 3}];
    const sandbox = await start({users, blanks: 'absent', decimals: 'mixed'});

    expect(await rowsOf(sandbox, 'users')).to.have.deep.members(users);
  });

  describe('formats', () => {
    const rowsWith = async (path: string, options: SandboxOptions): Promise<unknown[]> =>
      rowsOf(await start(options), path);

    it('spells decimals in another way every time, but never another amount', async () => {
      const sandbox = await start({decimals: 'mixed'});
      const texts = [];
      for (let nth = 0; nth < 12; nth += 1) {
        const {text, json} = await visit(sandbox, 'jobs');
        texts.push(text);
        const amounts = new Map(rowsAt(json(), 'jobs').map(({id, price}) => [id, Number(price)]));
        for (const {id, price} of sandbox.truth('jobs')) expect(amounts.get(id)).to.equal(Number(price));
      }
      const clients = (await visit(sandbox, 'clients')).text;

      const spellings = new Set(texts.join('').match(/"price":[^,]+/g));
      expect([...spellings]).to.include.members([
        '"price":"85.0"',
        '"price":"85"',
        '"price":"85.00"',
        '"price":85',
        '"price":85.0',
        '"price":"0.10"',
        '"price":1000.5',
        '"price":4e3',
        '"price":"1250.00"',
      ]);
      expect(clients).to.not.contain('@number');
    });

    it('spells decimals as numbers', async () => {
      const rows = await rowsWith('time', {decimals: 'numbers'});

      expect(new Set(rows.map((row) => typeof object(row).value))).to.deep.equal(new Set(['number']));
    });

    it('tells blanks as empty strings, or not at all', async () => {
      const empty = await rowsWith('time', {blanks: 'empty'});
      const absent = await rowsWith('time', {blanks: 'absent'});

      expect(JSON.stringify([empty, absent])).to.not.contain('null');
      expect(empty.every((row) => 'date' in object(row))).to.equal(true);
      expect(absent.some((row) => !('date' in object(row)) && !('duration' in object(row)))).to.equal(true);
    });

    it('may have fields that are not documented', async () => {
      const options = {projectsCompleted: true, unknownFields: true};

      for (const row of await rowsWith('projects', options)) {
        expect(row).to.have.all.keys('id', 'client_id', 'name', 'completed', 'novelty');
      }
    });
  });

  it('refuses a zone that does not exist', async () => {
    const outcome = await startPaydirtSandbox({accountZone: 'Mars/Base'}).catch(String);

    expect(outcome).to.match(/RangeError/);
  });
});
