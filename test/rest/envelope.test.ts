import {expect} from 'chai';
import type {JsonValue} from '../../protocol/core/json.js';
import {unwrap} from '../../protocol/rest/envelope.js';

describe('Unwrapping an envelope', () => {
  it('finds the rows under the usual name', () => {
    expect(unwrap({users: [{id: 1}, {id: 2}]}, ['users'])).to.deep.equal({
      rows: [{id: 1}, {id: 2}],
      key: 'users',
    });
  });

  it('finds them among other members', () => {
    expect(unwrap({meta: {page: 0}, users: [{id: 1}]}, ['users'])?.rows).to.deep.equal([{id: 1}]);
  });

  it('prefers the first of several names that are there', () => {
    const body = {second: [{id: 2}], first: [{id: 1}]};

    expect(unwrap(body, ['first', 'second'])?.key).to.equal('first');
  });

  it('takes a later name where the first is missing', () => {
    expect(unwrap({users: [{id: 1}], total: 1}, ['me', 'users'])?.key).to.equal('users');
  });

  it('takes the only member whatever it is called, and says how', () => {
    expect(unwrap({people: [{id: 1}]}, ['users'])).to.deep.equal({rows: [{id: 1}], key: 'people'});
  });

  it('knows an empty list from none', () => {
    expect(unwrap({users: []}, ['users'])).to.deep.equal({rows: [], key: 'users'});
  });

  const none: [string, JsonValue][] = [
    ['an error', {message: 'Something broke'}],
    ['two unknown lists', {people: [{id: 1}], teams: [{id: 2}]}],
    ['an unknown list and something else', {people: [{id: 1}], total: 1}],
    ['nothing in it', {}],
    ['null for the rows', {users: null}],
    ['an object for the rows', {users: {id: 1}}],
    ['text for the rows', {users: 'none'}],
    ['a row that is null', {users: [{id: 1}, null]}],
    ['rows that are numbers', {users: [1, 2]}],
    ['rows that are lists', {users: [[]]}],
    ['another list beside a broken one', {users: null, people: [{id: 1}]}],
  ];
  for (const [what, body] of none) {
    it(`finds no rows where there is ${what}`, () => {
      expect(unwrap(body, ['users'])).to.equal(undefined);
    });
  }

  for (const body of [null, 'text', 5, true, [{id: 1}]]) {
    it(`finds no rows in ${JSON.stringify(body)}`, () => {
      expect(unwrap(body, ['users'])).to.equal(undefined);
    });
  }

  it('is not deceived by names that every object inherits', () => {
    expect(unwrap({people: [{id: 1}]}, ['constructor', 'toString'])?.key).to.equal('people');
  });
});
