import {expect} from 'chai';
import type {JsonValue} from '../../protocol/core/json.js';
import type {PropertySchema} from '../../protocol/core/schema.js';
import {overriddenSchema} from '../../protocol/core/schema-override.js';
import {boolean, date, integer, listOf, moment, number, objectOf, text} from '../support/streams.js';

describe('Schema overrides from a catalog', () => {
  function override(own: PropertySchema, wanted: JsonValue | undefined, isKey = false) {
    const warnings: string[] = [];
    const schema = overriddenSchema(own, wanted, isKey, (problem) => warnings.push(problem));
    return {schema, warnings};
  }

  const taken: [string, PropertySchema, JsonValue, PropertySchema][] = [
    ['integer to string', integer, {type: ['null', 'string']}, text],
    ['number to string', number, {type: 'string'}, text],
    ['boolean to string', boolean, {type: ['string', 'null']}, text],
    ['integer to number', integer, {type: ['null', 'number']}, number],
    ['date to date-time', date, {type: ['null', 'string'], format: 'date-time'}, moment],
  ];
  for (const [what, own, wanted, expected] of taken) {
    it(`are taken from ${what}`, () => {
      expect(override(own, wanted)).to.deep.equal({schema: expected, warnings: []});
    });
  }

  const refused: [string, PropertySchema, JsonValue][] = [
    ['string to integer', text, {type: ['null', 'integer']}],
    ['number to integer', number, {type: 'integer'}],
    ['integer to boolean', integer, {type: 'boolean'}],
    ['object to string', objectOf({}), {type: 'string'}],
    ['array to string', listOf(text), {type: ['null', 'string']}],
    ['string to object', text, {type: 'object'}],
    ['string to a type that does not exist', text, {type: 'decimal'}],
    ['date-time to date', moment, {type: ['null', 'string'], format: 'date'}],
    ['string to a format', text, {type: ['null', 'string'], format: 'email'}],
  ];
  for (const [what, own, wanted] of refused) {
    it(`are refused with a word from ${what}`, () => {
      const {schema, warnings} = override(own, wanted);

      expect(schema).to.deep.equal(own);
      expect(warnings).to.have.length(1);
    });
  }

  const ignored: [string, PropertySchema, JsonValue | undefined][] = [
    ['nothing', integer, undefined],
    ['the same type', integer, {type: ['null', 'integer']}],
    ['the same type without null', text, {type: 'string'}],
    ['an older schema without the format', moment, {type: ['null', 'string']}],
    ['several types', integer, {type: ['null', 'string', 'integer']}],
    ['null alone', integer, {type: 'null'}],
    ['no type', integer, {}],
    ['a type that is no text', integer, {type: 7}],
    ['types that are no texts', integer, {type: [7, null, {}]}],
    ['a format that is no text', text, {type: 'string', format: 7}],
    ['text in the place of a schema', integer, 'string'],
    ['a list in the place of a schema', integer, ['string']],
    ['null in the place of a schema', integer, null],
  ];
  for (const [what, own, wanted] of ignored) {
    it(`change nothing when the catalog has ${what}`, () => {
      expect(override(own, wanted)).to.deep.equal({schema: own, warnings: []});
    });
  }

  it('leave a key without null', () => {
    expect(override({type: 'integer'}, {type: ['null', 'string']}, true).schema).to.deep.equal({
      type: 'string',
    });
  });

  it('keep the description', () => {
    const own = {...integer, description: 'In minutes'};

    expect(override(own, {type: 'string'}).schema).to.deep.equal({...text, description: 'In minutes'});
  });
});
