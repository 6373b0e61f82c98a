import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {differences} from '../../support/conformance/compare.js';
import {lastState} from '../../support/messages.js';
import {logLines} from './account.js';
import {
  accountsOpener,
  expectGoodRun,
  heldOf,
  keysOf,
  partitionIn,
  recordsIn,
} from './several-accounts-opened.js';
import {LISTED, ONE, THREE, TWO} from './several-accounts-subject.js';

const STREAMS = ['clients', 'roles'];
const FORMS: [string, JsonObject[string], number[]][] = [
  ['a list of texts', [String(ONE), String(TWO)], [ONE, TWO]],
  ['a list of numbers', [ONE, TWO], [ONE, TWO]],
  ['one id', [String(TWO)], [TWO]],
  ['the same id twice', [String(ONE), String(TWO), ONE], [ONE, TWO]],
  ['a text with commas', `${ONE}, ${TWO}`, [ONE, TWO]],
  ['a list as text', `["${ONE}"]`, [ONE]],
  ['the word all', 'all', [ONE, TWO, THREE]],
  ['a list with the word all', ['all'], [ONE, TWO, THREE]],
];
const WRONG: [string, JsonObject][] = [
  ['a name', {account_ids: ['lighthouse']}],
  ['all and others', {account_ids: ['all', String(ONE)]}],
  ['ALL', {account_ids: ['ALL']}],
  ['a negative number', {account_ids: ['-5']}],
  ['a fraction', {account_ids: ['1.5']}],
  ['a number of another spelling', {account_ids: ['010254']}],
  ['too many digits', {account_ids: ['1234567890123456']}],
  ['an object', {account_ids: {id: ONE}}],
  ['nothing in it', {account_ids: []}],
  ['an account_id besides', {account_ids: [String(ONE)], account_id: String(TWO)}],
  ['the same account_id besides', {account_ids: [String(ONE)], account_id: String(ONE)}],
];

