import {expect} from 'chai';
import {Rehearsal, type Script, wholeReading} from '../support/rehearsal.js';
import {fullTable, incremental} from '../support/streams.js';

const NEW = '2026-03-01T00:00:00Z';
const clients = incremental('clients');
const roles = fullTable('roles');
const row = (id: number) => ({id, name: `no. ${id}`, updated_at: NEW});

const STATE = {
  bookmarks: {
    clients: {replication_key: 'updated_at', replication_key_value: '2026-01-05T10:00:00Z'},
    roles: {version: 7},
  },
};

describe('Run that resumes', () => {
  const orders: [string, string | undefined, string[]][] = [
    ['at the first pass without such a memory', undefined, ['clients', 'invoices+lines', 'tasks']],
    ['at the first pass when that was it', 'clients', ['clients', 'invoices+lines', 'tasks']],
    [
      'at the interrupted one, and comes back to those before',
      'tasks',
      ['tasks', 'clients', 'invoices+lines'],
    ],
    ['at the pass that holds the stream', 'lines', ['invoices+lines', 'tasks', 'clients']],
    ['at the first pass when the stream is not read', 'gone', ['clients', 'invoices+lines', 'tasks']],
  ];
  for (const [what, resumeWith, expected] of orders) {
    it(`begins ${what}`, async () => {
      const names = ['clients', 'invoices', 'lines', 'tasks'];
      const passes = {clients: [], 'invoices+lines': [], tasks: []};
      const rehearsal = new Rehearsal(
        names.map((name) => incremental(name)),
        passes,
        {resumeWith},
      );

      await rehearsal.run();

      expect(rehearsal.source.passesRead).to.deep.equal(expected);
    });
  }
});

describe('Run that only looks', () => {
  for (const [what, changes] of [
    ['max_records', {maxRecords: 1}],
    ['backfill', {backfill: true}],
  ] as const) {
    it(`moves no bookmark with ${what}`, async () => {
      const script: Script = [
        {kind: 'started', stream: 'clients'},
        {kind: 'rows', stream: 'clients', rows: [row(1), row(2)]},
        {kind: 'progress', stream: 'clients', bookmark: {position: 1}, durable: true},
        {kind: 'complete', stream: 'clients', bookmark: {last_full_pass: NEW}},
      ];
      const rehearsal = new Rehearsal(
        [clients, roles],
        {clients: script, roles: wholeReading('roles', [{id: 1}])},
        {state: STATE, activateVersion: 'end', ...changes},
      );

      const {states, messages} = await rehearsal.run();

      for (const state of states) expect(state.bookmarks).to.deep.equal(STATE.bookmarks);
      expect(messages.some(({type}) => type === 'RECORD')).to.equal(true);
    });
  }

  it('tells the source that only a sample is wanted, and when it is full', async () => {
    const wants: boolean[] = [];
    const rehearsal = new Rehearsal(
      [clients],
      {
        clients: async function* (request) {
          wants.push(request.sampling, request.wants('clients'));
          yield {kind: 'rows', stream: 'clients', rows: [row(1), row(2)]};
          wants.push(request.wants('clients'));
        },
      },
      {maxRecords: 2},
    );

    await rehearsal.run();

    expect(wants).to.deep.equal([true, true, false]);
  });
});
