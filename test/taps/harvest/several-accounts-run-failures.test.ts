import {expect} from 'chai';
import {isObject} from '../../../protocol/core/json.js';
import {differences} from '../../support/conformance/compare.js';
import {lastState, messagesIn} from '../../support/messages.js';
import {logLines} from './account.js';
import {
  accountsOpener,
  expectGoodRun,
  heldOf,
  keysOf,
  partitionIn,
  problemsOf,
  recordsIn,
} from './several-accounts-opened.js';
import {ONE, THREE, TWO} from './several-accounts-subject.js';

const STREAMS = ['clients', 'roles', 'invoice_payments'];
const OTHERS = [ONE, THREE];

describe('tap-harvest, several accounts of which one is in trouble', () => {
  const open = accountsOpener();

  for (const status of [401, 403, 404] as const) {
    it(`reads the others when one is forbidden (${status}), and keeps its bookmarks`, async () => {
      const accounts = await open();
      const state = lastState((await accounts.sync([TWO], STREAMS)).messages);
      accounts.sandbox.account(TWO).refuse(status);

      const [run, read] = await Promise.all([
        accounts.sync([ONE, TWO, THREE], STREAMS, {state}),
        accounts.read([ONE, TWO, THREE], STREAMS, {state}),
      ]);

      for (const one of [run, read]) expect(one.code).to.equal(1);
      expect(problemsOf(run, state)).to.deep.equal([]);
      const truth = await accounts.truthOf(OTHERS, STREAMS);
      expect(differences(heldOf(run.messages, STREAMS), truth, keysOf(STREAMS))).to.deep.equal([]);
      for (const stream of STREAMS) {
        expect(partitionIn(lastState(run.messages), stream, TWO)).to.deep.equal(
          partitionIn(state, stream, TWO),
        );
      }
      const verdict = logLines(run, 'CRITICAL').join('\n');
      expect(verdict).to.match(/3 of 9 streams failed/);
      for (const stream of STREAMS) expect(verdict).to.include(`${TWO} ${stream}`);
      expect(verdict).to.match(new RegExp(String(status)));
      expect(logLines(run, 'ERROR')).to.have.length(1);
      expect(logLines(run, 'ERROR')[0]).to.match(new RegExp(`^account ${TWO}: `));
      expect(read.stdout).to.not.include('"status":"COMPLETE"');
      expect(read.stdout.match(/"status":"INCOMPLETE"/g)).to.have.length(3);
    });
  }

  it('reads all other streams of all accounts when one fails in one of them', async () => {
    const accounts = await open();
    const state = lastState((await accounts.sync([ONE, TWO, THREE], STREAMS)).messages);
    accounts.advance(86_400);
    for (const id of [ONE, TWO, THREE]) accounts.sandbox.account(id).insert('clients', {name: 'New'});
    accounts.account(TWO).fail('clients');

    const run = await accounts.sync([ONE, TWO, THREE], STREAMS, {state, config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    expect(problemsOf(run, state)).to.deep.equal([]);
    const after = lastState(run.messages);
    expect(partitionIn(after, 'clients', TWO)).to.deep.equal(partitionIn(state, 'clients', TWO));
    for (const id of OTHERS) {
      expect(partitionIn(after, 'clients', id)?.replication_key_value).to.equal('2024-11-21T10:00:00Z');
      expect(recordsIn(run, 'clients', id).map(({name}) => name)).to.include('New');
    }
    expect(recordsIn(run, 'roles', TWO)).to.have.length(accounts.sandbox.account(TWO).data.roles.length);
    expect(logLines(run, 'CRITICAL').join()).to.match(
      new RegExp(`1 of 9 streams failed \\(${TWO} clients\\)`),
    );
  });

  it('tells Airbyte which account made a stream fail, and of the others complete', async () => {
    const accounts = await open();
    accounts.account(TWO).fail('clients');

    const run = await accounts.read([ONE, TWO], ['clients', 'roles'], {config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    const traces = messagesIn(run.stdout).flatMap(({trace}) => (isObject(trace ?? null) ? [trace] : []));
    const text = traces.map((trace) => JSON.stringify(trace)).join('\n');
    expect(text).to.match(new RegExp(`"message":"clients: account ${TWO}: [^"]*500`));
    expect(text).to.match(/"name":"roles"},"status":"COMPLETE"/);
    expect(text).to.match(/"name":"clients"},"status":"INCOMPLETE"/);
    expect(text).to.not.match(/"name":"clients"},"status":"COMPLETE"/);
  });

  it('ends one account whose credentials stop to work on the way, and it alone', async () => {
    const accounts = await open();
    accounts.sandbox.account(TWO).faults.on('roles', {kind: 'status', status: 401, body: 'oauth'});

    const run = await accounts.sync([ONE, TWO, THREE], STREAMS);

    expect(run.code).to.equal(1);
    expect(problemsOf(run)).to.deep.equal([]);
    const truth = await accounts.truthOf(OTHERS, STREAMS);
    const held = heldOf(run.messages, STREAMS);
    const ofOthers = Object.fromEntries(
      Object.entries(held).map(([stream, records]) => [
        stream,
        records.filter(({account_id}) => account_id !== TWO),
      ]),
    );
    expect(differences(ofOthers, truth, keysOf(STREAMS))).to.deep.equal([]);
    expect(partitionIn(lastState(run.messages), 'roles', TWO)).to.equal(undefined);
    // What it had brought before stays complete.
    expect(run.stderr).to.match(new RegExp(`^${TWO} clients .*complete$`, 'm'));
    expect(logLines(run, 'CRITICAL').join()).to.not.include(`${TWO} clients`);
    expect(logLines(run, 'CRITICAL').join()).to.include(`${TWO} roles`);
  });

  it('waits for one account that is throttled, and loses nothing', async () => {
    const accounts = await open();
    const path = {path: 'clients', nth: 1};
    accounts.sandbox.account(TWO).faults.on(path, {kind: 'status', status: 429, retryAfter: 1});

    const run = await accounts.sync([ONE, TWO, THREE], STREAMS, {config: {concurrency: 3}});

    expectGoodRun(run);
    const truth = await accounts.truthOf([ONE, TWO, THREE], STREAMS);
    expect(differences(heldOf(run.messages, STREAMS), truth, keysOf(STREAMS))).to.deep.equal([]);
    expect(run.stderr).to.match(new RegExp(`account ${TWO}: Waiting 1\\.0 s`));
    expect(run.stderr).to.not.match(new RegExp(`account (${ONE}|${THREE}): Waiting`));
  });

  it('holds each account to its own limit', async () => {
    const accounts = await open();
    const limited = {rate_limit: {requests: 12, seconds: 600}, max_wait: 1};
    const streams = ['clients', 'roles', 'tasks'];

    const run = await accounts.sync([ONE, TWO, THREE], streams, {config: {page_size: 2000, ...limited}});

    // Together they ask more often than one of them may.
    expectGoodRun(run);
    expect(accounts.sandbox.requests.length).to.equal(12);
    const fewer = await accounts.sync([ONE, TWO, THREE], streams, {
      config: {page_size: 2000, rate_limit: {requests: 4, seconds: 600}, max_wait: 1},
    });
    expectGoodRun(fewer);
  });

  it('has no more requests under way than concurrency allows, over all accounts', async () => {
    const accounts = await open();
    const hang = accounts.sandbox.faults.hang({});
    const {requests} = accounts.sandbox;
    // The tap is another program: it gets time to send more than it may.
    const settled = hang.arrived.then(() => new Promise<void>((resolve) => setTimeout(resolve, 400)));

    const run = await accounts.syncUntil(settled, 'SIGTERM', [ONE, TWO, THREE], STREAMS, {
      config: {concurrency: 2},
    });

    expect(run.signal).to.equal('SIGTERM');
    expect(requests.map(({headers}) => headers.account)).to.have.members([String(ONE), String(TWO)]);
    hang.release();
  });
});
