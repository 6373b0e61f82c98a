import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkIn, idsIn, logLines, nth} from './account.js';
import {listTruth} from './truth.js';

const INVOICING = ['invoices', 'invoice_line_items', 'invoice_messages', 'invoice_payments'];

describe('tap-harvest, incremental runs', () => {
  const open = accountOpener();

  it('asks for what changed since the bookmark, five minutes before it, on every page', async () => {
    const account = await open();
    const first = await account.sync(['time_entries']);
    const state = lastState(first.messages);
    account.pass(1);
    const changed = account.data.time_entries
      .slice(10, 15)
      .map(({id}) => account.update('time_entries', id).id);
    account.routes();

    const second = await account.sync(['time_entries'], {state, config: {page_size: 3}});

    const since = String(bookmarkIn(state, 'time_entries')?.replication_key_value);
    const from = `${new Date(Date.parse(since) - 300_000).toISOString().slice(0, 19)}Z`;
    const main = account.queries('time_entries').filter(({is_running}) => is_running === undefined);
    expect(main.length).to.be.above(1);
    expect(new Set(main.map(({updated_since}) => updated_since))).to.deep.equal(new Set([from]));
    expect(idsIn(second, 'time_entries')).to.include.members(changed);
  });

  it('lets no record through that did not change, even when the service sends it', async () => {
    const account = await open();
    const state = lastState((await account.sync(['clients'])).messages);
    account.pass(1);
    const changed = account.update('clients', nth(account.data.clients, 2).id);
    // A service that ignored a misspelled filter would answer with everything.
    account.faults.on('clients', {
      kind: 'body',
      change: (body) => ({...body, clients: account.data.clients}),
    });

    const second = await account.sync(['clients'], {state, config: {lookback_window: 0}});

    const due = account.data.clients.filter(
      ({updated_at}) => updated_at >= String(bookmarkIn(state, 'clients')?.replication_key_value),
    );
    expect(idsIn(second, 'clients')).to.have.members(due.map(({id}) => id));
    expect(idsIn(second, 'clients')).to.include(changed.id);
  });

  it('brings an invoice, its lines and its new payment and message, and visits no other invoice', async () => {
    const account = await open();
    const state = lastState((await account.sync(INVOICING)).messages);
    account.pass(1);
    const {id} = nth(
      account.data.invoices.filter((invoice) => invoice.state === 'open'),
      0,
    );
    const summary = account.change();
    account.routes();

    const second = await account.sync(INVOICING, {state});

    const touched = [...(summary.invoices?.inserted ?? []), ...(summary.invoices?.updated ?? [])];
    expect(touched).to.include(id);
    const visited = account.routes().filter((route) => route.startsWith('invoices'));
    expect(visited).to.have.members([
      'invoices',
      ...touched.flatMap((invoice) => [`invoices/${invoice}/messages`, `invoices/${invoice}/payments`]),
    ]);
    const truth = listTruth(account, new Date());
    const ofTouched = (record: JsonObject): boolean =>
      touched.includes(Number(record.invoice_id ?? record.id));
    for (const stream of INVOICING) {
      const expected = (truth[stream] ?? []).filter(ofTouched);
      expect(recordsOf(second.messages, stream).filter(ofTouched), stream).to.have.deep.members(expected);
    }
    expect(idsIn(second, 'invoice_payments')).to.include.members(summary.invoice_payments?.inserted ?? [0]);
    expect(idsIn(second, 'invoice_messages')).to.include.members(summary.invoice_messages?.inserted ?? [0]);
  });

  it('asks children for all they have, since new parents may have old ones', async () => {
    const account = await open();
    const state = lastState((await account.sync(INVOICING)).messages);
    account.pass(1);
    account.change();
    account.routes();

    await account.sync(INVOICING, {state});

    const below = account.requests.filter(({route}) => /\/(messages|payments)$/.test(route));
    expect(below).to.not.have.length(0);
    for (const {query} of below) expect([...query.keys()]).to.deep.equal(['per_page']);
  });

  it('reads the invoices once for all that hangs on them, from the earliest bookmark that needs it', async () => {
    const account = await open();
    const state = lastState((await account.sync(INVOICING)).messages);
    const bookmarks = isObject(state.bookmarks) ? state.bookmarks : {};
    const {id, updated_at} = nth(account.data.invoices, 4);
    const lines = {...bookmarkIn(state, 'invoice_line_items'), replication_key_value: updated_at};
    account.routes();

    const second = await account.sync(INVOICING, {
      state: {...state, bookmarks: {...bookmarks, invoice_line_items: lines}},
      config: {lookback_window: 0},
    });

    const queries = account.queries('invoices');
    expect(queries).to.deep.equal([{per_page: '2000', updated_since: updated_at}]);
    const newest =
      account.data.invoices
        .map((invoice) => invoice.updated_at)
        .sort()
        .at(-1) ?? '';
    expect(recordsOf(second.messages, 'invoice_line_items').map(({invoice_id}) => invoice_id)).to.include(id);
    for (const invoice of recordsOf(second.messages, 'invoices')) {
      expect(invoice.updated_at).to.equal(newest);
    }
  });

  it('reads task assignments of both kinds, and each once', async () => {
    const account = await open({archivedTaskAssignmentsHidden: false});

    const run = await account.sync(['task_assignments']);

    expect(account.queries('task_assignments').map(({is_active}) => is_active)).to.deep.equal([
      'true',
      'false',
    ]);
    expect(idsIn(run, 'task_assignments')).to.have.length(account.data.task_assignments.length);
    expect(new Set(recordsOf(run.messages, 'task_assignments').map((row) => row.is_active))).to.deep.equal(
      new Set([true, false]),
    );
  });

  it('reads everything of a stream whose state has another account', async () => {
    const account = await open();
    const state = lastState((await account.sync(['clients', 'tasks'])).messages);
    const other = await open({accountId: 777});

    const run = await other.sync(['clients'], {state});

    expect(idsIn(run, 'clients')).to.have.length(other.data.clients.length);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/clients: Reading everything.*another account/);
  });
});
