import {expect} from 'chai';
import type {JsonObject, JsonValue} from '../../../protocol/core/json.js';
import {translated} from '../../support/airbyte.js';
import {differences} from '../../support/conformance/compare.js';
import {bookmarkIn, stateSoFar} from '../../support/conformance/subject.js';
import {lastState, recordsOf, statesIn} from '../../support/messages.js';
import {logLines} from './account.js';
import {
  accountsOpener,
  expectGoodRun,
  heldOf,
  keysOf,
  partitionIn,
  recordsIn,
  stateWithBookmark,
} from './several-accounts-opened.js';
import {ONE, THREE, TWO} from './several-accounts-subject.js';

const STREAMS = ['clients', 'roles'];

/** What can become of the partition of the first account. */
const DAMAGED: Record<string, (partition: JsonObject) => JsonValue> = {
  'is null': () => null,
  'is a text': () => 'lost',
  'is a list': (partition) => [partition],
  'has no context': ({context: _context, ...partition}) => partition,
  'has a context that is null': (partition) => ({...partition, context: null}),
  'has a context of another kind': (partition) => ({...partition, context: {project_id: ONE}}),
  'is that of another account': (partition) => ({...partition, context: {account_id: 4711}}),
  'was made for another account': (partition) => ({...partition, fingerprint: 'of another'}),
  'has a value that is no date': (partition) => ({...partition, replication_key_value: 'soon'}),
  'lies in the future': (partition) => ({...partition, replication_key_value: '2999-01-01T00:00:00Z'}),
};

