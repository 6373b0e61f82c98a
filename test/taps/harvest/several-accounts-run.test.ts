import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import {translated} from '../../support/airbyte.js';
import {withoutFields} from '../../support/conformance/catalogs.js';
import {differences} from '../../support/conformance/compare.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {runTap} from '../../support/process.js';
import {
  accountsOpener,
  CATALOG,
  expectGoodRun,
  heldOf,
  KEYS,
  keysOf,
  partitionIn,
  recordsIn,
} from './several-accounts-opened.js';
import {asking, ONE, THREE, TWO} from './several-accounts-subject.js';

const ALL = Object.keys(KEYS);
const IDS = [ONE, TWO, THREE];

describe('tap-harvest, several accounts in one run', () => {
  const open = accountsOpener();

  it('brings every record of every account, with its account, and announces each stream once', async () => {
    const accounts = await open();

    const run = await accounts.sync(IDS, ALL, {config: {concurrency: 4}});

    expectGoodRun(run);
    const truth = await accounts.truthOf(IDS, ALL);
    expect(differences(heldOf(run.messages, ALL), truth, KEYS)).to.deep.equal([]);
    const schemas = run.messages.filter(({type}) => type === 'SCHEMA');
    expect(schemas.map(({stream}) => stream)).to.have.members(ALL);
    for (const {key_properties, stream} of schemas) {
      expect((key_properties as string[])[0], String(stream)).to.equal('account_id');
      expect(key_properties, String(stream)).to.deep.equal(KEYS[String(stream)]);
    }
    // The ids of one account are those of another, so that nothing but the account tells them apart.
    expect(recordsIn(run, 'clients', ONE).map(({id}) => id)).to.deep.equal(
      recordsIn(run, 'clients', TWO).map(({id}) => id),
    );
    expect(run.stdout + run.stderr).to.not.include(accounts.sandbox.config.access_token);
  });

  it('brings the same to Airbyte, and tells each stream complete once', async () => {
    const accounts = await open();

    const run = await accounts.read(IDS, ALL, {config: {concurrency: 2}});

    expect(run.code, run.stdout.slice(-2000)).to.equal(0);
    const {messages} = translated(run.stdout, {streams: []}, {});
    expect(differences(heldOf(messages, ALL), await accounts.truthOf(IDS, ALL), KEYS)).to.deep.equal([]);
    const complete = run.stdout.match(/"status":"COMPLETE"/g) ?? [];
    expect(complete).to.have.length(ALL.length);
  });

  it('offers keys that begin with the account, in both dialects, whichever accounts they are', async () => {
    const {sandbox} = await open();
    const config = {...sandbox.config, ...asking('all')};

    const [singer, airbyte] = await Promise.all([
      runTap('harvest', {config, args: ['--discover']}),
      runTap('harvest', {config, verb: 'discover'}),
    ]);

    const {streams} = JSON.parse(singer.stdout) as typeof CATALOG;
    expect(
      Object.fromEntries(streams.map(({stream, key_properties}) => [stream, key_properties])),
    ).to.deep.equal(KEYS);
    const found = (JSON.parse(airbyte.stdout) as {catalog: {streams: JsonObject[]}}).catalog.streams;
    expect(
      Object.fromEntries(
        found.map(({name, source_defined_primary_key}) => [
          name,
          (source_defined_primary_key as string[]).flat(),
        ]),
      ),
    ).to.deep.equal(KEYS);
    expect(sandbox.requests).to.deep.equal([]);
  });

  it('brings only what changed in a second run, of each account by its own bookmark', async () => {
    const accounts = await open();
    const {sandbox} = accounts;
    const streams = ['clients', 'projects', 'users'];
    const first = await accounts.sync([ONE, TWO], streams);
    const state = lastState(first.messages);
    accounts.advance(86_400);
    const {id} = sandbox.account(ONE).insert('clients', {name: 'Of one'});
    const other = sandbox.account(TWO).insert('projects', {name: 'Of two'});

    const second = await accounts.sync([ONE, TWO], streams, {state, config: {lookback_window: 0}});

    expectGoodRun(second, state);
    const idsOf = (stream: string, account: number) =>
      recordsIn(second, stream, account).map((record) => Number(record.id));
    expect(idsOf('clients', ONE)).to.include(id);
    expect(idsOf('projects', TWO)).to.include(other.id);
    // The newest record of before lies on the boundary and comes again.
    const boundary = (stream: string, account: number) =>
      recordsIn(first, stream, account).filter(
        ({updated_at}) => updated_at === partitionIn(state, stream, account)?.replication_key_value,
      ).length;
    for (const stream of streams) {
      for (const account of [ONE, TWO]) {
        const isNew = (stream === 'clients' && account === ONE) || (stream === 'projects' && account === TWO);
        expect(idsOf(stream, account), `${stream} of ${account}`).to.have.length(
          boundary(stream, account) + (isNew ? 1 : 0),
        );
      }
    }
    const reached = partitionIn(lastState(second.messages), 'clients', ONE)?.replication_key_value;
    expect(reached).to.equal('2024-11-21T10:00:00Z');
    expect(partitionIn(lastState(second.messages), 'clients', TWO)).to.deep.equal(
      partitionIn(state, 'clients', TWO),
    );
  });

  it('puts the account into each record even when the catalog deselects it', async () => {
    const accounts = await open();
    const catalog = withoutFields(CATALOG, ({breadcrumb}) => breadcrumb.at(-1) === 'account_id');
    const only = {streams: catalog.streams.filter(({stream}) => stream === 'roles')};

    const run = await accounts.sync([ONE, TWO], [], {catalog: only});

    expectGoodRun(run);
    expect(
      differences(
        heldOf(run.messages, ['roles']),
        await accounts.truthOf([ONE, TWO], ['roles']),
        keysOf(['roles']),
      ),
    ).to.deep.equal([]);
  });

  it('reads the account with a catalog that was made for one account', async () => {
    const accounts = await open();
    const {stdout} = await runTap('harvest', {args: ['--discover']});

    const run = await accounts.sync([ONE], [], {catalog: JSON.parse(stdout) as object});

    expectGoodRun(run);
    expect(recordsOf(run.messages, 'clients').map(({account_id}) => account_id)).to.include(ONE);
  });
});
