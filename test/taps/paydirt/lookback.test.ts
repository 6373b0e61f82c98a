import {expect} from 'chai';
import {addDays} from '../../sandbox/common/calendar.js';
import {lastState} from '../../support/messages.js';
import {lintProtocol} from '../../support/protocol-lint.js';
import {accountOpener, bookmarkOf, forAll, idsIn, idsOf, logLines, recordIn} from './account.js';

/** So many days before the bookmark, 20 November 2024. */
function daysBack(days: number): string {
  return addDays('2024-11-20', -days);
}

/** The setting, and how many days it means. */
const LOOKBACKS: readonly [number | undefined, number][] = [
  [undefined, 60],
  [0, 0],
  [10, 10],
  [400, 400],
];

/** The setting, how many days have passed, and whether that is enough. */
const RESYNCS: readonly [number | undefined, number, boolean][] = [
  [undefined, 30, true],
  [undefined, 29, false],
  [7, 7, true],
  [0, 3000, false],
];

describe('tap-paydirt, looking back', () => {
  const open = accountOpener();

  it('reads so many days before the bookmark again, and one for the zones', async () => {
    await forAll(
      LOOKBACKS,
      ([, days]) => `${days} days`,
      async ([lookback_days, days]) => {
        const account = await open();
        // At the edges of what is read, and far from them.
        const logs = account.only(
          [days + 200, days + 2, days + 1, days, 0].map((one) => ({date: daysBack(one)})),
        );
        const first = await account.sync(['time']);
        account.pass(1);
        for (const {id} of logs) account.update('time', id, {description: 'Late', hourly_rate: '100.0'});
        const late = account.insert('time', {date: daysBack(days)});
        const tooLate = account.insert('time', {date: daysBack(days + 3)});

        account.requests.length = 0;
        const config = {end_date: '2024-11-22', ...(lookback_days === undefined ? {} : {lookback_days})};
        const state = lastState(first.messages);
        const second = await account.sync(['time'], {state, config});

        expect(second.code, second.stderr).to.equal(0);
        expect(lintProtocol(second.messages, {stateBefore: state})).to.deep.equal([]);
        expect(account.windows()[0]?.from).to.equal(daysBack(days + 1));
        expect(idsIn(second, 'time')).to.deep.equal([5003, 5004, 5005, late.id]);
        expect(idsIn(second, 'time')).to.not.include(tooLate.id);
        expect(recordIn(second, 'time', 5003)).to.include({description: 'Late', computed_amount: '100'});
        expect(bookmarkOf(second, 'time')?.replication_key_value).to.equal('2024-11-21');
      },
    );
  });

  it('never goes behind the start', async () => {
    const account = await open();
    const config = {start_date: '2024-11-01'};
    const first = await account.sync(['time'], {config});

    account.requests.length = 0;
    await account.sync(['time'], {config, state: lastState(first.messages)});

    expect(account.windows()[0]?.from).to.equal('2024-10-31');
  });

  it('brings the new place of a log that was moved within it', async () => {
    const account = await open();
    account.only([{date: '2024-11-01'}, {date: '2024-11-02'}]);
    const first = await account.sync(['time']);
    account.moveLog(5001, '2024-10-15');

    const second = await account.sync(['time'], {state: lastState(first.messages)});

    expect(recordIn(second, 'time', 5001)).to.include({date: '2024-10-15', computed_date: '2024-10-15'});
  });

  it('brings the end of a timer, and what has been invoiced', async () => {
    const account = await open();
    account.only([
      {duration_only: false, date: null, started_at: '2024-11-20T08:00:00.000Z', duration: null},
      {date: '2024-10-01'},
    ]);
    const first = await account.sync(['time']);
    account.update('time', 5001, {ended_at: '2024-11-20T10:00:00.000Z'});
    account.update('time', 5002, {billed: true});

    const second = await account.sync(['time'], {state: lastState(first.messages)});

    expect(recordIn(first, 'time', 5001)).to.include({computed_seconds: null, computed_amount: null});
    expect(recordIn(second, 'time', 5001)).to.include({computed_seconds: 7200, computed_amount: '170'});
    expect(recordIn(second, 'time', 5002)).to.include({billed: true});
  });
});

