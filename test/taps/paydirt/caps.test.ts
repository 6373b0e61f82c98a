import {expect} from 'chai';
import {lintProtocol} from '../../support/protocol-lint.js';
import {accountOpener, daysFrom, forAll, idsIn, idsOf, logLines, nth} from './account.js';

describe('tap-paydirt, lists that are cut without a word', () => {
  const open = accountOpener();

  it('are read whole by days, wherever the service cuts', async () => {
    await forAll(
      [20, 25, 30, 50, 64, 100, 500, 1000],
      (cap) => `cut at ${cap}`,
      async (cap) => {
        const account = await open({size: {timeLogs: 1303}, cap: {time: cap}});

        const run = await account.sync(['time'], {config: {window_days: 3660}});

        expect(run.code, run.stderr).to.equal(0);
        expect(lintProtocol(run.messages)).to.deep.equal([]);
        expect(account.differences(run, ['time'])).to.deep.equal([]);
        const warnings = logLines(run, 'WARNING').filter((line) => line.includes(`${cap} rows`));
        expect(warnings).to.have.length(1);
        expect(warnings[0])
          .to.match(/^time: The service cuts lists/)
          .and.to.include('window_days');
      },
    );
  });

  it('of a single day are read by clients', async () => {
    const account = await open({cap: {time: 25}});
    account.data.jobs = account.data.clients.map(({id}, index) => ({
      ...nth(account.data.jobs, 0),
      id: 71 + index,
      client_id: id,
    }));
    account.only(Array.from({length: 93}, (_, index) => ({job_id: 71 + (index % 7), date: '2024-11-05'})));

    const run = await account.sync(['time'], {config: {start_date: '2024-10-15'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['time'])).to.deep.equal([]);
    expect(account.asked('time').some((asked) => /client_id=\d+/.test(asked))).to.equal(true);
  });

  it('fail the stream where a day has more of one client than the service tells', async () => {
    const account = await open({cap: {time: 25}});
    const job = nth(account.data.jobs, 0);
    const other = nth(
      account.data.jobs.filter(({client_id}) => client_id !== job.client_id),
      0,
    );
    account.only(
      Array.from({length: 93}, (_, index) => ({job_id: index < 60 ? job.id : other.id, date: '2024-11-05'})),
    );

    const run = await account.sync(['time'], {config: {start_date: '2024-10-15'}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/time is incomplete.*25 rows.*2024-11-05/);
  });

  it('warn where a day cannot be divided, since the service ignores the filter that would do it', async () => {
    const account = await open({cap: {time: 25}, ignoredFilters: ['client_id']});
    account.only(Array.from({length: 61}, () => ({date: '2024-11-05'})));

    const run = await account.sync(['time'], {
      config: {start_date: '2024-11-05', end_date: '2024-11-05', window_days: 1},
    });

    const told = [...logLines(run, 'WARNING'), ...logLines(run, 'CRITICAL')].join('\n');
    expect(told).to.match(/time.*2024-11-05.*25 rows|time.*25 rows.*2024-11-05/);
  });

  it('are not seen in lists that just have a round number of rows', async () => {
    await forAll(
      [20, 25, 50, 100, 250],
      (count) => `${count} rows`,
      async (count) => {
        const account = await open();
        const days = daysFrom('2024-10-01', 41);
        account.only(Array.from({length: count}, (_, index) => ({date: days[index % days.length] ?? ''})));

        const run = await account.sync(['time'], {config: {start_date: '2024-09-15'}});

        expect(run.code, run.stderr).to.equal(0);
        expect(idsIn(run, 'time')).to.deep.equal(idsOf(account.data.time));
        expect(logLines(run, 'WARNING')).to.deep.equal([]);
        expect(account.windows().length).to.be.within(3, 40);
      },
    );
  });

  it('cost no more requests where nothing is suspicious', async () => {
    const account = await open();
    account.only(Array.from({length: 43}, () => ({date: '2024-11-05'})));

    await account.sync(['time'], {config: {start_date: '2024-11-01'}});

    expect(account.windows()).to.have.length(1);
  });

  it('are suspected where a table has a round number of rows', async () => {
    const account = await open({size: {clients: 50, projects: 100, jobs: 250, users: 20, timeLogs: 33}});

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['clients', 'projects', 'jobs', 'users'])).to.deep.equal([]);
    const warnings = logLines(run, 'WARNING').join('\n');
    for (const [stream, count] of Object.entries({clients: 50, projects: 100, jobs: 250, users: 20})) {
      expect(warnings).to.match(new RegExp(`^${stream}: .*exactly ${count} rows`, 'm'));
    }
  });

  it('are taken for no cut where logs are added meanwhile', async () => {
    const account = await open();
    const days = daysFrom('2024-10-01', 41);
    account.only(Array.from({length: 50}, (_, index) => ({date: days[index % days.length] ?? ''})));
    account.faults.onRequest({path: 'time', nth: 2}, () => {
      account.insert('time', {date: '2024-10-05'});
    });

    const run = await account.sync(['time'], {config: {start_date: '2024-09-15'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'time')).to.deep.equal(idsOf(account.data.time));
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });
});
