import {expect} from 'chai';
import type {Data, Row} from '../../sandbox/paymo/index.js';
import {lastState} from '../../support/messages.js';
import {type Account, accountOpener, copies, idsIn, idsOf, logLines, nth} from './account.js';

const entryDay = ({date, start_time}: Row) => String(date ?? start_time).slice(0, 10);
const byDate = ({date}: Row) => String(date);
const only = (row: Row, dayOf: (row: Row) => string): [string, string] => [dayOf(row), dayOf(row)];

interface Dated {
  readonly list: keyof Data & ('entries' | 'bookings' | 'expenses' | 'invoices' | 'estimates');
  /** The days that a row covers. */
  readonly days: (row: Row) => [string, string];
}

/** The streams with a business date. */
const DATED = {
  time_entries: {list: 'entries', days: (row) => only(row, entryDay)},
  bookings: {list: 'bookings', days: ({start_date, end_date}) => [String(start_date), String(end_date)]},
  expenses: {list: 'expenses', days: (row) => only(row, byDate)},
  invoices: {list: 'invoices', days: (row) => only(row, byDate)},
  estimates: {list: 'estimates', days: (row) => only(row, byDate)},
} as const satisfies Record<string, Dated>;

const STREAMS = ['time_entries', 'bookings', 'expenses', 'invoices', 'estimates'] as const;
type Stream = (typeof STREAMS)[number];

/** The ids of the rows that lie in some days, at least with a part of them. */
function idsWithin(
  {data}: Account,
  stream: Stream,
  {from = '0000', to = '9999'}: {from?: string; to?: string},
) {
  const {list, days} = DATED[stream];
  const within = data[list].filter((row) => {
    const [first, last] = days(row);
    return first <= to && last >= from;
  });
  return idsOf(within);
}

/** An account that is no older than its rows, so that its months are soon read. */
function young(account: Account): Account {
  account.data.company.created_on = '2023-01-01T00:00:00Z';
  return account;
}

describe('tap-paymo, end_date', () => {
  const open = accountOpener();

  for (const stream of STREAMS) {
    for (const mode of ['works', 'refused'] as const) {
      it(`of ${stream} can move on, and go away, without a loss (filter ${mode})`, async () => {
        const account = young(
          await open({size: {entries: 120}, updatedOnFilter: mode, updatedOnWithInterval: mode}),
        );
        const first = await account.sync([stream], {config: {end_date: '2024-08-15'}});
        account.pass(0.1);
        const second = await account.sync([stream], {
          state: lastState(first.messages),
          config: {end_date: '2024-09-20'},
        });
        const third = await account.sync([stream], {state: lastState(second.messages)});

        const until = idsWithin(account, stream, {to: '2024-08-15'});
        const after = idsWithin(account, stream, {from: '2024-08-16', to: '2024-09-20'});
        expect(until.length).to.be.within(1, account.data[DATED[stream].list].length - 1);
        expect(idsIn(first, stream)).to.deep.equal(until);
        expect(idsIn(second, stream)).to.include.members(after.filter((id) => !until.includes(id)));
        expect(
          new Set([...idsIn(first, stream), ...idsIn(second, stream), ...idsIn(third, stream)]),
        ).to.deep.equal(new Set(idsWithin(account, stream, {})));
        expect(idsWithin(account, stream, {to: '2024-09-20'})).to.include.members(idsIn(second, stream));
      });
    }
  }

  it('of invoices holds for their lines too, which follow when it moves on', async () => {
    const account = await open();
    const streams = ['invoice_line_items', 'estimate_line_items'];
    const first = await account.sync(streams, {config: {end_date: '2024-08-15'}});
    const second = await account.sync(streams, {state: lastState(first.messages)});

    const {invoiceitems} = account.data;
    const invoices = new Set(idsWithin(account, 'invoices', {to: '2024-08-15'}));
    const until = idsOf(invoiceitems.filter(({invoice_id}) => invoices.has(Number(invoice_id))));
    expect(idsIn(first, 'invoice_line_items')).to.deep.equal(until);
    const both = new Set([...idsIn(first, 'invoice_line_items'), ...idsIn(second, 'invoice_line_items')]);
    expect(both).to.deep.equal(new Set(idsOf(invoiceitems)));
  });
});

