import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {dayPlan, dayWindows, laterOf} from '../../protocol/rest/day-plan.js';
import type {DayFacts} from '../../protocol/rest/service.js';
import {DAY_FACTS} from '../support/days.js';

const SIGNPOST = '2026-11-20T10:00:00Z';

interface Case {
  readonly start?: string;
  readonly end?: string;
  readonly value?: string;
  readonly bookmark?: JsonObject;
  readonly backfill?: boolean;
  readonly signpost?: string;
  readonly facts?: Partial<DayFacts>;
}

/** A run whose start is long ago and whose end is tomorrow, unless told otherwise. */
function plan(one: Case) {
  const {start = '2020-01-01', end = '2026-11-21', value, bookmark, backfill = false} = one;
  return dayPlan(
    {
      wanted: {bookmark, value},
      span: {start: `${start}T00:00:00Z`, lookbackSeconds: 0, backfill},
      endDate: end,
      signpost: one.signpost ?? SIGNPOST,
    },
    {...DAY_FACTS, ...one.facts},
  );
}

/** The days of a plan in short. */
const daysOf = (one: Case) => {
  const {days} = plan(one);
  return days === undefined ? undefined : `${days.from}..${days.to}`;
};

const recent = {last_full_pass: '2026-11-19T00:00:00Z'};
const due = {last_full_pass: '2026-10-20T10:00:00Z'};
const interrupted = {
  ...due,
  position: {began: '2026-11-18T00:00:00Z', start: '2020-01-01', after: '2023-06-30'},
};

