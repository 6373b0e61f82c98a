import {expect} from 'chai';
import type {ReadRequest, WantedStream} from '../../protocol/core/source.js';
import {doubtingMember, fullPassIsDue, plainMember} from '../../protocol/rest/member.js';
import {documents} from '../support/documents.js';
import {numberedFacts, SIGNPOST} from '../support/rest.js';

const VALUE = '2026-11-10T00:00:00Z';

describe('How a stream takes part in a reading', () => {
  const service = numberedFacts('http://127.0.0.1:9');

  function requestOf(wanted: Partial<WantedStream>, span: Partial<ReadRequest['span']> = {}): ReadRequest {
    const nothing = {bookmark: undefined, value: undefined, version: undefined, fields: new Set<string>()};
    return {
      wanted: new Map([['documents', {...nothing, ...wanted}]]),
      span: {start: undefined, lookbackSeconds: 0, backfill: false, ...span},
      endDate: undefined,
      resumeWith: undefined,
      signal: new AbortController().signal,
      sampling: false,
      signpost: SIGNPOST,
      wants: () => true,
    };
  }

  const member = (wanted: Partial<WantedStream>, span: Partial<ReadRequest['span']> = {}) => {
    const {full, start} = doubtingMember(documents, requestOf(wanted, span), service);
    return {full, start};
  };
  const recent = {bookmark: {last_full_pass: '2026-11-19T00:00:00Z'}, value: VALUE};
  const due = {bookmark: {last_full_pass: '2026-11-01T00:00:00Z'}, value: VALUE};

  it('sees everything the first time', () => {
    expect(member({})).to.deep.equal({full: true, start: undefined});
  });

  it('sees everything since the configured start the first time', () => {
    expect(member({}, {start: '2026-03-01T00:00:00Z'})).to.deep.equal({
      full: true,
      start: '2026-03-01T00:00:00Z',
    });
  });

  it('sees what changed since its bookmark, less the look-back', () => {
    expect(member(recent, {lookbackSeconds: 3600})).to.deep.equal({
      full: false,
      start: '2026-11-09T23:00:00Z',
    });
  });

  it('sees everything again when it is time', () => {
    expect(member(due)).to.deep.equal({full: true, start: undefined});
  });

  it('sees everything since the configured start again when it is time', () => {
    expect(member(due, {start: '2026-03-01T00:00:00Z'}).start).to.equal('2026-03-01T00:00:00Z');
  });

  it('does not lose what changed since its bookmark to a later start when it is time', () => {
    expect(member(due, {start: '2026-11-15T00:00:00Z'})).to.deep.equal({full: true, start: VALUE});
  });

  it('sees a backfill from its start, whatever the bookmark says', () => {
    expect(member(recent, {start: '2026-03-01T00:00:00Z', backfill: true})).to.deep.equal({
      full: true,
      start: '2026-03-01T00:00:00Z',
    });
  });

  it('never sees everything where its filter needs no proof', () => {
    const {full, start} = plainMember(documents, requestOf(due));

    expect({full, start}).to.deep.equal({full: false, start: VALUE});
  });

  it('reads nothing for itself that is not wanted', () => {
    expect(plainMember({...documents, name: 'others'}, requestOf(due)).wanted.fields.size).to.equal(0);
  });

  const passes: [string | undefined, number | undefined, boolean][] = [
    [undefined, undefined, true],
    ['some day', undefined, true],
    ['2026-11-13T10:00:01Z', undefined, false],
    ['2026-11-13T10:00:00Z', undefined, true],
    ['2026-11-20T10:00:00Z', undefined, false],
    ['2026-11-20T10:00:01Z', undefined, true],
    ['2026-11-18T10:00:01Z', 2, false],
    ['2026-11-18T10:00:00Z', 2, true],
    ['2026-11-20T10:00:00Z', 0, true],
  ];
  for (const [last_full_pass, fullPassDays, isDue] of passes) {
    const days = fullPassDays ?? 'the usual';
    it(`has ${isDue ? '' : 'not '}to see everything again after ${days} days since ${last_full_pass}`, () => {
      const facts = {...service, ...(fullPassDays === undefined ? {} : {fullPassDays})};
      const wanted = {
        bookmark: {last_full_pass},
        value: undefined,
        version: undefined,
        fields: new Set<string>(),
      };

      expect(fullPassIsDue(wanted, requestOf({}), facts)).to.equal(isDue);
    });
  }
});
