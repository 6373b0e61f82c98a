import {expect} from 'chai';
import {canonicalJson, isObject} from '../../protocol/core/json.js';

describe('JSON', () => {
  it('takes only what has members for an object', () => {
    const values = [{}, {a: 1}, [], null, undefined, 'text', 7, true];

    expect(values.map(isObject)).to.deep.equal([true, true, false, false, false, false, false, false]);
  });

  it('writes members in alphabetical order at every depth', () => {
    const value = {b: {d: 1, c: 2}, a: [{f: 1, e: 2}], B: null};

    expect(canonicalJson(value)).to.equal('{"B":null,"a":[{"e":2,"f":1}],"b":{"c":2,"d":1}}');
  });

  it('keeps the order of arrays, which means something', () => {
    expect(canonicalJson([2, 1])).to.equal('[2,1]');
  });

  it('leaves out members that are undefined, as if they were absent', () => {
    expect(canonicalJson({a: undefined, b: 1})).to.equal(canonicalJson({b: 1}));
  });
});
