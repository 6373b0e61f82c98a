import {expect} from 'chai';
import {
  calendarDate,
  epochMillis,
  timestampOf,
  utcMilliseconds,
  utcTimestamp,
} from '../../protocol/core/timestamps.js';

describe('Timestamps', () => {
  const moments: [string, string][] = [
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00+02:00', '2026-01-05T08:00:00Z'],
    ['2026-01-05T10:00:00+0200', '2026-01-05T08:00:00Z'],
    ['2026-01-05T10:00:00-09:30', '2026-01-05T19:30:00Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z'],
    ['2026-01-05T10:00:00+00:00', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00.123Z', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00.999999Z', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00.999999999+02:00', '2026-01-05T08:00:00Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59Z'],
    ['2026-01-05 10:00:00Z', '2026-01-05T10:00:00Z'],
    ['2026-01-05 10:00:00', '2026-01-05T10:00:00Z'],
    ['2026-01-05 10:00:00 UTC', '2026-01-05T10:00:00Z'],
    ['2026-01-05 10:00:00+02:00', '2026-01-05T08:00:00Z'],
    [' 2026-01-05T10:00:00Z ', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00', '2026-01-05T10:00:00Z'],
    ['2026-01-05t10:00:00z', '2026-01-05T10:00:00Z'],
    ['2026-01-05', '2026-01-05T00:00:00Z'],
    ['2028-02-29T12:00:00Z', '2028-02-29T12:00:00Z'],
    ['2000-02-29T12:00:00Z', '2000-02-29T12:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ];
  for (const [written, expected] of moments) {
    it(`"${written}" is ${expected}`, () => {
      expect(utcTimestamp(written)).to.equal(expected);
    });
  }

  const impossible = [
    '',
    ' ',
    'soon',
    '0000-00-00',
    '0000-00-00 00:00:00',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-05T25:00:00Z',
    '2026-01-05T10:60:00Z',
    '2026-01-05T10:00:61Z',
    '2026-01-05T1x:00:00Z',
    '2026-01-05Tten o’clock',
    '2026-01-05T10:00:00Z and more',
    '05/01/2026',
    '1767607200',
    '2026',
    '2026-01',
  ];
  for (const written of impossible) {
    it(`"${written}" is no moment`, () => {
      expect(utcTimestamp(written)).to.equal(undefined);
    });
  }

  const exact: [string, string][] = [
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00.123Z', '2026-01-05T10:00:00.123Z'],
    ['2026-01-05T10:00:00.1Z', '2026-01-05T10:00:00.100Z'],
    ['2026-01-05T10:00:00.999999Z', '2026-01-05T10:00:00.999Z'],
    ['2026-01-05T10:00:00.007+02:00', '2026-01-05T08:00:00.007Z'],
    ['2026-01-05 10:00:00.5 UTC', '2026-01-05T10:00:00.500Z'],
    ['2026-01-05 10:00:00 +0200', '2026-01-05T08:00:00.000Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.500Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ];
  for (const [written, expected] of exact) {
    it(`"${written}" is ${expected} with milliseconds`, () => {
      expect(utcMilliseconds(written)).to.equal(expected);
    });
  }

  it('are none with milliseconds either where they are no moments', () => {
    for (const written of impossible) expect(utcMilliseconds(written), written).to.equal(undefined);
  });

  it('gives all timestamps one width, so that text compares as time', () => {
    const widths = new Set(moments.map(([written]) => utcTimestamp(written)?.length));

    expect([...widths]).to.deep.equal([20]);
  });

  const dates: [string, string | undefined][] = [
    ['2026-01-05', '2026-01-05'],
    ['2028-02-29', '2028-02-29'],
    ['20260105', '2026-01-05'],
    ['2026-01-05T23:30:00-02:00', '2026-01-05'],
    ['2026-01-05 00:00:00', '2026-01-05'],
    ['2026-02-29', undefined],
    ['20260229', undefined],
    ['2026-02-29T10:00:00Z', undefined],
    ['0000-00-00', undefined],
    ['10000-01-01', undefined],
    ['2026-1-5', undefined],
    ['05/01/2026', undefined],
    ['2026-01-05 or so', undefined],
    ['20260105 or so', undefined],
    ['12345678', undefined],
    ['today', undefined],
    ['', undefined],
  ];
  for (const [written, expected] of dates) {
    it(`"${written}" is ${expected === undefined ? 'no date' : `the date ${expected}`}`, () => {
      expect(calendarDate(written)).to.equal(expected);
    });
  }

  it('counts milliseconds of timestamps and dates alike', () => {
    expect(epochMillis('1970-01-01T00:00:01Z')).to.equal(1000);
    expect(epochMillis('1970-01-01T01:00:00+01:00')).to.equal(0);
    expect(epochMillis('1970-01-02')).to.equal(86_400_000);
    expect(epochMillis('never')).to.equal(undefined);
  });

  it('writes a moment in whole seconds, rounded down', () => {
    expect(timestampOf(1999)).to.equal('1970-01-01T00:00:01Z');
    expect(timestampOf(new Date('2026-01-05T10:00:00.999Z'))).to.equal('2026-01-05T10:00:00Z');
  });
});
