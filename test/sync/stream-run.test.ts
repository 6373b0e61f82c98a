import {expect} from 'chai';
import {fingerprintOf} from '../../protocol/core/fingerprint.js';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import type {Stream} from '../../protocol/core/stream.js';
import {singer} from '../../protocol/dialects/singer.js';
import {Checkpoints} from '../../protocol/sync/checkpoints.js';
import {type RunContext, StreamRun} from '../../protocol/sync/stream-run.js';
import {Tallies} from '../../protocol/sync/tally.js';
import {Writer} from '../../protocol/sync/writer.js';
import {FakeClock} from '../support/clock.js';
import {RecordingLog} from '../support/log.js';
import {messagesIn} from '../support/messages.js';
import {QuickReader} from '../support/readers.js';
import {fullTable, incremental, whole} from '../support/streams.js';

const SIGNPOST = '2026-11-20T10:00:00Z';
const OLD = '2026-01-05T10:00:00Z';
const NEW = '2026-03-01T00:00:00Z';
const MINE = fingerprintOf('acme', {});
const clients = incremental('clients');

describe('Run of one stream', () => {
  it('opens its own bookmark and shows it to the source', () => {
    const bookmark = {replication_key: 'updated_at', replication_key_value: OLD, own: 1};

    expect(streamRun(clients, {bookmarks: {clients: bookmark}}).streamRun.wanted).to.deep.equal({
      bookmark,
      value: OLD,
      version: undefined,
      fields: new Set(['id', 'name', 'updated_at']),
    });
    expect(streamRun(clients, {}).streamRun.wanted).to.deep.equal({
      bookmark: undefined,
      value: undefined,
      version: undefined,
      fields: new Set(['id', 'name', 'updated_at']),
    });
  });

  const unusable: [string, JsonObject, RegExp][] = [
    ['was made for another account', {replication_key_value: OLD, fingerprint: 'yours'}, /another account/],
    ['holds no date', {replication_key_value: 'soon'}, /not a date/],
    ['follows another field', {replication_key: 'created_at', replication_key_value: OLD}, /created_at/],
  ];
  for (const [what, bookmark, warning] of unusable) {
    it(`reads everything, and says why, when its bookmark ${what}`, () => {
      const {streamRun: one, log} = streamRun(clients, {bookmarks: {clients: bookmark}});

      expect(one.wanted).to.include({bookmark: undefined, value: undefined, version: undefined});
      expect(log.at('warning')).to.have.length(1);
      expect(log.at('warning')[0])
        .to.match(/^clients: Reading everything/)
        .and.to.match(warning);
    });
  }

  for (const broken of ['text', 7, true, ['list']]) {
    it(`reads everything, and says why, when its bookmark is ${JSON.stringify(broken)}`, () => {
      const {streamRun: one, log} = streamRun(clients, {bookmarks: {clients: broken}});

      expect(one.wanted).to.include({bookmark: undefined, value: undefined, version: undefined});
      expect(log.at('warning')).to.have.length(1);
      expect(log.at('warning')[0]).to.match(/^clients: Reading everything/);
    });
  }

  it('says nothing of a bookmark that is absent or null', () => {
    expect(streamRun(clients, {bookmarks: {clients: null}}).log.lines).to.deep.equal([]);
    expect(streamRun(clients, {bookmarks: {}}).log.lines).to.deep.equal([]);
  });

  it('settles at its newest record when it is complete', async () => {
    const {streamRun: one, bookmark} = streamRun(clients, {});

    await one.rows({
      kind: 'rows',
      stream: 'clients',
      rows: [
        {id: 1, updated_at: NEW},
        {id: 2, updated_at: OLD},
      ],
    });
    one.complete({last_full_pass: SIGNPOST}, undefined);

    expect(bookmark()).to.deep.equal({
      replication_key: 'updated_at',
      fingerprint: MINE,
      replication_key_value: NEW,
      last_full_pass: SIGNPOST,
    });
  });

  it('has no bookmark before it is complete', async () => {
    const {streamRun: one, bookmark} = streamRun(clients, {});

    await one.rows({kind: 'rows', stream: 'clients', rows: [{id: 1, updated_at: NEW}]});

    expect(bookmark()).to.equal(undefined);
  });

  it('settles at the value that the source names, rather than the newest record', async () => {
    const {streamRun: one, bookmark} = streamRun(clients, {});

    await one.rows({kind: 'rows', stream: 'clients', rows: [{id: 1, updated_at: NEW}]});
    one.complete({}, SIGNPOST);

    expect(bookmark()?.replication_key_value).to.equal(SIGNPOST);
  });

  it('never passes the signpost', async () => {
    const {streamRun: one, bookmark} = streamRun(clients, {});

    await one.rows({kind: 'rows', stream: 'clients', rows: [{id: 1, updated_at: '2026-11-20T10:00:01Z'}]});
    one.complete({}, undefined);

    expect(bookmark()?.replication_key_value).to.equal(SIGNPOST);
  });

  it('keeps its place when nothing new came', () => {
    const stored = {replication_key: 'updated_at', replication_key_value: NEW};
    const {streamRun: one, bookmark} = streamRun(clients, {bookmarks: {clients: stored}});

    one.complete({}, undefined);

    expect(bookmark()).to.deep.equal({...stored, fingerprint: MINE});
  });

  it('has no place to remember when it never saw a record', () => {
    const {streamRun: one, bookmark, messages} = streamRun(clients, {});

    one.complete({}, undefined);

    expect(bookmark()).to.deep.equal({replication_key: 'updated_at', fingerprint: MINE});
    expect(messages().map(({type}) => type)).to.deep.equal(['SCHEMA']);
  });

  it('adopts a legacy bookmark and keeps what else it holds', async () => {
    const {streamRun: one, bookmark} = streamRun(clients, {
      bookmarks: {clients: {updated_at: OLD, own: {kept: true}}},
    });

    await one.rows({kind: 'rows', stream: 'clients', rows: [{id: 1, updated_at: NEW}]});
    one.complete({}, undefined);

    expect(bookmark()).to.deep.equal({
      updated_at: OLD,
      own: {kept: true},
      replication_key: 'updated_at',
      replication_key_value: NEW,
      fingerprint: MINE,
    });
  });

  it('throws provisional members away when it is complete', () => {
    const stored = {replication_key_value: OLD, progress_markers: {Note: 'x'}, position: {after: 7}};
    const {streamRun: one, bookmark} = streamRun(clients, {bookmarks: {clients: stored}});

    one.complete({position: undefined}, undefined);

    expect(bookmark()).to.have.all.keys('replication_key', 'replication_key_value', 'fingerprint');
  });

  it('remembers progress without moving on', () => {
    const stored = {replication_key_value: OLD};
    const {streamRun: one, bookmark} = streamRun(clients, {bookmarks: {clients: stored}});

    const moved = one.progress({position: {after: 7}}, undefined);

    expect(moved).to.equal(true);
    expect(bookmark()).to.deep.include({replication_key_value: OLD, position: {after: 7}});
  });

  it('moves on with progress that names a value, and never back', () => {
    const stored = {replication_key_value: OLD};
    const {streamRun: one, bookmark} = streamRun(clients, {bookmarks: {clients: stored}});
    const values = [NEW, undefined, '2025-01-01T00:00:00Z'].map((value) => {
      one.progress({}, value);
      return bookmark()?.replication_key_value;
    });

    expect(values).to.deep.equal([NEW, NEW, NEW]);
  });

  it('forgets where it was when it starts anew', async () => {
    const stored = {replication_key_value: NEW, report_window: 'month'};
    const {streamRun: one, bookmark} = streamRun(clients, {bookmarks: {clients: stored}});

    one.restart();
    await one.rows({kind: 'rows', stream: 'clients', rows: [{id: 1, updated_at: OLD}]});
    one.complete({report_window: 'week'}, undefined);

    expect(bookmark()).to.deep.include({replication_key_value: OLD, report_window: 'week'});
  });

  it('remembers the start as it was written, and forgets it with the setting', () => {
    const started = streamRun(clients, {}, {startText: '-30d'});
    started.streamRun.complete({}, NEW);
    const stored = {bookmarks: {clients: started.bookmark() ?? {}}};
    const without = streamRun(clients, stored, {startText: undefined});
    without.streamRun.complete({}, undefined);

    expect(started.bookmark()?.start_date).to.equal('-30d');
    expect(without.bookmark()).not.to.have.property('start_date');
  });

  it('gives a full table a bookmark without a place', () => {
    const {streamRun: one, bookmark} = streamRun(fullTable('clients'), {});

    one.complete({}, undefined);

    expect(bookmark()).to.deep.equal({fingerprint: MINE});
  });

  it('is complete, or sampled where only a sample was wanted', () => {
    const outcomes = [undefined, 5].map((maxRecords) => {
      const {streamRun: one} = streamRun(clients, {}, {maxRecords});
      one.complete({}, undefined);
      return one.tally.outcome;
    });

    expect(outcomes).to.deep.equal(['complete', 'sampled']);
  });

  it('wants no more records than a sample has', async () => {
    const {streamRun: one} = streamRun(clients, {}, {maxRecords: 2});

    expect(one.wantsMore).to.equal(true);
    await one.rows({kind: 'rows', stream: 'clients', rows: [{id: 1}, {id: 2}, {id: 3}]});

    expect([one.wantsMore, one.tally.records]).to.deep.equal([false, 2]);
  });
});

function streamRun(stream: Stream, state: JsonObject, changes: Partial<RunContext> = {}) {
  const out = new QuickReader();
  const log = new RecordingLog();
  const writer = new Writer(out, () => undefined);
  const checkpoints = new Checkpoints(state, singer(), writer);
  const tally = new Tallies([stream.name]).byStream.get(stream.name);
  if (tally === undefined) throw new Error('there is no tally');
  const context: RunContext = {
    dialect: singer(),
    writer,
    checkpoints,
    clock: new FakeClock(SIGNPOST),
    startedAt: Date.parse(String(SIGNPOST)),
    log,
    signal: new AbortController().signal,
    signpost: SIGNPOST,
    validate: 'warn',
    activateVersion: 'off',
    maxRecords: undefined,
    backfill: false,
    startText: undefined,
    ...changes,
  };
  return {
    streamRun: new StreamRun(context, whole(stream), tally, MINE),
    log,
    bookmark: (): JsonObject | undefined => {
      const stored = checkpoints.storedFor(stream.name);
      return isObject(stored) ? stored : undefined;
    },
    messages: () => {
      writer.flush();
      return messagesIn(out.text);
    },
  };
}
