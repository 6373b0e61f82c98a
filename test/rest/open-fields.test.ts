import {expect} from 'chai';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {openFields} from '../../protocol/rest/open-fields.js';
import {dayFacts} from '../support/days.js';
import {readerOf} from '../support/reader.js';

function open(rows: JsonObject[], remembered?: JsonValue) {
  const reader = readerOf(dayFacts('http://127.0.0.1:9', {}, {secretQuery: {api_key: 'the-key'}}));
  const types = openFields(reader, 'people', rows, ['id'], remembered);
  return {types, rows, warnings: reader.log.at('warning')};
}

describe('Open fields', () => {
  it('are those that the schema does not know, without a word', () => {
    expect(open([{id: 1, name: 'Ann', age: 7}])).to.deep.equal({
      types: {name: 'string', age: 'number'},
      rows: [{id: 1, name: 'Ann', age: 7}],
      warnings: [],
    });
  });

  const credentials = [
    ...['api_key', 'apikey', 'apiKey', 'API_KEY', 'password', 'passwd', 'encrypted_password', 'passwordHash'],
    ...['password_digest', 'reset_token', 'authToken', 'token', 'otp_secret', 'otp', 'salt', 'secret'],
    ...[
      'credentials',
      'credential',
      'passphrase',
      'private-key',
      'Access Key',
      'pwd',
      'SECRET_KEY',
      'X-Api-Key',
    ],
  ];
  for (const field of credentials) {
    it(`are without ${field}, whatever it holds`, () => {
      for (const value of ['x', null, 7]) {
        const {types, rows, warnings} = open([{id: 1, [field]: value, name: 'Ann'}]);

        expect(types).to.deep.equal({name: 'string'});
        expect(rows).to.deep.equal([{id: 1, name: 'Ann'}]);
        expect(warnings).to.deep.equal([`people: Fields that hold credentials are left out: "${field}"`]);
      }
    });
  }

  for (const field of ['tokenizer', 'asphalt', 'secretary', 'compass', 'saltiness', 'passwordless']) {
    it(`are not without ${field}`, () => {
      expect(open([{id: 1, [field]: 'x'}]).types).to.deep.equal({[field]: 'string'});
    });
  }

  it('are without one that a bookmark remembers by such a name', () => {
    expect(open([{id: 1}], {password: 'string', name: 'string'}).types).to.deep.equal({name: 'string'});
  });

  const nested: [string, JsonValue, JsonValue, string][] = [
    ['an object', {name: 'A', apiKey: 'x'}, {name: 'A'}, 'team.apiKey'],
    ['an object of an object', {a: {b: {token: 'x', c: 1}}}, {a: {b: {c: 1}}}, 'team.a.b.token'],
    ['a list', [{id: 1, password: 'x'}, 'password', null], [{id: 1}, 'password', null], 'team.password'],
    ['a list of lists', [[[{secret: 'x'}], 7]], [[[{}], 7]], 'team.secret'],
    ['a list in an object of a list', [{keys: [{api_key: null}]}], [{keys: [{}]}], 'team.keys.api_key'],
  ];
  for (const [where, value, left, place] of nested) {
    it(`are without credentials in ${where}, in any row, which is told once`, () => {
      const {types, rows, warnings} = open([
        {id: 1, team: null},
        {id: 2, team: structuredClone(value)},
        {id: 3, team: structuredClone(value)},
      ]);

      expect(types).to.deep.equal({team: 'string'});
      expect(rows).to.deep.equal([
        {id: 1, team: null},
        {id: 2, team: left},
        {id: 3, team: left},
      ]);
      expect(warnings).to.deep.equal([`people: Fields that hold credentials are left out: "${place}"`]);
    });
  }

  it('are taken as they are where a value names credentials, or is a text that holds some', () => {
    const row = {id: 1, kind: 'api_key', note: 'the-key', json: '{"password":"x"}', tags: ['token']};

    const {rows, types, warnings} = open([structuredClone(row)]);

    expect(rows).to.deep.equal([row]);
    expect(types).to.deep.equal({kind: 'string', note: 'string', json: 'string', tags: 'string'});
    expect(warnings).to.deep.equal([]);
  });

  it('are without those whose names databases can not take, which is told', () => {
    const {types, warnings} = open([{id: 1, 'first name': 'x', Name: 'a', name: 'b', ID: 1}]);

    expect(types).to.deep.equal({Name: 'string'});
    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]).to.match(/are dropped: "first name", "name", "ID"$/);
  });

  it('are told of in a line that somebody reads', () => {
    const names = Array.from({length: 25}, (_, index) => [`odd name ${index} ${'x'.repeat(200)}`, 1]);

    const [line = ''] = open([{id: 1, ...Object.fromEntries(names)}]).warnings;

    expect(line).to.match(/ and 5 more$/);
    expect(line.length).to.be.below(1500);
  });
});
