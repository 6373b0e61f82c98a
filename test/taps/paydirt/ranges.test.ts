import {expect} from 'chai';
import type {Run} from '../../support/conformance/subject.js';
import {lastState} from '../../support/messages.js';
import type {RunOptions} from '../../support/process.js';
import {type Account, accountOpener, bookmarkOf, idsIn, logLines} from './account.js';

/** Today as the machine's clock has it, or some days from it. */
function today(days = 0): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

describe('tap-paydirt, ranges', () => {
  const open = accountOpener();

  /** Runs again where midnight passes meanwhile. */
  async function onOneDay(account: Account, options: RunOptions, prepare = () => {}): Promise<Run> {
    for (;;) {
      const before = today();
      prepare();
      account.requests.length = 0;
      const run = await account.sync(['time'], options);
      if (today() === before) return run;
    }
  }

  for (const [start, end, first, last] of [
    ['-10d', '-5d', -10, -5],
    ['-1d', '-1d', -1, -1],
    ['-2w', '-1w', -14, -7],
    ['-10d', '+1d', -10, 1],
    ['-3d', '+3d', -3, 3],
  ] as const) {
    it(`are relative to today (${start} to ${end})`, async () => {
      const account = await open({now: () => new Date()});

      const run = await onOneDay(account, {config: {start_date: start, end_date: end}}, () => {
        account.only(
          [first - 2, first - 1, first, last, last + 1, last + 2].map((days) => ({date: today(days)})),
        );
      });

      expect(run.code, run.stderr).to.equal(0);
      // Padded by a day.
      expect(account.windows()).to.deep.equal([{from: today(first - 1), to: today(last + 1)}]);
      expect(bookmarkOf(run, 'time')?.replication_key_value).to.equal(today(Math.min(0, last)));
      expect(idsIn(run, 'time')).to.deep.equal([5002, 5003, 5004, 5005]);
    });
  }

  it('are evaluated at each run, the lookback within them', async () => {
    const account = await open({now: () => new Date(), size: {timeLogs: 4}});
    const config = {start_date: '-10d', end_date: '-5d'};
    const state = lastState((await onOneDay(account, {config})).messages);

    const run = await onOneDay(account, {config, state});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.windows()).to.deep.equal([{from: today(-11), to: today(-4)}]);
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('end tomorrow and begin with the year 2008 unless somebody says otherwise', async () => {
    const account = await open({now: () => new Date(), size: {timeLogs: 41}});

    const run = await onOneDay(account, {
      config: {start_date: undefined, end_date: undefined, window_days: undefined},
    });

    expect(run.code, run.stderr).to.equal(0);
    const windows = account.windows();
    expect(windows[0]).to.deep.equal({from: '2007-12-31', to: '2008-01-30'});
    expect(windows.at(-1)?.to).to.equal(today(2));
    expect(account.differences(run, ['time'])).to.deep.equal([]);
    expect(bookmarkOf(run, 'time')?.replication_key_value).to.equal(today());
  });

  for (const [start, end] of [
    ['2024-03-02', '2024-03-01'],
    ['-5d', '-10d'],
    ['-5d', '2019-12-31'],
    ['+9d', undefined],
  ] as const) {
    it(`that begin after their end are an error (${start} to ${end ?? 'the default'})`, async () => {
      const account = await open();

      const run = await account.sync('all', {config: {start_date: start, end_date: end}});

      expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL')).to.have.length(1);
      expect(logLines(run, 'CRITICAL')[0]).to.include('"start_date"').and.to.include('"end_date"');
      expect(account.requests).to.have.length(0);
    });
  }

  it('may be a single day', async () => {
    const account = await open();
    account.only([{date: '2024-03-01'}, {date: '2024-03-04'}]);

    const run = await account.sync(['time'], {config: {start_date: '2024-03-01', end_date: '2024-03-01'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.windows()).to.deep.equal([{from: '2024-02-29', to: '2024-03-02'}]);
    expect(idsIn(run, 'time')).to.deep.equal([5001]);
  });

  it('that are no dates are an error which says what is', async () => {
    const account = await open();

    for (const start_date of ['2024-02-30', 'yesterday']) {
      const run = await account.sync(['time'], {config: {start_date}});
      expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL').join('\n')).to.match(/"start_date".*-30d/);
    }
  });

  it('say which days no run reads when their start has passed the bookmark', async () => {
    const account = await open();
    const state = lastState((await account.sync(['time'], {config: {end_date: '2024-02-10'}})).messages);

    const run = await account.sync(['time'], {state, config: {start_date: '2024-04-01'}});

    expect(run.code, run.stderr).to.equal(0);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/time: The days from 2024-02-11 to 2024-03-31/);
    expect(account.windows().at(-1)?.to).to.equal('2024-11-22');
  });

  it('keep out of the tables, which come whole', async () => {
    const account = await open();

    const run = await account.sync(['clients', 'projects', 'jobs', 'users'], {
      config: {start_date: '2024-03-01', end_date: '2024-03-01'},
    });

    expect(account.differences(run, ['clients', 'projects', 'jobs', 'users'])).to.deep.equal([]);
    expect(account.requests).to.have.length(4);
  });
});
