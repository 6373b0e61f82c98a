import {expect} from 'chai';
import {lastState, recordsOf} from '../../support/messages.js';
import {type Account, accountOpener, bookmarkIn, idsIn, idsOf, logLines, nth} from './account.js';

/** Ten clients in three pages; while the second is asked for, one of the first is taken away. */
function withdrawClientWhilePaging(account: Account): {gone: number; others: number[]} {
  const ids = idsOf(account.data.clients);
  const gone = nth(ids, ids.length - 1);
  account.faults.onRequest({path: 'clients', nth: 2}, (request) => {
    if (request.query.get('page') !== '1') account.remove('clients', gone);
  });
  return {gone, others: ids.filter((id) => id !== gone)};
}

describe('tap-harvest, completeness', () => {
  const open = accountOpener();

  it('finds the row that slipped between two pages by reading the list again', async () => {
    const account = await open({paging: 'page'});
    const {gone, others} = withdrawClientWhilePaging(account);

    const run = await account.sync(['clients'], {config: {page_size: 4}});

    expect(run.code, run.stderr).to.equal(0);
    // It was sent before it was gone; of the others each came, and none twice.
    expect(idsIn(run, 'clients')).to.deep.equal([...others, gone].sort((left, right) => left - right));
    expect(logLines(run, 'WARNING').join()).to.match(/9 of 10 came; reading it again/);
    expect(account.queries('clients')).to.have.length(6);
  });

  it('reads a list with cursors once, since nothing slips there', async () => {
    const account = await open({paging: 'cursor'});
    withdrawClientWhilePaging(account);

    const run = await account.sync(['clients'], {config: {page_size: 4}});

    expect(run.code, run.stderr).to.equal(0);
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
    expect(account.queries('clients')).to.have.length(3);
  });

  it('sends a row again that changed between the two readings', async () => {
    const account = await open({paging: 'page'});
    withdrawClientWhilePaging(account);
    const changed = nth(account.data.clients, 3).id;
    account.faults.onRequest({path: 'clients', nth: 4}, () => {
      account.update('clients', changed, {name: 'Renamed meanwhile'});
    });

    const run = await account.sync(['clients'], {config: {page_size: 4}});

    const names = recordsOf(run.messages, 'clients')
      .filter(({id}) => id === changed)
      .map(({name}) => name);
    expect(names).to.have.length(2);
    expect(names.at(-1)).to.equal('Renamed meanwhile');
  });

  it('takes an inserted row that shifts others twice for no loss', async () => {
    const account = await open({paging: 'page'});
    account.faults.onRequest({path: 'clients', nth: 2}, () => account.insert('clients'));

    const run = await account.sync(['clients'], {config: {page_size: 4}});

    expect(run.code, run.stderr).to.equal(0);
    const ids = idsIn(run, 'clients');
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.have.length.of.at.least(10);
  });

  it('is content when only the first count was wrong', async () => {
    const account = await open();
    account.faults.on({path: 'clients', nth: 1}, {kind: 'total', total: 11});

    const run = await account.sync(['clients']);

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(account.queries('clients')).to.have.length(2);
  });

  it('fails with the numbers when rows stay away, and moves no bookmark', async () => {
    const account = await open();
    account.faults.on('clients', {kind: 'total', total: 12});

    const run = await account.sync(['clients', 'tasks']);

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join()).to.match(/announces 12 rows, but only 10 came/);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(bookmarkIn(lastState(run.messages), 'clients')).to.equal(undefined);
    expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
  });

  it('counts below parents too, and lives without a count there', async () => {
    const [counted, uncounted] = await Promise.all([open(), open({nestedTotals: false})]);
    counted.faults.on(/\/payments\?/, {kind: 'total', total: 50});

    const [incomplete, fine] = await Promise.all([
      counted.sync(['invoice_payments']),
      uncounted.sync(['invoice_payments']),
    ]);

    expect([incomplete.code, fine.code]).to.deep.equal([1, 0]);
    expect(logLines(incomplete, 'CRITICAL').join()).to.match(/invoice_payments is incomplete.*50/);
    expect(idsIn(fine, 'invoice_payments')).to.have.length(
      [...uncounted.data.invoice_payments.values()].flat().length,
    );
  });

  it('fails a stream whose row has no key, and reads what hangs on the same pages', async () => {
    const account = await open();
    const invoices = account.data.invoices.map((invoice, index) =>
      index === 3 ? {...invoice, id: null} : invoice,
    );
    account.faults.on('invoices', {kind: 'body', change: (body) => ({...body, invoices})});

    const run = await account.sync(['invoices', 'tasks']);

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join()).to.match(/\(invoices\).*without id/);
    expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
  });
});
