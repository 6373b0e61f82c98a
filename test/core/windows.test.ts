import {expect} from 'chai';
import {addDays, addMonths, calendarWindows, type WindowUnit, windowOf} from '../../protocol/core/windows.js';

describe('Calendar windows', () => {
  const windows: [string, WindowUnit, string, string][] = [
    ['2026-04-30', 'month', '2026-04-01', '2026-04-30'],
    ['2026-02-10', 'month', '2026-02-01', '2026-02-28'],
    ['2028-02-10', 'month', '2028-02-01', '2028-02-29'],
    ['2026-12-31', 'month', '2026-12-01', '2026-12-31'],
    ['2026-11-20', 'week', '2026-11-16', '2026-11-22'],
    ['2026-11-16', 'week', '2026-11-16', '2026-11-22'],
    ['2026-11-22', 'week', '2026-11-16', '2026-11-22'],
    ['2027-01-01', 'week', '2026-12-28', '2027-01-03'],
    ['2028-03-01', 'week', '2028-02-28', '2028-03-05'],
    ['2026-11-20', 'day', '2026-11-20', '2026-11-20'],
  ];
  for (const [date, unit, from, to] of windows) {
    it(`the ${unit} of ${date} is ${from}..${to}`, () => {
      expect(windowOf(date, unit)).to.deep.equal({from, to});
    });
  }

  const ranges: [string, string, WindowUnit, [string, string][]][] = [
    [
      '2026-11-20',
      '2027-01-02',
      'month',
      [
        ['2026-11-01', '2026-11-30'],
        ['2026-12-01', '2026-12-31'],
        ['2027-01-01', '2027-01-31'],
      ],
    ],
    [
      '2026-12-27',
      '2027-01-04',
      'week',
      [
        ['2026-12-21', '2026-12-27'],
        ['2026-12-28', '2027-01-03'],
        ['2027-01-04', '2027-01-10'],
      ],
    ],
    [
      '2028-02-28',
      '2028-03-01',
      'day',
      [
        ['2028-02-28', '2028-02-28'],
        ['2028-02-29', '2028-02-29'],
        ['2028-03-01', '2028-03-01'],
      ],
    ],
    ['2026-11-20', '2026-11-20', 'month', [['2026-11-01', '2026-11-30']]],
    ['2026-11-21', '2026-11-20', 'month', []],
    ['2026-12-01', '2026-11-30', 'day', []],
  ];
  for (const [from, to, unit, expected] of ranges) {
    it(`${from}..${to} in windows of a ${unit} are ${expected.length}`, () => {
      expect(calendarWindows(from, to, unit).map((window) => [window.from, window.to])).to.deep.equal(
        expected,
      );
    });
  }

  for (const unit of ['day', 'week', 'month'] as const) {
    it(`windows of a ${unit} follow one another without a gap or a shared day`, () => {
      const all = calendarWindows('2027-11-11', '2028-04-04', unit);

      const gaps = all.slice(1).filter((window, i) => window.from !== addDays(all[i]?.to ?? '', 1));

      expect(gaps).to.deep.equal([]);
    });
  }

  it('counts days over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).to.equal('2027-01-01');
    expect(addDays('2028-03-01', -1)).to.equal('2028-02-29');
    expect(addDays('2026-03-01', -1)).to.equal('2026-02-28');
  });

  it('counts months, cutting the day to the last of the month', () => {
    expect(addMonths('2026-01-31', 1)).to.equal('2026-02-28');
    expect(addMonths('2026-03-31', -1)).to.equal('2026-02-28');
    expect(addMonths('2026-11-01', -11)).to.equal('2025-12-01');
  });
});
