import {expect} from 'chai';
import {coerced, coercedObject} from '../../protocol/config/coerce.js';
import type {JsonValue} from '../../protocol/core/json.js';
import type {SettingSchema} from '../../protocol/core/schema.js';

const list: SettingSchema = {type: 'array', items: {type: 'integer'}};
const names: SettingSchema = {type: 'array', items: {type: 'string'}};
const limit: SettingSchema = {
  type: 'object',
  properties: {requests: {type: 'integer'}, seconds: {type: 'number'}},
};

describe('coerced', () => {
  for (const [what, schema, given, expected] of [
    ['digits for an integer', {type: 'integer'}, '12', 12],
    ['digits with white space', {type: 'integer'}, ' 12 ', 12],
    ['a negative number', {type: 'integer'}, '-3', -3],
    ['a decimal', {type: 'number'}, '0.5', 0.5],
    ['a decimal for an integer', {type: 'integer'}, '1.5', 1.5],
    ['a word for a number', {type: 'number'}, 'many', 'many'],
    ['an empty text for a number', {type: 'integer'}, '', ''],
    ['infinity', {type: 'number'}, 'Infinity', 'Infinity'],
    ['a number for an integer', {type: 'integer'}, 12, 12],
    ['true', {type: 'boolean'}, 'true', true],
    ['TRUE', {type: 'boolean'}, ' TRUE ', true],
    ['1', {type: 'boolean'}, '1', true],
    ['yes', {type: 'boolean'}, 'yes', true],
    ['on', {type: 'boolean'}, 'On', true],
    ['false', {type: 'boolean'}, 'false', false],
    ['0', {type: 'boolean'}, '0', false],
    ['no', {type: 'boolean'}, 'no', false],
    ['off', {type: 'boolean'}, 'off', false],
    ['perhaps', {type: 'boolean'}, 'perhaps', 'perhaps'],
    ['an empty text for a boolean', {type: 'boolean'}, '', ''],
    ['a boolean', {type: 'boolean'}, false, false],
    ['a number where text is wanted', {type: 'string'}, 123456, '123456'],
    ['the largest number that is exact', {type: 'string'}, 2 ** 53 - 1, '9007199254740991'],
    ['the smallest number that is exact', {type: 'string'}, 1 - 2 ** 53, '-9007199254740991'],
    ['a decimal where text is wanted', {type: 'string'}, 1.5, '1.5'],
    ['a number that lost digits', {type: 'string'}, 2 ** 53, 2 ** 53],
    ['a negative number that lost digits', {type: 'string'}, -(2 ** 53), -(2 ** 53)],
    ['a number that lost digits, in a list of texts', names, [7, 2 ** 60], ['7', 2 ** 60]],
    ['a number that lost digits, in JSON', names, '[1152921504606846977]', [2 ** 60]],
    ['digits that are text already', {type: 'string'}, '1152921504606846977', '1152921504606846977'],
    ['text that looks like a number', {type: 'string'}, '0123', '0123'],
    ['text that looks like a boolean', {type: 'string'}, 'true', 'true'],
    ['text with white space', {type: 'string'}, ' a ', ' a '],
    ['text where null is allowed too', {type: ['null', 'integer']}, '7', 7],
    ['a JSON list', list, '[1, "2"]', [1, 2]],
    ['a comma list', list, '1, 2,3', [1, 2, 3]],
    ['one item', names, 'a', ['a']],
    ['an empty list', names, '', []],
    ['a list of texts', list, ['1', 2, 'x'], [1, 2, 'x']],
    ['a JSON object', limit, '{"requests": "5", "seconds": 1}', {requests: 5, seconds: 1}],
    ['an object of texts', limit, {requests: '5', seconds: '0.5'}, {requests: 5, seconds: 0.5}],
    ['an object with a null', limit, {requests: 5, seconds: null}, {requests: 5, seconds: null}],
    ['text that is no object', limit, '5 per second', '5 per second'],
    ['a JSON list for an object', limit, '[5]', '[5]'],
    ['an object for a number', {type: 'integer'}, {a: 1}, {a: 1}],
    ['anything without a type', {}, '7', '7'],
  ] as [string, SettingSchema, JsonValue, JsonValue][]) {
    it(`makes ${JSON.stringify(expected)} of ${what}`, () => {
      expect(coerced(schema, given)).to.deep.equal(expected);
    });
  }
});

describe('coercedObject', () => {
  it('leaves out settings that are null, but no null below them, which may be a value that got lost', () => {
    const schema: SettingSchema = {type: 'object', properties: {limit, name: {type: 'string'}}};

    expect(coercedObject(schema, {limit: {requests: null, seconds: '2'}, name: null})).to.deep.equal({
      limit: {requests: null, seconds: 2},
    });
  });

  it('keeps what the schema does not know as it is', () => {
    expect(coercedObject({properties: {}}, {other: '7', constructor: 'x'})).to.deep.equal({
      other: '7',
      constructor: 'x',
    });
  });

  it('changes nothing in what it is given', () => {
    const given = {limit: {requests: '5'}};

    coercedObject({properties: {limit}}, given);

    expect(given).to.deep.equal({limit: {requests: '5'}});
  });
});

describe('coerced, where several types are allowed', () => {
  const ids: SettingSchema = {
    type: ['integer', 'array', 'object'],
    items: {type: 'integer'},
    properties: {'!=': {type: 'integer'}},
  };
  const words: SettingSchema = {type: ['string', 'array'], items: {type: 'string'}};
  const people: SettingSchema = {type: ['integer', 'string', 'array'], items: {type: ['integer', 'string']}};

  for (const [what, schema, given, expected] of [
    ['a number as text', ids, '7', 7],
    ['a comma list of numbers', ids, '7, 8', [7, 8]],
    ['a JSON list', ids, '[7, "8"]', [7, 8]],
    ['a JSON object', ids, '{"!=": "7"}', {'!=': 7}],
    ['a word where only numbers are allowed', ids, 'seven', 'seven'],
    ['a list of numbers as texts', ids, ['7', 8], [7, 8]],
    ['an object of numbers as texts', ids, {'!=': '7'}, {'!=': 7}],
    ['a word', words, 'draft', 'draft'],
    ['a text with a comma, which is no list', words, 'Acme, Inc', 'Acme, Inc'],
    ['a JSON list of words', words, '["draft"]', ['draft']],
    ['JSON of another type', words, '{"a":1}', '{"a":1}'],
    ['a number where only text is allowed', words, 123, '123'],
    ['a number where text is allowed as well', people, 7, 7],
    ['a number as text where text is allowed as well', people, '7', 7],
    ['a word where numbers are allowed as well', people, 'anyone', 'anyone'],
    ['a list of both', people, ['7', 'anyone'], [7, 'anyone']],
  ] as [string, SettingSchema, JsonValue, JsonValue][]) {
    it(`makes ${JSON.stringify(expected)} of ${what}`, () => {
      expect(coerced(schema, given)).to.deep.equal(expected);
    });
  }
});

describe('settings that are written as JSON', () => {
  const settings: SettingSchema = {
    type: 'object',
    properties: {limit, words: {type: ['object', 'array']}, name: {type: 'string'}},
  };

  it('leaves out settings that are written as JSON and were emptied', () => {
    expect(coercedObject(settings, {limit: '', words: '', name: ''})).to.deep.equal({name: ''});
  });

  it('keeps an emptied setting below another, so that it is named', () => {
    const outer: SettingSchema = {type: 'object', properties: {settings}};

    expect(coercedObject(outer, {settings: {limit: ''}})).to.deep.equal({settings: {limit: ''}});
  });
});
