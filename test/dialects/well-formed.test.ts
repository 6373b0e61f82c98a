import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {wellFormed} from '../../protocol/dialects/well-formed.js';

describe('Well-formed text', () => {
  const encoded = (record: JsonObject) => wellFormed(JSON.stringify(record), record);

  const repaired: [string, JsonObject, JsonObject][] = [
    ['a lone high surrogate', {name: 'a\ud83d!'}, {name: 'a\ufffd!'}],
    ['a lone low surrogate', {name: '\udc00a'}, {name: '\ufffda'}],
    ['surrogates in the wrong order', {name: '\udc00\ud83d'}, {name: '\ufffd\ufffd'}],
    ['a lone surrogate at the end', {name: 'cut off \ud83d'}, {name: 'cut off \ufffd'}],
    ['NUL', {name: 'a\u0000b\u0000'}, {name: 'ab'}],
    ['both', {name: '\u0000\udfff'}, {name: '\ufffd'}],
    ['both in nested values', {user: {tags: ['\u0000x', '\ud800']}}, {user: {tags: ['x', '\ufffd']}}],
    ['a lone surrogate beside a pair', {name: '😀\ud83d'}, {name: '😀\ufffd'}],
    ['both in the keys of a free map', {map: {'a\u0000': 1, 'b\ud800': 2}}, {map: {a: 1, 'b\ufffd': 2}}],
  ];
  for (const [what, record, expected] of repaired) {
    it(`repairs ${what}`, () => {
      expect(encoded(record)).to.equal(JSON.stringify(expected));
    });
  }

  const untouched: [string, JsonObject][] = [
    ['plain text', {name: 'plain', count: 7, none: null, list: [1, true]}],
    ['pairs of surrogates', {name: '😀 und 𝔘𝔫𝔦'}],
    ['other control characters', {name: 'a\u0001\u001f\t\n'}],
    ['text that looks like an escape', {name: 'C:\\users\\ud800 \\u0000'}],
    ['an escape within text that holds JSON', {json: JSON.stringify({a: '\ud800\u0000'})}],
  ];
  for (const [what, record] of untouched) {
    it(`leaves ${what} as it is`, () => {
      expect(encoded(record)).to.equal(JSON.stringify(record));
    });
  }

  it('gives text without anything to repair back as it came, without a second look', () => {
    const json = '{"name":"plain"}';

    expect(wellFormed(json, {name: 'another'})).to.equal(json);
  });

  it('does not change the record', () => {
    const record = {name: 'a\u0000'};

    encoded(record);

    expect(record).to.deep.equal({name: 'a\u0000'});
  });
});
