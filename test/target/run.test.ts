import {existsSync, statSync} from 'node:fs';
import {Readable} from 'node:stream';
import {expect} from 'chai';
import {Interrupted} from '../../protocol/core/errors.js';
import {inputOf, MemoryWriting, record, schema, state} from './memory-writing.js';
import {Runs} from './run-input.js';

describe('A target’s run', () => {
  let runs: Runs;
  let service: MemoryWriting;

  beforeEach(() => {
    runs = new Runs();
    service = new MemoryWriting();
  });
  afterEach(() => runs.remove());

  it('settles what earlier runs left before it writes, then writes one record after the other', async () => {
    const input = inputOf(
      schema('clients'),
      record('clients', 1),
      record('clients', 2),
      record('clients', 1),
    );

    expect(await runs.run(service, input)).to.equal(0);

    expect(service.calls).to.deep.equal([
      'recover',
      'create clients 1',
      'create clients 2',
      'update clients 1',
    ]);
    expect(runs.outcomes).to.deep.equal(['clients created', 'clients created', 'clients updated']);
  });

  it('settles what earlier runs left even when nothing comes in', async () => {
    service.undecided = [{stream: 'clients', key: '["7"]', reason: 'nobody knows'}];

    expect(await runs.run(service, '')).to.equal(1);

    expect(runs.rejects[0]).to.include({stream: 'clients', key: '["7"]', record: null, line: null});
  });

  it('hands each STATE on when what came before it is done', async () => {
    const seen: string[] = [];
    const input = inputOf(
      schema('clients'),
      state({at: 0}),
      record('clients', 1),
      state({at: 1}),
      record('clients', 2),
      state({at: 2}),
    );

    await runs.run(service, input, {print: (text) => seen.push(`${service.rows.size} ${text}`)});

    expect(seen).to.deep.equal(['0 {"at":0}', '1 {"at":1}', '2 {"at":2}']);
  });

  it('hands a STATE on digit by digit', async () => {
    await runs.run(
      service,
      '{"type":"STATE","value":{"id":12345678901234567890,"sum":0.10000000000000000001}}\n',
    );

    expect(runs.states).to.deep.equal(['{"id":12345678901234567890,"sum":0.10000000000000000001}']);
  });

  it('keeps digits of numbers in records that JavaScript would lose', async () => {
    await runs.run(
      service,
      inputOf(schema('clients'), '{"type":"RECORD","stream":"clients","record":{"id":12345678901234567890}}'),
    );

    expect(service.calls).to.include('create clients 12345678901234567890');
  });

  it('asks about a stream once per schema', async () => {
    const other = {...schema('clients'), key_properties: ['id', 'at']};

    await runs.run(service, inputOf(schema('clients'), schema('clients'), other));

    expect(service.schemas.map(({keyProperties}) => keyProperties)).to.deep.equal([['id'], ['id', 'at']]);
  });

  it('warns once of what it does not heed', async () => {
    const version = {type: 'ACTIVATE_VERSION', stream: 'clients', version: 1};

    await runs.run(service, inputOf(version, version, {type: 'GREETING'}, {type: 'GREETING'}));

    expect(runs.log.at('warning')).to.deep.equal([
      'ACTIVATE_VERSION is ignored: what a tap no longer sends stays as it is',
      'Messages of the type "GREETING" are ignored',
    ]);
  });

  it('puts a refused record into the rejects, and goes on', async () => {
    const input = inputOf(
      schema('clients'),
      record('clients', 1, {refuse: 'name is taken', password: 'hush'}),
      record('clients', 2),
      state({at: 1}),
    );

    expect(await runs.run(service, input)).to.equal(1);

    expect(service.calls).to.include('create clients 2');
    expect(runs.states).to.deep.equal(['{"at":1}']);
    expect(runs.rejects).to.deep.equal([
      {
        stream: 'clients',
        key: '["1"]',
        record: {id: 1, refuse: 'name is taken'},
        reason: 'the service refused it',
        service_message: 'name is taken',
        status: 422,
        line: 2,
        rejected_at: '2026-11-20T10:00:00.000Z',
      },
    ]);
    expect(runs.log.at('warning')).to.deep.equal([
      'clients: Record 1 (line 2) was refused: the service refused it: name is taken',
    ]);
  });

  it('masks secrets in the rejects, and leaves numbers what they are', async () => {
    const input = inputOf(schema('clients'), record('clients', 1234, {refuse: 'no', note: 'it is 1234'}));

    await runs.run(service, input, {redact: (text) => text.replaceAll('1234', '****')});

    expect(runs.rejects[0]).to.deep.include({record: {id: 1234, refuse: 'no', note: 'it is ****'}});
  });

  it('keeps the rejects from others, and makes the file only when there are some', async () => {
    await runs.run(service, inputOf(schema('clients'), record('clients', 1)));
    expect(existsSync(runs.rejectsPath)).to.equal(false);

    await runs.run(service, inputOf(schema('clients'), record('clients', 1, {refuse: 'no'})));
    expect(statSync(runs.rejectsPath).mode & 0o777).to.equal(0o600);
  });

  it('refuses a record without a key, and remembers it without one', async () => {
    await runs.run(service, inputOf(schema('clients'), {type: 'RECORD', stream: 'clients', record: {a: 1}}));

    expect(runs.rejects[0]).to.deep.include({key: null, record: {a: 1}, reason: 'the record has no id'});
  });

  it('tells of many refusals in a few lines', async () => {
    const many = Array.from({length: 50}, (_, id) => record('clients', id, {refuse: 'no'}));

    expect(await runs.run(service, inputOf(schema('clients'), ...many))).to.equal(50);

    expect(runs.log.at('warning')).to.have.lengthOf(21);
    expect(runs.rejects).to.have.lengthOf(50);
  });

  it('stops when more are refused than may be, and lets no later STATE out', async () => {
    runs.mostRefused = 1;
    const bad = {refuse: 'no'};
    const input = inputOf(
      schema('clients'),
      record('clients', 1, bad),
      state(1),
      record('clients', 2, bad),
      state(2),
      record('clients', 3),
    );

    const error = await runs.run(service, input);

    expect(error).to.have.property(
      'message',
      'More than 1 records were refused, at which the run stops (the bound)',
    );
    expect(service.calls).to.deep.equal(['recover']);
    expect(runs.rejects).to.have.lengthOf(2);
    expect(runs.states).to.deep.equal(['1']);
  });

  it('counts a record once that an earlier run left open and that is refused when it comes', async () => {
    const open = {stream: 'clients', key: '["1"]', reason: 'nobody can tell'};
    service.undecided = [open];
    const input = inputOf(schema('clients'), record('clients', 1, {refuse: 'no'}), state(1));

    expect(await runs.run(service, input)).to.equal(1);
    expect(runs.refused).to.deep.equal([
      'clients ["1"]: nobody can tell',
      'clients ["1"]: the service refused it',
    ]);
  });

  it('ends with what concerns more than one record; what was before is told', async () => {
    const input = inputOf(
      schema('clients'),
      record('clients', 1),
      state(1),
      record('clients', 2, {crash: 'the service is gone'}),
      state(2),
    );

    expect(await runs.run(service, input)).to.have.property('message', 'the service is gone');
    expect(runs.states).to.deep.equal(['1']);
    expect(runs.rejects).to.deep.equal([]);
  });

  it('begins no further record when it is told to stop, and tells what the last one allows', async () => {
    const reason = new Interrupted('Stopped');
    service.before = ({id}) => {
      if (id === 2) runs.abort.abort(reason);
    };
    const input = inputOf(schema('c'), record('c', 1), state(1), record('c', 2), state(2), record('c', 3));

    expect(await runs.run(service, input)).to.equal(reason);
    expect(service.calls).to.deep.equal(['recover', 'create c 1', 'create c 2']);
    expect(runs.states).to.deep.equal(['1']);
  });

  it('ends at once when it is told to stop while nothing comes in', async () => {
    const silent = new Readable({read: () => undefined});
    const ended = runs.run(service, silent);
    setImmediate(() => runs.abort.abort(new Interrupted('Stopped')));

    expect(await ended).to.be.instanceOf(Interrupted);
  });

  it('reads no further while a record is being written', async () => {
    let given = 0;
    const line = inputOf(record('clients', 1, {text: 'x'.repeat(100_000)}));
    const input = Readable.from(
      (function* () {
        yield Buffer.from(inputOf(schema('clients')));
        for (given = 1; given < 1000; given++) yield Buffer.from(line);
      })(),
      {objectMode: false, highWaterMark: 1},
    );
    let release: () => void = () => undefined;
    service.before = () =>
      new Promise((resolve) => {
        release = resolve;
      });

    const ended = runs.run(service, input);
    for (let turn = 0; turn < 2000 && given < 1000; turn++) await new Promise(setImmediate);

    expect(given).to.be.greaterThan(1).and.lessThan(100);
    runs.abort.abort(new Interrupted('Enough'));
    release();
    await ended;
  });
});