describe('The plan of a stream of days', () => {
  const plans: [string, Case, string | undefined][] = [
    ['everything the first time, with a day around it', {}, '2019-12-31..2026-11-22'],
    [
      'the look-back and what came since, with a day around it',
      {value: '2026-11-19', bookmark: recent},
      '2026-11-08..2026-11-22',
    ],
    [
      'no more than the start wants',
      {value: '2026-11-19', bookmark: recent, start: '2026-11-15'},
      '2026-11-14..2026-11-22',
    ],
    [
      'the days since a bookmark that is old',
      {value: '2026-02-01', bookmark: recent},
      '2026-01-21..2026-11-22',
    ],
    [
      'the day of the bookmark again without look-back',
      {value: '2026-11-19', bookmark: recent, facts: {lookbackDays: 0}},
      '2026-11-18..2026-11-22',
    ],
    ['everything after a bookmark without a position', {bookmark: recent}, '2019-12-31..2026-11-22'],
    [
      'everything in a backfill',
      {value: '2026-11-19', bookmark: recent, backfill: true},
      '2019-12-31..2026-11-22',
    ],
    ['nothing where the end lies before the start', {start: '2026-12-01', end: '2026-11-30'}, undefined],
    [
      'one day where the end is the start',
      {start: '2026-11-01', end: '2026-11-01'},
      '2026-10-31..2026-11-02',
    ],
    [
      'nothing where all that is wanted lies before the look-back',
      {value: '2026-11-19', bookmark: recent, end: '2026-10-01'},
      undefined,
    ],
    [
      'the last day of the look-back',
      {value: '2026-11-19', bookmark: recent, end: '2026-11-07'},
      '2026-11-08..2026-11-08',
    ],
    ['a leap day around the start', {start: '2024-03-01', end: '2024-03-01'}, '2024-02-29..2024-03-02'],
    ['no leap day in other years', {start: '2025-03-01', end: '2025-03-01'}, '2025-02-28..2025-03-02'],
    [
      'a leap day of the look-back',
      {
        value: '2024-03-10',
        bookmark: {last_full_pass: '2024-03-09T00:00:00Z'},
        end: '2024-03-11',
        signpost: '2024-03-10T00:00:00Z',
      },
      '2024-02-28..2024-03-12',
    ],
    ['everything again when that is due', {value: '2026-11-19', bookmark: due}, '2019-12-31..2026-11-22'],
    [
      'the rest of a full pass that was interrupted',
      {value: '2026-11-19', bookmark: interrupted},
      '2023-06-30..2026-11-22',
    ],
    [
      'the look-back where an interrupted pass had got further',
      {
        value: '2026-11-19',
        bookmark: {...interrupted, position: {...interrupted.position, after: '2026-11-18'}},
      },
      '2026-11-08..2026-11-22',
    ],
    [
      'everything again where an interrupted pass had another start',
      {value: '2026-11-19', bookmark: interrupted, start: '2019-01-01'},
      '2018-12-31..2026-11-22',
    ],
    [
      'the rest of a full pass whose relative start has moved along for three days',
      {value: '2026-11-19', bookmark: interrupted, start: '2020-01-04'},
      '2023-06-30..2026-11-22',
    ],
    [
      'the rest of it where months of other lengths moved the start one day more',
      {value: '2026-11-19', bookmark: interrupted, start: '2020-01-05'},
      '2023-06-30..2026-11-22',
    ],
    [
      'everything again where the start moved faster than time',
      {value: '2026-11-19', bookmark: interrupted, start: '2020-01-06'},
      '2020-01-05..2026-11-22',
    ],
    [
      'everything again where the start moved back by a day',
      {value: '2026-11-19', bookmark: interrupted, start: '2019-12-31'},
      '2019-12-30..2026-11-22',
    ],
    ['everything up to the last day there is', {end: '9999-12-31'}, '2019-12-31..9999-12-31'],
    ['everything up to the day before it', {end: '9999-12-30'}, '2019-12-31..9999-12-31'],
    ['everything from the first day there is', {start: '0001-01-01'}, '0001-01-01..2026-11-22'],
    ['nothing where the start is the last day there is', {start: '9999-12-31', end: '9999-12-31'}, undefined],
    [
      'everything again, from a later start too',
      {value: '2026-11-19', bookmark: interrupted, start: '2022-01-01'},
      '2021-12-31..2026-11-22',
    ],
    [
      'everything in a backfill, whatever was interrupted',
      {value: '2026-11-19', bookmark: interrupted, backfill: true},
      '2019-12-31..2026-11-22',
    ],
    [
      'no rest of a full pass where none is ever due',
      {value: '2026-11-19', bookmark: interrupted, facts: {fullPassDays: 0}},
      '2026-11-08..2026-11-22',
    ],
  ];
  for (const [what, one, days] of plans) {
    it(`is ${what}`, () => {
      expect(daysOf(one)).to.equal(days);
    });
  }

  const positions: [string, JsonObject][] = [
    ['is no object', {position: 'somewhere'}],
    ['has no start', {position: {began: SIGNPOST, after: '2023-06-30'}}],
    ['has no beginning', {position: {start: '2020-01-01', after: '2023-06-30'}}],
    ['began at no moment', {position: {began: 'then', start: '2020-01-01', after: '2023-06-30'}}],
    ['ends nowhere', {position: {began: SIGNPOST, start: '2020-01-01'}}],
    ['ends on no day', {position: {began: SIGNPOST, start: '2020-01-01', after: '2023-06-31'}}],
  ];
  for (const [what, position] of positions) {
    it(`begins a full pass anew whose position ${what}`, () => {
      const {days, fullPass} = plan({value: '2026-11-19', bookmark: {...due, ...position}});

      expect(days?.from).to.equal('2019-12-31');
      expect(fullPass?.began).to.equal(SIGNPOST);
    });
  }

  const passes: [string, Case, boolean][] = [
    ['the first time', {}, true],
    ['in a backfill', {value: '2026-11-19', bookmark: recent, backfill: true}, true],
    [
      'one second before it is due',
      {value: '2026-11-19', bookmark: {last_full_pass: '2026-10-21T10:00:01Z'}},
      false,
    ],
    ['when it is due', {value: '2026-11-19', bookmark: {last_full_pass: '2026-10-21T10:00:00Z'}}, true],
    [
      'after a pass in the future',
      {value: '2026-11-19', bookmark: {last_full_pass: '2027-01-01T00:00:00Z'}},
      true,
    ],
    ['after a bookmark of another origin', {value: '2026-11-19', bookmark: {}}, false],
    ['never where the days are 0', {value: '2026-11-19', bookmark: due, facts: {fullPassDays: 0}}, false],
    [
      'after half a day',
      {value: '2026-11-19', bookmark: {last_full_pass: '2026-11-19T22:00:00Z'}, facts: {fullPassDays: 0.5}},
      true,
    ],
    [
      'within half a day',
      {value: '2026-11-19', bookmark: {last_full_pass: '2026-11-19T22:00:01Z'}, facts: {fullPassDays: 0.5}},
      false,
    ],
  ];
  for (const [when, one, isFull] of passes) {
    it(`is ${isFull ? '' : 'not '}a pass over everything ${when}`, () => {
      expect(plan(one).fullPass !== undefined).to.equal(isFull);
    });
  }

  it('counts a full pass from when it began, however often it was interrupted', () => {
    expect(plan({value: '2026-11-19', bookmark: interrupted}).fullPass).to.deep.equal({
      began: '2026-11-18T00:00:00Z',
      start: '2020-01-01',
    });
    expect(plan({value: '2026-11-19', bookmark: due}).fullPass?.began).to.equal(SIGNPOST);
  });

  const old = {last_full_pass: '2026-11-19T10:00:00Z', full_start: '2020-01-01'};
  const wholes: [string, Case, boolean][] = [
    ['the first time', {}, true],
    ['the first time, from a late start to an early end', {start: '2026-01-01', end: '2026-02-01'}, true],
    ['in a backfill', {value: '2026-11-19', bookmark: old, backfill: true}, true],
    [
      'in a backfill from a later start',
      {value: '2026-11-19', bookmark: old, backfill: true, start: '2024-01-01'},
      false,
    ],
    ['with the start of the last pass', {value: '2026-11-19', bookmark: old}, true],
    ['with an earlier start', {value: '2026-11-19', bookmark: old, start: '2019-01-01'}, true],
    [
      'with a start that moved along with time',
      {value: '2026-11-19', bookmark: old, start: '2020-01-03'},
      true,
    ],
    ['with a start that moved further', {value: '2026-11-19', bookmark: old, start: '2020-01-04'}, false],
    [
      'with any start where the last one is not known',
      {value: '2026-11-19', bookmark: due, start: '2024-01-01'},
      true,
    ],
    [
      'with any start where the last pass is not known',
      {value: '2026-11-19', bookmark: {full_start: '2020-01-01'}, start: '2024-01-01'},
      true,
    ],
    ['up to the bookmark', {value: '2026-11-19', bookmark: old, end: '2026-11-19'}, true],
    ['up to the day before the bookmark', {value: '2026-11-19', bookmark: old, end: '2026-11-18'}, false],
    ['where the end lies before the start', {start: '2026-12-01', end: '2026-11-30'}, false],
  ];
  for (const [how, one, isWhole] of wholes) {
    it(`${isWhole ? 'stands' : 'does not stand'} for all days ${how}`, () => {
      expect(plan(one).isWhole).to.equal(isWhole);
    });
  }

  const ceilings: [string, string][] = [
    ['2026-11-21', '2026-11-20'],
    ['2099-01-01', '2026-11-20'],
    ['2026-11-20', '2026-11-20'],
    ['2026-11-19', '2026-11-19'],
    ['2021-01-01', '2021-01-01'],
  ];
  for (const [end, ceiling] of ceilings) {
    it(`lets no bookmark pass ${ceiling} where the end is ${end}`, () => {
      expect(plan({end}).ceiling).to.equal(ceiling);
    });
  }

  const gaps: [Case, string | undefined][] = [
    [{value: '2026-10-31', bookmark: recent, start: '2026-11-01'}, undefined],
    [{value: '2026-10-31', bookmark: recent, start: '2026-11-02'}, '2026-11-01..2026-11-01'],
    [{value: '2026-02-27', bookmark: recent, start: '2026-11-02'}, '2026-02-28..2026-11-01'],
    [{value: '2026-10-31', bookmark: due, start: '2026-11-05'}, '2026-11-01..2026-11-04'],
    [{start: '2026-11-05'}, undefined],
    [{value: '2026-10-31', bookmark: recent, start: '2026-11-05', backfill: true}, undefined],
  ];
  for (const [one, gap] of gaps) {
    it(`leaves ${gap ?? 'no day'} out from ${one.start} on, after ${one.value}`, () => {
      const {gap: found} = plan(one);

      expect(found === undefined ? undefined : `${found.from}..${found.to}`).to.equal(gap);
    });
  }

  it('leaves no day between two runs unread, whenever they come', () => {
    for (const lookbackDays of [0, 1, 60]) {
      for (const value of ['2024-02-28', '2024-02-29', '2025-12-31', '2026-11-20']) {
        const {days} = plan({value, bookmark: recent, facts: {lookbackDays}});

        expect(days?.from !== undefined && days.from <= value, `${value} - ${lookbackDays}`).to.equal(true);
      }
    }
  });

  it('needs a start and an end', () => {
    const wanted = {bookmark: undefined, value: undefined};
    const span = {start: undefined, lookbackSeconds: 0, backfill: false};
    const started = {...span, start: SIGNPOST};

    expect(() => dayPlan({wanted, span, endDate: '2026-01-01', signpost: SIGNPOST}, DAY_FACTS)).to.throw();
    expect(() =>
      dayPlan({wanted, span: started, endDate: undefined, signpost: SIGNPOST}, DAY_FACTS),
    ).to.throw();
  });
});

