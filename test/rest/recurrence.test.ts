import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {Recurrence} from '../../protocol/rest/recurrence.js';
import {dayFacts} from '../support/days.js';
import {readerOf} from '../support/reader.js';

const URL_ = 'http://127.0.0.1:9';
const VALUE = '2026-11-19';
const BEFORE = {rows: 5, rows_since: '2026-11-09'};

interface Setting {
  readonly bookmark?: JsonObject | undefined;
  readonly value?: string | undefined;
  readonly ceiling?: string;
  readonly allowEmpty?: boolean;
}

function recurrence(setting: Setting = {}): Recurrence {
  const {bookmark = BEFORE, ceiling = '2026-11-20', allowEmpty = false} = setting;
  const value = Object.hasOwn(setting, 'value') ? setting.value : VALUE;
  const wanted = {bookmark, value, version: undefined, fields: new Set<string>()};
  const reader = readerOf(dayFacts(URL_, {}, {allowEmpty}));
  return new Recurrence(reader, 'logs', wanted, {ceiling, lookbackDays: 10});
}

const window = (to: string) => ({from: '2026-11-08', to});

describe('Rows that each run reads again', () => {
  it('fail the stream when all of them are gone', () => {
    const one = recurrence();
    one.note(['2026-11-20', undefined]);

    expect(() => one.requirePlausible('2026-11-08', window('2026-11-20'))).to.throw(
      'logs is suddenly empty from 2026-11-09 to 2026-11-19, where 5 rows were at the last run. ' +
        'If that is right, run once with "allow_empty": true',
    );
  });

  for (const day of ['2026-11-09', '2026-11-15', '2026-11-19']) {
    it(`are enough when one of them is there, on ${day}`, () => {
      const one = recurrence();
      one.note([day]);

      expect(() => one.requirePlausible('2026-11-08', window('2026-11-20'))).to.not.throw();
    });
  }

  for (const day of ['2026-11-08', '2026-11-20']) {
    it(`are not replaced by one of another day, ${day}`, () => {
      const one = recurrence();
      one.note([day]);

      expect(() => one.requirePlausible('2026-11-08', window('2026-11-20'))).to.throw(/suddenly empty/);
    });
  }

  const quiet: [string, Setting, string, string][] = [
    ['before the bookmark has been reached', {}, '2026-11-08', '2026-11-18'],
    ['the first time', {value: undefined}, '2026-11-08', '2026-11-20'],
    ['after too few rows', {bookmark: {...BEFORE, rows: 4}}, '2026-11-08', '2026-11-20'],
    ['after a bookmark that counted none', {bookmark: {}}, '2026-11-08', '2026-11-20'],
    ['after a count without its days', {bookmark: {rows: 9}}, '2026-11-08', '2026-11-20'],
    ['where fewer days are read than were counted', {}, '2026-11-10', '2026-11-20'],
    [
      'after a count of days behind the bookmark',
      {bookmark: {rows: 9, rows_since: '2026-11-20'}},
      '2026-11-08',
      '2026-11-22',
    ],
    ['where that is allowed', {allowEmpty: true}, '2026-11-08', '2026-11-20'],
  ];
  for (const [when, setting, from, to] of quiet) {
    it(`are not missed ${when}`, () => {
      expect(() => recurrence(setting).requirePlausible(from, window(to))).to.not.throw();
    });
  }

  it('are missed as soon as the bookmark has been reached', () => {
    expect(() => recurrence().requirePlausible('2026-11-09', window(VALUE))).to.throw(/suddenly empty/);
  });

  it('are missed where the day of the bookmark is the only one that was counted', () => {
    const one = recurrence({bookmark: {rows: 9, rows_since: VALUE}});

    expect(() => one.requirePlausible('2026-11-08', window('2026-11-20'))).to.throw(/from 2026-11-19 to/);
  });

  it('are counted for the next run as far as that will look', () => {
    const one = recurrence();
    one.note(['2026-11-09', '2026-11-10', '2026-11-10', undefined]);
    one.note(['2026-11-20', '2026-11-21']);

    expect(one.memory('2026-11-20')).to.deep.equal({rows_since: '2026-11-10', rows: 3});
  });

  it('are counted from the bookmark on where the end lies before it', () => {
    const one = recurrence({ceiling: '2026-10-01'});
    one.note(['2026-11-09', '2026-11-08', '2026-11-19']);

    expect(one.memory(VALUE)).to.deep.equal({rows_since: '2026-11-09', rows: 2});
  });

  it('are not counted where nothing was reached', () => {
    expect(recurrence({value: undefined}).memory(undefined)).to.deep.equal({});
  });
});
