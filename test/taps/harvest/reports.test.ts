import {expect} from 'chai';
import {rowsOf} from '../../sandbox/harvest/visitor.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {type Account, accountOpener, bookmarkIn, logLines, stateWith} from './account.js';

const TEAM = 'report_time_team';

/** The windows that a report was asked for, oldest request first. */
function windowsOf(account: Account, path = 'reports/time/team'): string[] {
  return account.queries(path).map(({from, to}) => `${from}-${to}`);
}

describe('tap-harvest, reports', () => {
  const open = accountOpener();

  it('asks for whole months, from eleven before this one', async () => {
    const account = await open();

    const run = await account.sync([TEAM]);

    expect(windowsOf(account)).to.deep.equal([
      '20231201-20231231',
      '20240101-20240131',
      '20240201-20240229',
      '20240301-20240331',
      '20240401-20240430',
      '20240501-20240531',
      '20240601-20240630',
      '20240701-20240731',
      '20240801-20240831',
      '20240901-20240930',
      '20241001-20241031',
      '20241101-20241130',
    ]);
    expect(bookmarkIn(lastState(run.messages), TEAM)).to.include({
      replication_key: 'to',
      replication_key_value: '2024-11-20',
      report_window: 'month',
    });
  });

  it('extends the first and the current window to whole ones, for days, weeks and months', async () => {
    const expected = {
      day: ['20241118-20241118', '20241119-20241119', '20241120-20241120'],
      week: ['20241118-20241124'],
      month: ['20241101-20241130'],
    };

    for (const [unit, windows] of Object.entries(expected)) {
      const account = await open();
      const config = {report_window: unit, start_date: '2024-11-18T15:00:00Z'};

      const run = await account.sync([TEAM], {config});

      const stamps = recordsOf(run.messages, TEAM).map(({from, to}) =>
        [from, to].map((day) => String(day).replaceAll('-', '')),
      );
      expect(windowsOf(account), unit).to.deep.equal(windows);
      expect(windows, unit).to.include.members([...new Set(stamps.map((days) => days.join('-')))]);
    }
  });

  it('covers years without a gap, a shared day or a window that is too long', async () => {
    const account = await open();

    const run = await account.sync([TEAM], {config: {start_date: '2022-01-15', report_window: 'week'}});

    expect(run.code, run.stderr).to.equal(0);
    const days = account.queries('reports/time/team').map(({from, to}) => [from, to].map(moment));
    for (const [index, [from, to]] of days.entries()) {
      expect((to ?? 0) - (from ?? 0)).to.equal(6 * 86_400_000);
      const before = days[index - 1]?.[1];
      if (before !== undefined) expect((from ?? 0) - before).to.equal(86_400_000);
    }
    expect(days[0]?.[0]).to.equal(Date.parse('2022-01-10'));
  });

  it('reads the windows of the last sixty days again, whole, and with other settings others', async () => {
    const account = await open();
    const state = lastState((await account.sync([TEAM])).messages);
    account.routes();

    await account.sync([TEAM], {state});
    const usual = windowsOf(account);
    account.routes();
    await account.sync([TEAM], {state, config: {report_lookback_days: 0}});

    expect(usual).to.deep.equal(['20240901-20240930', '20241001-20241031', '20241101-20241130']);
    expect(windowsOf(account)).to.deep.equal(['20241101-20241130']);
  });

  it('goes on where it was after months without a run, whatever start_date says', async () => {
    const account = await open();
    const first = await account.sync([TEAM], {config: {start_date: '2024-11-01'}});
    account.pass(100);
    account.routes();

    await account.sync([TEAM], {
      state: lastState(first.messages),
      config: {start_date: '2025-02-01', report_lookback_days: 0},
    });

    expect(windowsOf(account)[0]).to.equal('20241101-20241130');
    expect(windowsOf(account).at(-1)).to.equal('20250201-20250228');
  });

  it('starts anew when report_window was changed, and says so', async () => {
    const account = await open();
    const config = {start_date: '2024-10-28'};
    const first = await account.sync([TEAM, 'report_time_tasks'], {config});
    const state = stateWith(first, 'report_time_tasks', {report_window: 'week'});
    account.routes();

    const second = await account.sync([TEAM, 'report_time_tasks'], {
      state,
      config: {...config, report_window: 'week', report_lookback_days: 0},
    });

    expect(windowsOf(account)).to.deep.equal([
      '20241028-20241103',
      '20241104-20241110',
      '20241111-20241117',
      '20241118-20241124',
    ]);
    expect(windowsOf(account, 'reports/time/tasks')).to.deep.equal(['20241118-20241124']);
    expect(logLines(second, 'WARNING').join('\n')).to.match(/report_time_team: .*report_window.*from month/);
    expect(bookmarkIn(lastState(second.messages), TEAM)).to.include({report_window: 'week'});
  });

  it('has a row for each currency, with keys that tell them apart', async () => {
    const account = await open();

    const run = await account.sync([TEAM], {config: {start_date: '2024-09-01'}});

    const rows = recordsOf(run.messages, TEAM);
    const people = rows.map(({from, user_id}) => `${from} ${user_id}`);
    const keys = rows.map(({from, to, user_id, currency}) => `${from} ${to} ${user_id} ${currency}`);
    expect(new Set(people).size, 'people with several currencies').to.be.below(rows.length);
    expect(new Set(keys).size).to.equal(rows.length);
  });

  for (const hiddenFields of ['null', 'absent'] as const) {
    it(`has an empty currency for those who may not see it, and keys that still differ (${hiddenFields})`, async () => {
      const account = await open({role: 'member', hiddenFields});

      const run = await account.sync([TEAM], {
        config: {start_date: '2024-09-01', end_date: '2024-09-30'},
      });

      const rows = recordsOf(run.messages, TEAM);
      const truth = await rowsOf(account, 'reports/time/team?from=20240901&to=20240930', 'results');
      expect(run.code, run.stderr).to.equal(0);
      for (const row of rows) expect(row).to.include({currency: '', billable_amount: null});
      // The service goes on splitting rows by the currency that it hides.
      expect(truth).to.have.length.above(1);
      expect(new Set(rows.map((row) => JSON.stringify([row.from, row.user_id, row.currency]))).size).to.equal(
        rows.length,
      );
      expect(hoursIn(rows)).to.be.closeTo(hoursIn(truth), 0.001);
    });
  }

  it('passes the filter for fixed fees on', async () => {
    const account = await open();
    const filters = {report_uninvoiced: {include_fixed_fee: false}, report_project_budget: {is_active: true}};

    const run = await account.sync(['report_uninvoiced', 'report_project_budget'], {
      config: {filters, start_date: '2024-11-01'},
    });

    expect(account.queries('reports/uninvoiced')).to.deep.equal([
      {per_page: '2000', include_fixed_fee: 'false', from: '20241101', to: '20241130'},
    ]);
    expect(account.queries('reports/project_budget')).to.deep.equal([{per_page: '2000', is_active: 'true'}]);
    expect(
      new Set(recordsOf(run.messages, 'report_project_budget').map((row) => row.is_active)),
    ).to.deep.equal(new Set([true]));
  });

  it('keeps the windows that were read when it is interrupted', async () => {
    const account = await open();
    const hang = account.faults.hang({path: 'reports/time/team', nth: 8});
    const cutOff = await account.syncUntil(hang.arrived, 'SIGTERM', [TEAM]);
    hang.release();
    account.routes();

    const resumed = await account.sync([TEAM], {
      state: lastState(cutOff.messages),
      config: {report_lookback_days: 0},
    });

    expect(resumed.code).to.equal(0);
    expect(bookmarkIn(lastState(cutOff.messages), TEAM)?.replication_key_value).to.equal('2024-06-30');
    expect(windowsOf(account)).to.include('20240701-20240731');
    expect(windowsOf(account)).to.have.length.of.at.most(6);
  });

  it('ends with end_date, whole windows still', async () => {
    const account = await open();

    await account.sync([TEAM], {config: {start_date: '2024-08-01', end_date: '2024-09-10'}});

    expect(windowsOf(account)).to.deep.equal(['20240801-20240831', '20240901-20240930']);
  });
});

function hoursIn(rows: readonly object[]): number {
  return rows.reduce((sum, row) => sum + ('total_hours' in row ? Number(row.total_hours) : 0), 0);
}

/** A compact date such as 20241130, in milliseconds. */
function moment(compact: string | undefined): number {
  return Date.parse((compact ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
}
