import {expect} from 'chai';
import {configured} from '../../protocol/cli/airbyte/catalog.js';
import {ConfigError} from '../../protocol/core/errors.js';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import type {PropertySchema} from '../../protocol/core/schema.js';
import type {SelectedStream} from '../../protocol/core/selection.js';
import {
  boolean,
  fullTable,
  incremental,
  integer,
  listOf,
  number,
  objectOf,
  schemaOf,
  text,
} from '../support/streams.js';

const DEEP = schemaOf({
  id: {type: 'integer'},
  name: text,
  owner: objectOf({id: integer, home: objectOf({city: text, street: text})}),
  lines: listOf(objectOf({price: number, tax: objectOf({rate: number, name: text})})),
  tags: listOf(text),
});
const STREAMS = [
  incremental('clients'),
  fullTable('roles'),
  fullTable('orders', {schema: DEEP}),
  fullTable('reports', {selectedByDefault: false}),
  fullTable('templates', {
    schema: schemaOf({id: {type: 'integer'}, name: text, html: text}),
    fieldsOffByDefault: ['html'],
  }),
];

describe('A configured catalog', () => {
  const entry = (name: string, json_schema?: JsonValue, more: JsonObject = {}): JsonObject => ({
    stream: {name, ...(json_schema === undefined ? {} : {json_schema})},
    sync_mode: 'incremental',
    destination_sync_mode: 'overwrite',
    ...more,
  });
  const of = (...streams: JsonValue[]) => configured({streams}, STREAMS);
  const namesIn = (streams: readonly SelectedStream[]) => streams.map(({stream}) => stream.name);
  const only = (streams: readonly SelectedStream[]) => {
    if (streams[0] === undefined || streams.length > 1) throw new Error('There is not one stream.');
    return streams[0];
  };
  const schemaFor = (name: string, json_schema?: JsonValue) =>
    only(of(entry(name, json_schema)).selection.streams).schema;

  describe('selects streams:', () => {
    it('those that it lists, in the source’s order, whatever a run without a catalog would read', () => {
      const {selection, unknown, fullRefresh} = of(entry('reports'), entry('roles'), entry('clients'));

      expect(namesIn(selection.streams)).to.deep.equal(['clients', 'roles', 'reports']);
      expect(selection.warnings).to.deep.equal([]);
      expect(unknown).to.deep.equal([]);
      expect([...fullRefresh]).to.deep.equal([]);
    });

    it('none when it lists none', () => {
      expect(of()).to.deep.equal({
        selection: {streams: [], warnings: []},
        unknown: [],
        fullRefresh: new Set(),
        alwaysFull: [],
      });
    });

    it('those that can only be read in full, and names them where they are asked for changes', () => {
      const asked = of(entry('roles'), entry('clients'));
      const full = of(entry('roles', undefined, {sync_mode: 'full_refresh'}));

      expect(asked.alwaysFull).to.deep.equal(['roles']);
      expect(full.alwaysFull).to.deep.equal([]);
    });

    it('those that the source has, and names the others', () => {
      const {selection, unknown} = of(entry('ghosts'), entry('roles'), entry('toString'));

      expect(namesIn(selection.streams)).to.deep.equal(['roles']);
      expect(unknown).to.deep.equal(['ghosts', 'toString']);
    });

    it('each once, however often it is listed', () => {
      const {selection, unknown} = of(entry('roles'), entry('ghosts'), entry('roles'), entry('ghosts'));

      expect(namesIn(selection.streams)).to.deep.equal(['roles']);
      expect(unknown).to.deep.equal(['ghosts']);
    });

    it('with what is no entry left out', () => {
      expect(namesIn(of(null, 'roles', 7, ['roles'], entry('clients')).selection.streams)).to.deep.equal([
        'clients',
      ]);
    });

    it('with the source’s own keys and cursors, whatever it says of those', () => {
      const {streams, warnings} = of(
        entry('clients', undefined, {cursor_field: ['name'], primary_key: [['name']], generation_id: 7}),
      ).selection;

      expect(only(streams).stream).to.equal(STREAMS[0]);
      expect(warnings).to.deep.equal([]);
    });

    it('which are to be read in full where it says so, of those alone', () => {
      const {fullRefresh} = of(
        entry('clients', undefined, {sync_mode: 'full_refresh'}),
        entry('roles'),
        entry('orders', undefined, {sync_mode: null}),
        entry('ghosts', undefined, {sync_mode: 'full_refresh'}),
      );

      expect([...fullRefresh])
        .to.include('clients')
        .and.not.include.members(['roles', 'orders']);
    });

    it('also those of which only full refresh is known, when it asks for changes', () => {
      const {selection, fullRefresh} = of(entry('roles'));

      expect(only(selection.streams).stream.replicationMethod).to.equal('FULL_TABLE');
      expect(fullRefresh.has('roles')).to.equal(false);
    });
  });

  describe('is wrong', () => {
    for (const catalog of [
      undefined,
      null,
      [],
      'text',
      7,
      {},
      {streams: null},
      {streams: {}},
      {streams: 'roles'},
    ] as (JsonValue | undefined)[]) {
      it(`as ${JSON.stringify(catalog)}`, () => {
        expect(() => configured(catalog, STREAMS)).to.throw(ConfigError, /a list "streams"/);
      });
    }

    for (const nameless of [{}, {stream: null}, {stream: 'roles'}, {stream: {}}, {stream: {name: 7}}]) {
      it(`with an entry such as ${JSON.stringify(nameless)}`, () => {
        expect(() => of(entry('roles'), nameless)).to.throw(ConfigError, /without a name/);
      });
    }
  });

  describe('selects fields:', () => {
    for (const [what, json_schema] of [
      ['it has no schema', undefined],
      ['its schema is null', null],
      ['its schema is no object', 'text'],
      ['its schema is empty', {}],
      ['its schema tells no properties', {type: 'object', additionalProperties: true}],
      ['its properties are null', {properties: null}],
      ['its properties are a list', {properties: []}],
    ] as [string, JsonValue | undefined][]) {
      it(`all of them where ${what}`, () => {
        expect(schemaFor('orders', json_schema)).to.deep.equal(DEEP);
      });
    }

    it('those that its schema has, in the source’s own types and order', () => {
      const json_schema: JsonValue = {
        properties: {tags: {type: 'integer'}, name: {type: ['null', 'number']}, id: {}},
      };

      expect(Object.entries(schemaFor('orders', json_schema).properties)).to.deep.equal([
        ['id', {type: 'integer'}],
        ['name', text],
        ['tags', listOf(text)],
      ]);
    });

    it('keys and cursors in any case', () => {
      expect(Object.keys(schemaFor('clients', {properties: {name: {}}}).properties)).to.deep.equal([
        'id',
        'name',
        'updated_at',
      ]);
      expect(Object.keys(schemaFor('clients', {properties: {}}).properties)).to.deep.equal([
        'id',
        'updated_at',
      ]);
    });

    it('those too that a run without a catalog leaves out, where its schema has them', () => {
      expect(Object.keys(schemaFor('templates', {properties: {html: {}}}).properties)).to.deep.equal([
        'id',
        'html',
      ]);
      expect(schemaFor('templates', {properties: {name: {}}}).properties).to.not.have.property('html');
    });

    it('none that the source does not have', () => {
      expect(schemaFor('roles', {properties: {ghost: {}, constructor: {}}})).to.deep.equal(
        schemaOf({id: {type: 'integer'}}),
      );
    });

    const below = (property: PropertySchema) => schemaOf({id: {type: 'integer'}, ...property.properties});
    for (const [what, properties, expected] of [
      ['an object', {owner: {properties: {id: {}}}}, {owner: objectOf({id: integer})}],
      [
        'an object in an object',
        {owner: {properties: {home: {properties: {city: {}}}}}},
        {owner: objectOf({home: objectOf({city: text})})},
      ],
      [
        'the objects of a list',
        {lines: {items: {properties: {price: {}}}}},
        {lines: listOf(objectOf({price: number}))},
      ],
      [
        'an object in the objects of a list',
        {lines: {items: {properties: {tax: {properties: {rate: {}}}}}}},
        {lines: listOf(objectOf({tax: objectOf({rate: number})}))},
      ],
      ['an object of which nothing is left', {owner: {properties: {}}}, {owner: objectOf({})}],
      [
        'a list of objects of which nothing is left',
        {lines: {items: {properties: {}}}},
        {lines: listOf(objectOf({}))},
      ],
      [
        'objects whose own fields are not told',
        {owner: {}, lines: {items: {}}},
        {owner: DEEP.properties.owner, lines: DEEP.properties.lines},
      ],
      [
        'objects whose own fields are told in a way that is none',
        {owner: null, lines: {items: [{properties: {}}]}},
        {owner: DEEP.properties.owner, lines: DEEP.properties.lines},
      ],
      [
        'fields that are lists here and objects there',
        {owner: {items: {properties: {}}}, lines: {properties: {}}},
        {owner: DEEP.properties.owner, lines: DEEP.properties.lines},
      ],
    ] as [string, JsonObject, Record<string, PropertySchema>][]) {
      it(`those of ${what}`, () => {
        expect(schemaFor('orders', {properties})).to.deep.equal(
          below({type: 'object', properties: expected}),
        );
      });
    }
  });

  describe('of a stream whose fields are found while it is read', () => {
    const FOUND = {colour: text, size: number, sold: boolean};
    const fieldsWith = (
      json_schema: JsonValue | undefined,
      found: Record<string, PropertySchema> = FOUND,
    ) => {
      const selected = only(of(entry('roles', json_schema)).selection.streams);
      const {id: _id, name: _name, ...others} = selected.withFields(found, fail).schema.properties;
      return others;
    };
    const fail = (problem: string) => {
      throw new Error(problem);
    };

    for (const json_schema of [undefined, null, {}, {type: 'object'}]) {
      it(`takes all of them where it says ${JSON.stringify(json_schema)}`, () => {
        expect(fieldsWith(json_schema)).to.deep.equal(FOUND);
      });
    }

    it('takes those alone that its schema lists', () => {
      expect(fieldsWith({properties: {id: {}, size: {type: ['null', 'number']}, ghost: {}}})).to.deep.equal({
        size: number,
      });
      expect(fieldsWith({properties: {}})).to.deep.equal({});
    });

    for (const [what, discovered, now, expected] of [
      ['number', {type: ['null', 'number']}, text, number],
      ['text', {type: ['null', 'string']}, number, text],
      ['truth value', {type: ['null', 'boolean']}, text, boolean],
      ['number that was not nullable', {type: 'number'}, text, number],
      ['number, null last', {type: ['number', 'null']}, text, number],
    ] as const) {
      it(`keeps the type by which a ${what} was discovered`, () => {
        expect(
          fieldsWith({properties: {field: {...discovered, description: 'x'}}} as JsonObject, {field: now}),
        ).to.deep.equal({field: expected});
      });
    }

    for (const unusable of [
      {},
      null,
      true,
      {type: 'object'},
      {type: ['null', 'array']},
      {type: 'null'},
      {type: 7},
      {oneOf: [{type: 'string'}]},
    ] as JsonValue[]) {
      it(`takes the type that it has now where it was discovered as ${JSON.stringify(unusable)}`, () => {
        expect(fieldsWith({properties: {field: unusable}}, {field: number})).to.deep.equal({field: number});
      });
    }

    it('leaves the fields alone that it knows', () => {
      const selected = only(of(entry('roles', {properties: {name: {type: 'number'}}})).selection.streams);

      expect(selected.withFields({name: boolean}, fail).schema).to.deep.equal(
        schemaOf({id: {type: 'integer'}, name: text}),
      );
    });
  });
});
