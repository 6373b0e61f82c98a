import {expect} from 'chai';
import {discover} from '../../protocol/core/catalog.js';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {type SelectedStream, select} from '../../protocol/core/selection.js';
import {fullTable, incremental} from '../support/streams.js';

describe('Selection of streams', () => {
  const clients = incremental('clients');
  const roles = fullTable('roles', {selectedByDefault: false});
  const tap = [clients, roles];

  const chosen = (streams: readonly JsonValue[]) =>
    select(tap, {streams: [...streams]}).streams.map(({stream}) => stream.name);
  const plain = ({stream, schema}: SelectedStream) => ({stream, schema});
  const root = (metadata: JsonObject) => [{breadcrumb: [], metadata}];
  const entry = (members: JsonObject) => ({tap_stream_id: 'clients', ...members});

  it('without a catalog is the default one, with all fields', () => {
    const {streams, warnings} = select(tap, undefined);

    expect(streams.map(plain)).to.deep.equal([{stream: clients, schema: clients.schema}]);
    expect(warnings).to.deep.equal([]);
  });

  it('by the catalog that discovery printed is the default one, too', () => {
    const catalog = JSON.parse(JSON.stringify(discover(tap)));

    const {streams, warnings} = select(tap, catalog);
    expect(streams.map(plain)).to.deep.equal(select(tap, undefined).streams.map(plain));
    expect(warnings).to.deep.equal([]);
  });

  const answers: [string, JsonObject, boolean][] = [
    ['selected in the metadata', {metadata: root({selected: true})}, true],
    ['deselected in the metadata', {metadata: root({selected: false})}, false],
    ['selected as text', {metadata: root({selected: 'true'})}, true],
    ['deselected as text', {metadata: root({selected: 'false'})}, false],
    ['selected as what is neither', {metadata: root({selected: 1})}, false],
    ['selected at the entry', {selected: true, metadata: root({})}, true],
    ['deselected at the entry', {selected: false}, false],
    ['selected as text at the entry', {selected: 'true', metadata: root({})}, true],
    ['selected in the schema', {schema: {selected: true}, metadata: root({})}, true],
    ['deselected in the schema', {schema: {selected: false}}, false],
    ['on by default', {metadata: root({'selected-by-default': true})}, true],
    ['off by default', {metadata: root({'selected-by-default': false})}, false],
    ['said nothing about', {metadata: root({inclusion: 'available'})}, false],
    ['without a root entry', {metadata: [{breadcrumb: ['properties', 'id'], metadata: {}}]}, false],
    ['without metadata', {}, true],
    ['with an empty list of metadata', {metadata: []}, true],
    ['selected but unsupported', {metadata: root({selected: true, inclusion: 'unsupported'})}, false],
    [
      'unsupported but selected at the entry',
      {selected: true, metadata: root({inclusion: 'unsupported'})},
      false,
    ],
    [
      'deselected against the default',
      {metadata: root({selected: false, 'selected-by-default': true})},
      false,
    ],
    ['selected against the default', {metadata: root({selected: true, 'selected-by-default': false})}, true],
    ['selected in the metadata against the entry', {selected: false, metadata: root({selected: true})}, true],
    [
      'deselected in the metadata against the entry',
      {selected: true, metadata: root({selected: false})},
      false,
    ],
    ['selected at the entry against the schema', {selected: true, schema: {selected: false}}, true],
    [
      'selected in the schema against the default',
      {schema: {selected: true}, metadata: root({'selected-by-default': false})},
      true,
    ],
  ];
  for (const [what, members, expected] of answers) {
    it(`${expected ? 'takes' : 'leaves out'} a stream that is ${what}`, () => {
      expect(chosen([entry(members)])).to.deep.equal(expected ? ['clients'] : []);
    });
  }

  it('leaves out streams that the catalog lacks', () => {
    expect(chosen([])).to.deep.equal([]);
    expect(chosen([{tap_stream_id: 'roles', selected: true}])).to.deep.equal(['roles']);
  });

  it('keeps the order of the tap', () => {
    const reversed = [
      {tap_stream_id: 'roles', selected: true},
      {tap_stream_id: 'clients', selected: true},
    ];

    expect(chosen(reversed)).to.deep.equal(['clients', 'roles']);
  });

  it('knows a stream by its name where the id is missing', () => {
    expect(chosen([{stream: 'clients', selected: true}])).to.deep.equal(['clients']);
  });

  it('warns of a selected stream that the tap does not have, and goes on', () => {
    const {streams, warnings} = select(tap, {
      streams: [{tap_stream_id: 'gone', selected: true}, entry({selected: true})],
    });

    expect(streams.map(({stream}) => stream.name)).to.deep.equal(['clients']);
    expect(warnings)
      .to.have.length(1)
      .and.to.match(/"gone"/);
  });

  it('says nothing of an unknown stream that is not selected', () => {
    expect(select(tap, {streams: [{tap_stream_id: 'gone', selected: false}]}).warnings).to.deep.equal([]);
  });

  const malformed: [string, JsonValue][] = [
    ['no list of streams', {}],
    ['text for streams', {streams: 'clients'}],
    ['entries that are no objects', {streams: [null, 'clients', 7, []]}],
    ['an entry without a name', {streams: [{selected: true}]}],
    ['an entry whose name is no text', {streams: [{tap_stream_id: {a: 1}, selected: true}]}],
    ['a schema that is no object', {streams: [entry({selected: true, schema: 'x'})]}],
    ['a null schema', {streams: [entry({selected: true, schema: null})]}],
    ['properties that are no object', {streams: [entry({selected: true, schema: {properties: [1]}})]}],
    ['a property that is no object', {streams: [entry({selected: true, schema: {properties: {id: 7}}})]}],
    ['metadata that is no list', {streams: [entry({selected: true, metadata: {breadcrumb: []}})]}],
    ['metadata of nulls', {streams: [entry({selected: true, metadata: [null, 7, 'x', []]})]}],
    ['metadata without breadcrumbs', {streams: [entry({selected: true, metadata: [{metadata: {}}]})]}],
    ['metadata without metadata', {streams: [entry({selected: true, metadata: [{breadcrumb: []}]})]}],
    ['a breadcrumb that is text', {streams: [entry({metadata: [{breadcrumb: 'x', metadata: {}}]})]}],
    ['a breadcrumb of numbers', {streams: [entry({metadata: [{breadcrumb: [1, null], metadata: {}}]})]}],
    ['a method that is an object', {streams: [entry({metadata: root({'replication-method': {a: 1}})})]}],
    ['a key that is a list', {streams: [entry({metadata: root({'replication-key': ['id']})})]}],
  ];
  for (const [what, catalog] of malformed) {
    it(`survives a catalog with ${what}`, () => {
      expect(() => select(tap, catalog as JsonObject)).not.to.throw();
    });
  }

  const wishes: [string, JsonObject, RegExp][] = [
    [
      'a replication key that is not valid',
      {metadata: root({selected: true, 'replication-key': 'name'})},
      /"name"/,
    ],
    ['a replication key at the entry', {selected: true, replication_key: 'name'}, /name/],
    ['another method', {metadata: root({selected: true, 'replication-method': 'FULL_TABLE'})}, /FULL_TABLE/],
    [
      'log-based replication',
      {metadata: root({selected: true, 'replication-method': 'LOG_BASED'})},
      /LOG_BASED/,
    ],
  ];
  for (const [what, members, warning] of wishes) {
    it(`warns of ${what}, and keeps the stream as it is`, () => {
      const {streams, warnings} = select(tap, {streams: [entry(members)]});

      expect(streams[0]?.stream).to.equal(clients);
      expect(warnings).to.have.length(1).and.to.match(warning);
    });
  }

  it('says nothing of a method and a key that are the stream’s own', () => {
    const metadata = root({
      selected: true,
      'replication-method': 'INCREMENTAL',
      'replication-key': 'updated_at',
    });

    expect(select(tap, {streams: [entry({metadata})]}).warnings).to.deep.equal([]);
  });
});
