import {expect} from 'chai';
import {lastState, recordsOf, statesIn} from '../../support/messages.js';
import {lintProtocol} from '../../support/protocol-lint.js';
import {accountOpener, bookmarkOf, idsIn, logLines, nth, recordIn, STREAMS} from './account.js';

describe('tap-paydirt, bounds and odd accounts', () => {
  const open = accountOpener();

  it('backfills a stretch of the past, and moves no bookmark', async () => {
    const account = await open();
    const state = lastState((await account.sync('all')).messages);
    account.requests.length = 0;

    const run = await account.sync('all', {
      state,
      config: {backfill: true, start_date: '2023-02-10', end_date: '2023-05-09', window_days: 31},
    });

    expect(run.code, run.stderr).to.equal(0);
    expect(account.windows()[0]?.from).to.equal('2023-02-09');
    expect(account.windows().at(-1)?.to).to.equal('2023-05-10');
    for (const one of statesIn(run.messages)) expect(one.bookmarks).to.deep.equal(state.bookmarks);
    const wanted = account.data.time.filter((log) => {
      const day = account.dayOf(log) ?? '';
      return day >= '2023-02-09' && day <= '2023-05-10';
    });
    expect(idsIn(run, 'time')).to.have.members(wanted.map(({id}) => id));
  });

  it('backfills everything without a state, and leaves none', async () => {
    const account = await open();

    const run = await account.sync('all', {config: {backfill: true}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    for (const one of statesIn(run.messages)) expect(one.bookmarks ?? {}).to.deep.equal({});
  });

  it('stops at max_records without asking for more windows, and moves no bookmark', async () => {
    const account = await open();

    const run = await account.sync('all', {config: {max_records: 3}});

    expect(run.code, run.stderr).to.equal(0);
    for (const stream of STREAMS) expect(recordsOf(run.messages, stream), stream).to.have.length(3);
    for (const one of statesIn(run.messages)) expect(one.bookmarks ?? {}).to.deep.equal({});
    expect(account.windows().length).to.be.below(4);
  });

  it('sends rows once that come twice in a list, and says so of tables', async () => {
    const account = await open();
    const double = (table: 'clients' | 'jobs' | 'time') =>
      account.faults.on(table, {
        kind: 'body',
        change: (body) =>
          Object.fromEntries(
            Object.entries(body).map(([name, rows]) => [
              name,
              Array.isArray(rows) ? [...rows, ...rows.slice(0, 2)] : rows,
            ]),
          ),
      });
    for (const table of ['clients', 'jobs', 'time'] as const) double(table);

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/^clients: 2 rows came twice/m);
  });

  it('sends rows without a key to nobody, and fails over them', async () => {
    const account = await open();
    account.faults.on('jobs', {kind: 'root', value: [{id: 1, name: 'fine'}, {name: 'no id'}, {id: null}]});

    const run = await account.sync(['jobs', 'clients']);

    expect(recordsOf(run.messages, 'jobs').filter(({id}) => id === null || id === undefined)).to.deep.equal(
      [],
    );
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
    expect(run.stderr).to.match(/jobs.*\bid\b/);
  });

  it('reads an account that is empty', async () => {
    const account = await open({size: {clients: 0, projects: 0, jobs: 0, timeLogs: 0}, users: []});

    const first = await account.sync('all');
    account.pass(40);
    const second = await account.sync('all', {
      state: lastState(first.messages),
      config: {end_date: '2025-03-01'},
    });

    for (const run of [first, second]) {
      expect(run.code, run.stderr).to.equal(0);
      expect(run.messages.filter(({type}) => type === 'RECORD')).to.deep.equal([]);
      expect(logLines(run, 'WARNING')).to.deep.equal([]);
    }
    expect(bookmarkOf(second, 'time')?.replication_key_value).to.equal('2024-12-30');
  });

  it('asks for each list once, and for nothing else', async () => {
    const account = await open();

    await account.sync('all', {config: {start_date: '2024-11-18'}});

    const asked = account.requests.map(({route, query}) => [route, [...query.keys()].sort().join()]);
    expect(asked.filter(([route]) => route !== 'time')).to.have.deep.members([
      ['clients', 'api_key'],
      ['projects', 'api_key'],
      ['jobs', 'api_key'],
      ['users', 'api_key'],
    ]);
    expect(
      asked.filter(([route]) => route === 'time').every(([, keys]) => keys === 'api_key,end,start'),
    ).to.equal(true);
  });

  it('takes nothing amiss that refers to nothing', async () => {
    const account = await open();
    const job = nth(account.data.jobs, 0);
    account.data.jobs = [{...job, client_id: 1, project_id: 2}, ...account.data.jobs.slice(1)];
    account.only([
      {job_id: 999, user_id: 999},
      {job_id: null, user_id: null},
    ]);

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    expect(recordIn(run, 'time', 5002)).to.include({job_id: null, user_id: null});
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('activates no version of time logs, and one of each table', async () => {
    const account = await open();

    const run = await account.sync('all', {config: {activate_version: 'end'}});

    const activated = run.messages.filter(({type}) => type === 'ACTIVATE_VERSION').map(({stream}) => stream);
    expect(activated).to.have.members(['clients', 'projects', 'jobs', 'users']);
  });
});
