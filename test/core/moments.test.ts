import {expect} from 'chai';
import {isMoment, MOMENT_FORMS, resolveDate, resolveMoment} from '../../protocol/core/moments.js';

describe('Configured moments', () => {
  const now = new Date('2026-03-31T10:20:30Z');

  const moments: [string, string, string][] = [
    ['2026-01-31', '2026-01-31T00:00:00Z', '2026-01-31'],
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z', '2026-01-31'],
    ['2026-01-31T23:30:00-02:00', '2026-02-01T01:30:00Z', '2026-01-31'],
    ['-0d', '2026-03-31T00:00:00Z', '2026-03-31'],
    ['-30d', '2026-03-01T00:00:00Z', '2026-03-01'],
    [' -30d ', '2026-03-01T00:00:00Z', '2026-03-01'],
    ['-2w', '2026-03-17T00:00:00Z', '2026-03-17'],
    ['-1m', '2026-02-28T00:00:00Z', '2026-02-28'],
    ['-2y', '2024-03-31T00:00:00Z', '2024-03-31'],
    ['-5h', '2026-03-31T05:20:30Z', '2026-03-31'],
    ['-11h', '2026-03-30T23:20:30Z', '2026-03-30'],
    ['+0d', '2026-03-31T00:00:00Z', '2026-03-31'],
    ['+1d', '2026-04-01T00:00:00Z', '2026-04-01'],
    ['+2w', '2026-04-14T00:00:00Z', '2026-04-14'],
    ['+1m', '2026-04-30T00:00:00Z', '2026-04-30'],
    ['+2y', '2028-03-31T00:00:00Z', '2028-03-31'],
    ['+14h', '2026-04-01T00:20:30Z', '2026-04-01'],
  ];
  for (const [written, moment, date] of moments) {
    it(`"${written}" means ${moment}, as a date ${date}`, () => {
      expect(isMoment(written)).to.equal(true);
      expect(resolveMoment(written, now)).to.equal(moment);
      expect(resolveDate(written, now)).to.equal(date);
    });
  }

  const impossible = [
    '',
    'yesterday',
    '30d',
    '-30',
    '-d',
    '-30s',
    '+30',
    '+-1d',
    '1d',
    '-1.5d',
    '-30d ago',
    '+999999d',
    '2026-02-30',
  ];
  for (const written of impossible) {
    it(`"${written}" is no moment`, () => {
      expect(isMoment(written)).to.equal(false);
      expect(resolveMoment(written, now)).to.equal(undefined);
      expect(resolveDate(written, now)).to.equal(undefined);
    });
  }

  it('takes a relative moment in days as the same all day', () => {
    const morning = resolveMoment('-7d', new Date('2026-03-31T00:00:00Z'));
    const night = resolveMoment('-7d', new Date('2026-03-31T23:59:59Z'));

    expect(morning).to.equal(night);
  });

  for (const [now_, tomorrow] of [
    ['2026-12-31T23:59:59Z', '2027-01-01'],
    ['2024-02-28T00:00:00Z', '2024-02-29'],
    ['2025-02-28T12:00:00Z', '2025-03-01'],
  ] as const) {
    it(`takes "+1d" for ${tomorrow} at ${now_}`, () => {
      expect(resolveDate('+1d', new Date(now_))).to.equal(tomorrow);
    });
  }

  const distances = ['y', 'm', 'w', 'd', 'h'].flatMap((unit) => [`-99999${unit}`, `+99999${unit}`]);
  for (const written of distances) {
    it(`"${written}" gives a timestamp that others can be compared with, or none`, () => {
      expect(resolveMoment(written, now) ?? '2026-01-01T00:00:00Z').to.match(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      );
    });
  }

  it('describes forms of which each is a moment', () => {
    const examples = MOMENT_FORMS.match(/\S*\d\S*/g)?.map((example) => example.replace(/,$/, '')) ?? [];

    expect(examples).to.have.length(4);
    expect(examples.filter((example) => !isMoment(example))).to.deep.equal([]);
  });
});
