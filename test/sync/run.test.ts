import {expect} from 'chai';
import pLimit from 'p-limit';
import type {Reading} from '../../protocol/core/source.js';
import {recordsOf} from '../support/messages.js';
import {Rehearsal, type Script, SIGNPOST, wholeReading} from '../support/rehearsal.js';
import {fullTable, incremental} from '../support/streams.js';

const clients = incremental('clients');
const tasks = incremental('tasks');
const roles = fullTable('roles');
const row = (id: number, updated_at = '2026-01-05T10:00:00Z') => ({id, name: `no. ${id}`, updated_at});

describe('Run', () => {
  it('reads every selected stream and ends with a STATE', async () => {
    const rehearsal = new Rehearsal([clients, roles], {
      clients: wholeReading('clients', [row(1), row(2)]),
      roles: wholeReading('roles', [{id: 7, name: 'Owner'}]),
    });

    const {messages, outcomes} = await rehearsal.run();

    expect(messages.map(({type, stream}) => `${type} ${stream ?? ''}`.trim())).to.deep.equal([
      'SCHEMA clients',
      'RECORD clients',
      'RECORD clients',
      'STATE',
      'SCHEMA roles',
      'RECORD roles',
      'STATE',
      'STATE',
    ]);
    expect(recordsOf(messages, 'roles')).to.deep.equal([{id: 7, name: 'Owner'}]);
    expect(outcomes).to.deep.equal({clients: 'complete', roles: 'complete'});
  });

  it('reads one pass after the other', async () => {
    const events: string[] = [];
    const noted = (name: string): Script =>
      async function* () {
        events.push(`${name} begins`);
        yield* wholeReading(name, [row(1)]);
        events.push(`${name} ends`);
      };
    const rehearsal = new Rehearsal([clients, tasks], {clients: noted('clients'), tasks: noted('tasks')});

    await rehearsal.run();

    expect(events).to.deep.equal(['clients begins', 'clients ends', 'tasks begins', 'tasks ends']);
  });

  it('reads passes side by side where it may, and mixes up none of them', async () => {
    const both = new Barrier(2);
    const meeting = (name: string): Script =>
      async function* () {
        yield {kind: 'rows', stream: name, rows: [row(1)]};
        await both.reached();
        yield {kind: 'rows', stream: name, rows: [row(2)]};
        yield {kind: 'complete', stream: name, bookmark: {}};
      };
    const passes = {clients: meeting('clients'), tasks: meeting('tasks')};
    const rehearsal = new Rehearsal([clients, tasks], passes, {slots: pLimit(2)});

    const {messages} = await rehearsal.run();

    for (const name of ['clients', 'tasks']) {
      expect(recordsOf(messages, name).map(({id}) => id)).to.deep.equal([1, 2]);
      expect(rehearsal.bookmarkOf(name)?.replication_key_value).to.equal('2026-01-05T10:00:00Z');
    }
  });

  it('tells the schema of a stream without rows', async () => {
    const rehearsal = new Rehearsal([roles], {roles: wholeReading('roles', [])});

    const {messages} = await rehearsal.run();

    expect(messages[0]?.type).to.equal('SCHEMA');
  });

  it('tells the schema once, however many pages come, and whatever comes between them', async () => {
    const page = (stream: string, id: number): Reading => ({kind: 'rows', stream, rows: [row(id)]});
    const rehearsal = new Rehearsal([clients, tasks], {
      'clients+tasks': [
        page('clients', 1),
        page('tasks', 1),
        page('clients', 2),
        page('tasks', 2),
        {kind: 'complete', stream: 'clients', bookmark: {}},
        {kind: 'complete', stream: 'tasks', bookmark: {}},
      ],
    });

    const {messages} = await rehearsal.run();

    const schemas = messages.filter(({type}) => type === 'SCHEMA').map(({stream}) => stream);
    expect(schemas).to.deep.equal(['clients', 'tasks']);
  });

  it('tells the source what it needs to know', async () => {
    const span = {start: '2026-01-01T00:00:00Z', lookbackSeconds: 60, backfill: false};
    const state = {bookmarks: {clients: {replication_key_value: '2026-01-05T10:00:00Z'}}};
    const rehearsal = new Rehearsal(
      [clients, tasks],
      {'clients+tasks': [...wholeReading('clients', []), ...wholeReading('tasks', [])]},
      {span, endDate: '2026-06-30', state},
    );

    await rehearsal.run();

    const request = rehearsal.source.requests.get('clients+tasks');
    expect(request).to.deep.include({span, endDate: '2026-06-30', sampling: false, signpost: SIGNPOST});
    expect([...(request?.wanted.keys() ?? [])]).to.deep.equal(['clients', 'tasks']);
    expect(request?.wanted.get('clients')?.value).to.equal('2026-01-05T10:00:00Z');
    expect(request?.wants('clients')).to.equal(true);
    expect(request?.wants('invoices')).to.equal(false);
  });

  it('leaves out the rows of a stream of the same pass that is not selected', async () => {
    const rehearsal = new Rehearsal([clients], {
      'clients+tasks': [...wholeReading('clients', [row(1)]), ...wholeReading('tasks', [row(2)])],
    });

    const {messages} = await rehearsal.run();

    expect(recordsOf(messages, 'tasks')).to.deep.equal([]);
    expect(recordsOf(messages, 'clients')).to.have.length(1);
  });

  it('hands what it has to the reader before it waits for the source again', async () => {
    const seen: string[] = [];
    const rehearsal = new Rehearsal([clients], {
      clients: async function* () {
        yield {kind: 'rows', stream: 'clients', rows: [row(1)]};
        seen.push(...rehearsal.messages.map(({type}) => type));
      },
    });

    await rehearsal.run();

    expect(seen).to.deep.equal(['SCHEMA', 'RECORD']);
  });

  it('measures each stream', async () => {
    const rehearsal = new Rehearsal([clients], {clients: wholeReading('clients', [row(1)])});

    await rehearsal.run();

    expect(
      rehearsal.log.metrics.map(({type, metric, value, tags}) => [type, metric, value, tags]),
    ).to.deep.equal([
      ['counter', 'record_count', 1, {stream: 'clients'}],
      ['counter', 'http_request_count', 0, {stream: 'clients'}],
      ['timer', 'sync_duration', 0, {stream: 'clients', status: 'succeeded'}],
    ]);
  });

  it('tells at the end what could not be passed on as it came', async () => {
    const rows = [
      {...row(1), new: 1},
      {...row(2), new: 2},
    ];
    const rehearsal = new Rehearsal([clients], {clients: wholeReading('clients', rows)});

    await rehearsal.run();

    expect(rehearsal.log.at('warning')).to.have.length(1);
    expect(rehearsal.log.at('warning')[0]).to.match(/^clients: .*new \(2 times\)$/);
    expect(rehearsal.tallies.byStream.get('clients')?.findings).to.have.length(1);
  });

  describe('when a stream is not available', () => {
    const refused: Reading = {kind: 'skipped', stream: 'clients', reason: 'no permission', expected: false};

    it('skips it with a warning and goes on', async () => {
      const rehearsal = new Rehearsal([clients, tasks], {
        clients: [refused],
        tasks: wholeReading('tasks', [row(1)]),
      });

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'skipped', tasks: 'complete'});
      expect(rehearsal.log.at('warning')).to.deep.equal(['clients: Skipped: no permission']);
      expect(rehearsal.tallies.byStream.get('clients')).to.include({
        reason: 'no permission',
        expected: false,
      });
    });

    it('fails it instead where refusals count as failures', async () => {
      const rehearsal = new Rehearsal([clients], {clients: [refused]}, {refusalsFail: true});

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'failed'});
      expect(rehearsal.tallies.byStream.get('clients')?.reason).to.equal('no permission');
    });

    it('skips it with an info where that was to be expected, even where refusals count as failures', async () => {
      const rehearsal = new Rehearsal(
        [clients],
        {clients: [{...refused, expected: true}]},
        {refusalsFail: true},
      );

      await rehearsal.run();

      expect(rehearsal.outcomes).to.deep.equal({clients: 'skipped'});
      expect(rehearsal.log.at('warning')).to.deep.equal([]);
      expect(rehearsal.log.at('info').join()).to.include('no permission');
    });

    it('keeps its bookmark', async () => {
      const state = {bookmarks: {clients: {replication_key_value: '2026-01-05T10:00:00Z'}}};
      const rehearsal = new Rehearsal([clients], {clients: [refused]}, {state});

      await rehearsal.run();

      expect(rehearsal.bookmarkOf('clients')).to.deep.equal(state.bookmarks.clients);
    });

    it('does not ask for a stream that is known to be unavailable', async () => {
      const rehearsal = new Rehearsal(
        [clients, tasks],
        {clients: wholeReading('clients', [row(1)]), tasks: wholeReading('tasks', [row(1)])},
        {unavailable: new Map([['clients', 'the module is off']])},
      );

      const {messages} = await rehearsal.run();

      expect(rehearsal.source.passesRead).to.deep.equal(['tasks']);
      expect(rehearsal.outcomes).to.deep.equal({clients: 'skipped', tasks: 'complete'});
      expect(messages.filter(({stream}) => stream === 'clients')).to.deep.equal([]);
      expect(rehearsal.log.at('info').join()).to.include('clients').and.to.include('the module is off');
    });
  });

  it('counts what the service announces', async () => {
    const rehearsal = new Rehearsal([clients], {
      clients: [
        {kind: 'total', stream: 'clients', add: 3},
        {kind: 'total', stream: 'clients', add: 4},
      ],
    });

    await rehearsal.run();

    expect(rehearsal.tallies.byStream.get('clients')?.announced).to.equal(7);
  });
});

/** Holds everybody up until so many have come. */
class Barrier {
  #missing: number;
  #open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  constructor(count: number) {
    this.#missing = count;
  }

  reached(): Promise<void> {
    this.#missing--;
    if (this.#missing === 0) this.#open();
    return this.#opened;
  }
}
