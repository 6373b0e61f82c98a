import {expect} from 'chai';
import {identity, openBookmark, settledValue, startingPoint} from '../../protocol/core/bookmark.js';
import type {JsonValue} from '../../protocol/core/json.js';

const OLD = '2026-01-05T10:00:00Z';

describe('Opening a bookmark', () => {
  const open = (stored: JsonValue | undefined, key: string | undefined = 'updated_at') =>
    openBookmark(stored, key, 'mine');

  it('is no problem when there is none', () => {
    for (const stored of [undefined, null]) {
      expect(open(stored)).to.deep.equal({bookmark: undefined, value: undefined});
    }
  });

  const understood: [string, JsonValue, string | undefined][] = [
    ['our own', {replication_key: 'updated_at', replication_key_value: OLD, fingerprint: 'mine'}, OLD],
    ['one without a fingerprint', {replication_key: 'updated_at', replication_key_value: OLD}, OLD],
    ['one without the name of its key', {replication_key_value: OLD}, OLD],
    ['a legacy one by field name', {updated_at: OLD}, OLD],
    ['one that has both forms', {replication_key_value: OLD, updated_at: '2025-01-01T00:00:00Z'}, OLD],
    ['one in microseconds', {replication_key_value: '2026-01-05T10:00:00.999999Z'}, OLD],
    ['one with an offset', {replication_key_value: '2026-01-05T12:00:00+02:00'}, OLD],
    ['a date', {replication_key_value: '2026-01-05'}, '2026-01-05'],
    ['one without a value', {replication_key: 'updated_at', own: 1}, undefined],
    ['one whose value is null', {replication_key_value: null}, undefined],
    ['one that only knows partitions', {partitions: []}, undefined],
  ];
  for (const [what, stored, value] of understood) {
    it(`understands ${what}`, () => {
      expect(open(stored)).to.deep.equal({bookmark: stored, value});
    });
  }

  const broken: [string, JsonValue, RegExp][] = [
    ['is text', OLD, /not an object/],
    ['is a list', [OLD], /not an object/],
    ['was made for another account or filter', {replication_key_value: OLD, fingerprint: 'yours'}, /another/],
    ['follows another field', {replication_key: 'created_at', replication_key_value: OLD}, /created_at/],
    ['holds no date', {replication_key_value: 'soon'}, /"soon" is not a date/],
    ['holds an impossible date', {replication_key_value: '2026-02-30'}, /2026-02-30/],
    ['holds an impossible time', {replication_key_value: '2026-02-20T25:00:00Z'}, /not a date/],
    ['holds an empty text', {replication_key_value: ''}, /not a date/],
    ['holds a number', {replication_key_value: 1_767_607_200}, /1767607200/],
    ['holds an object', {replication_key_value: {}}, /not a date/],
    ['is a legacy one with garbage', {updated_at: 'garbage'}, /garbage/],
  ];
  for (const [what, stored, problem] of broken) {
    it(`starts anew, and says why, when it ${what}`, () => {
      const opened = open(stored);

      expect(opened).to.deep.include({bookmark: undefined, value: undefined});
      expect(opened.problem).to.match(problem);
    });
  }

  it('wants no value where a stream has no replication key', () => {
    const stored = {version: 7, replication_key_value: 'whatever'};

    expect(openBookmark(stored, undefined, 'mine')).to.deep.equal({bookmark: stored, value: undefined});
  });

  it('starts a full table anew for another account, too', () => {
    expect(openBookmark({fingerprint: 'yours'}, undefined, 'mine').problem).to.match(/another account/);
  });

  it('recognises the identity that it gave a bookmark', () => {
    const stored = {...identity('updated_at', 'mine'), replication_key_value: OLD};

    expect(open(stored).value).to.equal(OLD);
    expect(identity(undefined, 'mine')).to.deep.equal({fingerprint: 'mine'});
  });
});

