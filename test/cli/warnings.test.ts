import {expect} from 'chai';
import {earlyStartWarning, staleFilterWarnings} from '../../protocol/cli/warnings.js';
import {fingerprintOf} from '../../protocol/core/fingerprint.js';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Source} from '../../protocol/core/source.js';
import {fullTable, incremental, whole} from '../support/streams.js';

function sourceWith(filters: Record<string, JsonObject> = {}): Source {
  return {
    open: () => Promise.reject(new Error('not asked for')),
    passes: () => [],
    filtersOf: (stream) => filters[stream] ?? {},
    read: () => {
      throw new Error('not asked for');
    },
    close: () => undefined,
  };
}

describe('earlyStartWarning', () => {
  const streams = [whole(incremental('clients')), whole(incremental('tasks')), whole(fullTable('roles'))];
  const stateWith = (bookmark: JsonObject) => ({bookmarks: {clients: bookmark}});
  const late = {replication_key: 'updated_at', replication_key_value: '2026-06-01T00:00:00Z'};

  function warning(bookmark: JsonObject, start: string | undefined, backfill = false): string | undefined {
    const span = {start, lookbackSeconds: 300, backfill};
    return earlyStartWarning(streams, stateWith(bookmark), span, '2026-01-01', '7', sourceWith());
  }

  it('names the streams whose bookmark lies after start_date, and the way out', () => {
    const text = warning(late, '2026-01-01T00:00:00Z');

    expect(text).to.include('start_date 2026-01-01').and.include('clients').and.include('backfill');
    expect(text).not.to.include('tasks').and.not.to.include('roles');
  });

  for (const [when, bookmark, start, backfill] of [
    ['there is no start_date', late, undefined, false],
    ['start_date is after the bookmark', late, '2026-07-01T00:00:00Z', false],
    ['a backfill is wanted', late, '2026-01-01T00:00:00Z', true],
    [
      'the bookmark was begun with that very start_date',
      {...late, start_date: '2026-01-01'},
      '2026-01-01T00:00:00Z',
      false,
    ],
    [
      'the bookmark does not count',
      {...late, fingerprint: 'of another account'},
      '2026-01-01T00:00:00Z',
      false,
    ],
    ['there is no bookmark', {}, '2026-01-01T00:00:00Z', false],
  ] as [string, JsonObject, string | undefined, boolean][]) {
    it(`keeps quiet when ${when}`, () => {
      expect(warning(bookmark, start, backfill)).to.equal(undefined);
    });
  }

  it('knows bookmarks of the same account', () => {
    const bookmark = {...late, fingerprint: fingerprintOf('7', {})};

    expect(warning(bookmark, '2026-01-01T00:00:00Z')).to.include('clients');
  });
});

describe('staleFilterWarnings', () => {
  const changing = (_stream: string, filter: string) => ['is_billed', 'state'].includes(filter);

  it('names the filters of a stream that change', () => {
    const source = sourceWith({clients: {state: 'open', client_id: 7, is_billed: true}});

    const warnings = staleFilterWarnings([whole(incremental('clients'))], source, changing);

    expect([...warnings.keys()]).to.deep.equal(['clients']);
    expect(warnings.get('clients')).to.include('state and is_billed').and.not.to.include('client_id');
  });

  it('keeps quiet about filters that do not change, and about streams that are read in full', () => {
    const source = sourceWith({clients: {client_id: 7}, roles: {state: 'open'}});
    const streams = [whole(incremental('clients')), whole(fullTable('roles'))];

    expect(staleFilterWarnings(streams, source, changing).size).to.equal(0);
  });
});
