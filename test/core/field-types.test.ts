import {expect} from 'chai';
import {type FieldTypes, fieldSchemas, fieldTypes, rememberedTypes} from '../../protocol/core/field-types.js';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';

const rowsOf = (...values: JsonValue[]): JsonObject[] =>
  values.map((value, index) => ({id: index, x: value}));

const typesOf = (rows: readonly JsonObject[], remembered: FieldTypes = {}) =>
  fieldTypes(rows, ['id'], remembered);

describe('Types of fields', () => {
  const cases: [string, JsonValue[], string][] = [
    ['numbers', [1, 2.5, -3], 'number'],
    ['booleans', [true, false], 'boolean'],
    ['texts', ['a', ''], 'string'],
    ['numbers as text', ['1', '2'], 'string'],
    ['numbers and nulls', [null, 1, null], 'number'],
    ['booleans after many nulls', [null, null, null, false], 'boolean'],
    ['nulls alone', [null, null], 'string'],
    ['numbers and texts', [1, 'a'], 'string'],
    ['texts and numbers', ['a', 1], 'string'],
    ['numbers and booleans', [0, false], 'string'],
    ['numbers, nulls and texts, and numbers again', [1, null, 'a', null, 1], 'string'],
    ['objects', [{a: 1}], 'string'],
    ['lists', [[1], []], 'string'],
    ['numbers and lists', [1, [1]], 'string'],
  ];
  for (const [what, values, type] of cases) {
    it(`are ${type} for ${what}`, () => {
      expect(typesOf(rowsOf(...values))).to.deep.equal({types: {x: type}, misnamed: []});
    });
  }

  it('count fields that some rows lack', () => {
    expect(typesOf([{id: 1}, {id: 2, x: 1}, {id: 3, y: true}]).types).to.deep.equal({
      x: 'number',
      y: 'boolean',
    });
  });

  it('come without the fields that are known', () => {
    expect(typesOf([{id: 'text'}]).types).to.deep.equal({});
  });

  it('stay as they are remembered, whatever the rows hold now', () => {
    const remembered: FieldTypes = {x: 'number', y: 'boolean', z: 'string'};

    const {types} = typesOf([{id: 1, x: 'text', y: 1, z: 2}], remembered);

    expect(types).to.deep.equal(remembered);
  });

  it('stay remembered when no row has the field, or no row comes', () => {
    expect(typesOf([{id: 1}], {x: 'number'}).types).to.deep.equal({x: 'number'});
    expect(typesOf([], {x: 'number'}).types).to.deep.equal({x: 'number'});
  });

  it('keep the order in which fields were found, remembered ones first', () => {
    const {types} = typesOf(
      [
        {id: 1, b: 1},
        {a: 1, c: 1},
      ],
      {c: 'number'},
    );

    expect(Object.keys(types)).to.deep.equal(['c', 'b', 'a']);
  });

  it('leave what they were told as it was', () => {
    const remembered: FieldTypes = Object.freeze({x: 'number'});

    expect(typesOf([{id: 1, y: 1}], remembered).types).to.have.all.keys('x', 'y');
  });

  it('make no number of a field for the sake of rows that come first', () => {
    const rows = [...Array.from({length: 5000}, (_, id) => ({id, x: id})), {id: 5000, x: 'n/a'}];

    expect(typesOf(rows).types).to.deep.equal({x: 'string'});
  });

  for (const name of [
    'email',
    'firstName',
    'first_name',
    '_private',
    'x1',
    'sdc_x',
    'constructor',
    'toString',
  ]) {
    it(`are found for the name ${name}`, () => {
      expect(typesOf([{id: 1, [name]: 1}])).to.deep.equal({types: {[name]: 'number'}, misnamed: []});
    });
  }

  const impossible = ['', ' ', '1x', 'first name', 'first-name', 'a.b', 'größe', 'a"b', 'x\n', '$ref'];
  for (const name of [...impossible, 'properties', 'Items', 'anyOf', '_sdc_batched_at', '_SDC_x']) {
    it(`are not found for the name ${JSON.stringify(name)}`, () => {
      expect(typesOf([{id: 1, [name]: 1}])).to.deep.equal({types: {}, misnamed: [name]});
    });
  }

  it('are found for one alone of names that differ in case', () => {
    expect(typesOf([{id: 1, Name: 'a', name: 'b', NAME: 'c', ID: 2}])).to.deep.equal({
      types: {Name: 'string'},
      misnamed: ['name', 'NAME', 'ID'],
    });
  });

  it('are found for the remembered one of names that differ in case', () => {
    expect(typesOf([{id: 1, Name: 'a', name: 'b'}], {name: 'string'})).to.deep.equal({
      types: {name: 'string'},
      misnamed: ['Name'],
    });
  });
});

describe('Remembered types', () => {
  it('are those that a bookmark holds', () => {
    const types = {a: 'string', b: 'number', c: 'boolean'};

    expect(rememberedTypes(types)).to.deep.equal(types);
  });

  it('are none where a bookmark holds none', () => {
    expect(rememberedTypes(undefined)).to.deep.equal({});
    expect(rememberedTypes(null)).to.deep.equal({});
  });

  it('leave out what is no type, and names that can be none', () => {
    const broken = {a: 'object', b: null, c: 1, d: ['string'], 'e f': 'string', items: 'string', g: 'number'};

    expect(rememberedTypes(broken)).to.deep.equal({g: 'number'});
  });
});

describe('Schemas of found fields', () => {
  it('have their types, and null', () => {
    expect(fieldSchemas({a: 'string', b: 'number', c: 'boolean'})).to.deep.equal({
      a: {type: ['null', 'string']},
      b: {type: ['null', 'number']},
      c: {type: ['null', 'boolean']},
    });
  });
});
