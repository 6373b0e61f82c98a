import {expect} from 'chai';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {openFields} from '../../protocol/rest/open-fields.js';
import {dayFacts} from '../support/days.js';
import {readerOf} from '../support/reader.js';

function open(rows: JsonObject[], remembered?: JsonValue, key = 'the-key') {
  const reader = readerOf(dayFacts('http://127.0.0.1:9', {}, {secretQuery: {api_key: key}}));
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
    ...['credentials', 'credential'],
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

  const holding: [string, JsonValue][] = [
    ['as it is', 'the-key'],
    ['inside of a text', 'https://acme.test/feed?key=the-key&x=1'],
    ['inside of an object', {links: [{href: '/feed/the-key'}]}],
    ['inside of a list', ['x', 'the-key']],
    ['as a name', {'the-key': 1}],
  ];
  for (const [how, value] of holding) {
    it(`are without one that holds our own credentials ${how}, in any row`, () => {
      const {types, rows, warnings} = open([
        {id: 1, feed: 'harmless'},
        {id: 2, feed: value},
      ]);

      expect(types).to.deep.equal({});
      expect(rows).to.deep.equal([{id: 1}, {id: 2}]);
      expect(warnings.join()).to.include('"feed"').and.not.to.include('the-key');
    });
  }

  it('are not without those that hold by chance what is too short to be a credential', () => {
    expect(open([{id: 1, name: 'abc'}], undefined, 'abc').types).to.deep.equal({name: 'string'});
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
