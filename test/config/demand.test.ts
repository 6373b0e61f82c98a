import {expect} from 'chai';
import {configProblems} from '../../protocol/config/check.js';
import {demand} from '../../protocol/config/demand.js';
import type {JsonValue} from '../../protocol/core/json.js';
import type {SettingSchema} from '../../protocol/core/schema.js';

describe('demand', () => {
  const integers: SettingSchema = {type: 'integer'};
  const operators = {'>': integers, '<': integers};
  for (const [setting, sentence] of [
    [{type: 'integer'}, 'a whole number'],
    [{type: ['integer', 'array'], items: integers}, 'a whole number, or a list of them'],
    [
      {type: ['array', 'object'], items: integers, properties: operators},
      'a list, or an object with some of >, <',
    ],
    [
      {type: ['integer', 'array', 'object'], items: integers, properties: operators},
      'a whole number, or a list of them, or an object with some of >, <',
    ],
    [
      {type: ['number', 'object'], minimum: 0, maximum: 9, properties: operators},
      'a number from 0 to 9, or an object with some of >, <',
    ],
    [
      {type: ['string', 'object'], format: 'plain-date', properties: operators},
      'a date such as 2026-01-31, or an object with some of >, <',
    ],
    [
      {type: ['string', 'array'], pattern: '^(red|green)$', items: {type: 'string'}},
      'one of red, green, or a list of them',
    ],
    [{type: ['integer', 'string'], pattern: '^none$'}, 'a whole number, or "none"'],
    [{type: ['integer', 'string'], pattern: '^[a-z]+$'}, 'a whole number, or a text that matches ^[a-z]+$'],
    [{type: ['string', 'object']}, 'a text, or an object'],
    [{type: ['boolean', 'string']}, 'true or false, or a text'],
  ] as [SettingSchema, string][]) {
    it(`says of ${JSON.stringify(setting)}: ${sentence}`, () => {
      expect(demand(setting)).to.equal(sentence);
    });
  }
});

describe('configProblems, where several types are allowed', () => {
  const setting: SettingSchema = {
    type: ['integer', 'array', 'object'],
    minimum: 1,
    items: {type: 'integer'},
    minItems: 1,
    maxItems: 2,
    properties: {'!=': {type: 'integer'}},
    additionalProperties: false,
  };

  function problemsOf(value: JsonValue): string[] {
    return configProblems({type: 'object', properties: {size: setting}}, {size: value});
  }

  for (const value of [1, [1], [1, 2], {'!=': 1}, {}]) {
    it(`takes ${JSON.stringify(value)}`, () => {
      expect(problemsOf(value)).to.deep.equal([]);
    });
  }

  const whole =
    'The setting "size" must be a whole number of at least 1, or a list of them, or an object with some of !=';
  for (const [value, sentence] of [
    ['big', `${whole}; it is "big"`],
    [0, `${whole}; it is 0`],
    [true, `${whole}; it is true`],
    [[], 'The setting "size" must be a list that is not empty'],
    [[1, 2, 3], 'The setting "size" must be a list of at most 2'],
    [[1, 'big'], 'The setting "size.1" must be a whole number; it is "big"'],
    [{'!=': 'big'}, 'The setting "size.!=" must be a whole number; it is "big"'],
    [{'>': 1}, 'The setting "size.>" does not exist; known here: !='],
  ] as [JsonValue, string][]) {
    it(`says in one sentence what is wrong with ${JSON.stringify(value)}`, () => {
      expect(problemsOf(value)).to.deep.equal([sentence]);
    });
  }
});

describe('a plain text', () => {
  const name: SettingSchema = {type: 'string', format: 'plain-text'};

  for (const text of ['Acme', 'Café & Söhne (2)', ' a ', "O'Brien", 'a"b', 'a\\']) {
    it(`may be ${JSON.stringify(text)}`, () => {
      expect(configProblems({type: 'object', properties: {name}}, {name: text})).to.deep.equal([]);
    });
  }

  for (const text of ['', 'a\nb', 'a\u0000b']) {
    it(`may not be ${JSON.stringify(text)}`, () => {
      expect(configProblems({type: 'object', properties: {name}}, {name: text})).to.deep.equal([
        `The setting "name" must be a text that is not empty and has no line breaks; it is ${JSON.stringify(text)}`,
      ]);
    });
  }
});
