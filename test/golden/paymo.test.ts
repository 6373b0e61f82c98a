import {expect} from 'chai';
import {type Catalog, discover} from '../../protocol/core/catalog.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {paymo} from '../../taps/paymo/index.js';
import {SECRETS} from '../sandbox/paymo/index.js';
import {withoutFields} from '../support/conformance/catalogs.js';
import {lastState} from '../support/messages.js';
import {runTap} from '../support/process.js';
import {lintProtocol} from '../support/protocol-lint.js';
import {accountOpener, nth} from '../taps/paymo/account.js';
import {expectGolden, normal} from './normal.js';
import {summary} from './summary.js';

const SIZE = {
  users: 2,
  clients: 2,
  projects: 2,
  tasks: 3,
  entries: 6,
  bookings: 1,
  expenses: 2,
  estimates: 1,
  invoices: 2,
  invoiceItems: 4,
  recurringProfiles: 1,
  discussions: 1,
  comments: 4,
  files: 3,
  reports: 1,
};

describe('golden runs of tap-paymo', () => {
  const open = accountOpener();

  it('paymo-invoices-with-lines-and-payments', async () => {
    const account = await open({size: {...SIZE, invoices: 4}});

    const run = await account.sync(['invoices', 'invoice_line_items', 'invoice_payments']);

    expect(run.code, run.stderr).to.equal(0);
    expect(run.stderr).to.not.match(/WARNING/);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('paymo-invoices-with-lines-and-payments.jsonl', normal(run.stdout));
  });

  it('paymo-incremental-second-run', async () => {
    const account = await open({size: SIZE});
    const streams = ['clients', 'tasks', 'time_entries', 'invoices', 'invoice_line_items'];
    const state = lastState((await account.sync(streams)).messages);
    account.pass(1);
    account.update('clients', nth(account.data.clients, 1).id, {name: 'Renamed Ltd'});
    account.update('tasks', nth(account.data.tasks, 0).id, {complete: true});
    account.update('invoiceitems', nth(account.data.invoiceitems, 0).id, {quantity: 3});

    const run = await account.sync(streams, {state});

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages, {stateBefore: state})).to.deep.equal([]);
    expectGolden('paymo-incremental-second-run.jsonl', normal(run.stdout));
  });

  it('paymo-comments', async () => {
    const account = await open({size: {...SIZE, comments: 9, files: 12}});

    const run = await account.sync(['task_comments', 'discussion_comments', 'file_comments']);

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('paymo-comments.jsonl', normal(run.stdout));
  });

  it('paymo-filters-and-includes', async () => {
    const account = await open({size: SIZE});
    const config = {
      filters: {tasks: {complete: false}, time_entries: {from: '2024-06-01'}},
      include: {tasks: ['tasklist', 'subtasks']},
    };
    const catalog = withoutFields(discover(streamsOfTap(paymo)), () => false);

    const run = await account.sync([], {config, catalog: onlyStreams(catalog, ['tasks', 'time_entries'])});

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('paymo-filters-and-includes.jsonl', normal(run.stdout));
  });

  it('paymo-company', async () => {
    const account = await open({size: SIZE});

    const run = await account.sync(['company']);

    expect(run.stdout).to.not.match(SECRETS);
    expectGolden('paymo-company.jsonl', normal(run.stdout));
  });

  it('what tap-paymo offers', async () => {
    const {stdout} = await runTap('paymo', {args: ['--discover']});

    const catalog: Catalog = {streams: discover(streamsOfTap(paymo)).streams};
    expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(JSON.stringify(catalog)));
    expectGolden('paymo-discover.txt', summary(catalog));
  });
});

function onlyStreams({streams}: Catalog, names: readonly string[]): Catalog {
  return {streams: streams.filter(({stream}) => names.includes(stream))};
}
