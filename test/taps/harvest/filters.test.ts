import {expect} from 'chai';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, idsIn, idsOf, logLines, nth, stateWith} from './account.js';

describe('tap-harvest, filters', () => {
  const open = accountOpener();

  it('sends them with every page, and keeps to what matches', async () => {
    const account = await open();
    const {id} = nth(account.data.projects, 0);
    const filters = {time_entries: {project_id: id, is_billed: false, from: '2024-07-01'}};

    const run = await account.sync(['time_entries'], {config: {filters, page_size: 5}});

    const queries = account.queries('time_entries');
    expect(queries).to.have.length.above(1);
    for (const query of queries) {
      expect(query).to.include({project_id: String(id), is_billed: 'false', from: '2024-07-01'});
    }
    expect(idsIn(run, 'time_entries')).to.deep.equal(
      idsOf(
        account.data.time_entries.filter(
          (entry) => entry.project.id === id && !entry.is_billed && entry.spent_date >= '2024-07-01',
        ),
      ),
    );
    expect(logLines(run, 'WARNING').join()).to.match(/time_entries: filtered by is_billed, which changes/);
  });

  it('keeps to the narrower of a filter by date and end_date', async () => {
    const account = await open();
    const filters = {time_entries: {from: '2024-07-10', to: '2024-07-31'}};

    const run = await account.sync(['time_entries'], {config: {filters, end_date: '2024-09-30'}});
    const later = await account.sync(['time_entries'], {config: {filters}, state: lastState(run.messages)});

    const expected = idsOf(
      account.data.time_entries.filter(
        ({spent_date}) => spent_date >= '2024-07-10' && spent_date <= '2024-07-31',
      ),
    );
    expect(idsIn(run, 'time_entries')).to.deep.equal(expected);
    expect(expected).to.include.members(idsIn(later, 'time_entries'));
  });

  it('narrows derived and child streams with their parent', async () => {
    const account = await open();
    const {id} = nth(account.data.invoices, 0).client;
    const invoices = account.data.invoices.filter(({client}) => client.id === id);

    const run = await account.sync(['invoice_line_items', 'invoice_payments'], {
      config: {filters: {invoices: {client_id: id}}},
    });

    expect(account.routes().filter((route) => route.endsWith('/payments'))).to.have.length(invoices.length);
    expect(
      new Set(recordsOf(run.messages, 'invoice_line_items').map((line) => line.invoice_id)),
    ).to.deep.equal(new Set(idsOf(invoices)));
  });

  it('asks for one kind of task assignment where only that is wanted', async () => {
    const account = await open();

    const run = await account.sync(['task_assignments'], {
      config: {filters: {task_assignments: {is_active: false}}},
    });

    expect(account.queries('task_assignments').map(({is_active}) => is_active)).to.deep.equal(['false']);
    expect(idsIn(run, 'task_assignments')).to.deep.equal(
      idsOf(account.data.task_assignments.filter((row) => !row.is_active)),
    );
  });

  it('reads a stream in full whose filters changed, and its children, and no other', async () => {
    const account = await open();
    const streams = ['invoices', 'invoice_payments', 'clients'];
    const first = await account.sync(streams, {config: {filters: {invoices: {state: 'paid'}}}});

    const second = await account.sync(streams, {state: lastState(first.messages)});

    expect(idsIn(second, 'invoices')).to.deep.equal(idsOf(account.data.invoices));
    expect(idsIn(second, 'invoice_payments')).to.deep.equal(
      idsOf([...account.data.invoice_payments.values()].flat()),
    );
    expect(idsIn(second, 'clients').length).to.be.below(account.data.clients.length);
    expect(logLines(second, 'WARNING').map((line) => line.replace(/: .*/, ''))).to.have.members([
      'invoices',
      'invoice_payments',
    ]);
  });

  it('adopts a bookmark that does not say what it was made for', async () => {
    const account = await open();
    const state = stateWith(await account.sync(['clients']), 'clients', {fingerprint: undefined});
    account.routes();

    const run = await account.sync(['clients'], {state});

    expect(account.queries('clients')[0]).to.have.property('updated_since');
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
    expect(JSON.stringify(lastState(run.messages))).to.include('"fingerprint"');
  });

  const mistakes: [string, object, RegExp][] = [
    ['a stream that has none', {roles: {is_active: true}}, /"filters\.roles" does not exist/],
    [
      'a parameter that the stream lacks',
      {time_entries: {projekt_id: 7}},
      /"filters\.time_entries\.projekt_id" does not exist; known here: .*project_id/,
    ],
    ['paging', {clients: {page: 2}}, /"filters\.clients\.page" does not exist/],
    [
      'updated_since',
      {clients: {updated_since: '2024-01-01'}},
      /"filters\.clients\.updated_since" does not exist/,
    ],
    [
      'a word where a number belongs',
      {time_entries: {project_id: 'seven'}},
      /"filters\.time_entries\.project_id" must be a whole number/,
    ],
    [
      'a state that no invoice has',
      {invoices: {state: 'lost'}},
      /"filters\.invoices\.state" must be one of draft, open, paid, closed/,
    ],
    ['a day that is none', {expenses: {from: '2024-02-30'}}, /"filters\.expenses\.from" must be a date/],
  ];
  it('refuses what the service would ignore or refuse, all of it at once, before any request', async () => {
    const account = await open();

    const runs = await Promise.all(
      mistakes.map(([, filters]) => account.sync(['clients'], {config: {filters}})),
    );

    for (const [index, [what, , message]] of mistakes.entries()) {
      const run = nth(runs, index);
      expect({code: run.code, stdout: run.stdout}, what).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL').join('\n'), what).to.match(message);
    }
    expect(account.requests).to.have.length(0);
  });
});
