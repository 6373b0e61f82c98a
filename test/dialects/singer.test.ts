import {expect} from 'chai';
import {singer} from '../../protocol/dialects/singer.js';
import {fullTable, incremental, whole} from '../support/streams.js';

describe('Singer dialect', () => {
  const NOW = Date.parse('2026-11-20T10:00:00Z');
  it('writes the SCHEMA of an incremental stream with its keys', () => {
    expect(singer().schema(whole(incremental('clients')))).to.deep.equal([
      '{"type":"SCHEMA","stream":"clients","schema":{"type":"object","properties":{"id":{"type":"integer"},' +
        '"name":{"type":["null","string"]},"updated_at":{"type":["null","string"],"format":"date-time"}}},' +
        '"key_properties":["id"],"bookmark_properties":["updated_at"]}',
    ]);
  });

  it('writes the SCHEMA of a full table without bookmark properties, keys or none', () => {
    expect(singer().schema(whole(fullTable('company', {keyProperties: []})))).to.deep.equal([
      '{"type":"SCHEMA","stream":"company","schema":{"type":"object","properties":{"id":{"type":"integer"},' +
        '"name":{"type":["null","string"]}}},"key_properties":[]}',
    ]);
  });

  it('writes the selected part of a schema', () => {
    const stream = fullTable('roles');
    const {id} = stream.schema.properties;
    if (id === undefined) throw new Error('the stream has no id');

    expect(singer().schema({...whole(stream), schema: {type: 'object', properties: {id}}})).to.deep.equal([
      '{"type":"SCHEMA","stream":"roles","schema":{"type":"object","properties":{"id":{"type":"integer"}}},' +
        '"key_properties":["id"]}',
    ]);
  });

  it('writes a RECORD with the time of its observation', () => {
    const encode = singer().records('clients', NOW, undefined);

    expect(encode({id: 1, name: 'Ünï “quoted”\n'}, [])).to.equal(
      '{"type":"RECORD","stream":"clients","record":{"id":1,"name":"Ünï “quoted”\\n"},' +
        '"time_extracted":"2026-11-20T10:00:00Z"}',
    );
  });

  it('writes a RECORD with its version', () => {
    const encode = singer().records('clients', NOW, 1_767_607_200);

    expect(encode({id: 1}, [])).to.equal(
      '{"type":"RECORD","stream":"clients","record":{"id":1},' +
        '"time_extracted":"2026-11-20T10:00:00Z","version":1767607200}',
    );
  });

  it('writes RECORDs that every target can store', () => {
    const encode = singer().records('clients', NOW, undefined);

    expect(encode({name: 'a\ud800b\u0000c'}, [])).to.equal(
      '{"type":"RECORD","stream":"clients","record":{"name":"a\ufffdbc"},"time_extracted":"2026-11-20T10:00:00Z"}',
    );
  });

  it('writes a STATE with its whole value', () => {
    expect(singer().state({bookmarks: {clients: {a: 1}}, currently_syncing: null})).to.deep.equal([
      '{"type":"STATE","value":{"bookmarks":{"clients":{"a":1}},"currently_syncing":null}}',
    ]);
    expect(singer().state({})).to.deep.equal(['{"type":"STATE","value":{}}']);
  });

  it('writes an ACTIVATE_VERSION', () => {
    expect(singer().activateVersion('roles', 7)).to.deep.equal([
      '{"type":"ACTIVATE_VERSION","stream":"roles","version":7}',
    ]);
  });

  it('never breaks a line', () => {
    const stream = fullTable('two\nlines');
    const dialect = singer();
    const lines = [
      ...dialect.schema(whole(stream)),
      dialect.records(stream.name, NOW, 1)({text: 'a\nb\rc\u2028d'}, []),
      ...dialect.state({bookmarks: {[stream.name]: {text: 'a\nb'}}}),
      ...dialect.activateVersion(stream.name, 1),
    ];

    expect(lines.filter((line) => /[\n\r]/.test(line))).to.deep.equal([]);
  });
});
