import {expect} from 'chai';
import {ConfigError} from '../../../protocol/index.js';
import {type Conditions, whereOf} from '../../../taps/paymo/where.js';

describe('whereOf', () => {
  it('asks for nothing where there are no conditions', () => {
    expect(whereOf({})).to.deep.equal({});
  });

  it('joins conditions, in their order', () => {
    const conditions = {'client_id=': 5, 'updated_on>=': 1583954441, 'status in': ['draft', 'void']};

    expect(whereOf(conditions)).to.deep.equal({
      where: 'client_id=5 and updated_on>=1583954441 and status in ("draft","void")',
    });
  });

  const spellings: [string, Conditions, string][] = [
    ['a number', {'total>': 99.5}, 'total>99.5'],
    ['true', {'active=': true}, 'active=true'],
    ['false', {'active=': false}, 'active=false'],
    ['null', {'end_time=': null}, 'end_time=null'],
    ['a date', {'date<=': '2026-01-31'}, 'date<=2026-01-31'],
    ['a simple word', {'users=': 'anyone'}, 'users=anyone'],
    ['a text with a space', {'name=': 'Acme Inc'}, 'name="Acme Inc"'],
    ['a text with other letters', {'name=': 'Café'}, 'name="Café"'],
    ['a text that reads like a number', {'code=': '123'}, 'code="123"'],
    ['a text that reads like a truth value', {'name=': 'True'}, 'name="True"'],
    ['a text that reads like null', {'name=': 'null'}, 'name="null"'],
    ['a text with an operator', {'name=': 'a and b=1'}, 'name="a and b=1"'],
    ['a text that is a word of the grammar', {'name=': 'like'}, 'name="like"'],
    ['an empty text', {'name=': ''}, 'name=""'],
    ['an operator that is a word', {'name like': 'Sample'}, 'name like Sample'],
    ['a list of ids', {'client_id in': [123, 124]}, 'client_id in (123,124)'],
    ['an excluding list', {'type not in': ['Guest']}, 'type not in ("Guest")'],
    ['a list of a word and an id', {'users in': ['anyone', 17]}, 'users in ("anyone",17)'],
    [
      'a range of days',
      {'date_interval in': ['2016-12-01', '2017-01-01']},
      'date_interval in ("2016-12-01","2017-01-01")',
    ],
    [
      'a range of moments',
      {'time_interval in': ['2014-12-01T00:00:00Z', '2015-01-01T00:00:00Z']},
      'time_interval in ("2014-12-01T00:00:00Z","2015-01-01T00:00:00Z")',
    ],
  ];
  for (const [what, conditions, where] of spellings) {
    it(`writes ${what} as Paymo reads it`, () => {
      expect(whereOf(conditions)).to.deep.equal({where});
    });
  }

  for (const text of ['5" or "a"="a', "O'Brien", 'a\\']) {
    it(`refuses ${text}, which could end its quotation early`, () => {
      expect(() => whereOf({'name=': text})).to.throw(ConfigError, 'holds a quote or backslash');
    });

    it(`refuses ${text} in a list too`, () => {
      expect(() => whereOf({'name in': [text]})).to.throw(ConfigError, 'holds a quote or backslash');
    });
  }
});
