import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {SentRows} from '../../protocol/rest/sent-rows.js';

/** Whether the last of these rows, which all have one key, is news. */
function isNews(...rows: JsonObject[]): boolean | undefined {
  const sent = new SentRows();
  return rows.map((row) => sent.isNews(1, row)).at(-1);
}

describe('Rows that were sent', () => {
  const same: [string, JsonObject, JsonObject][] = [
    ['as it was', {id: 1, note: 'a', more: {x: [1, null]}}, {id: 1, note: 'a', more: {x: [1, null]}}],
    ['with its members in another order', {id: 1, a: 'x', b: 'y'}, {b: 'y', id: 1, a: 'x'}],
    ['with zeros behind a decimal', {amount: '85'}, {amount: '85.00'}],
    ['with a decimal as a number', {amount: '12.50'}, {amount: 12.5}],
    ['with a decimal in powers of ten', {amount: '1000'}, {amount: '1e3'}],
    ['with a sign before zero', {amount: '0'}, {amount: '-0.0'}],
    [
      'with a decimal of many digits',
      {amount: '12345678901234567890.10'},
      {amount: '12345678901234567890.1'},
    ],
  ];
  for (const [how, before, after] of same) {
    it(`are no news when one comes again ${how}`, () => {
      expect(isNews(before)).to.equal(true);
      expect(isNews(before, after)).to.equal(false);
    });
  }

  const other: [string, JsonObject, JsonObject][] = [
    ['another text', {note: 'a'}, {note: 'b'}],
    ['another number', {amount: '1.50'}, {amount: '1.51'}],
    [
      'a last digit that numbers can not hold',
      {amount: '12345678901234567890.1'},
      {amount: '12345678901234567890.2'},
    ],
    ['a text in capitals', {note: 'a'}, {note: 'A'}],
    ['null', {note: 'a'}, {note: null}],
    ['an empty text for null', {note: null}, {note: ''}],
    ['one member more', {note: 'a'}, {note: 'a', more: null}],
    ['one member less', {note: 'a', more: 1}, {note: 'a'}],
    ['values that changed places', {a: 'x', b: 'y'}, {a: 'y', b: 'x'}],
    ['a name that took a part of a value', {ab: 'c'}, {a: 'bc'}],
    ['another truth value', {billed: false}, {billed: true}],
    ['another member of an object', {user: {id: 1}}, {user: {id: 2}}],
    ['another order of a list', {tags: ['a', 'b']}, {tags: ['b', 'a']}],
    ['another day', {id: 1, date: '2026-01-01'}, {id: 1, date: '2026-01-02'}],
  ];
  for (const [what, before, after] of other) {
    it(`are news when one comes again with ${what}`, () => {
      expect(isNews(before, after)).to.equal(true);
      expect(isNews(after, before)).to.equal(true);
    });
  }

  it('are news when one is as it was before the last time', () => {
    expect(isNews({note: 'a'}, {note: 'b'}, {note: 'a'})).to.equal(true);
    expect(isNews({note: 'a'}, {note: 'b'}, {note: 'b'})).to.equal(false);
  });

  it('are told apart by their keys, not by what they hold', () => {
    const sent = new SentRows();

    expect([1, 2, '2'].map((key) => sent.isNews(key, {note: 'a'}))).to.deep.equal([true, true, true]);
    expect([1, 2, '2'].map((key) => sent.isNews(key, {note: 'a'}))).to.deep.equal([false, false, false]);
  });

  it('are not taken for others that differ in one digit, among 100 000', () => {
    const sent = new SentRows();
    let count = 0;

    for (let i = 0; i < 100_000; i++) if (!sent.isNews(1, {id: 1, hours: String(i)})) count++;

    expect(count).to.equal(0);
  });
});
