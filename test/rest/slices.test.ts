import {expect} from 'chai';
import type {ReadRequest, WantedStream} from '../../protocol/core/source.js';
import type {BusinessDates, ListStream, Params} from '../../protocol/rest/declaration.js';
import {inDays, slicesOf, sweepsOf, withEnd} from '../../protocol/rest/slices.js';
import {documents} from '../support/documents.js';
import {SIGNPOST} from '../support/rest.js';

const DATES: BusinessDates = {field: 'date', from: 'from', to: 'to', mayBeNull: true, boundBackfill: true};

describe('How a list with business dates is asked for', () => {
  const list = (dates: BusinessDates | undefined = DATES): ListStream => ({...documents, dates});

  function request(changes: Partial<ReadRequest> = {}, endDateBefore?: string): ReadRequest {
    const wanted: WantedStream = {
      bookmark: endDateBefore === undefined ? undefined : {end_date: endDateBefore},
      value: undefined,
      version: undefined,
      fields: new Set(),
    };
    return {
      wanted: new Map([['documents', wanted]]),
      span: {start: undefined, lookbackSeconds: 0, backfill: false},
      endDate: undefined,
      resumeWith: undefined,
      signal: new AbortController().signal,
      sampling: false,
      signpost: SIGNPOST,
      wants: () => true,
      ...changes,
    };
  }
  const backfill = (start: string | undefined, endDate?: string) =>
    request({span: {start, lookbackSeconds: 0, backfill: true}, endDate});
  const slices = (root: ListStream, filters: Params, asked: ReadRequest) =>
    slicesOf(root, [root], filters, '2026-06-01T00:00:00Z', asked);

  it('is by change, up to the end that is configured', () => {
    expect(slices(list(), {client: 5}, request({endDate: '2026-09-30'}))).to.deep.equal([
      {params: {client: 5, to: '2026-09-30'}, since: '2026-06-01T00:00:00Z', newlyInRange: false},
    ]);
  });

  it('is by date in a backfill, whatever the change', () => {
    expect(slices(list(), {}, backfill('2026-03-01T08:00:00Z', '2026-09-30'))).to.deep.equal([
      {params: {from: '2026-03-01', to: '2026-09-30'}, since: undefined, newlyInRange: true},
    ]);
  });

  it('is by the narrower of two beginnings in a backfill', () => {
    const [slice] = slices(list(), {from: '2026-05-01'}, backfill('2026-03-01T08:00:00Z'));

    expect(slice?.params).to.deep.equal({from: '2026-05-01'});
  });

  it('is by change in a backfill without a start', () => {
    expect(slices(list(), {}, backfill(undefined))).to.have.lengthOf(1);
    expect(slices(list(), {}, backfill(undefined))[0]).to.include({newlyInRange: false});
  });

  it('is by change in a backfill of a list that is not bounded so', () => {
    const root = list({field: 'date', from: 'from', to: 'to'});

    expect(slices(root, {}, backfill('2026-03-01T08:00:00Z'))).to.deep.equal([
      {params: {}, since: '2026-06-01T00:00:00Z', newlyInRange: false},
    ]);
  });

  it('is by date first where an earlier end kept rows out', () => {
    expect(slices(list(), {}, request({endDate: '2026-09-30'}, '2026-08-31'))).to.deep.equal([
      {params: {from: '2026-09-01', to: '2026-09-30'}, since: undefined, newlyInRange: true},
      {params: {to: '2026-09-30'}, since: '2026-06-01T00:00:00Z', newlyInRange: false},
    ]);
  });

  it('is once and in full where an end is gone and rows may have no date', () => {
    expect(slices(list(), {client: 5}, request({}, '2026-08-31'))).to.deep.equal([
      {params: {client: 5}, since: undefined, newlyInRange: true},
    ]);
  });

  const ends: [Params, string | undefined, Params][] = [
    [{}, undefined, {}],
    [{}, '2026-09-30', {to: '2026-09-30'}],
    [{to: '2026-08-31'}, '2026-09-30', {to: '2026-08-31'}],
    [{to: '2026-10-31'}, '2026-09-30', {to: '2026-09-30'}],
    [{to: '2026-10-31'}, undefined, {to: '2026-10-31'}],
  ];
  for (const [filters, endDate, params] of ends) {
    it(`ends with the narrower of ${filters.to} and ${endDate}`, () => {
      expect(withEnd(list(), filters, request({endDate}))).to.deep.equal(params);
    });
  }

  it('keeps all rows where no days are bounded', () => {
    expect(inDays(list(), request())).to.equal(undefined);
    expect(inDays({...documents, dates: undefined}, request({endDate: '2026-09-30'}))).to.equal(undefined);
  });

  const rows: [unknown, boolean][] = [
    ['2026-03-01', true],
    ['2026-02-28', false],
    ['2026-09-30', true],
    ['2026-10-01', false],
    ['2026-09-30T23:00:00Z', true],
    [null, true],
    [undefined, true],
    ['some day', true],
  ];
  for (const [date, isIn] of rows) {
    it(`${isIn ? 'keeps' : 'drops'} a row of ${date} in a backfill from 2026-03-01 to 2026-09-30`, () => {
      const keeps = inDays(list(), backfill('2026-03-01T08:00:00Z', '2026-09-30'));

      expect(keeps?.({id: 1, ...(typeof date === 'string' || date === null ? {date} : {})})).to.equal(isIn);
    });
  }

  it('keeps rows from before the start when it is no backfill', () => {
    const span = {start: '2026-03-01T00:00:00Z', lookbackSeconds: 0, backfill: false};

    expect(inDays(list(), request({span, endDate: '2026-09-30'}))?.({date: '2025-01-01'})).to.equal(true);
  });

  it('goes through the sweeps that the filters leave open', () => {
    const root = {...documents, sweeps: [{active: true}, {active: false}]};

    expect(sweepsOf(root, {})).to.deep.equal([{active: true}, {active: false}]);
    expect(sweepsOf(root, {active: true})).to.deep.equal([{}]);
  });
});
