import {expect} from 'chai';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {singer} from '../../protocol/dialects/singer.js';
import {Checkpoints} from '../../protocol/sync/checkpoints.js';
import {contextsIn, damagedIn, isPartitioned, Partitions} from '../../protocol/sync/partitions.js';
import {Writer} from '../../protocol/sync/writer.js';
import {messagesIn, statesIn} from '../support/messages.js';
import {QuickReader} from '../support/readers.js';

const ONE = {account_id: 1};
const TWO = {account_id: 2};

describe('Partitions', () => {
  function partitionsOf(state: JsonObject, count = 2) {
    const out = new QuickReader();
    const writer = new Writer(out, (error) => {
      throw error;
    });
    const dialect = singer();
    const all = new Checkpoints(state, dialect, writer);
    const partitions = new Partitions(all, count);
    return {
      all,
      one: partitions.of(ONE, dialect),
      two: partitions.of(TWO, dialect),
      told: () => statesIn(messagesIn(out.text)),
    };
  }
  const stateOf = (clients: JsonValue): JsonObject => ({bookmarks: {clients}});

  it('give each account its own bookmark, and what is said of the table', () => {
    const {one, two} = partitionsOf(
      stateOf({
        version: 7,
        version_pending: true,
        partitions: [{context: ONE, replication_key_value: 'a', rows: 3}],
      }),
    );

    expect(one.storedFor('clients')).to.deep.equal({
      replication_key_value: 'a',
      rows: 3,
      version: 7,
      version_pending: true,
    });
    expect(two.storedFor('clients')).to.deep.equal({version: 7, version_pending: true});
    expect(one.storedFor('roles')).to.equal(undefined);
    expect(one.viewOf(['clients', 'roles'])).to.deep.equal({
      bookmarks: {clients: one.storedFor('clients')},
    });
    expect(two.viewOf(['roles'])).to.deep.equal({bookmarks: {}});
  });

  it('put a bookmark into its own partition, in its place, and leave the others alone', () => {
    const other = {context: {account_id: 9}, replication_key_value: 'z', odd: [1]};
    const {one, two, all} = partitionsOf(
      stateOf({partitions: [other, {context: ONE, replication_key_value: 'a', old: 1}]}),
    );

    one.save('clients', {replication_key_value: 'b'});
    two.save('clients', {replication_key_value: 'c'});

    expect(all.storedFor('clients')).to.deep.equal({
      partitions: [
        other,
        {context: ONE, replication_key_value: 'b'},
        {context: TWO, replication_key_value: 'c'},
      ],
    });
  });

  it('keep what they do not know, in a bookmark and in a partition, but for a full refresh that is over', () => {
    const {one, all} = partitionsOf(
      stateOf({note: 'mine', full_refresh: 'unfinished', partitions: [{context: ONE, hint: 1}]}),
    );

    one.save('clients', {...(one.storedFor('clients') as JsonObject), rows: 4});

    expect(all.storedFor('clients')).to.deep.equal({
      note: 'mine',
      partitions: [{context: ONE, hint: 1, rows: 4}],
    });
  });

  it('hold the version of a table pending until all accounts have finished it', () => {
    const {one, two, all} = partitionsOf({});
    const pendingOf = () => {
      const {partitions: _partitions, ...table} = all.storedFor('roles') as JsonObject;
      return table;
    };

    one.save('roles', {version: 5, version_pending: true});
    expect(pendingOf()).to.deep.equal({version: 5, version_pending: true});
    one.save('roles', {version: 5});
    expect(pendingOf()).to.deep.equal({version: 5, version_pending: true});
    expect(two.storedFor('roles')).to.deep.equal({version: 5, version_pending: true});
    two.save('roles', {version: 5, version_pending: true});
    expect(pendingOf()).to.deep.equal({version: 5, version_pending: true});
    two.save('roles', {version: 5});
    expect(pendingOf()).to.deep.equal({version: 5});
  });

  it('do not take one account that finishes twice for two', () => {
    const {one, all} = partitionsOf({});

    one.save('roles', {version: 5, version_pending: true});
    one.save('roles', {version: 5});
    one.save('roles', {version: 5});

    expect(all.storedFor('roles')).to.include({version_pending: true});
  });

  it('count what is finished stream by stream', () => {
    const {one, two, all} = partitionsOf({});

    one.save('roles', {version: 5, version_pending: true});
    one.save('roles', {version: 5});
    two.save('tasks', {version: 5});

    expect(all.storedFor('roles')).to.include({version_pending: true});
  });

  it('tell the whole state, and leave its frame to the run', () => {
    const {one, told} = partitionsOf({bookmarks: {gone: {a: 1}}, own: 1});

    one.writeFinal();
    one.syncing('clients');
    expect(told()).to.deep.equal([]);
    one.writeInitial();
    one.writeInitial();
    one.save('clients', {rows: 1});
    one.write();

    expect(told()).to.deep.equal([
      {bookmarks: {gone: {a: 1}}, own: 1},
      {bookmarks: {gone: {a: 1}, clients: {partitions: [{context: ONE, rows: 1}]}}, own: 1},
    ]);
  });

  for (const [what, partitions] of Object.entries<JsonValue>({
    'no context': [{rows: 1}],
    'a null': [null],
    'a context that is null': [{context: null, rows: 1}],
    'another account': [{context: {account_id: 3}, rows: 1}],
    'an account in other words': [{context: {account_id: '1'}, rows: 1}],
    'more than an account': [{context: {account_id: 1, project: 2}, rows: 1}],
    'no list': {context: ONE},
    'lists of lists': [[{context: ONE}]],
  })) {
    it(`start an account anew whose partition has ${what}`, () => {
      const {one, all} = partitionsOf(stateOf({partitions}));

      expect(one.storedFor('clients')).to.equal(undefined);
      one.save('clients', {rows: 9});

      expect(contextsIn(all.storedFor('clients'), 'account_id')).to.deep.include(ONE);
      expect(one.storedFor('clients')).to.deep.equal({rows: 9});
    });
  }

  for (const garbage of ['broken', 17, []] as JsonValue[]) {
    it(`pass on a bookmark that is none, so that somebody says so (${JSON.stringify(garbage)})`, () => {
      const {one, all} = partitionsOf(stateOf(garbage));

      expect(one.storedFor('clients')).to.deep.equal(garbage);
      one.save('clients', {rows: 9});

      expect(all.storedFor('clients')).to.deep.equal({partitions: [{context: ONE, rows: 9}]});
    });
  }

  it('know a bookmark of several accounts, and which they are', () => {
    const partitioned = {partitions: [{context: ONE}, {context: TWO}, {context: null}, null, {}]};

    expect(contextsIn(partitioned, 'account_id')).to.deep.equal([ONE, TWO]);
    expect(damagedIn(partitioned, 'account_id')).to.equal(3);
    expect(damagedIn({partitions: null}, 'account_id')).to.equal(1);
    const several = [partitioned, {partitions: []}, {partitions: {}}, {partitions: null}];
    expect(several.map(isPartitioned)).to.deep.equal([true, true, true, true]);
    const others = [undefined, null, 'x', [], {}];
    expect(others.map(isPartitioned)).to.deep.equal(others.map(() => false));
    expect(others.flatMap((one) => contextsIn(one, 'account_id'))).to.deep.equal([]);
    expect(others.map((one) => damagedIn(one, 'account_id'))).to.deep.equal(others.map(() => 0));
  });
});
