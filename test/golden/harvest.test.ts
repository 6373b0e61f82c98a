import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {type Catalog, discover} from '../../protocol/core/catalog.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {lastState} from '../support/messages.js';
import {runTap} from '../support/process.js';
import {lintProtocol} from '../support/protocol-lint.js';
import {accountOpener, nth} from '../taps/harvest/account.js';
import {expectGolden, normal, withoutVersions} from './normal.js';
import {pathOf, summary} from './summary.js';

const SIZE = {
  users: 3,
  clients: 2,
  contacts: 2,
  projects: 2,
  tasks: 2,
  timeEntries: 5,
  expenses: 2,
  invoices: 2,
  estimates: 1,
};

describe('golden runs of tap-harvest', () => {
  const open = accountOpener();

  it('harvest-two-streams-from-catalog-example', async () => {
    const account = await open({size: SIZE});
    const catalog = exampleCatalog();

    const run = await account.sync([], {catalog});

    expect(catalog).to.deep.equal(asDiscovered(['clients', 'projects'], 'clients.statement_key'));
    expect(run.code, run.stderr).to.equal(0);
    expect(run.stderr).to.not.match(/WARNING/);
    expectGolden('harvest-two-streams-from-catalog-example.jsonl', normal(run.stdout));
  });

  it('harvest-child-without-parent', async () => {
    const account = await open({size: SIZE});

    const run = await account.sync(['invoice_payments']);

    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('harvest-child-without-parent.jsonl', normal(run.stdout));
  });

  it('harvest-incremental-second-run', async () => {
    const account = await open({size: SIZE});
    const streams = ['invoices', 'invoice_line_items', 'invoice_messages', 'clients', 'time_entries'];
    const state = lastState((await account.sync(streams)).messages);
    account.pass(1);
    account.update('clients', nth(account.data.clients, 1).id, {name: 'Renamed Ltd'});
    account.update('invoices', nth(account.data.invoices, 0).id, {subject: 'Corrected'});

    const run = await account.sync(streams, {state});

    expect(lintProtocol(run.messages, {stateBefore: state})).to.deep.equal([]);
    expectGolden('harvest-incremental-second-run.jsonl', normal(run.stdout));
  });

  it('harvest-reports-two-months', async () => {
    const account = await open({size: SIZE});

    const run = await account.sync(['report_time_team', 'report_uninvoiced'], {
      config: {start_date: '2024-10-15'},
    });

    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('harvest-reports-two-months.jsonl', normal(run.stdout));
  });

  it('harvest-activate-version-end', async () => {
    const account = await open({size: SIZE});

    const run = await account.sync(['roles', 'tasks', 'teammates'], {config: {activate_version: 'end'}});

    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('harvest-activate-version-end.jsonl', withoutVersions(normal(run.stdout)));
  });

  it('harvest-refused-stream', async () => {
    const account = await open({size: {...SIZE, users: 4}, role: 'manager'});

    const run = await account.sync(['company', 'roles', 'project_assignments']);

    expect(run.code, run.stderr).to.equal(0);
    expectGolden('harvest-refused-stream.jsonl', normal(run.stdout));
  });

  it('what tap-harvest offers', async () => {
    const {stdout} = await runTap('harvest', {args: ['--discover']});

    const catalog: Catalog = {streams: discover(streamsOfTap(harvest)).streams};
    expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(JSON.stringify(catalog)));
    expectGolden('harvest-discover.txt', summary(catalog));
  });
});

function exampleCatalog(): object {
  return JSON.parse(readFileSync('catalog.example.json', 'utf8'));
}

/** Discovery's words on some streams, all selected but for one field, as a person would edit them. */
function asDiscovered(streams: readonly string[], unwanted: string): object {
  const chosen = discover(streamsOfTap(harvest)).streams.filter(({stream}) => streams.includes(stream));
  const edited = chosen.map((entry) => ({
    ...entry,
    metadata: entry.metadata.map(({breadcrumb, metadata}) => {
      if (breadcrumb.length === 0) return {breadcrumb, metadata: {...metadata, selected: true}};
      const isUnwanted = `${entry.stream}.${pathOf(breadcrumb)}` === unwanted;
      return {breadcrumb, metadata: isUnwanted ? {...metadata, selected: false} : metadata};
    }),
  }));
  return JSON.parse(JSON.stringify({streams: edited}));
}
