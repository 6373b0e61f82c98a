import {expect} from 'chai';
import type {Value} from '../../sandbox/paydirt/index.js';
import {recordsOf} from '../../support/messages.js';
import {accountOpener, forAll, logLines, timed} from './account.js';
import {amountFor} from './amounts.js';

type Log = Readonly<Record<string, Value>>;

/** A log, the seconds it took, and what they cost. */
const COMPUTED: readonly [string, Log, number | null, string | null][] = [
  ['a day', {date: '2024-11-19', duration: 5400, hourly_rate: '120.0'}, 5400, '180'],
  [
    'the sample',
    {...timed('2013-06-20T11:30:00.000Z', '2013-06-20T13:00:00.000Z'), hourly_rate: '120.0'},
    5400,
    '180',
  ],
  [
    'a timed log with a duration',
    {...timed('2024-11-19T11:30:00.000Z', '2024-11-19T13:00:00.000Z'), duration: 600, hourly_rate: '6'},
    600,
    '1',
  ],
  ['no time at all', {date: '2024-11-19', duration: 0}, 0, '0'],
  ['more than a day', timed('2024-11-18T08:00:00.000Z', '2024-11-19T11:00:00.000Z'), 97_200, '2295'],
  ['a leap day', timed('2024-02-28T23:00:00.000Z', '2024-03-01T01:00:00.000Z'), 93_600, '2210'],
  ['another offset', timed('2024-11-19T11:30:00+02:00', '2024-11-19T11:00:00Z'), 5400, '127.5'],
  ['a running timer', timed('2024-11-20T08:00:00.000Z', null), null, null],
  ['a running timer that ticks', {...timed('2024-11-20T08:00:00.000Z', null), duration: 77}, null, null],
  ['a day without duration', {duration: null}, null, null],
  ['no start', timed(null, '2024-11-20T08:00:00.000Z'), null, null],
  ['no rate', {duration: 1800, hourly_rate: null}, 1800, null],
  ['a rate that is none', {duration: 1800, hourly_rate: 'much'}, 1800, null],
  ['for free', {duration: 1800, hourly_rate: '0.0'}, 1800, '0'],
  ['just below half', {duration: 1, hourly_rate: '0.17999'}, 1, '0'],
  ['half', {duration: 1, hourly_rate: '0.18'}, 1, '0.0001'],
  ['one and a half', {duration: 1, hourly_rate: '0.54'}, 1, '0.0002'],
  ['two and a half', {duration: 1, hourly_rate: '0.9'}, 1, '0.0003'],
  ['minus half', {duration: 1, hourly_rate: '-0.18'}, 1, '-0.0001'],
  ['minus a little', {duration: 1, hourly_rate: '-0.1'}, 1, '0'],
  ['thirds', {duration: 1200, hourly_rate: '100'}, 1200, '33.3333'],
  ['two thirds', {duration: 2400, hourly_rate: '100'}, 2400, '66.6667'],
  ['as a number', {duration: 3600, hourly_rate: 93.75}, 3600, '93.75'],
  [
    'much money',
    {duration: 3600, hourly_rate: '12345678901234567890.12345'},
    3600,
    '12345678901234567890.1235',
  ],
  ['much time', {duration: 360_000_000, hourly_rate: '85.05'}, 360_000_000, '8505000'],
  ['a duration as text', {duration: '5400', hourly_rate: '2'}, 5400, '3'],
];

/** A moment, a zone, and the date that its clocks show then. */
const DATES: readonly [string, string, string][] = [
  ['2024-11-20T10:59:59.999Z', 'Pacific/Pago_Pago', '2024-11-19'],
  ['2024-11-20T11:00:00.000Z', 'Pacific/Pago_Pago', '2024-11-20'],
  ['2024-11-20T09:59:59.999Z', 'Pacific/Kiritimati', '2024-11-20'],
  ['2024-11-20T10:00:00.000Z', 'Pacific/Kiritimati', '2024-11-21'],
  ['2024-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2025-01-01'],
  // Clocks go forward on the 31st of March and back on the 27th of October.
  ['2024-03-30T22:59:59.000Z', 'Europe/Berlin', '2024-03-30'],
  ['2024-03-30T23:00:00.000Z', 'Europe/Berlin', '2024-03-31'],
  ['2024-03-31T21:59:59.000Z', 'Europe/Berlin', '2024-03-31'],
  ['2024-03-31T22:00:00.000Z', 'Europe/Berlin', '2024-04-01'],
  ['2024-10-26T22:00:00.000Z', 'Europe/Berlin', '2024-10-27'],
  ['2024-10-27T22:59:59.000Z', 'Europe/Berlin', '2024-10-27'],
  ['2024-10-27T23:00:00.000Z', 'Europe/Berlin', '2024-10-28'],
  ['2024-11-03T03:59:59.000Z', 'America/New_York', '2024-11-02'],
  ['2024-11-04T04:59:59.000Z', 'America/New_York', '2024-11-03'],
  ['2024-11-04T05:00:00.000Z', 'America/New_York', '2024-11-04'],
  // Half an hour of daylight saving, and three quarters of an hour of offset.
  ['2024-06-30T13:30:00.000Z', 'Australia/Lord_Howe', '2024-07-01'],
  ['2024-11-20T12:59:59.000Z', 'Australia/Lord_Howe', '2024-11-20'],
  ['2024-11-20T13:00:00.000Z', 'Australia/Lord_Howe', '2024-11-21'],
  ['2024-11-20T18:14:59.000Z', 'Asia/Kathmandu', '2024-11-20'],
  ['2024-11-20T18:15:00.000Z', 'Asia/Kathmandu', '2024-11-21'],
  // Samoa had no 30th of December in that year.
  ['2011-12-30T09:59:59.000Z', 'Pacific/Apia', '2011-12-29'],
  ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
  ['2024-02-29T23:59:59.999Z', 'UTC', '2024-02-29'],
  ['2024-02-29T20:30:00-05:00', 'UTC', '2024-03-01'],
];

