import {expect} from 'chai';
import {DataError, Interrupted} from '../../protocol/core/errors.js';
import {rejection} from '../support/client.js';
import {FakeClock} from '../support/clock.js';
import {type Changes, Rehearsal, type Script, wholeReading} from '../support/rehearsal.js';
import {fullTable, incremental} from '../support/streams.js';

const roles = fullTable('roles');
const ROWS = [{id: 1}, {id: 2}];
const read = wholeReading('roles', ROWS);
const cutOff: Script = async function* () {
  yield {kind: 'rows', stream: 'roles', rows: [{id: 1}]};
  throw new DataError('pages loop');
};
/** What the clock of a rehearsal says, in seconds. */
const NOW = Date.parse('2026-11-20T10:00:00Z') / 1000;

describe('Table versions in a run', () => {
  function rehearse(script: Script, changes: Changes) {
    return new Rehearsal([roles], {roles: script}, changes);
  }
  /** The messages of the stream in short: type and version. */
  function told(rehearsal: Rehearsal): string[] {
    return rehearsal.messages
      .filter(({stream}) => stream === 'roles')
      .map(({type, version}) => (version === undefined ? type : `${type} ${version}`));
  }

  it('are neither put on records nor told when they are off', async () => {
    const rehearsal = await rehearse(read, {activateVersion: 'off'}).run();

    expect(told(rehearsal)).to.deep.equal(['SCHEMA', 'RECORD', 'RECORD']);
    expect(rehearsal.bookmarkOf('roles')).not.to.have.property('version');
  });

  it('are told after the last record, before the STATE that says so', async () => {
    const rehearsal = await rehearse(read, {activateVersion: 'end'}).run();

    expect(told(rehearsal)).to.deep.equal([
      'SCHEMA',
      `RECORD ${NOW}`,
      `RECORD ${NOW}`,
      `ACTIVATE_VERSION ${NOW}`,
    ]);
    expect(rehearsal.messages.findIndex(({type}) => type === 'ACTIVATE_VERSION')).to.be.below(
      rehearsal.messages.findIndex(({type}) => type === 'STATE'),
    );
    expect(rehearsal.bookmarkOf('roles')).to.deep.include({version: NOW});
    expect(rehearsal.bookmarkOf('roles')).not.to.have.property('version_pending');
  });

  it('are told right after the schema if wanted', async () => {
    const rehearsal = await rehearse(read, {activateVersion: 'start'}).run();

    expect(told(rehearsal)).to.deep.equal([
      'SCHEMA',
      `ACTIVATE_VERSION ${NOW}`,
      `RECORD ${NOW}`,
      `RECORD ${NOW}`,
    ]);
  });

  for (const mode of ['end', 'start'] as const) {
    it(`are told once for an empty table, too (${mode})`, async () => {
      const rehearsal = await rehearse(wholeReading('roles', []), {activateVersion: mode}).run();

      expect(told(rehearsal)).to.deep.equal(['SCHEMA', `ACTIVATE_VERSION ${NOW}`]);
    });

    it(`are not told of a stream that increments (${mode})`, async () => {
      const clients = incremental('clients');
      const rehearsal = new Rehearsal(
        [clients],
        {clients: wholeReading('clients', ROWS)},
        {activateVersion: mode},
      );

      const {messages} = await rehearsal.run();

      expect(
        messages.filter(({type, version}) => type === 'ACTIVATE_VERSION' || version !== undefined),
      ).to.deep.equal([]);
    });
  }

  it('are not told of a stream that failed, and wait in its bookmark', async () => {
    const rehearsal = await rehearse(cutOff, {activateVersion: 'end'}).run();

    expect(told(rehearsal)).to.deep.equal(['SCHEMA', `RECORD ${NOW}`]);
    expect(rehearsal.bookmarkOf('roles')).to.deep.include({version: NOW, version_pending: true});
  });

  it('are not told of a stream with a bad row, even when the source completes it', async () => {
    const rehearsal = await rehearse(wholeReading('roles', [{id: 1}, {id: null}]), {
      activateVersion: 'end',
    }).run();

    expect(told(rehearsal)).to.deep.equal(['SCHEMA', `RECORD ${NOW}`]);
  });

  it('are not told of a stream that is skipped', async () => {
    const skipped: Script = [{kind: 'skipped', stream: 'roles', reason: 'no permission', expected: false}];

    const rehearsal = await rehearse(skipped, {activateVersion: 'start'}).run();

    expect(told(rehearsal)).to.deep.equal([]);
  });

  it('are not told when the run is told to stop', async () => {
    const rehearsal: Rehearsal = rehearse(
      async function* () {
        yield {kind: 'rows', stream: 'roles', rows: ROWS};
        rehearsal.controller.abort(new Interrupted('Stopped by SIGTERM'));
        yield {kind: 'rows', stream: 'roles', rows: [{id: 3}]};
        yield {kind: 'complete', stream: 'roles', bookmark: {}};
      },
      {activateVersion: 'end'},
    );

    await rejection(rehearsal.run());

    expect(rehearsal.messages.map(({type}) => type)).not.to.include('ACTIVATE_VERSION');
  });

  it('go on where an unfinished run left off, and end with it', async () => {
    const first = await rehearse(cutOff, {activateVersion: 'end'}).run();
    const state = first.states.at(-1) ?? {};

    const clock = new FakeClock((NOW + 3600) * 1000);
    const second = await rehearse(read, {activateVersion: 'end', state, clock}).run();

    expect(told(second)).to.deep.equal([
      'SCHEMA',
      `RECORD ${NOW}`,
      `RECORD ${NOW}`,
      `ACTIVATE_VERSION ${NOW}`,
    ]);
    expect(second.bookmarkOf('roles')).not.to.have.property('version_pending');
  });

  it('grow from run to run', async () => {
    const first = await rehearse(read, {activateVersion: 'end'}).run();
    const second = await rehearse(read, {activateVersion: 'end', state: first.states.at(-1) ?? {}}).run();

    expect(told(second).at(-1)).to.equal(`ACTIVATE_VERSION ${NOW + 1}`);
  });

  it('stay on the records of a table that was once loaded with them', async () => {
    const state = {bookmarks: {roles: {version: 7}}};

    const rehearsal = await rehearse(read, {activateVersion: 'off', state}).run();

    expect(told(rehearsal)).to.deep.equal(['SCHEMA', 'RECORD 7', 'RECORD 7']);
    expect(rehearsal.bookmarkOf('roles')?.version).to.equal(7);
  });

  it('stay on the records of a stream that increments now', async () => {
    const state = {bookmarks: {clients: {version: 7, replication_key_value: '2026-01-05T10:00:00Z'}}};
    const rehearsal = new Rehearsal(
      [incremental('clients')],
      {clients: wholeReading('clients', [{id: 1}])},
      {activateVersion: 'end', state},
    );

    const {messages} = await rehearsal.run();

    expect(messages.find(({type}) => type === 'RECORD')?.version).to.equal(7);
    expect(rehearsal.bookmarkOf('clients')?.version).to.equal(7);
  });

  it('survive a bookmark that was made for another account', async () => {
    const state = {bookmarks: {roles: {version: NOW + 50, fingerprint: 'yours'}}};

    const rehearsal = await rehearse(read, {activateVersion: 'end', state}).run();

    expect(told(rehearsal).at(-1)).to.equal(`ACTIVATE_VERSION ${NOW + 51}`);
  });

  it('begin anew when the unfinished run read another account', async () => {
    const state = {bookmarks: {roles: {version: NOW - 60, version_pending: true, fingerprint: 'yours'}}};

    const rehearsal = await rehearse(read, {activateVersion: 'end', state}).run();

    expect(told(rehearsal).at(-1)).to.equal(`ACTIVATE_VERSION ${NOW}`);
  });
});
