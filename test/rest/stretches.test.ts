import {expect} from 'chai';
import {addDays} from '../../protocol/core/windows.js';
import {FIRST_DAY, intersection, LAST_DAY, monthsOf, stretchValue} from '../../protocol/rest/stretches.js';
import {entries} from '../support/entries.js';

const ALWAYS = {from: FIRST_DAY, to: LAST_DAY};

describe('Stretches of days', () => {
  it('are months up to the current one, with both edges in one piece each', () => {
    expect(monthsOf(ALWAYS, '2026-09-15', '2026-11-20')).to.deep.equal([
      {from: FIRST_DAY, to: '2026-08-31'},
      {from: '2026-09-01', to: '2026-09-30'},
      {from: '2026-10-01', to: '2026-10-31'},
      {from: '2026-11-01', to: '2026-11-30'},
      {from: '2026-12-01', to: LAST_DAY},
    ]);
  });

  for (const first of [undefined, '2024-02-29', '2026-11-20', '2026-11-30', '2027-03-01', '1960-01-01']) {
    it(`leave no day out and hold none twice when the first likely one is ${first}`, () => {
      const months = monthsOf(ALWAYS, first, '2026-11-20');

      expect(months[0]?.from).to.equal(FIRST_DAY);
      expect(months.at(-1)?.to).to.equal(LAST_DAY);
      expect(months.slice(1).map(({from}) => from)).to.deep.equal(
        months.slice(0, -1).map(({to}) => addDays(to, 1)),
      );
    });
  }

  it('reach ten years back where nobody knows when the first rows may be', () => {
    expect(monthsOf(ALWAYS, undefined, '2026-11-20')[1]).to.deep.equal({
      from: '2016-11-01',
      to: '2016-11-30',
    });
  });

  it('are cut to the days that are wanted', () => {
    const days = {from: '2026-10-10', to: '2026-11-05'};

    expect(monthsOf(days, '2026-09-15', '2026-11-20')).to.deep.equal([
      {from: '2026-10-10', to: '2026-10-31'},
      {from: '2026-11-01', to: '2026-11-05'},
    ]);
  });

  it('are none where no day is wanted', () => {
    expect(monthsOf({from: '2026-11-05', to: '2026-11-04'}, undefined, '2026-11-20')).to.deep.equal([]);
  });

  it('have in common what lies in both', () => {
    expect(
      intersection({from: '2026-01-01', to: '2026-06-30'}, {from: '2026-03-01', to: '2026-12-31'}),
    ).to.deep.equal({from: '2026-03-01', to: '2026-06-30'});
  });

  it('are asked for as dates with a day more on both sides', () => {
    expect(stretchValue(entries, {from: '2026-03-01', to: '2026-03-31'})).to.deep.equal([
      '2026-02-28',
      '2026-04-01',
    ]);
  });

  it('are asked for as moments up to the end of the day after', () => {
    const stream = {...entries, between: {param: 'between', form: 'moments' as const}};

    expect(stretchValue(stream, {from: '2026-03-01', to: '2026-03-31'})).to.deep.equal([
      '2026-02-28T00:00:00Z',
      '2026-04-02T00:00:00Z',
    ]);
  });

  it('can be asked for up to the ends of time', () => {
    expect(stretchValue(entries, ALWAYS)).to.deep.equal(['1900-01-01', '2199-12-31']);
  });
});