describe('Windows of days', () => {
  const cases: [string, string, number, string[]][] = [
    ['2026-01-01', '2026-01-01', 31, ['2026-01-01..2026-01-01']],
    [
      '2026-01-01',
      '2026-01-03',
      1,
      ['2026-01-01..2026-01-01', '2026-01-02..2026-01-02', '2026-01-03..2026-01-03'],
    ],
    ['2026-01-01', '2026-01-10', 5, ['2026-01-01..2026-01-05', '2026-01-06..2026-01-10']],
    [
      '2026-01-01',
      '2026-01-11',
      5,
      ['2026-01-01..2026-01-05', '2026-01-06..2026-01-10', '2026-01-11..2026-01-11'],
    ],
    ['2024-02-27', '2024-03-02', 3, ['2024-02-27..2024-02-29', '2024-03-01..2024-03-02']],
    ['2025-12-30', '2026-01-02', 2, ['2025-12-30..2025-12-31', '2026-01-01..2026-01-02']],
    ['2026-01-02', '2026-01-01', 31, []],
  ];
  for (const [from, to, length, windows] of cases) {
    it(`of ${length} cover ${from} to ${to} once`, () => {
      const found = [...dayWindows({from, to}, length, to)].map((window) => `${window.from}..${window.to}`);

      expect(found).to.deep.equal(windows);
    });
  }

  it('are one for all of the far past, and one for all of the far future', () => {
    const days = {from: '0900-01-01', to: '9999-12-31'};

    const found = [...dayWindows(days, 300, '1971-01-01')].map(({from, to}) => `${from}..${to}`);

    expect(found).to.deep.equal([
      '0900-01-01..1969-12-31',
      '1970-01-01..1970-10-27',
      '1970-10-28..1971-08-23',
      '1971-08-24..1972-06-18',
      '1972-06-19..9999-12-31',
    ]);
  });

  const far: [string, string, string[]][] = [
    ['0001-01-01', '1969-12-31', ['0001-01-01..1969-12-31']],
    ['1969-12-31', '1970-01-01', ['1969-12-31..1969-12-31', '1970-01-01..1970-01-01']],
    ['2027-11-22', '9999-12-31', ['2027-11-22..9999-12-31']],
    ['2027-11-21', '9999-12-31', ['2027-11-21..2027-12-21', '2027-12-22..9999-12-31']],
  ];
  for (const [from, to, windows] of far) {
    it(`of 31 cover ${from} to ${to} in ${windows.length}`, () => {
      const found = [...dayWindows({from, to}, 31, '2026-11-20')].map((one) => `${one.from}..${one.to}`);

      expect(found).to.deep.equal(windows);
    });
  }
});

describe('The later of two days', () => {
  it('is the one that comes after, or the only one', () => {
    expect(laterOf('2026-01-02', '2026-01-10')).to.equal('2026-01-10');
    expect(laterOf('2026-01-10', '2026-01-02')).to.equal('2026-01-10');
    expect(laterOf(undefined, '2026-01-02')).to.equal('2026-01-02');
  });
});
