import {expect} from 'chai';
import {DataError} from '../../protocol/core/errors.js';
import {fingerprintOf} from '../../protocol/core/fingerprint.js';
import type {Reading} from '../../protocol/core/source.js';
import {bookmarkIn, Rehearsal, wholeReading} from '../support/rehearsal.js';
import {fullTable, incremental} from '../support/streams.js';

const OLD = '2026-01-05T10:00:00Z';
const NEW = '2026-03-01T00:00:00Z';
const clients = incremental('clients');
const tasks = incremental('tasks');
const roles = fullTable('roles');
const row = (id: number, updated_at = NEW) => ({id, name: `no. ${id}`, updated_at});

const STATE = {
  bookmarks: {
    clients: {replication_key: 'updated_at', replication_key_value: OLD, own: {kept: true}},
    estimates: {replication_key_value: OLD, other: [1]},
    broken: 'kept as it is',
  },
  activate_versions: {x: 1},
  own: 'kept',
};

describe('State of a run', () => {
  it('is first told as it came in', async () => {
    const rehearsal = new Rehearsal([clients], {clients: wholeReading('clients', [])}, {state: STATE});

    const {messages} = await rehearsal.run();

    expect(messages[0]).to.deep.equal({type: 'STATE', value: STATE});
  });

  it('is complete each time: unknown members and bookmarks of other streams survive', async () => {
    const rehearsal = new Rehearsal(
      [clients, tasks],
      {clients: wholeReading('clients', [row(1)]), tasks: wholeReading('tasks', [row(1)])},
      {state: STATE},
    );

    const {states} = await rehearsal.run();

    expect(states.length).to.be.at.least(3);
    for (const state of states) {
      expect(state).to.deep.include({activate_versions: {x: 1}, own: 'kept'});
      expect(state.bookmarks).to.deep.include({
        estimates: {replication_key_value: OLD, other: [1]},
        broken: 'kept as it is',
      });
      expect(bookmarkIn(state, 'clients')?.own).to.deep.equal({kept: true});
    }
  });

  it('tells each bookmark only after the records that it covers', async () => {
    const rehearsal = new Rehearsal([clients, tasks], {
      clients: wholeReading('clients', [row(1), row(2)]),
      tasks: wholeReading('tasks', [row(1)]),
    });

    const {messages} = await rehearsal.run();

    const firstWith = (stream: string) =>
      messages.findIndex(
        ({type, value}) => type === 'STATE' && bookmarkIn(asState(value), stream) !== undefined,
      );
    const lastOf = (stream: string) =>
      messages.findLastIndex((message) => message.type === 'RECORD' && message.stream === stream);
    for (const stream of ['clients', 'tasks']) expect(firstWith(stream)).to.be.above(lastOf(stream));
  });

  it('never comes twice in a row', async () => {
    const rehearsal = new Rehearsal(
      [clients, roles],
      {clients: wholeReading('clients', [row(1)]), roles: wholeReading('roles', [{id: 1}])},
      {state: STATE},
    );

    const {states} = await rehearsal.run();

    expect(repeated(states)).to.deep.equal([]);
  });

  it('does not come twice when there was nothing to read', async () => {
    const rehearsal = new Rehearsal([], {}, {state: {...STATE, currently_syncing: null}});

    const {states} = await rehearsal.run();

    expect(repeated(states)).to.deep.equal([]);
  });

  it('ends with no stream being read', async () => {
    const rehearsal = new Rehearsal([clients], {clients: wholeReading('clients', [row(1)])});

    const {states} = await rehearsal.run();

    expect(states.at(-1)?.currently_syncing).to.equal(null);
  });

  it('says while a stream is being read which one it is', async () => {
    const rehearsal = new Rehearsal([clients, tasks], {
      clients: wholeReading('clients', [row(1)]),
      tasks: wholeReading('tasks', [row(1)]),
    });

    const {states} = await rehearsal.run();

    expect(states.map(({currently_syncing}) => currently_syncing)).to.deep.equal(['clients', 'tasks', null]);
  });

  it('is told in the middle of a stream only where that is worth it', async () => {
    const progress = (after: number, durable: boolean): Reading => ({
      kind: 'progress',
      stream: 'clients',
      bookmark: {position: {after}},
      durable,
    });
    const rehearsal = new Rehearsal([clients], {
      clients: [
        {kind: 'rows', stream: 'clients', rows: [row(1)]},
        progress(1, false),
        {kind: 'rows', stream: 'clients', rows: [row(2)]},
        progress(2, true),
        {kind: 'rows', stream: 'clients', rows: [row(3)]},
        {kind: 'complete', stream: 'clients', bookmark: {position: undefined}},
      ],
    });

    const {messages, states} = await rehearsal.run();

    expect(states.map((state) => bookmarkIn(state, 'clients')?.position)).to.deep.equal([
      {after: 2},
      undefined,
      undefined,
    ]);
    expect(messages.map(({type}) => type).slice(0, 4)).to.deep.equal(['SCHEMA', 'RECORD', 'RECORD', 'STATE']);
  });

  it('keeps the progress of a stream that fails later', async () => {
    const rehearsal = new Rehearsal([clients], {
      clients: async function* () {
        yield {kind: 'progress', stream: 'clients', bookmark: {position: 7}, value: OLD, durable: false};
        yield {kind: 'rows', stream: 'clients', rows: [row(1)]};
        throw new DataError('pages loop');
      },
    });

    await rehearsal.run();

    expect(rehearsal.bookmarkOf('clients')).to.deep.include({position: 7, replication_key_value: OLD});
  });

  it('forgets a bookmark that was made with other filters only when the stream has been read', async () => {
    const made = {fingerprint: fingerprintOf('acme', {project_id: 8}), replication_key_value: NEW};
    const filters = {clients: {project_id: 7}};
    const state = {bookmarks: {clients: made}};
    const failed = new Rehearsal(
      [clients],
      {clients: [{kind: 'failed', stream: 'clients', error: new DataError('x')}]},
      {state, filters},
    );
    const read = new Rehearsal(
      [clients],
      {clients: wholeReading('clients', [row(1, OLD)])},
      {state, filters},
    );

    await failed.run();
    await read.run();

    expect(failed.bookmarkOf('clients')).to.deep.equal(made);
    expect(read.bookmarkOf('clients')).to.deep.equal({
      replication_key: 'updated_at',
      replication_key_value: OLD,
      fingerprint: fingerprintOf('acme', filters.clients),
    });
  });

  it('starts a stream anew when the source says so, with its reason', async () => {
    const state = {bookmarks: {clients: {replication_key_value: NEW, report_window: 'month'}}};
    const rehearsal = new Rehearsal(
      [clients],
      {
        clients: [
          {kind: 'restarted', stream: 'clients', reason: 'the windows have another size'},
          {kind: 'complete', stream: 'clients', bookmark: {report_window: 'week'}, value: OLD},
        ],
      },
      {state},
    );

    await rehearsal.run();

    expect(rehearsal.bookmarkOf('clients')).to.deep.include({
      replication_key_value: OLD,
      report_window: 'week',
    });
    expect(rehearsal.log.at('warning')).to.deep.equal(['clients: the windows have another size']);
  });

  it('reads a stream in full, and says so, whose bookmark is no object, and repairs it', async () => {
    const state = {bookmarks: {clients: 'broken', tasks: {replication_key_value: OLD}}};
    const rehearsal = new Rehearsal([clients], {clients: wholeReading('clients', [row(1)])}, {state});

    await rehearsal.run();

    expect(rehearsal.bookmarkOf('clients')?.replication_key_value).to.equal(NEW);
    expect(rehearsal.bookmarkOf('tasks')).to.deep.equal({replication_key_value: OLD});
    expect(rehearsal.log.at('warning').join()).to.match(/clients: Reading everything/);
  });
});

/** The states that are the same as the one before. */
function repeated(states: readonly object[]): object[] {
  return states.filter((state, i) => i > 0 && JSON.stringify(state) === JSON.stringify(states[i - 1]));
}

function asState(value: unknown) {
  return typeof value === 'object' && value !== null ? {...value} : undefined;
}