describe('tap-harvest, which of several accounts', () => {
  const open = accountsOpener();

  for (const [what, account_ids, ids] of FORMS) {
    it(`takes ${what}`, async () => {
      const accounts = await open();

      const [run, fromEnvironment] = await Promise.all([
        accounts.sync([], STREAMS, {config: {account_ids}}),
        accounts.sync([], STREAMS, {
          config: {account_ids: null},
          args: ['--config', 'ENV'],
          env: {
            TAP_HARVEST_ACCOUNT_IDS:
              typeof account_ids === 'string' ? account_ids : JSON.stringify(account_ids),
          },
        }),
      ]);

      const truth = await accounts.truthOf(ids, STREAMS);
      for (const one of [run, fromEnvironment]) {
        expectGoodRun(one);
        expect(differences(heldOf(one.messages, STREAMS), truth, keysOf(STREAMS))).to.deep.equal([]);
      }
    });
  }

  for (const [what, config] of WRONG) {
    it(`refuses ${what}, and prints nothing`, async () => {
      const accounts = await open();

      const run = await accounts.sync([], STREAMS, {config});

      expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL').join()).to.match(/"account_ids/);
      expect(accounts.sandbox.requests).to.deep.equal([]);
    });
  }

  it('goes on with the old state when accounts are added and taken away', async () => {
    const accounts = await open();
    const first = await accounts.sync([ONE, TWO], STREAMS);
    const old = lastState(first.messages);

    const second = await accounts.sync([TWO, THREE], STREAMS, {state: old, config: {lookback_window: 0}});
    const middle = lastState(second.messages);
    const third = await accounts.sync([ONE, THREE], STREAMS, {state: middle, config: {lookback_window: 0}});

    expectGoodRun(second, old);
    expectGoodRun(third, middle);
    const truth = await accounts.truthOf([THREE], STREAMS);
    expect(recordsIn(second, 'clients', THREE)).to.have.length(truth.clients?.length ?? 0);
    expect(recordsIn(second, 'clients', TWO).length).to.be.below(recordsIn(first, 'clients', TWO).length);
    expect(recordsIn(second, 'clients', ONE)).to.deep.equal([]);
    expect(partitionIn(middle, 'clients', ONE)).to.deep.equal(partitionIn(old, 'clients', ONE));
    expect(recordsIn(third, 'clients', ONE).length).to.be.below(recordsIn(first, 'clients', ONE).length);
    expect(recordsIn(third, 'clients', THREE).length).to.be.below(truth.clients?.length ?? 0);
    for (const state of [middle, lastState(third.messages)]) {
      for (const id of [ONE, TWO]) expect(partitionIn(state, 'clients', id), String(id)).to.be.an('object');
    }
    const everything = await accounts.truthOf([ONE, TWO, THREE], STREAMS);
    const held = heldOf([...first.messages, ...second.messages, ...third.messages], STREAMS);
    expect(differences(held, everything, keysOf(STREAMS))).to.deep.equal([]);
  });

  it('finds an account that is new among all, with the old state', async () => {
    const before = await open({accounts: LISTED.filter(({id}) => id !== TWO)});
    const old = lastState((await before.sync('all', STREAMS)).messages);
    const after = await open();

    const run = await after.sync('all', STREAMS, {state: old, config: {lookback_window: 0}});

    expectGoodRun(run, old);
    const truth = await after.truthOf([TWO], STREAMS);
    expect(recordsIn(run, 'clients', TWO)).to.have.length(truth.clients?.length ?? 0);
    expect(logLines(run, 'INFO').join('\n')).to.match(
      new RegExp(`Reading 3 accounts: ${ONE}, ${TWO}, ${THREE}`),
    );
  });

  it('reads an account under the same key, whether it was named or found', async () => {
    const accounts = await open();
    const old = lastState((await accounts.sync([ONE], STREAMS)).messages);

    const run = await accounts.sync('all', STREAMS, {state: old, config: {lookback_window: 0}});

    expectGoodRun(run, old);
    expect(partitionIn(lastState(run.messages), 'clients', ONE)).to.deep.equal(
      partitionIn(old, 'clients', ONE),
    );
    const {partitions} = (lastState(run.messages).bookmarks as Record<string, JsonObject>).clients ?? {};
    expect(partitions).to.have.length(3);
  });

  for (const verb of ['sync', 'read'] as const) {
    it(`refuses a state that was made the other way, in both directions (${verb})`, async () => {
      const accounts = await open();
      const single = {account_id: String(ONE), account_ids: null};
      const states = {
        one: lastState((await accounts.sync([], STREAMS, {config: single})).messages),
        several: lastState((await accounts.sync([ONE], STREAMS)).messages),
      };

      const toSeveral = await accounts[verb]([ONE], STREAMS, {state: states.one});
      const toOne = await accounts[verb]([], STREAMS, {state: states.several, config: single});

      for (const [run, was] of [
        [toSeveral, 'without'],
        [toOne, 'with'],
      ] as const) {
        expect(run.code).to.equal(1);
        const said = verb === 'sync' ? logLines(run, 'CRITICAL').join('\n') : run.stdout;
        expect(said).to.match(new RegExp(`The state was made ${was} .*account_ids.*new tables`));
        if (verb === 'sync') expect(run.stdout).to.equal('');
        else expect(run.stdout).to.not.match(/"type":"(RECORD|STATE)"/);
      }
    });
  }

  it('says so only of streams that are read', async () => {
    const accounts = await open();
    const single = {account_id: String(ONE), account_ids: null};
    const state = lastState((await accounts.sync([], ['clients'], {config: single})).messages);

    const run = await accounts.sync([ONE], ['roles'], {state});

    expectGoodRun(run, state);
    const {bookmarks} = lastState(run.messages);
    expect(isObject(bookmarks ?? null) ? (bookmarks as JsonObject).clients : undefined).to.deep.equal(
      (state.bookmarks as JsonObject).clients,
    );
  });
});
