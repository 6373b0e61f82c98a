import {expect} from 'chai';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import type {PropertySchema, RecordSchema} from '../../protocol/core/schema.js';
import {compileShape} from '../../protocol/core/shape.js';
import {
  boolean,
  date,
  id,
  incremental,
  integer,
  listOf,
  moment,
  number,
  objectOf,
  schemaOf,
  text,
  whole,
} from '../support/streams.js';

describe('Shaping', () => {
  it('gives all selected fields, null where the service left them out', () => {
    const {shape} = shaper(schemaOf({id, name: text, at: moment, user: objectOf({name: text})}));

    expect(shape({id: 1})).to.deep.equal({id: 1, name: null, at: null, user: null});
  });

  it('gives nested fields too, in objects and in arrays of objects', () => {
    const person = objectOf({name: text, team: objectOf({name: text, size: integer})});
    const {shape} = shaper(schemaOf({user: person, people: listOf(person)}));

    expect(shape({user: {}, people: [{team: {}}, {name: 'Ann'}]})).to.deep.equal({
      user: {name: null, team: null},
      people: [
        {name: null, team: {name: null, size: null}},
        {name: 'Ann', team: null},
      ],
    });
  });

  it('leaves null for nested objects, arrays and their items', () => {
    const person = objectOf({name: text});
    const {shape, notes} = shaper(schemaOf({user: person, people: listOf(person)}));

    expect(shape({user: null, people: null})).to.deep.equal({user: null, people: null});
    expect(shape({people: [null]})).to.deep.equal({user: null, people: [null]});
    expect(notes).to.deep.equal({unknown: [], nulled: []});
  });

  it('drops what is not selected, at every depth, without calling it unknown', () => {
    const full = schemaOf({
      id,
      name: text,
      user: objectOf({id, name: text}),
      tasks: listOf(objectOf({id, name: text})),
    });
    const kept = schemaOf({id, user: objectOf({id}), tasks: listOf(objectOf({id}))});
    const {shape, notes} = shaper(full, kept);

    const record = shape({
      id: 1,
      name: 'x',
      user: {id: 2, name: 'Ann'},
      tasks: [{id: 3, name: 'Plan'}],
    });

    expect(record).to.deep.equal({id: 1, user: {id: 2}, tasks: [{id: 3}]});
    expect(notes.unknown).to.deep.equal([]);
  });

  it('gives an object without fields when all of them are deselected', () => {
    const {shape} = shaper(schemaOf({user: objectOf({name: text})}), schemaOf({user: objectOf({})}));

    expect(shape({user: {name: 'Ann'}})).to.deep.equal({user: {}});
  });

  it('drops fields that the schema does not know and names them with their path', () => {
    const {shape, notes} = shaper(
      schemaOf({id, user: objectOf({name: text}), tasks: listOf(objectOf({id}))}),
    );

    const record = shape({id: 1, new: 1, user: {name: 'Ann', age: 7}, tasks: [{id: 1, done: true}]});

    expect(record).to.deep.equal({id: 1, user: {name: 'Ann'}, tasks: [{id: 1}]});
    expect(notes.unknown).to.have.members(['new', 'user.age', 'tasks.done']);
  });

  it('passes on a map without declared fields as it is', () => {
    const {shape, notes} = shaper(schemaOf({options: objectOf({})}));

    expect(shape({options: {any: [1, {x: 2}]}})).to.deep.equal({options: {any: [1, {x: 2}]}});
    expect(notes.unknown).to.deep.equal([]);
  });

  const values: [string, PropertySchema, JsonValue, JsonValue][] = [
    ['a timestamp with an offset to UTC', moment, '2026-01-05T12:00:00+02:00', '2026-01-05T10:00:00Z'],
    [
      'a timestamp with a fraction to whole seconds',
      moment,
      '2026-01-05T10:00:00.5Z',
      '2026-01-05T10:00:00Z',
    ],
    ['a date under date-time to its midnight', moment, '2026-01-05', '2026-01-05T00:00:00Z'],
    ['a timestamp under date to its date', date, '2026-01-05T23:00:00-02:00', '2026-01-05'],
    ['an empty date to null', date, '', null],
    ['an empty timestamp to null', moment, '', null],
    ['a number under string to text', text, 7.5, '7.5'],
    ['a boolean under string to text', text, false, 'false'],
    ['an object under string to JSON', text, {a: [1]}, '{"a":[1]}'],
    ['a list under string to JSON', text, [1, 'x'], '[1,"x"]'],
    ['text under string to itself', text, '', ''],
    ['decimal text under number to a number', number, '12.50', 12.5],
    ['text under integer to a number', integer, '7', 7],
    ['a negative number in text to a number', number, '-0.25', -0.25],
    ['a number under number to itself', number, 0, 0],
    ['text that is no number to itself', number, 'many', 'many'],
    ['empty text under number to null', number, '', null],
    ['empty text under boolean to null', boolean, '', null],
    ['true as text under boolean', boolean, 'true', true],
    ['false as text under boolean', boolean, 'false', false],
    ['other text under boolean to itself', boolean, 'yes', 'yes'],
    ['a number under boolean to itself', boolean, 0, 0],
    ['infinity under number to itself', number, 'Infinity', 'Infinity'],
    ['false under boolean to itself', boolean, false, false],
    ['a list of numbers under strings to texts', listOf(text), [1, null, 'x'], ['1', null, 'x']],
    ['a list of timestamps to UTC', listOf(moment), ['2026-01-05 10:00:00'], ['2026-01-05T10:00:00Z']],
    ['a list of integers to itself', listOf(integer), [1, 2], [1, 2]],
    ['an object where a list should be to itself', listOf(objectOf({id})), {id: 1}, {id: 1}],
    ['text where an object should be to itself', objectOf({id}), 'text', 'text'],
  ];
  for (const [what, schema, value, expected] of values) {
    it(`turns ${what}`, () => {
      const {shape, notes} = shaper(schemaOf({value: schema}));

      expect(shape({value})).to.deep.equal({value: expected});
      expect(notes).to.deep.equal({unknown: [], nulled: []});
    });
  }

  for (const value of ['0000-00-00', '2026-02-30', 'soon', 1_767_607_200, true, {}]) {
    it('tells of numbers that JSON cannot hold', () => {
      const {shape, notes} = shaper(schemaOf({value: number}));

      expect(shape({value: JSON.parse('1e400')})).to.deep.equal({value: null});
      expect(notes.nulled).to.deep.equal(['value']);
    });

    it(`turns ${JSON.stringify(value)} under a date into null and tells of it`, () => {
      const {shape, notes} = shaper(schemaOf({user: objectOf({at: moment, on: date})}));

      expect(shape({user: {at: value, on: value}})).to.deep.equal({user: {at: null, on: null}});
      expect(notes.nulled).to.deep.equal(['user.at', 'user.on']);
    });
  }

  it('tells of a date in an array by the path of its field', () => {
    const {shape, notes} = shaper(schemaOf({dates: listOf(date), tasks: listOf(objectOf({on: date}))}));

    shape({dates: ['never'], tasks: [{on: 'never'}]});

    expect(notes.nulled).to.deep.equal(['dates', 'tasks.on']);
  });

  it('stamps values that the raw object lacks or has otherwise', () => {
    const {shape} = shaper(schemaOf({id, invoice_id: integer}));

    expect(shape({id: 1}, {invoice_id: 7})).to.deep.equal({id: 1, invoice_id: 7});
    expect(shape({id: 1, invoice_id: 8}, {invoice_id: 7})).to.deep.equal({id: 1, invoice_id: 7});
    expect(shape({id: 1}, {invoice_id: undefined})).to.deep.equal({id: 1, invoice_id: null});
  });

  it('stamps no field that is deselected or unknown', () => {
    const {shape} = shaper(schemaOf({id, invoice_id: integer}), schemaOf({id}));

    expect(shape({id: 1}, {invoice_id: 7, other: 1})).to.deep.equal({id: 1});
  });

  it('converts stamps as it does other values, so that they fit an overridden type', () => {
    const full = schemaOf({id, invoice_id: integer, from: date});
    const {shape} = shaper(full, schemaOf({id, invoice_id: text, from: moment}));

    expect(shape({id: 1}, {invoice_id: 7, from: '2026-01-01'})).to.deep.equal({
      id: 1,
      invoice_id: '7',
      from: '2026-01-01T00:00:00Z',
    });
  });

  it('converts to the type that the selection wants, not the one that the tap knows', () => {
    const {shape} = shaper(schemaOf({id, count: integer}), schemaOf({id, count: text}));

    expect(shape({id: 1, count: 7})).to.deep.equal({id: 1, count: '7'});
  });

  it('makes the same record of a row whatever order its keys have, and whichever of them it has', () => {
    const full = schemaOf({id, at: moment, count: integer, name: text, user: objectOf({at: date})});
    const {shape, notes} = shaper(full);
    const row = {id: 1, at: '2026-01-05', count: '7', name: 7, user: {at: 'x'}, new: 1};
    const orders = Object.keys(row).flatMap((_, turn) =>
      Object.keys(row).map((__, left) => rotated(Object.entries(row), turn).slice(left)),
    );
    const expected = orders.map((entries) => ({
      ...{id: null, at: null, count: null, name: null, user: null},
      ...Object.fromEntries(entries.map(([name]) => [name, SHAPED[name]]).filter(([name]) => name !== 'new')),
    }));

    for (const _twice of [1, 2]) {
      const records = orders.map((entries) => shape(structuredClone(Object.fromEntries(entries))));

      expect(records).to.deep.equal(expected);
    }
    expect(notes.unknown.length).to.equal(
      2 * orders.filter((row_) => row_.some(([name]) => name === 'new')).length,
    );
  });
});

/** A shape and what it noted. */
function shaper(full: RecordSchema, kept: RecordSchema = full) {
  const notes = {unknown: [] as string[], nulled: [] as string[]};
  const shape = compileShape(
    {...whole(incremental('projects', {schema: full})), schema: kept},
    {unknown: (field) => notes.unknown.push(field), nulled: (field) => notes.nulled.push(field)},
  );
  return {shape: (raw: JsonObject, stamp?: JsonObject) => shape(raw, stamp), notes};
}

const SHAPED: Record<string, JsonValue> = {
  id: 1,
  at: '2026-01-05T00:00:00Z',
  count: 7,
  name: '7',
  user: {at: null},
};

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return [...items.slice(by), ...items.slice(0, by)];
}