describe('tap-paymo, a backfill', () => {
  const open = accountOpener();
  const config = {backfill: true, start_date: '2024-07-10', end_date: '2024-09-05'};
  const span = {from: '2024-07-10', to: '2024-09-05'};

  for (const stream of STREAMS) {
    it(`reads ${stream} by business date, whenever they were made or changed`, async () => {
      const account = young(await open({size: {entries: 120}}));
      const rows: Row[] = account.data[DATED[stream].list];
      for (const row of rows)
        Object.assign(row, {created_on: '2023-02-01T00:00:00Z', updated_on: '2023-02-01T00:00:00Z'});
      const first = await account.sync([stream]);

      const run = await account.sync([stream], {state: lastState(first.messages), config});

      const wanted = idsWithin(account, stream, span);
      expect(wanted.length).to.be.within(1, rows.length - 1);
      expect(idsIn(run, stream)).to.deep.equal(wanted);
      expect(lastState(run.messages).bookmarks).to.deep.equal(lastState(first.messages).bookmarks);
    });
  }

  it('brings a booking that began before it and reaches into it', async () => {
    const account = young(await open());
    const {bookings} = account.data;
    copies(bookings, nth(bookings, 0), 1, () => ({start_date: '2024-04-01', end_date: '2024-07-10'}));
    const {id} = nth(bookings, bookings.length - 1);

    const run = await account.sync(['bookings'], {config});

    expect(idsIn(run, 'bookings')).to.include(id);
  });

  it('brings the lines of the invoices and estimates in it', async () => {
    const account = await open();
    const run = await account.sync(['invoice_line_items', 'estimate_line_items'], {config});

    const {invoiceitems, estimateitems} = account.data;
    const invoices = new Set(idsWithin(account, 'invoices', span));
    const estimates = new Set(idsWithin(account, 'estimates', span));
    expect(idsIn(run, 'invoice_line_items')).to.deep.equal(
      idsOf(invoiceitems.filter(({invoice_id}) => invoices.has(Number(invoice_id)))),
    );
    expect(idsIn(run, 'estimate_line_items')).to.deep.equal(
      idsOf(estimateitems.filter(({estimate_id}) => estimates.has(Number(estimate_id)))),
    );
  });
});

describe('tap-paymo, the days of filters', () => {
  const open = accountOpener();
  const span = {from: '2024-07-10', to: '2024-08-05'};

  for (const intervalOverlap of [false, true]) {
    for (const stream of ['time_entries', 'bookings'] as const) {
      it(`bring ${stream} that lie in them or reach into them (overlap ${intervalOverlap})`, async () => {
        const account = young(await open({intervalOverlap, size: {entries: 120}}));
        const {bookings} = account.data;
        copies(bookings, nth(bookings, 0), 1, () => ({start_date: '2024-05-20', end_date: '2024-07-10'}));

        const run = await account.sync([stream], {config: {filters: {[stream]: span}}});

        expect(idsIn(run, stream)).to.deep.equal(idsWithin(account, stream, span));
        expect(idsIn(run, stream)).to.not.have.length(0);
      });
    }
  }
});

describe('tap-paymo, start_date and max_records', () => {
  const open = accountOpener();

  for (const stream of STREAMS) {
    it(`begins a first run of ${stream} with what changed since start_date`, async () => {
      const account = young(await open({size: {entries: 120}}));
      const run = await account.sync([stream], {config: {start_date: '2024-08-01'}});

      const rows = account.data[DATED[stream].list];
      const due = rows.filter(
        ({updated_on, is_bulk, end_time}) =>
          updated_on >= '2024-08-01T00:00:00Z' || (is_bulk === false && typeof end_time !== 'string'),
      );
      expect(due.length).to.be.within(1, rows.length - 1);
      expect(idsIn(run, stream)).to.deep.equal(idsOf(due));
    });
  }

  it('takes a sample that moves no bookmark', async () => {
    const account = young(await open({size: {entries: 60}}));
    const streams = [...STREAMS, 'invoice_line_items', 'task_comments', 'files'];
    const first = await account.sync(streams);
    account.pass(1);
    account.change();

    const sample = await account.sync(streams, {state: lastState(first.messages), config: {max_records: 2}});

    expect(sample.code, sample.stderr).to.equal(0);
    for (const stream of streams) expect(idsIn(sample, stream), stream).to.have.length.below(3);
    expect(idsIn(sample, 'time_entries')).to.have.length(2);
    expect(lastState(sample.messages).bookmarks).to.deep.equal(lastState(first.messages).bookmarks);
    expect(logLines(sample, 'ERROR')).to.deep.equal([]);
  });
});
