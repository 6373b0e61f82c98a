import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {compileValidator} from '../../protocol/core/validate.js';
import {date, id, integer, listOf, moment, objectOf, schemaOf, text} from '../support/streams.js';

describe('Validation', () => {
  const validate = compileValidator(
    schemaOf({
      id,
      name: text,
      count: integer,
      at: moment,
      on: date,
      user: objectOf({name: text}),
      tasks: listOf(objectOf({count: integer})),
    }),
  );

  const fitting: [string, JsonObject][] = [
    ['all fields', {id: 1, name: 'x', count: 2, at: '2026-01-05T10:00:00Z', on: '2026-01-05'}],
    ['nulls everywhere but in the key', {id: 1, name: null, count: null, at: null, on: null, user: null}],
    ['fewer fields', {id: 1}],
    ['a field that the schema does not know', {id: 1, more: {}}],
    ['nested values', {id: 1, user: {name: null}, tasks: [{count: 1}, null, {}]}],
  ];
  for (const [what, record] of fitting) {
    it(`finds nothing wrong with ${what}`, () => {
      expect(validate(record)).to.equal(undefined);
    });
  }

  const wrong: [string, JsonObject, RegExp][] = [
    ['a null key', {id: null}, /^id must be integer$/],
    ['a wrong type', {id: 1, name: 7}, /^name must be string,null$|^name must be null,string$/],
    ['a fraction for a whole number', {id: 1.5}, /^id must be integer$/],
    ['a nested wrong type', {id: 1, user: {name: true}}, /^user\.name must be/],
    ['a wrong type in an array', {id: 1, tasks: [{count: 1}, {count: 'x'}]}, /^tasks\.1\.count must be/],
  ];
  for (const [what, record, problem] of wrong) {
    it(`names the field of ${what}`, () => {
      expect(validate(record)).to.match(problem);
    });
  }
});
