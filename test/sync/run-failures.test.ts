import {expect} from 'chai';
import {AuthError, DataError, Interrupted, RefusedError} from '../../protocol/core/errors.js';
import type {Reading} from '../../protocol/core/source.js';
import {Writer} from '../../protocol/sync/writer.js';
import {rejection} from '../support/client.js';
import {recordsOf} from '../support/messages.js';
import {brokenPipe, SlowReader} from '../support/readers.js';
import {Rehearsal, wholeReading} from '../support/rehearsal.js';
import {fullTable, incremental} from '../support/streams.js';

const clients = incremental('clients');
const tasks = incremental('tasks');
const roles = fullTable('roles');
const row = (id: number, updated_at = '2026-01-05T10:00:00Z') => ({id, name: `no. ${id}`, updated_at});

describe('Run', () => {
  describe('when a stream fails', () => {
    it('goes on with the others, and keeps the bookmark where it was', async () => {
      const before = {replication_key_value: '2025-01-01T00:00:00Z', own: 1};
      const rehearsal = new Rehearsal(
        [clients, tasks],
        {
          clients: failing('clients', new DataError('pages loop'), [
            {kind: 'rows', stream: 'clients', rows: [row(1, '2026-05-01T00:00:00Z')]},
          ]),
          tasks: wholeReading('tasks', [row(1)]),
        },
        {state: {bookmarks: {clients: before}}},
      );

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'failed', tasks: 'complete'});
      expect(rehearsal.bookmarkOf('clients')).to.deep.equal(before);
      expect(rehearsal.bookmarkOf('tasks')?.replication_key_value).to.equal('2026-01-05T10:00:00Z');
      expect(rehearsal.log.at('error')).to.have.length(1);
      expect(rehearsal.log.at('error')[0]).to.match(/^clients: .*pages loop/);
      expect(rehearsal.tallies.byStream.get('clients')?.reason).to.equal('pages loop');
    });

    it('fails all streams of its pass that are not complete', async () => {
      const rehearsal = new Rehearsal([clients, tasks, roles], {
        'clients+tasks+roles': failing('clients', new Error('socket hang up'), [
          {kind: 'complete', stream: 'clients', bookmark: {}},
          {kind: 'started', stream: 'tasks'},
        ]),
      });

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'complete', tasks: 'failed', roles: 'failed'});
    });

    it('fails just the stream that the source names', async () => {
      const rehearsal = new Rehearsal([clients, tasks], {
        'clients+tasks': [
          {kind: 'failed', stream: 'clients', error: new RefusedError('refused', 403, false)},
          ...wholeReading('tasks', [row(1)]),
        ],
      });

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'failed', tasks: 'complete'});
    });

    it('fails just the stream with a bad row, and nothing completes it afterwards', async () => {
      const rehearsal = new Rehearsal([clients, tasks], {
        'clients+tasks': [
          {kind: 'rows', stream: 'clients', rows: [row(1), {name: 'without a key'}, row(3)]},
          {kind: 'rows', stream: 'tasks', rows: [row(1)]},
          {kind: 'rows', stream: 'clients', rows: [row(4)]},
          {kind: 'progress', stream: 'clients', bookmark: {position: 4}, durable: true},
          {kind: 'complete', stream: 'clients', bookmark: {}},
          {kind: 'complete', stream: 'tasks', bookmark: {}},
        ],
      });

      const {messages} = await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'failed', tasks: 'complete'});
      expect(recordsOf(messages, 'clients').map(({id}) => id)).to.deep.equal([1]);
      expect(rehearsal.bookmarkOf('clients')).to.equal(undefined);
    });

    it('says so in its metric', async () => {
      const rehearsal = new Rehearsal([clients], {clients: failing('clients', new DataError('x'))});

      await rehearsal.run();

      expect(rehearsal.log.metrics.at(-1)?.tags).to.deep.equal({stream: 'clients', status: 'failed'});
    });

    it('does not take a stream for read that the source never completed', async () => {
      const rehearsal = new Rehearsal([clients], {
        clients: [
          {kind: 'started', stream: 'clients'},
          {kind: 'rows', stream: 'clients', rows: [row(1)]},
        ],
      });

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'failed'});
      expect(rehearsal.bookmarkOf('clients')).to.equal(undefined);
    });
  });

  describe('when the credentials are refused', () => {
    it('ends at once, reading nothing more', async () => {
      const rehearsal = new Rehearsal([clients, tasks], {
        clients: failing('clients', new AuthError('refused')),
        tasks: wholeReading('tasks', [row(1)]),
      });

      const error = await rejection(rehearsal.run());

      expect(error).to.be.instanceOf(AuthError);
      expect(rehearsal.source.passesRead).to.deep.equal(['clients']);
    });
  });

  describe('when it is told to stop', () => {
    it('ends at the next step with the reason, and does not settle the stream', async () => {
      const rehearsal = new Rehearsal([clients, tasks], {
        clients: async function* () {
          yield {kind: 'rows', stream: 'clients', rows: [row(1)]};
          rehearsal.controller.abort(new Interrupted('Stopped by SIGTERM'));
          yield {kind: 'rows', stream: 'clients', rows: [row(2)]};
          yield {kind: 'complete', stream: 'clients', bookmark: {}};
        },
        tasks: wholeReading('tasks', [row(1)]),
      });

      const error = await rejection(rehearsal.run());

      expect(error.message).to.equal('Stopped by SIGTERM');
      expect(rehearsal.outcomes).to.deep.equal({clients: 'pending', tasks: 'pending'});
      expect(rehearsal.source.passesRead).to.deep.equal(['clients']);
    });

    it('does not take a stream for complete when the source says so only afterwards', async () => {
      const rehearsal = new Rehearsal(
        [roles],
        {
          roles: async function* () {
            yield {kind: 'rows', stream: 'roles', rows: [{id: 1}]};
            rehearsal.controller.abort(new Interrupted('Stopped by SIGTERM'));
            yield {kind: 'complete', stream: 'roles', bookmark: {}};
          },
        },
        {activateVersion: 'end'},
      );

      await rejection(rehearsal.run());

      expect(rehearsal.outcomes).to.deep.equal({roles: 'pending'});
      expect(rehearsal.messages.map(({type}) => type)).not.to.include('ACTIVATE_VERSION');
    });

    it('fails no stream for it', async () => {
      const rehearsal = new Rehearsal([clients], {
        clients: async function* () {
          yield {kind: 'started', stream: 'clients'};
          rehearsal.controller.abort(new Interrupted('Stopped by SIGTERM'));
          throw new Error('the request was aborted');
        },
      });

      await rejection(rehearsal.run());

      expect(rehearsal.log.at('error')).to.deep.equal([]);
    });

    it('ends when the reader dies, whatever the source still has', async () => {
      const out = new SlowReader();
      const writer = new Writer(out, (error) => rehearsal.controller.abort(error));
      const rehearsal = new Rehearsal(
        [clients],
        {
          clients: async function* () {
            out.destroy(brokenPipe());
            for (let id = 0; ; id++) yield {kind: 'rows', stream: 'clients', rows: [row(id)]};
          },
        },
        {writer},
      );

      await rejection(rehearsal.run());

      expect(rehearsal.outcomes).to.deep.equal({clients: 'pending'});
    });
  });
});

/** Begins to read a stream and then fails. */
function failing(stream: string, error: unknown, rows: readonly Reading[] = []) {
  return async function* () {
    yield {kind: 'started', stream} as const;
    yield* rows;
    throw error;
  };
}