describe('tap-harvest, the state of several accounts', () => {
  const open = accountsOpener();

  for (const [what, damage] of Object.entries(DAMAGED)) {
    it(`reads one account in full whose partition ${what}, and the other as usual`, async () => {
      const accounts = await open();
      const first = await accounts.sync([ONE, TWO], ['clients']);
      const state = lastState(first.messages);
      const [one = {}, two = {}] = [ONE, TWO].map((id) => partitionIn(state, 'clients', id));
      const damaged = stateWithBookmark(state, 'clients', {partitions: [damage(one), two]});

      const run = await accounts.sync([ONE, TWO], ['clients'], {
        state: damaged,
        config: {lookback_window: 0},
      });

      expectGoodRun(run, damaged);
      expect(recordsIn(run, 'clients', ONE)).to.deep.equal(recordsIn(first, 'clients', ONE));
      expect(recordsIn(run, 'clients', TWO).length).to.be.below(recordsIn(first, 'clients', TWO).length);
      expect(partitionIn(lastState(run.messages), 'clients', ONE)).to.deep.equal(one);
      expect(partitionIn(lastState(run.messages), 'clients', TWO)).to.deep.equal(two);
    });
  }

  for (const garbage of ['broken', 17, []] as JsonValue[]) {
    it(`reads all accounts in full when the bookmark is ${JSON.stringify(garbage)}, and says so`, async () => {
      const accounts = await open();
      const first = await accounts.sync([ONE, TWO], ['clients']);
      const state = stateWithBookmark(lastState(first.messages), 'clients', garbage);

      const run = await accounts.sync([ONE, TWO], ['clients'], {state});

      expectGoodRun(run, state);
      expect(recordsOf(run.messages, 'clients')).to.deep.equal(recordsOf(first.messages, 'clients'));
      expect(logLines(run, 'WARNING').join()).to.match(/clients.*bookmark.*not an object/);
      expect(bookmarkIn(lastState(run.messages), 'clients')).to.deep.equal(
        bookmarkIn(lastState(first.messages), 'clients'),
      );
    });
  }

  it('reads all accounts in full where partitions are no list, and says so', async () => {
    const accounts = await open();

    for (const partitions of [{}, null, 'lost'] as JsonValue[]) {
      const state = {bookmarks: {clients: {partitions}}};
      const run = await accounts.sync([ONE, TWO], ['clients'], {state});

      expect(run.code, run.stderr).to.equal(0);
      expect(logLines(run, 'WARNING').join()).to.match(/clients: .*not understood.*read in full/);
      expect(partitionIn(lastState(run.messages), 'clients', TWO)).to.have.property('replication_key_value');
    }
  });

  it('has what every earlier STATE had, for accounts too that are not read, and for what it does not know', async () => {
    const accounts = await open();
    const before = lastState((await accounts.sync([ONE, THREE], STREAMS)).messages);
    const strange: JsonObject = {
      ...stateWithBookmark(before, 'clients', {...bookmarkIn(before, 'clients'), note: 'mine'}),
      other_tool: [1],
    };

    const run = await accounts.sync([ONE, TWO], STREAMS, {state: strange});

    expectGoodRun(run, strange);
    expect(run.messages[0]).to.deep.equal({type: 'STATE', value: strange});
    for (const state of statesIn(run.messages)) {
      expect(state.other_tool).to.deep.equal([1]);
      expect(bookmarkIn(state, 'clients')).to.include({note: 'mine'});
      for (const stream of STREAMS) {
        expect(partitionIn(state, stream, ONE), stream).to.be.an('object');
        expect(partitionIn(state, stream, THREE)).to.deep.equal(partitionIn(before, stream, THREE));
      }
    }
  });

  it('warns of a start_date before a bookmark, of the accounts that have one', async () => {
    const accounts = await open();
    const state = lastState((await accounts.sync([ONE], STREAMS)).messages);

    const run = await accounts.sync([ONE, TWO], STREAMS, {state, config: {start_date: '2020-01-01'}});

    expectGoodRun(run, state);
    const warnings = logLines(run, 'WARNING');
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(
      new RegExp(`^account ${ONE}: start_date .* lies before the bookmark of clients`),
    );
  });

  it('goes from Singer to Airbyte and back', async () => {
    const accounts = await open();
    const config = {lookback_window: 0};
    const singer = lastState((await accounts.sync([ONE, TWO], STREAMS)).messages);

    const read = await accounts.read([ONE, TWO], STREAMS, {state: singer, config});
    const {messages} = translated(read.stdout, {streams: []}, singer.bookmarks as JsonObject);
    const back = lastState(messages);
    const again = await accounts.sync([ONE, TWO], STREAMS, {state: back, config});

    expect(read.code).to.equal(0);
    for (const id of [ONE, TWO]) {
      const newest = partitionIn(singer, 'clients', id)?.replication_key_value;
      const due = recordsOf(messages, 'clients').filter(({account_id}) => account_id === id);
      expect(due.map(({updated_at}) => updated_at)).to.deep.equal(due.map(() => newest));
      expect(partitionIn(back, 'clients', id)).to.deep.equal(partitionIn(singer, 'clients', id));
      expect(recordsIn(again, 'clients', id)).to.deep.equal(due);
    }
    expectGoodRun(again, back);
  });

  for (const [id, path] of [
    [ONE, 'clients'],
    [TWO, 'clients'],
    [TWO, 'users/me'],
    [THREE, 'roles'],
  ] as const) {
    it(`loses nothing when killed or ended while ${id} is asked for ${path}`, async () => {
      const accounts = await open();
      const {faults} = accounts.sandbox.account(id);
      const config = {concurrency: 2, page_size: 2};
      const truth = await accounts.truthOf([ONE, TWO, THREE], STREAMS);

      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        const hang = faults.hang({path, nth: 1});
        const cut = await accounts.syncUntil(hang.arrived, signal, [ONE, TWO, THREE], STREAMS, {config});
        hang.release();
        const state = stateSoFar(cut.messages);
        const resumed = await accounts.sync([ONE, TWO, THREE], STREAMS, {config, state});

        expect(cut.signal).to.equal(signal);
        expectGoodRun(resumed, state);
        const held = heldOf([...cut.messages, ...resumed.messages], STREAMS);
        expect(differences(held, truth, keysOf(STREAMS))).to.deep.equal([]);
        for (const one of statesIn(resumed.messages)) {
          for (const [stream, bookmark] of Object.entries((state?.bookmarks ?? {}) as JsonObject)) {
            const {partitions = []} = bookmark as {partitions?: JsonObject[]};
            const ids = partitions.map(({context}) => Number((context as JsonObject).account_id));
            for (const account of ids) expect(partitionIn(one, stream, account)).to.be.an('object');
          }
        }
      }
    });
  }
});
