import {expect} from 'chai';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, DAY, idsIn, idsOf, logLines, nth, stateWith} from './account.js';

/** A moment before the sandbox's today, 20 November 2024, in Harvest's spelling. */
function daysAgo(days: number): string {
  return new Date(Date.parse('2024-11-20T12:00:00Z') - days * DAY).toISOString().replace('.000Z', 'Z');
}

describe('tap-harvest, when the bounds of its reading change', () => {
  const open = accountOpener();

  it('visits in a full pass what changed since the bookmark, though start_date is later', async () => {
    const account = await open();
    const first = await account.sync(['invoice_payments']);
    const changed = account.data.invoices.slice(0, 3).map(({id}) => id);
    for (const [index, id] of changed.entries())
      account.update('invoices', id, {updated_at: daysAgo(8 - index)});
    const before = {replication_key_value: daysAgo(10), last_full_pass: daysAgo(10)};
    const state = stateWith(first, 'invoice_payments', before);
    account.routes();

    await account.sync(['invoice_payments'], {state, config: {start_date: daysAgo(1)}});

    const visited = account.routes().filter((route) => route.endsWith('/payments'));
    expect(visited).to.include.members(changed.map((id) => `invoices/${id}/payments`));
  });

  it('asks for all that a later end_date lets in, however long ago it changed', async () => {
    const account = await open();
    const kept = nth(account.data.time_entries, 0);
    const first = await account.sync(['time_entries'], {config: {end_date: '2024-09-15'}});
    account.update('time_entries', kept.id, {spent_date: '2024-10-01', updated_at: daysAgo(30)});
    const state = stateWith(first, 'time_entries', {replication_key_value: daysAgo(10)});

    const second = await account.sync(['time_entries'], {
      state,
      config: {end_date: '2024-11-30', start_date: '2024-11-13'},
    });

    expect(idsIn(second, 'time_entries')).to.include(kept.id);
  });

  for (const [what, before, after] of [
    ['end_date has moved on', {end_date: '2024-09-15'}, {end_date: '2024-11-30'}],
    ['start_date is earlier', {start_date: '2024-09-15'}, {start_date: '2024-01-01'}],
  ] as const) {
    it(`begins an interrupted pass over children anew when ${what}`, async () => {
      const account = await open();
      const hang = account.faults.hang({path: /\/payments\?/, nth: 2});
      const cutOff = await account.syncUntil(hang.arrived, 'SIGTERM', ['invoice_payments'], {config: before});
      hang.release();

      const resumed = await account.sync(['invoice_payments'], {
        state: lastState(cutOff.messages),
        config: after,
      });

      const all = idsOf([...account.data.invoice_payments.values()].flat());
      expect([
        ...new Set([...idsIn(cutOff, 'invoice_payments'), ...idsIn(resumed, 'invoice_payments')]),
      ]).to.have.members(all);
    });
  }

  it('leaves out several invoices that were deleted before any of their payments was seen', async () => {
    const account = await open();
    const ids = account.data.invoices.map(({id}) => id).sort((left, right) => left - right);
    account.faults.onRequest({path: /\/payments\?/, nth: 1}, () => {
      for (const id of ids.slice(0, 4)) account.remove('invoices', id);
    });

    const run = await account.sync(['invoice_payments']);

    expect(run.code, run.stderr).to.equal(0);
    expect(logLines(run, 'WARNING').filter((line) => line.includes('Skipped'))).to.deep.equal([]);
    expect(recordsOf(run.messages, 'invoice_payments')).to.have.length(
      [...account.data.invoice_payments.values()].flat().length,
    );
  });

  it('adds up report rows that only a hidden currency told apart, whichever of them lacks a number', async () => {
    const account = await open();
    const row = {client_id: 7, client_name: 'ABC', total_hours: 1};
    const results = [
      {...row, billable_hours: null, currency: null},
      {...row, billable_hours: 2, currency: ''},
      {...row, billable_hours: 3},
    ];
    account.faults.on(/reports\/time\/clients/, {
      kind: 'body',
      change: (body) => ({...body, results, total_entries: results.length}),
    });

    const run = await account.sync(['report_time_clients'], {config: {start_date: '2024-11-01'}});

    expect(run.code, run.stderr).to.equal(0);
    const hours = recordsOf(run.messages, 'report_time_clients').map((record) => [
      record.currency,
      record.total_hours,
      record.billable_hours,
    ]);
    expect(hours).to.deep.equal([['', 3, 5]]);
  });

  it('reads no further in a list whose stream has failed', async () => {
    const account = await open();
    account.faults.on(
      {path: /\/clients\?/, nth: 1},
      {
        kind: 'body',
        change: (body) => ({...body, clients: [{name: 'without an id'}]}),
      },
    );

    const run = await account.sync(['clients'], {config: {page_size: 2}});

    expect(run.code).to.equal(1);
    expect(account.queries('clients')).to.have.length.below(3);
  });
});
