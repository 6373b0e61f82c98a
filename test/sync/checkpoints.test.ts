import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {singer} from '../../protocol/dialects/singer.js';
import {Checkpoints} from '../../protocol/sync/checkpoints.js';
import {Writer} from '../../protocol/sync/writer.js';
import {messagesIn, statesIn} from '../support/messages.js';
import {QuickReader} from '../support/readers.js';

describe('Checkpoints', () => {
  function checkpointsOf(state: JsonObject) {
    const out = new QuickReader();
    const writer = new Writer(out, (error) => {
      throw error;
    });
    const dialect = singer();
    return {checkpoints: new Checkpoints(state, dialect, writer), dialect, writer, out};
  }
  const told = (out: QuickReader) => statesIn(messagesIn(out.text));
  const loaded = {bookmarks: {clients: {a: 1}, gone: {b: 2}}, own: [1], currently_syncing: 'clients'};

  it('first tells the state exactly as it came in', () => {
    const {checkpoints, out} = checkpointsOf(loaded);

    checkpoints.writeInitial();

    expect(out.lines).to.deep.equal([...singer().state(loaded)]);
  });

  it('tells nothing at first when there was no state', () => {
    const {checkpoints, out} = checkpointsOf({});

    checkpoints.writeInitial();

    expect(out.lines).to.deep.equal([]);
  });

  it('tells the whole state with each change, bookmarks of other streams included', () => {
    const {checkpoints, out} = checkpointsOf(loaded);

    checkpoints.save('tasks', {c: 3});
    checkpoints.write();
    checkpoints.syncing(null);
    checkpoints.write();

    const bookmarks = {clients: {a: 1}, gone: {b: 2}, tasks: {c: 3}};
    expect(told(out)).to.deep.equal([
      {...loaded, bookmarks},
      {...loaded, bookmarks, currently_syncing: null},
    ]);
  });

  it('never tells the same state twice in a row', () => {
    const {checkpoints, out} = checkpointsOf(loaded);

    checkpoints.writeInitial();
    checkpoints.write();
    checkpoints.save('clients', {a: 1});
    checkpoints.write();

    expect(told(out)).to.deep.equal([loaded]);
  });

  it('ends with a STATE, even when it was told before the last records', () => {
    const {checkpoints, dialect, writer, out} = checkpointsOf(loaded);
    const encode = dialect.records('clients', 0, undefined);

    checkpoints.write();
    const record = encode({id: 1}, []);
    writer.write(record);
    checkpoints.writeFinal();

    expect(out.lines).to.deep.equal([...singer().state(loaded), record, ...singer().state(loaded)]);
  });

  it('ends with a STATE when there was none before', () => {
    const {checkpoints, out} = checkpointsOf({});

    checkpoints.writeFinal();

    expect(told(out)).to.deep.equal([{}]);
  });

  it('hands each STATE to the reader at once, after the lines before it', () => {
    const {checkpoints, writer, out} = checkpointsOf({});

    writer.write('{"type":"RECORD"}');
    checkpoints.save('clients', {a: 1});
    checkpoints.write();

    expect(out.lines).to.deep.equal(['{"type":"RECORD"}', ...singer().state({bookmarks: {clients: {a: 1}}})]);
  });

  it('gives back bookmarks as they were saved last', () => {
    const {checkpoints} = checkpointsOf(loaded);

    checkpoints.save('tasks', {c: 3});

    expect(checkpoints.storedFor('clients')).to.deep.equal({a: 1});
    expect(checkpoints.storedFor('tasks')).to.deep.equal({c: 3});
    expect(checkpoints.storedFor('roles')).to.equal(undefined);
  });

  it('does not change the state that it was given', () => {
    const copy = structuredClone(loaded);
    const {checkpoints} = checkpointsOf(loaded);

    checkpoints.save('clients', {a: 2});
    checkpoints.syncing(null);

    expect(loaded).to.deep.equal(copy);
  });
});
