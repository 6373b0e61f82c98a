import {expect} from 'chai';
import {discover} from '../../protocol/core/catalog.js';
import type {Stream} from '../../protocol/core/stream.js';
import {fullTable, id, incremental, listOf, moment, objectOf, schemaOf, text} from '../support/streams.js';

describe('Discovery', () => {
  const rich = incremental('projects', {
    parent: 'clients',
    schema: schemaOf({
      id,
      updated_at: moment,
      notes: text,
      client: objectOf({id, address: objectOf({city: text})}),
      tags: listOf(text),
      tasks: listOf(objectOf({id, name: text, owner: objectOf({name: text})})),
    }),
    fieldsOffByDefault: ['notes'],
    quietFields: new Set(),
  });

  it('lists every stream, in the order of the tap', () => {
    const {streams} = discover([incremental('clients'), fullTable('roles')]);

    expect(streams.map(({tap_stream_id, stream}) => [tap_stream_id, stream])).to.deep.equal([
      ['clients', 'clients'],
      ['roles', 'roles'],
    ]);
  });

  it('describes an incremental stream for old readers and new', () => {
    const [entry] = discover([rich]).streams;

    expect(entry).to.deep.include({
      key_properties: ['id'],
      replication_method: 'INCREMENTAL',
      replication_key: 'updated_at',
      schema: rich.schema,
    });
    expect(metadataAt(rich, [])).to.deep.equal({
      inclusion: 'available',
      'selected-by-default': true,
      'table-key-properties': ['id'],
      'forced-replication-method': 'INCREMENTAL',
      'valid-replication-keys': ['updated_at'],
      'parent-tap-stream-id': 'clients',
    });
  });

  it('gives a full table no replication key, and a stream without parent none', () => {
    const stream = fullTable('roles', {selectedByDefault: false});

    expect(discover([stream]).streams[0]).not.to.have.property('replication_key');
    expect(metadataAt(stream, [])).to.deep.equal({
      inclusion: 'available',
      'selected-by-default': false,
      'table-key-properties': ['id'],
      'forced-replication-method': 'FULL_TABLE',
      'valid-replication-keys': [],
    });
  });

  it('has metadata for every property at every depth, through the items of arrays', () => {
    const breadcrumbs = discover([rich]).streams[0]?.metadata.map(({breadcrumb}) => breadcrumb.join('.'));

    expect(breadcrumbs).to.deep.equal([
      '',
      'properties.id',
      'properties.updated_at',
      'properties.notes',
      'properties.client',
      'properties.client.properties.id',
      'properties.client.properties.address',
      'properties.client.properties.address.properties.city',
      'properties.tags',
      'properties.tasks',
      'properties.tasks.items.properties.id',
      'properties.tasks.items.properties.name',
      'properties.tasks.items.properties.owner',
      'properties.tasks.items.properties.owner.properties.name',
    ]);
  });

  const inclusions: [string, string[], string][] = [
    ['a key', ['properties', 'id'], 'automatic'],
    ['the replication key', ['properties', 'updated_at'], 'automatic'],
    ['any other field', ['properties', 'client'], 'available'],
    ["a nested field with a key's name", ['properties', 'client', 'properties', 'id'], 'available'],
    ["a key's name in an array", ['properties', 'tasks', 'items', 'properties', 'id'], 'available'],
  ];
  for (const [what, breadcrumb, inclusion] of inclusions) {
    it(`calls ${what} ${inclusion}`, () => {
      expect(metadataAt(rich, breadcrumb)).to.deep.equal({inclusion});
    });
  }

  it('says which fields are off by default', () => {
    expect(metadataAt(rich, ['properties', 'notes'])).to.deep.equal({
      inclusion: 'available',
      'selected-by-default': false,
    });
  });
});

function metadataAt(stream: Stream, breadcrumb: string[]) {
  const metadata = discover([stream]).streams[0]?.metadata ?? [];
  return metadata.find((item) => item.breadcrumb.join('.') === breadcrumb.join('.'))?.metadata;
}
