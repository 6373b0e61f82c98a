import {expect} from 'chai';
import type {JsonValue} from '../../protocol/core/json.js';
import type {PropertySchema, RecordSchema} from '../../protocol/core/schema.js';
import {compileShape} from '../../protocol/core/shape.js';
import type {ValueRule} from '../../protocol/core/stream.js';
import {
  boolean,
  fullTable,
  id,
  integer,
  listOf,
  moment,
  number,
  objectOf,
  schemaOf,
  text,
  whole,
} from '../support/streams.js';

describe('Shaping by the rule decimal', () => {
  const values: [JsonValue, string | null, boolean][] = [
    ['85.0', '85', false],
    [85, '85', false],
    [0.1, '0.1', false],
    ['1e3', '1000', false],
    ['12345678901234567890.120', '12345678901234567890.12', false],
    [null, null, false],
    ['', null, false],
    [' ', null, true],
    ['a lot', null, true],
    ['1,000', null, true],
    [true, null, true],
    [{amount: '1'}, null, true],
    [['1'], null, true],
  ];
  for (const [value, expected, isTold] of values) {
    it(`makes ${expected} of ${JSON.stringify(value)}${isTold ? ' and tells of it' : ''}`, () => {
      const {shape, nulled} = shaper(schemaOf({id, rate: text}), {rate: 'decimal'});

      expect(shape({id: 1, rate: value})).to.deep.equal({id: 1, rate: expected});
      expect(nulled).to.deep.equal(isTold ? ['rate: decimal'] : []);
    });
  }

  it('holds at every depth, in lists too, and for no other field', () => {
    const schema = schemaOf({
      rate: text,
      client: objectOf({rate: text, name: text}),
      lines: listOf(objectOf({rate: text})),
      rates: listOf(text),
    });
    const rules = {'client.rate': 'decimal', 'lines.rate': 'decimal', rates: 'decimal'} as const;
    const {shape} = shaper(schema, rules);

    const record = shape({
      rate: '1.0',
      client: {rate: '1.0', name: '1.0'},
      lines: [{rate: '2.0'}],
      rates: ['3.0', null],
    });

    expect(record).to.deep.equal({
      rate: '1.0',
      client: {rate: '1', name: '1.0'},
      lines: [{rate: '2'}],
      rates: ['3', null],
    });
  });

  it('gives null for a decimal that is missing', () => {
    expect(shaper(schemaOf({id, rate: text}), {rate: 'decimal'}).shape({id: 1})).to.deep.equal({
      id: 1,
      rate: null,
    });
  });
});

describe('Shaping by the rule milliseconds', () => {
  const values: [JsonValue, string | null, boolean][] = [
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z', false],
    ['2026-01-05T10:00:00.120456+02:00', '2026-01-05T08:00:00.120Z', false],
    [null, null, false],
    ['', null, false],
    ['soon', null, true],
    [1767607200, null, true],
    [['2026-01-05T10:00:00Z'], null, true],
  ];
  for (const [value, expected, isTold] of values) {
    it(`makes ${expected} of ${JSON.stringify(value)}${isTold ? ' and tells of it' : ''}`, () => {
      const {shape, nulled} = shaper(schemaOf({id, at: moment}), {at: 'milliseconds'});

      expect(shape({id: 1, at: value})).to.deep.equal({id: 1, at: expected});
      expect(nulled).to.deep.equal(isTold ? ['at: date'] : []);
    });
  }

  it('holds at every depth, in lists too, and for no other field', () => {
    const at = '2026-01-05T10:00:00.5Z';
    const schema = schemaOf({
      at: moment,
      log: objectOf({at: moment}),
      lines: listOf(objectOf({at: moment})),
      all: listOf(moment),
    });
    const {shape} = shaper(schema, {
      'log.at': 'milliseconds',
      'lines.at': 'milliseconds',
      all: 'milliseconds',
    });

    expect(shape({at, log: {at}, lines: [{at}], all: [at, null]})).to.deep.equal({
      at: '2026-01-05T10:00:00Z',
      log: {at: '2026-01-05T10:00:00.500Z'},
      lines: [{at: '2026-01-05T10:00:00.500Z'}],
      all: ['2026-01-05T10:00:00.500Z', null],
    });
  });
});

describe('Shaping by the rule typed', () => {
  const values: [PropertySchema, JsonValue, JsonValue, string?][] = [
    [boolean, false, false],
    [boolean, '', null],
    [boolean, 'false', null, 'boolean'],
    [boolean, 0, null, 'boolean'],
    [boolean, {}, null, 'boolean'],
    [number, 0, 0],
    [number, -1.5, -1.5],
    [number, '12.50', 12.5],
    [number, '', null],
    [number, 'many', null, 'number'],
    [number, true, null, 'number'],
    [number, [1], null, 'number'],
    [text, 7, '7'],
    [text, true, 'true'],
    [text, {a: 1}, '{"a":1}'],
    [text, '', ''],
  ];
  for (const [schema, value, expected, told] of values) {
    const type = [schema.type].flat().at(-1);
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(value)} under ${type}`, () => {
      const {shape, nulled} = shaper(schemaOf({id, x: schema}), {x: 'typed'});

      expect(shape({id: 1, x: value})).to.deep.equal({id: 1, x: expected});
      expect(nulled).to.deep.equal(told === undefined ? [] : [`x: ${told}`]);
    });
  }

  it('makes no record that a strict target refuses, whatever comes', () => {
    const {shape} = shaper(schemaOf({id, n: number, b: boolean, t: text}), {
      n: 'typed',
      b: 'typed',
      t: 'typed',
    });

    for (const value of [null, '', 'x', 1, true, {}, []]) {
      const record = shape({id: 1, n: value, b: value, t: value});

      expect(record.n === null || typeof record.n === 'number').to.equal(true);
      expect(record.b === null || typeof record.b === 'boolean').to.equal(true);
      expect(record.t === null || typeof record.t === 'string').to.equal(true);
    }
  });

  it('leaves fields without the rule to validation', () => {
    const {shape, nulled} = shaper(schemaOf({id, n: integer}), {});

    expect(shape({id: 1, n: 'many'})).to.deep.equal({id: 1, n: 'many'});
    expect(nulled).to.deep.equal([]);
  });
});

function shaper(schema: RecordSchema, rules: Record<string, ValueRule>) {
  const nulled: string[] = [];
  const stream = fullTable('jobs', {schema, rules: new Map(Object.entries(rules))});
  const shape = compileShape(whole(stream), {
    unknown: (field) => nulled.push(`${field}: unknown`),
    nulled: (field, what) => nulled.push(`${field}: ${what}`),
  });
  return {shape, nulled};
}
