import {expect} from 'chai';
import {type HealthFacts, healthOf} from '../../protocol/watch/health.js';

const GOOD: HealthFacts = {
  startedAt: 0,
  events: {received: 3, ignored: 1, records: 2, deletes: 1, skipped: 0, lastAt: 1000, trouble: undefined},
  refused: {'401 wrong or no signature': 2},
  backlog: 0,
  spoolTrouble: undefined,
  sync: {rounds: 1, lastGoodAt: 2000, trouble: undefined},
  hooks: {wanted: 1, there: 1, checkedAt: 3000, trouble: undefined},
};

describe('healthOf', () => {
  it('is good where nothing is wrong, and tells the numbers', () => {
    const {isGood, facts} = healthOf(GOOD);

    expect(isGood).to.equal(true);
    expect(facts).to.deep.include({
      status: 'good',
      reasons: [],
      sync: {rounds: 1, last_good_at: '1970-01-01T00:00:02Z'},
      refused: {'401 wrong or no signature': 2},
    });
  });

  it('knows that hooks may be no matter of its own, and that nothing may have happened yet', () => {
    const {facts} = healthOf({...GOOD, hooks: undefined, sync: {...GOOD.sync, lastGoodAt: undefined}});

    expect(facts).to.deep.include({hooks: null, sync: {rounds: 1, last_good_at: null}});
  });

  for (const [what, change] of [
    ['Events cannot be kept: full', {spoolTrouble: 'full'}],
    ['Events wait: down', {events: {...GOOD.events, trouble: 'down'}}],
    ['The last sync failed: down', {sync: {...GOOD.sync, trouble: 'down'}}],
    ['Hooks cannot be seen to: no', {hooks: {wanted: 1, there: 0, checkedAt: 1, trouble: 'no'}}],
  ] as const) {
    it(`says what is wrong: ${what}`, () => {
      const {isGood, facts} = healthOf({...GOOD, ...change});

      expect([isGood, facts.reasons]).to.deep.equal([false, [what]]);
    });
  }
});
