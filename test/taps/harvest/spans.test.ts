import {expect} from 'chai';
import {lastState, recordsOf, statesIn} from '../../support/messages.js';
import {accountOpener, bookmarkIn, DAY, idsIn, idsOf, logLines, nth} from './account.js';

const BOUNDED = [
  'time_entries',
  'expenses',
  'invoices',
  'invoice_line_items',
  'invoice_payments',
  'estimates',
];

describe('tap-harvest, from when and until when', () => {
  const open = accountOpener();

  it('bounds the business date of what has one by end_date, and nothing else', async () => {
    const account = await open();

    const run = await account.sync([...BOUNDED, 'clients'], {
      config: {end_date: '2024-09-15', page_size: 50},
    });

    for (const list of ['time_entries', 'expenses', 'invoices', 'estimates']) {
      expect(new Set(account.queries(list).map(({to}) => to)), list).to.deep.equal(new Set(['2024-09-15']));
    }
    expect(account.queries('clients').map(({to}) => to)).to.deep.equal([undefined]);
    const {data} = account;
    expect(idsIn(run, 'time_entries')).to.deep.equal(
      idsOf(data.time_entries.filter(({spent_date}) => spent_date <= '2024-09-15')),
    );
    const billed = idsOf(data.invoices.filter(({issue_date}) => issue_date <= '2024-09-15'));
    expect(idsIn(run, 'invoices')).to.deep.equal(billed);
    expect(idsIn(run, 'invoice_payments')).to.have.length(
      billed.flatMap((id) => data.invoice_payments.get(id) ?? []).length,
    );
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(data.clients));
  });

  for (const later of ['2024-11-30', undefined]) {
    it(`brings what end_date kept out before, once it is ${later ?? 'gone'}`, async () => {
      const account = await open();
      const first = await account.sync(BOUNDED, {config: {end_date: '2024-09-15'}});

      const second = await account.sync(BOUNDED, {
        state: lastState(first.messages),
        config: later === undefined ? {} : {end_date: later},
      });

      expect(second.code, second.stderr).to.equal(0);
      const both = (stream: string): number[] => [
        ...new Set([...idsIn(first, stream), ...idsIn(second, stream)]),
      ];
      const {data} = account;
      expect(both('time_entries')).to.have.members(idsOf(data.time_entries));
      expect(both('expenses')).to.have.members(idsOf(data.expenses));
      expect(both('invoices')).to.have.members(idsOf(data.invoices));
      expect(both('invoice_line_items')).to.have.members(
        idsOf(data.invoices.flatMap((row) => row.line_items)),
      );
      expect(both('invoice_payments')).to.have.members(idsOf([...data.invoice_payments.values()].flat()));
      const repeated = idsIn(second, 'time_entries').filter((id) =>
        idsIn(first, 'time_entries').includes(id),
      );
      expect(repeated.length).to.be.below(data.time_entries.length / 4);
    });
  }

  const others: [string, string[], object][] = [
    ['a stream is read for the first time beside it', ['invoices', 'invoice_line_items'], {}],
    ['all of its children are visited again', ['invoices', 'invoice_payments'], {full_pass_days: 0}],
  ];
  for (const [when, streams, config] of others) {
    it(`brings what end_date kept out before, even when ${when}`, async () => {
      const account = await open();
      // The bookmark is then newer than all that lies beyond the end.
      account.update('invoices', nth(account.data.invoices, 0).id);
      const before = 'full_pass_days' in config ? streams : ['invoices'];
      const first = await account.sync(before, {config: {end_date: '2024-09-15'}});

      const second = await account.sync(streams, {state: lastState(first.messages), config});

      const both = [...idsIn(first, 'invoices'), ...idsIn(second, 'invoices')];
      expect([...new Set(both)]).to.have.members(idsOf(account.data.invoices));
    });
  }

  it('brings estimates without a date once end_date is gone', async () => {
    const account = await open();
    const first = await account.sync(['estimates'], {config: {end_date: '2024-09-15'}});

    const second = await account.sync(['estimates'], {state: lastState(first.messages)});

    expect(account.data.estimates.filter(({issue_date}) => issue_date === null)).to.not.have.length(0);
    expect([...new Set([...idsIn(first, 'estimates'), ...idsIn(second, 'estimates')])]).to.have.members(
      idsOf(account.data.estimates),
    );
  });

  it('begins with start_date, relative to the run or not', async () => {
    const account = await open();
    // Days count from the machine's clock.
    const daysAgo = Math.floor((Date.now() - Date.parse('2024-10-01')) / DAY);

    const [absolute, relative] = [
      await account.sync(['clients'], {config: {start_date: '2024-10-01'}}),
      await account.sync(['clients'], {config: {start_date: `-${daysAgo}d`}}),
    ];

    expect(account.queries('clients').map(({updated_since}) => updated_since)).to.deep.equal([
      '2024-10-01T00:00:00Z',
      '2024-10-01T00:00:00Z',
    ]);
    const expected = idsOf(account.data.clients.filter(({updated_at}) => updated_at >= '2024-10-01'));
    expect(idsIn(absolute, 'clients')).to.deep.equal(expected);
    expect(idsIn(relative, 'clients')).to.deep.equal(expected);
  });

  it('never skips what lies between the bookmark and a later start_date', async () => {
    const account = await open();
    const state = lastState((await account.sync(['clients'])).messages);
    const bookmark = bookmarkIn(state, 'clients')?.replication_key_value;
    account.routes();

    await account.sync(['clients'], {state, config: {start_date: '2024-11-20'}});

    expect(account.queries('clients').map(({updated_since}) => updated_since)).to.deep.equal([bookmark]);
  });

  it('goes on at the bookmark when start_date lies before it, and says so', async () => {
    const account = await open();
    const state = lastState((await account.sync(['clients'])).messages);
    account.routes();

    const run = await account.sync(['clients'], {state, config: {start_date: '2024-06-01'}});

    expect(logLines(run, 'WARNING').join()).to.match(
      /start_date 2024-06-01 lies before the bookmark of clients/,
    );
    expect(String(account.queries('clients')[0]?.updated_since) > '2024-10-01').to.equal(true);
  });

  it('has no word for a start_date that was always there', async () => {
    const account = await open();
    const config = {start_date: '2024-06-01'};
    const state = lastState((await account.sync(['clients'], {config})).messages);

    const run = await account.sync(['clients'], {state, config});

    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('reads a span again on backfill, whatever the bookmarks say, and moves none', async () => {
    const account = await open();
    const streams = [...BOUNDED, 'report_time_team'];
    const state = lastState((await account.sync(streams)).messages);
    account.routes();

    const run = await account.sync(streams, {
      state,
      config: {backfill: true, start_date: '2024-08-01', end_date: '2024-09-30'},
    });

    expect(run.code, run.stderr).to.equal(0);
    expect(account.queries('time_entries')[0]).to.include({
      updated_since: '2024-08-01T00:00:00Z',
      to: '2024-09-30',
    });
    expect(account.queries('reports/time/team').map(({from}) => from)).to.deep.equal([
      '20240801',
      '20240901',
    ]);
    expect(idsIn(run, 'time_entries')).to.deep.equal(
      idsOf(
        account.data.time_entries.filter(
          ({updated_at, spent_date}) => updated_at >= '2024-08-01' && spent_date <= '2024-09-30',
        ),
      ),
    );
    expect(recordsOf(run.messages, 'invoice_payments')).to.not.have.length(0);
    for (const one of statesIn(run.messages)) expect(one.bookmarks).to.deep.equal(state.bookmarks);
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('refuses an end before the beginning', async () => {
    const account = await open();

    const run = await account.sync(['clients'], {config: {start_date: '2024-10-01', end_date: '2024-09-01'}});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(logLines(run, 'CRITICAL').join()).to.match(/"start_date".*"end_date"/);
    expect(account.requests).to.have.length(0);
  });
});