describe('tap-paydirt, computed columns', () => {
  const open = accountOpener();

  it('tell seconds and amounts of both shapes of logs, and leave the source fields alone', async () => {
    // Otherwise it would not send the log that has no day.
    const account = await open({ignoredFilters: ['start', 'end']});
    const rows = account.only(COMPUTED.map(([, log]) => log));

    const run = await account.sync(['time'], {config: {start_date: '2013-01-01', window_days: 3660}});

    expect(run.code, run.stderr).to.equal(0);
    const byId = new Map(recordsOf(run.messages, 'time').map((record) => [record.id, record]));
    const found = COMPUTED.map(([what], index) => {
      const {computed_seconds, computed_amount} = byId.get(5001 + index) ?? {};
      return [what, computed_seconds, computed_amount];
    });
    expect(found).to.deep.equal(COMPUTED.map(([what, , seconds, amount]) => [what, seconds, amount]));
    expect(byId.get(5002)).to.include({duration: null, value: '0', started_at: '2013-06-20T11:30:00.000Z'});
    expect(byId.get(5003)).to.include({duration: 600});
    expect(rows).to.have.length(byId.size);
  });

  it('tell the date in any zone, also where clocks change', async () => {
    await forAll(
      [...new Set(DATES.map(([, name]) => name))],
      (zone) => zone,
      async (zone) => {
        const account = await open();
        const cases = DATES.filter(([, name]) => name === zone);
        account.only([
          ...cases.map(([moment]) => timed(moment, null)),
          // A date of its own has no zone.
          {date: '2024-11-20'},
          timed(null, null),
        ]);

        const run = await account.sync(['time'], {
          config: {time_zone: zone, start_date: '2011-01-01', end_date: '2025-02-01', window_days: 3660},
          env: {TZ: 'America/Caracas'},
        });

        expect(run.code, run.stderr).to.equal(0);
        const dates = recordsOf(run.messages, 'time')
          .sort((one, other) => Number(one.id) - Number(other.id))
          .map(({computed_date}) => computed_date);
        // The service itself cannot date a log without start and date.
        expect(dates).to.deep.equal([...cases.map(([, , date]) => date), '2024-11-20']);
      },
    );
  });

  it('are the same for a whole account in a far zone', async () => {
    const account = await open({size: {timeLogs: 701}, timedValues: 'computed'});
    const timeZone = 'Pacific/Kiritimati';

    const run = await account.sync(['time'], {config: {time_zone: timeZone}});

    expect(account.differences(run, ['time'], timeZone)).to.deep.equal([]);
    expect(account.differences(run, ['time'], 'UTC')).to.not.deep.equal([]);
  });

  it('go by UTC without a setting, whatever zone the machine is in', async () => {
    const account = await open();
    account.only([timed('2024-11-19T23:59:59.000Z', null), timed('2024-11-20T00:00:00.000Z', null)]);

    const run = await account.sync(['time'], {env: {TZ: 'Pacific/Kiritimati'}});

    const dates = recordsOf(run.messages, 'time').map(({computed_date}) => computed_date);
    expect(dates).to.have.members(['2024-11-19', '2024-11-20']);
  });

  it('stay apart from a time zone that is none', async () => {
    const account = await open();

    const run = await account.sync(['time'], {config: {time_zone: 'Mars/Olympus'}});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/"time_zone"/);
    expect(account.requests).to.have.length(0);
  });

  it('agree with exact arithmetic for any rate and any time', async () => {
    const account = await open();
    const cases = Array.from({length: 199}, (_, index) => {
      const seconds = (index * 7919) % 100_003;
      const rate = `${(index * 37) % 250}.${String((index * 6_700_417) % 100_000).padStart(5, '0')}`;
      return {seconds, rate};
    });
    account.only(cases.map(({seconds, rate}) => ({duration: seconds, hourly_rate: rate})));

    const run = await account.sync(['time']);

    const amounts = recordsOf(run.messages, 'time')
      .sort((one, other) => Number(one.id) - Number(other.id))
      .map(({computed_amount}) => computed_amount);
    expect(amounts).to.deep.equal(cases.map(({seconds, rate}) => amountFor(rate, seconds)));
  });
});