describe('tap-paydirt, full resyncs', () => {
  const open = accountOpener();
  const OLD = '2022-03-04';

  it('bring old changes when their days have passed, and not before', async () => {
    await forAll(
      RESYNCS,
      ([every, passed]) => `${passed} days, every ${every}`,
      async ([full_resync_every_days, passed, isDue]) => {
        const account = await open({size: {timeLogs: 181}});
        const config = {
          end_date: '2033-01-01',
          window_days: 200,
          ...(full_resync_every_days === undefined ? {} : {full_resync_every_days}),
        };
        const first = await account.sync(['time'], {config});
        const late = account.insert('time', {date: OLD});
        account.requests.length = 0;
        account.pass(passed);

        const second = await account.sync(['time'], {config, state: lastState(first.messages)});

        expect(second.code, second.stderr).to.equal(0);
        if (isDue) expect(account.differences(second, ['time'])).to.deep.equal([]);
        else expect(idsIn(second, 'time')).to.not.include(late.id);
        expect(account.windows()[0]?.from).to.equal(isDue ? '2021-10-31' : '2024-09-20');
        const lastPass = (run: typeof first) => Date.parse(String(bookmarkOf(run, 'time')?.last_full_pass));
        expect((lastPass(second) - lastPass(first)) / 86_400_000).to.equal(isDue ? passed : 0);
        expect(logLines(second, 'WARNING')).to.deep.equal([]);
      },
    );
  });

  it('begin again with the days that follow them', async () => {
    const account = await open({size: {timeLogs: 41}});
    const config = {end_date: '2025-06-01', window_days: 3000, full_resync_every_days: 10};
    let state = lastState((await account.sync(['time'], {config})).messages);
    const starts: string[] = [];
    for (const days of [10, 9, 1]) {
      account.pass(days);
      account.requests.length = 0;
      state = lastState((await account.sync(['time'], {config, state})).messages);
      starts.push(account.windows()[0]?.from ?? '');
    }

    // Due after ten days, not after nine more, and due again after one more.
    expect(starts).to.deep.equal(['2021-10-31', '2024-09-30', '2021-10-31']);
  });

  it('that were interrupted go on where they were, and lose nothing', async () => {
    const account = await open({size: {timeLogs: 251}});
    const config = {end_date: '2025-06-01', window_days: 80, max_retries: 0};
    const first = await account.sync(['time'], {config});
    account.pass(31);
    const early = account.insert('time', {date: '2021-12-24'});
    const late = account.insert('time', {date: '2024-03-14'});
    const trouble = account.faults.on({path: /start=2023-0[3-6]/}, {kind: 'status', status: 500});

    account.requests.length = 0;
    const second = await account.sync(['time'], {config, state: lastState(first.messages)});
    const stopped = account.windows().at(-1)?.from ?? '';
    trouble.remove();
    account.requests.length = 0;
    const third = await account.sync(['time'], {config, state: lastState(second.messages)});

    expect({second: second.code, third: third.code}, third.stderr).to.deep.equal({second: 1, third: 0});
    expect(stopped).to.match(/^2023-0[3-6]/);
    expect(bookmarkOf(second, 'time')?.replication_key_value).to.equal('2024-11-20');
    expect(bookmarkOf(second, 'time')?.last_full_pass).to.equal(bookmarkOf(first, 'time')?.last_full_pass);
    expect(idsIn(second, 'time')).to.include(early.id);
    // A day of padding may be read twice.
    const resumed = account.windows()[0]?.from ?? '';
    expect([stopped, addDays(stopped, -1)]).to.include(resumed);
    expect(idsIn(third, 'time')).to.include(late.id);
    const held = new Set([...idsIn(second, 'time'), ...idsIn(third, 'time')]);
    expect([...held].sort((one, other) => one - other)).to.deep.equal(idsOf(account.data.time));
    expect(bookmarkOf(third, 'time')).to.not.have.any.keys('position');
    expect(Date.parse(String(bookmarkOf(third, 'time')?.last_full_pass))).to.equal(
      Date.parse(String(bookmarkOf(first, 'time')?.last_full_pass)) + 31 * 86_400_000,
    );
  });

  it('that were interrupted begin anew with another start', async () => {
    const account = await open({size: {timeLogs: 251}});
    const config = {end_date: '2025-06-01', window_days: 80, max_retries: 0};
    const first = await account.sync(['time'], {config});
    account.pass(31);
    account.faults.on({path: 'time', nth: 4}, {kind: 'status', status: 500});
    const second = await account.sync(['time'], {config, state: lastState(first.messages)});

    account.requests.length = 0;
    const third = await account.sync(['time'], {
      config: {...config, start_date: '2021-06-01'},
      state: lastState(second.messages),
    });

    expect({second: second.code, third: third.code}).to.deep.equal({second: 1, third: 0});
    expect(account.windows()[0]?.from).to.equal('2021-05-31');
    expect(account.differences(third, ['time'])).to.deep.equal([]);
  });

  it('do not follow from a bookmark of somebody else, that tells of none', async () => {
    const account = await open();
    const state = {bookmarks: {time: {computed_date: '2024-11-10'}}};

    const run = await account.sync(['time'], {state});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.windows()[0]?.from).to.equal('2024-09-10');
    expect(bookmarkOf(run, 'time')).to.include({replication_key_value: '2024-11-20'});
    expect(bookmarkOf(run, 'time')?.last_full_pass).to.be.a('string');
  });
});
