import {expect} from 'chai';
import {reached} from '../../support/conformance/subject.js';
import {lastState, type Message, recordsOf, statesIn} from '../../support/messages.js';
import {lintProtocol} from '../../support/protocol-lint.js';
import {
  type Account,
  accountOpener,
  bookmarkOf,
  daysFrom,
  forAll,
  idsIn,
  idsOf,
  nth,
  steps,
  timed,
} from './account.js';

/** Winter and summer, leap days among them: 2024-02-29 and clocks that go forward and back. */
const SPANS: readonly [number, string, string][] = [
  [1, '2024-02-26', '2024-03-03'],
  [1, '2024-03-29', '2024-04-01'],
  [7, '2023-12-20', '2024-03-12'],
  [31, '2023-12-20', '2024-11-10'],
  [30, '2024-02-29', '2024-02-29'],
  [365, '2019-02-28', '2024-02-29'],
  [366, '2023-02-28', '2024-11-01'],
  [3660, '2008-01-01', '2024-06-30'],
];

function dayAfter(day: string): string {
  return daysFrom(day, 2)[1] ?? '';
}

describe('tap-paydirt, windows of days', () => {
  const open = accountOpener();

  it('cover what is wanted, without gap and without a day in common', async () => {
    await forAll(
      SPANS,
      ([length, start]) => `${length} days from ${start}`,
      async ([length, start, end]) => {
        const account = await open({size: {timeLogs: 3}});

        const run = await account.sync(['time'], {
          config: {start_date: start, end_date: end, window_days: length},
          env: {TZ: 'America/New_York'},
        });

        expect(run.code, run.stderr).to.equal(0);
        const windows = account.windows();
        const days = windows.flatMap(({from, to}) =>
          daysFrom(from, (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1),
        );
        // One day of padding on both sides.
        const count = (Date.parse(end) - Date.parse(start)) / 86_400_000 + 3;
        const first = new Date(Date.parse(start) - 86_400_000).toISOString().slice(0, 10);
        expect(days).to.deep.equal(daysFrom(first, count));
        const lengths = windows.map(({from, to}) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1);
        expect(lengths.slice(0, -1).filter((one) => one !== length)).to.deep.equal([]);
        expect(lengths.at(-1)).to.be.within(1, length);
        const ends = windows.map(({to}) => (to < end ? to : end));
        expect(steps(run)).to.deep.equal([...new Set(ends)]);
      },
    );
  });

  it('bring every log once, whatever their length', async () => {
    await forAll(
      [1, 2, 29, 365, 3660],
      (length) => `${length} days`,
      async (length) => {
        const account = await open({size: {timeLogs: 401}});
        const config = length < 5 ? {start_date: '2024-01-20', end_date: '2024-03-20'} : {};

        const run = await account.sync(['time'], {config: {window_days: length, ...config}});

        expect(run.code, run.stderr).to.equal(0);
        expect(lintProtocol(run.messages)).to.deep.equal([]);
        const {start_date: start = '2021-11-01', end_date: end = '2024-11-21'} = config;
        const wanted = account.data.time.filter((log) => {
          const day = account.dayOf(log) ?? '';
          return dayAfter(day) >= start && day <= dayAfter(end);
        });
        expect(idsIn(run, 'time')).to.deep.equal(idsOf(wanted));
      },
    );
  });

  it('are each followed by a STATE that tells their end, before anything of the next', async () => {
    const account = await open();

    const run = await account.sync(['time'], {config: {window_days: 60}});

    const windows = account.windows();
    expect(windows.length).to.be.above(15);
    expect(problemsIn(run.messages, account)).to.deep.equal([]);
    expect(windows.slice(0, -1).map(({to}) => to)).to.include.members(steps(run).slice(0, -1));
  });

  it('move the bookmark even where they are empty', async () => {
    const account = await open();
    account.only([{date: '2024-03-05'}]);

    const run = await account.sync(['time'], {
      config: {start_date: '2024-01-02', end_date: '2024-06-29', window_days: 30},
    });

    expect(steps(run)).to.deep.equal([
      ...['2024-01-30', '2024-02-29', '2024-03-30', '2024-04-29', '2024-05-29', '2024-06-28'],
      '2024-06-29',
    ]);
    expect(bookmarkOf(run, 'time')?.replication_key_value).to.equal('2024-06-29');
    expect(idsIn(run, 'time')).to.have.length(1);
  });

  it('move no bookmark past today by the service’s clock, whatever is dated ahead', async () => {
    const account = await open();
    account.only([{date: '2024-11-19'}, {date: '2024-11-21'}, {date: '2025-08-01'}]);

    const run = await account.sync(['time'], {
      config: {start_date: '2024-01-01', end_date: '2026-01-01', window_days: 20},
    });

    expect(idsIn(run, 'time')).to.have.length(3);
    const told = steps(run);
    expect(told.at(-1)).to.equal('2024-11-20');
    expect(told).to.deep.equal([...told].sort());
  });

  it('move no bookmark past today by the machine’s clock, when the service’s is ahead', async () => {
    const ahead = new Date(Date.now() + 3 * 86_400_000);
    const account = await open({now: () => ahead});
    const before = new Date().toISOString().slice(0, 10);

    const run = await account.sync(['time'], {config: {start_date: '-30d', end_date: '+10d'}});

    const after = new Date().toISOString().slice(0, 10);
    expect([before, after]).to.include(bookmarkOf(run, 'time')?.replication_key_value);
  });

  it('move no bookmark past end_date, and a later one goes on from there', async () => {
    const account = await open();

    const first = await account.sync(['time'], {config: {end_date: '2024-05-10'}});
    const second = await account.sync(['time'], {
      state: lastState(first.messages),
      config: {lookback_days: 0, end_date: '2024-08-10'},
    });

    expect(bookmarkOf(first, 'time')?.replication_key_value).to.equal('2024-05-10');
    expect(bookmarkOf(second, 'time')?.replication_key_value).to.equal('2024-08-10');
    const held = new Set([...idsIn(first, 'time'), ...idsIn(second, 'time')]);
    const wanted = account.data.time.filter((log) => (account.dayOf(log) ?? '') <= '2024-08-11');
    expect([...held].sort()).to.deep.equal(idsOf(wanted));
  });

  it('never move the bookmark backwards, by no lookback, earlier end or resync', async () => {
    const account = await open();
    const first = await account.sync(['time']);
    const state = lastState(first.messages);
    account.pass(31);

    const [again, earlier] = await Promise.all([
      account.sync(['time'], {state, config: {end_date: '2024-12-31', window_days: 25}}),
      account.sync(['time'], {state, config: {end_date: '2024-06-01', window_days: 25}}),
    ]);

    for (const run of [again, earlier]) {
      expect(run.code, run.stderr).to.equal(0);
      const told = steps(run);
      expect(told.length).to.be.above(0);
      expect(told.filter((value) => value === undefined || value < '2024-11-20')).to.deep.equal([]);
    }
    expect(steps(again).at(-1)).to.equal('2024-12-21');
    expect(steps(earlier).at(-1)).to.equal('2024-11-20');
  });

  for (const [accountZone, moment] of [
    ['Pacific/Pago_Pago', '2024-11-15T10:30:00.000Z'],
    ['Pacific/Kiritimati', '2024-11-15T10:30:00.000Z'],
  ] as const) {
    it(`reach a day further, for services whose day is another (${accountZone})`, async () => {
      const account = await open({accountZone});
      account.only([timed(moment, '2024-11-15T11:30:00.000Z')]);
      expect(account.dayOf(nth(account.data.time, 0))).to.not.equal('2024-11-15');

      const run = await account.sync(['time'], {
        config: {start_date: '2024-11-15', end_date: '2024-11-15', window_days: 1},
      });

      expect(idsIn(run, 'time')).to.have.length(1);
      expect(account.windows().map(({from}) => from)).to.deep.equal([
        '2024-11-14',
        '2024-11-15',
        '2024-11-16',
      ]);
    });
  }

  it('bring everything, whatever zone the service is in', async () => {
    await forAll(
      ['Pacific/Pago_Pago', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati'],
      (zone) => zone,
      async (accountZone) => {
        const account = await open({accountZone, size: {timeLogs: 611}});

        const run = await account.sync(['time'], {config: {window_days: 13, start_date: '2021-11-20'}});

        expect(account.differences(run, ['time'])).to.deep.equal([]);
      },
    );
  });

  it('bring a log in its new place that moves from one to the next while it is read', async () => {
    const account = await open();
    const [first, , log] = account.only([
      {date: '2024-01-05'},
      {date: '2024-01-06'},
      {date: '2024-01-07'},
      {date: '2024-02-20'},
    ]);
    account.faults.onRequest({path: 'time', nth: 2}, () => {
      account.moveLog(Number(log?.id), '2024-02-20');
    });

    const run = await account.sync(['time'], {
      config: {start_date: '2024-01-02', end_date: '2024-03-30', window_days: 30},
    });

    expect(run.code, run.stderr).to.equal(0);
    expect([...new Set(idsIn(run, 'time'))]).to.deep.equal(idsOf(account.data.time));
    expect(idsIn(run, 'time')).to.include(first?.id);
  });
});

/** States that are ahead of the records before them, and records that come after a state which covers them. */
function problemsIn(messages: readonly Message[], account: Account): string[] {
  const sent = new Set<unknown>();
  let covered = '';
  const problems: string[] = [];
  for (const message of messages) {
    if (message.type === 'RECORD') {
      for (const {id, computed_date} of recordsOf([message], 'time')) {
        sent.add(id);
        if (String(computed_date) <= covered)
          problems.push(`${id} of ${computed_date} comes after ${covered}`);
      }
    }
    for (const state of statesIn([message])) {
      covered = reached(state, 'time') ?? covered;
      const missing = account.data.time.filter(
        (log) => (account.dayOf(log) ?? '') <= covered && !sent.has(log.id),
      );
      if (missing.length > 0) problems.push(`${covered} is told before ${missing.length} logs`);
    }
  }
  return problems;
}