describe('Starting point', () => {
  const at = (time: string) => `2026-01-05T${time}Z`;

  // min(bookmark, max(start, bookmark - 300 s)) for every order of the three.
  const points: [string, string | undefined, string | undefined, string | undefined][] = [
    ['nothing at all', undefined, undefined, undefined],
    ['a start only', undefined, at('08:00:00'), at('08:00:00')],
    ['a bookmark only', at('10:00:00'), undefined, at('09:55:00')],
    ['a start long before the bookmark', at('10:00:00'), at('08:00:00'), at('09:55:00')],
    ['a start just where looking back ends', at('10:00:00'), at('09:55:00'), at('09:55:00')],
    ['a start between the two', at('10:00:00'), at('09:58:00'), at('09:58:00')],
    ['a start at the bookmark', at('10:00:00'), at('10:00:00'), at('10:00:00')],
    ['a start after the bookmark', at('10:00:00'), at('11:00:00'), at('10:00:00')],
    ['a date as bookmark', '2026-01-05', undefined, '2026-01-04T23:55:00Z'],
    ['a date as bookmark and a later start', '2026-01-05', at('08:00:00'), '2026-01-05T00:00:00Z'],
  ];
  for (const [what, value, start, expected] of points) {
    it(`with ${what} is ${expected ?? 'everything'}`, () => {
      expect(startingPoint(value, {start, lookbackSeconds: 300, backfill: false})).to.equal(expected);
    });
  }

  it('does not look back where no look-back is wanted', () => {
    expect(startingPoint(OLD, {start: undefined, lookbackSeconds: 0, backfill: false})).to.equal(OLD);
  });

  it('never skips what lies after the bookmark, however late the start', () => {
    for (const start of ['2026-01-05T09:59:59Z', '2026-01-05T10:00:01Z', '2030-01-01T00:00:00Z']) {
      const point = startingPoint(OLD, {start, lookbackSeconds: 300, backfill: false});

      expect(point !== undefined && point <= OLD, start).to.equal(true);
    }
  });

  it('is the configured start in a backfill, whatever the bookmark says', () => {
    for (const start of [undefined, '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z']) {
      expect(startingPoint(OLD, {start, lookbackSeconds: 300, backfill: true})).to.equal(start);
    }
  });
});

describe('Settled bookmark value', () => {
  const signpost = '2026-11-20T10:00:00Z';
  const later = '2026-03-01T00:00:00Z';

  const values: [string, string | undefined, string | undefined, string | undefined][] = [
    ['nothing when nothing was ever seen', undefined, undefined, undefined],
    ['the newest record of a first run', undefined, OLD, OLD],
    ['the newest record when it is newer', OLD, later, later],
    ['the old value when nothing came', OLD, undefined, OLD],
    ['the old value when only older records came', later, OLD, later],
    ['the signpost when the newest record is past it', OLD, '2026-11-20T10:00:01Z', signpost],
    ['the signpost when a first record is past it', undefined, '2027-01-01T00:00:00Z', signpost],
    ['the newest record when it stands at the signpost', OLD, signpost, signpost],
    ['the signpost when the old value is past it', '2027-01-01T00:00:00Z', undefined, signpost],
    ['the newest date', '2026-01-05', '2026-01-31', '2026-01-31'],
    ['the old date when only older ones came', '2026-01-31', '2026-01-05', '2026-01-31'],
    ['the date of the signpost when the newest is past it', '2026-01-05', '2026-11-30', '2026-11-20'],
    ['the date of the signpost as it is', undefined, '2026-11-20', '2026-11-20'],
  ];
  for (const [what, before, newest, expected] of values) {
    it(`is ${what}`, () => {
      expect(settledValue(before, newest, signpost)).to.equal(expected);
    });
  }
});

describe('A bookmark whose memory is broken', () => {
  const good = {replication_key_value: '2026-01-05T10:00:00Z'};
  for (const [name, value] of [
    ['position', 7],
    ['unsteady', 'text'],
    ['last_full_pass', 'yesterday'],
    ['end_date', 20260105],
    ['version', '1767607200'],
  ] as const) {
    it(`counts as none, and says that ${name} is wrong`, () => {
      const {
        bookmark,
        value: reached,
        problem,
      } = openBookmark({...good, [name]: value}, 'updated_at', 'print');

      expect(bookmark).to.equal(undefined);
      expect(reached).to.equal(undefined);
      expect(problem).to.include(name).and.to.include(JSON.stringify(value));
    });

    it(`takes ${name}: null for nothing`, () => {
      const {value: reached, problem} = openBookmark({...good, [name]: null}, 'updated_at', 'print');

      expect(problem).to.equal(undefined);
      expect(reached).to.equal('2026-01-05T10:00:00Z');
    });
  }
});
