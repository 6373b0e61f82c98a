import {expect} from 'chai';
import {DataError, Interrupted} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {singer} from '../../protocol/dialects/singer.js';
import {Emitter, type EmitterOptions} from '../../protocol/sync/emitter.js';
import {Findings} from '../../protocol/sync/findings.js';
import {Tallies} from '../../protocol/sync/tally.js';
import {Writer} from '../../protocol/sync/writer.js';
import {rejection} from '../support/client.js';
import {RecordingLog} from '../support/log.js';
import {messagesIn, recordsOf} from '../support/messages.js';
import {QuickReader, SlowReader} from '../support/readers.js';
import {date, fullTable, id, incremental, number, schemaOf, text, whole} from '../support/streams.js';

const NOW = '2026-11-20T10:00:00Z';

describe('Emitter', () => {
  it('tells the schema once', () => {
    const {emitter, messages} = emitterOf();

    expect([emitter.schema(), emitter.schema()]).to.deep.equal([true, false]);
    expect(messages().map(({type}) => type)).to.deep.equal(['SCHEMA']);
  });

  it('emits rows in order, shaped, with the time and version of their page', async () => {
    const {emitter, messages, tally} = emitterOf();

    await emitter.rows({
      rows: [{id: 2, updated_at: '2026-01-05T12:00:00+02:00', more: 1}, {id: 1}],
      observedAt: Date.parse(NOW),
      version: 7,
    });

    const common = {type: 'RECORD', stream: 'clients', time_extracted: NOW, version: 7};
    expect(messages()).to.deep.equal([
      {...common, record: {id: 2, name: null, updated_at: '2026-01-05T10:00:00Z'}},
      {...common, record: {id: 1, name: null, updated_at: null}},
    ]);
    expect(tally.records).to.equal(2);
  });

  it('leaves out what is not admitted, judged as it would go out, and does not count it', async () => {
    const judged: JsonObject[] = [];
    const {emitter, records, tally} = emitterOf({
      admits: (record) => {
        judged.push({...record});
        return record.id !== 1;
      },
    });

    await emitter.rows({rows: [{id: 1, more: 1}, {id: 2}], observedAt: Date.parse(NOW), version: undefined});

    expect(judged[0]).to.deep.equal({id: 1, name: null, updated_at: null});
    expect(records().map((record) => record.id)).to.deep.equal([2]);
    expect(tally.records).to.equal(1);
  });

  it('stamps rows', async () => {
    const {emitter, records} = emitterOf();

    await emitter.rows({
      rows: [{id: 1}],
      stamp: {name: 'stamped'},
      observedAt: Date.parse(NOW),
      version: undefined,
    });

    expect(records()).to.deep.equal([{id: 1, name: 'stamped', updated_at: null}]);
  });

  it('leaves out rows that changed before a moment, and none that changed at it or after', async () => {
    const {emitter, records, tally} = emitterOf();
    const rows = [
      {id: 1, updated_at: '2026-01-05T09:59:59Z'},
      {id: 2, updated_at: '2026-01-05T10:00:00Z'},
      {id: 3, updated_at: '2026-01-05T10:00:00.5Z'},
      {id: 4, updated_at: '2026-01-05T11:30:00+02:00'},
      {id: 5, updated_at: null},
      {id: 6, updated_at: 'unreadable'},
    ];

    await emitter.rows({
      rows,
      since: '2026-01-05T10:00:00Z',
      observedAt: Date.parse(NOW),
      version: undefined,
    });

    expect(records().map((record) => record.id)).to.deep.equal([2, 3, 5, 6]);
    expect(tally.records).to.equal(4);
  });

  it('leaves out no row of the day itself where the replication key is a date', async () => {
    const stream = incremental('reports', {schema: schemaOf({id, day: date}), replicationKey: 'day'});
    const {emitter, records} = emitterOf({selected: whole(stream)});
    const rows = [
      {id: 1, day: '2026-01-04'},
      {id: 2, day: '2026-01-05'},
      {id: 3, day: '2026-01-06'},
    ];

    await emitter.rows({
      rows,
      since: '2026-01-05T00:00:00Z',
      observedAt: Date.parse(NOW),
      version: undefined,
    });

    expect(records().map((record) => record.id)).to.deep.equal([2, 3]);
  });

  it('leaves out nothing where there is no replication key', async () => {
    const {emitter, records} = emitterOf({selected: whole(fullTable('clients'))});

    await emitter.rows({rows: [{id: 1}], since: NOW, observedAt: Date.parse(NOW), version: undefined});

    expect(records()).to.have.length(1);
  });

  it('knows the newest replication key that it emitted, whatever the order', async () => {
    const {emitter} = emitterOf();
    const rows = ['2026-01-05T10:00:00Z', '2026-03-01T00:00:00+01:00', '2026-02-01T00:00:00Z'];

    expect(emitter.newest).to.equal(undefined);
    for (const [index, updated_at] of rows.entries()) {
      await emitter.rows({rows: [{id: index, updated_at}], observedAt: Date.parse(NOW), version: undefined});
    }
    await emitter.rows({rows: [{id: 9, updated_at: null}], observedAt: Date.parse(NOW), version: undefined});

    expect(emitter.newest).to.equal('2026-02-28T23:00:00Z');
  });

  const keyless: [string, JsonObject, RegExp][] = [
    ['has no key', {name: 'x'}, /clients.*without id/],
    ['has null for a key', {id: null}, /without id/],
    ['has an id beyond what numbers can tell apart', {id: 2 ** 53}, /9007199254740992/],
    ['has an id far beyond', {id: 1e21}, /too large/],
    ['has an id far below', {id: -(2 ** 53)}, /too large/],
    [
      'has a fraction for an id',
      {id: 1.5},
      /^clients: .* whose id, which identifies it, is no whole number$/,
    ],
    ['has a fraction as text for an id', {id: '1.5'}, /no whole number/],
    ['has a word for an id', {id: 'two'}, /no whole number/],
    ['has a truth value for an id', {id: true}, /no whole number/],
    ['has a list for an id', {id: [2]}, /no whole number/],
    ['has an id as text beyond what numbers can tell apart', {id: '9007199254740993'}, /no whole number/],
  ];
  for (const [what, row, message] of keyless) {
    it(`refuses a row that ${what}, after what came before it`, async () => {
      const {emitter, records} = emitterOf();
      const rows = [{id: 1}, row, {id: 3}];

      const error = await rejection(emitter.rows({rows, observedAt: Date.parse(NOW), version: undefined}));

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.match(message);
      expect(records().map((record) => record.id)).to.deep.equal([1]);
    });
  }

  it('refuses an id beyond what numbers can tell apart even where it goes out as text', async () => {
    const stream = incremental('clients');
    const properties = {...stream.schema.properties, id: {type: 'string'}};
    const {emitter} = emitterOf({selected: {...whole(stream), schema: {type: 'object', properties}}});

    const error = await rejection(
      emitter.rows({rows: [{id: 2 ** 53}], observedAt: Date.parse(NOW), version: undefined}),
    );

    expect(error).to.be.instanceOf(DataError);
  });

  it('wants each part of a key', async () => {
    const stream = fullTable('lines', {schema: schemaOf({id, name: text}), keyProperties: ['id', 'name']});
    const {emitter} = emitterOf({selected: whole(stream)});

    const error = await rejection(
      emitter.rows({rows: [{id: 1}], observedAt: Date.parse(NOW), version: undefined}),
    );

    expect(error.message).to.match(/without name/);
  });

  it('takes the largest number that can be told apart', async () => {
    const {emitter, records} = emitterOf();

    await emitter.rows({
      rows: [{id: Number.MAX_SAFE_INTEGER}],
      observedAt: Date.parse(NOW),
      version: undefined,
    });

    expect(records()).to.have.length(1);
  });

  describe('with records that do not fit their schema', () => {
    const odd = incremental('clients', {
      schema: schemaOf({id, name: {type: ['null', 'boolean']}}),
      replicationKey: undefined,
    });
    const rows = [
      {id: 1, name: true},
      {id: 2, name: ['a']},
      {id: 3, name: 'yes'},
    ];

    it('emits them all the same, tells of the first and counts them, if it shall warn', async () => {
      const {emitter, records, log, findings} = emitterOf({selected: whole(odd), validate: 'warn'});

      await emitter.rows({rows, observedAt: Date.parse(NOW), version: undefined});

      expect(records()).to.have.length(3);
      expect(log.at('warning').filter((line) => line.includes('does not fit'))).to.have.length(1);
      expect(findings.summary().at(-1)).to.match(/^2 records .*name must be/);
    });

    it('fails at the first of them, before it is emitted, if it shall fail', async () => {
      const {emitter, records} = emitterOf({selected: whole(odd), validate: 'fail'});

      const error = await rejection(emitter.rows({rows, observedAt: Date.parse(NOW), version: undefined}));

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.match(/clients.*name must be/);
      expect(records().map((record) => record.id)).to.deep.equal([1]);
    });

    it('does not look if it shall not', async () => {
      const {emitter, records, log} = emitterOf({selected: whole(odd), validate: 'off'});

      await emitter.rows({rows, observedAt: Date.parse(NOW), version: undefined});

      expect(records()).to.have.length(3);
      expect(log.lines).to.deep.equal([]);
    });

    it('looks at the keys even if it shall not look', async () => {
      const {emitter, records} = emitterOf({validate: 'off'});

      const error = await rejection(
        emitter.rows({rows: [{id: 1}, {id: 'two'}], observedAt: Date.parse(NOW), version: undefined}),
      );

      expect(error).to.be.instanceOf(DataError);
      expect(records()).to.have.length(1);
    });

    it('looks at documented fields beside found ones', async () => {
      const schema = schemaOf({id, name: {type: ['null', 'boolean']}, found: number});
      const stream = fullTable('clients', {schema, rules: new Map([['found', 'typed']])});
      const {emitter} = emitterOf({selected: whole(stream), validate: 'fail'});
      const row = {id: 1, name: ['a'], found: 1};

      const error = await rejection(
        emitter.rows({rows: [row], observedAt: Date.parse(NOW), version: undefined}),
      );

      expect(error.message).to.match(/name must be/);
    });

    it('looks at fields that are held to other rules', async () => {
      const schema = schemaOf({id, name: {type: ['null', 'boolean']}});
      const stream = fullTable('clients', {schema, rules: new Map([['name', 'decimal']])});
      const {emitter} = emitterOf({selected: whole(stream), validate: 'fail'});

      const error = await rejection(
        emitter.rows({rows: [{id: 1, name: '1.50'}], observedAt: Date.parse(NOW), version: undefined}),
      );

      expect(error.message).to.match(/name must be/);
    });
  });

  it('takes 2 000 found fields, each held to its type', async () => {
    const names = Array.from({length: 2000}, (_, index) => `found_${index}`);
    const stream = fullTable('clients', {
      schema: schemaOf({id, ...Object.fromEntries(names.map((name) => [name, number]))}),
      rules: new Map(names.map((name) => [name, 'typed'])),
    });
    const {emitter, records, findings} = emitterOf({selected: whole(stream), validate: 'fail'});
    const row = Object.fromEntries(names.map((name, index) => [name, index % 2 === 0 ? '1.5' : 'many']));

    await emitter.rows({rows: [{id: 1, ...row}], observedAt: Date.parse(NOW), version: undefined});

    expect(records()).to.have.lengthOf(1);
    expect(records()[0]).to.include({id: 1, found_0: 1.5, found_1: null, found_1998: 1.5, found_1999: null});
    expect(findings.summary().join()).to.not.include('do not fit the schema');
  });

  it('takes keys as text that are whole numbers, and any text where the key is one', async () => {
    const {emitter, records} = emitterOf();
    const named = fullTable('clients', {schema: schemaOf({name: text}), keyProperties: ['name']});
    const {emitter: ofNames, records: namesOf} = emitterOf({selected: whole(named)});

    await emitter.rows({
      rows: [{id: '12'}, {id: 0}, {id: -3}],
      observedAt: Date.parse(NOW),
      version: undefined,
    });
    await ofNames.rows({
      rows: [{name: '1.5'}, {name: 'two'}],
      observedAt: Date.parse(NOW),
      version: undefined,
    });

    expect(records().map((record) => record.id)).to.deep.equal([12, 0, -3]);
    expect(namesOf()).to.deep.equal([{name: '1.5'}, {name: 'two'}]);
  });

  it('takes no more than it shall', async () => {
    const {emitter, records} = emitterOf({most: 2});

    expect(emitter.wantsMore).to.equal(true);
    await emitter.rows({rows: [{id: 1}, {id: 2}, {id: 3}], observedAt: Date.parse(NOW), version: undefined});
    await emitter.rows({rows: [{id: 4}], observedAt: Date.parse(NOW), version: undefined});

    expect(records().map((record) => record.id)).to.deep.equal([1, 2]);
    expect(emitter.wantsMore).to.equal(false);
  });

  it('waits when the reader is behind, and is interrupted there', async () => {
    const controller = new AbortController();
    const {emitter, tally} = emitterOf({
      writer: new Writer(new SlowReader(), () => undefined),
      signal: controller.signal,
    });
    const rows = Array.from({length: 10}, (_, i) => ({id: i, name: 'x'.repeat(70_000)}));

    const error = rejection(emitter.rows({rows, observedAt: Date.parse(NOW), version: undefined}));
    controller.abort();

    expect(await error).to.be.instanceOf(Interrupted);
    expect(tally.records).to.equal(1);
  });

  it('lets others have a turn during a long page', async () => {
    const {emitter, tally} = emitterOf();
    let seen = -1;
    setImmediate(() => {
      seen = tally.records;
    });

    await emitter.rows({
      rows: Array.from({length: 2000}, (_, i) => ({id: i})),
      observedAt: Date.parse(NOW),
      version: undefined,
    });

    expect(seen).to.be.within(1, 1999);
  });
});

function emitterOf(changes: Partial<EmitterOptions> = {}) {
  const out = new QuickReader();
  const log = new RecordingLog();
  const tally = new Tallies(['clients']).byStream.get('clients');
  if (tally === undefined) throw new Error('there is no tally');
  const options: EmitterOptions = {
    selected: whole(incremental('clients')),
    dialect: singer(),
    writer: new Writer(out, () => undefined),
    findings: new Findings('clients', log),
    tally,
    validate: 'warn',
    most: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    ...changes,
  };
  const messages = () => {
    options.writer.flush();
    return messagesIn(out.text);
  };
  return {
    emitter: new Emitter(options),
    findings: options.findings,
    tally,
    log,
    messages,
    records: () => recordsOf(messages(), options.selected.stream.name),
  };
}
