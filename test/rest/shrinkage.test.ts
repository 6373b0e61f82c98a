import {expect} from 'chai';
import type {JsonValue} from '../../protocol/core/json.js';
import {requirePlausible} from '../../protocol/rest/shrinkage.js';
import {dayFacts} from '../support/days.js';
import {readerOf} from '../support/reader.js';

const URL_ = 'http://127.0.0.1:9';

describe('A table that shrinks', () => {
  const reader = readerOf(dayFacts(URL_));

  const plausible: [number, JsonValue | undefined][] = [
    [0, undefined],
    [0, null],
    [0, 0],
    [0, 'many'],
    [1, 1],
    [1, 2],
    [50, 100],
    [100, 1],
  ];
  for (const [rows, before] of plausible) {
    it(`may have ${rows} rows after ${JSON.stringify(before)}`, () => {
      expect(() => requirePlausible(reader, 'clients', rows, before)).to.not.throw();
    });
  }

  for (const [rows, before, words] of [
    [0, 1, 'clients is suddenly empty, of 1 at the last run'],
    [0, 100, 'clients is suddenly empty, of 100 at the last run'],
    [49, 100, 'clients has only 49 rows left, of 100 at the last run'],
    [1, 3, 'clients has only 1 rows left, of 3 at the last run'],
  ] as const) {
    it(`fails with ${rows} rows after ${before}, and says how to go on`, () => {
      expect(() => requirePlausible(reader, 'clients', rows, before))
        .to.throw(words)
        .with.property('message')
        .that.includes('"allow_empty": true');
    });
  }

  it('is believed where that is allowed', () => {
    const allowing = readerOf(dayFacts(URL_, {}, {allowEmpty: true}));

    expect(() => requirePlausible(allowing, 'clients', 0, 100)).to.not.throw();
  });
});
