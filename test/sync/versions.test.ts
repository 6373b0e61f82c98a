import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {type ActivateVersion, type TableVersion, tableVersion} from '../../protocol/sync/versions.js';
import {fullTable, incremental} from '../support/streams.js';

const NOW = Date.parse('2026-01-05T10:00:00.900Z');
const SECONDS = 1_767_607_200;

describe('Table version', () => {
  const of = (bookmark: JsonObject | undefined, mode: ActivateVersion = 'end', whole = true): TableVersion =>
    tableVersion(fullTable('roles'), bookmark, mode, NOW, whole);

  const cases: [string, TableVersion, TableVersion][] = [
    ['is the time in whole seconds at first', of(undefined), {version: SECONDS, activate: 'end'}],
    ['is new for each full table', of({version: SECONDS - 60}), {version: SECONDS, activate: 'end'}],
    ['grows even within a second', of({version: SECONDS}), {version: SECONDS + 1, activate: 'end'}],
    [
      'grows even when the clock went back',
      of({version: SECONDS + 90}),
      {version: SECONDS + 91, activate: 'end'},
    ],
    [
      'goes on while a table is unfinished',
      of({version: SECONDS - 60, version_pending: true}),
      {version: SECONDS - 60, activate: 'end'},
    ],
    [
      'goes on at the start, too',
      of({version: SECONDS - 60, version_pending: true}, 'start'),
      {version: SECONDS - 60, activate: 'start'},
    ],
    ['is told at the start if wanted', of(undefined, 'start'), {version: SECONDS, activate: 'start'}],
    ['is none when versions are off', of(undefined, 'off'), {version: undefined, activate: 'off'}],
    ['stays on records when versions are off', of({version: 7}, 'off'), {version: 7, activate: 'off'}],
    [
      'stays on records while pending, when versions are off',
      of({version: 7, version_pending: true}, 'off'),
      {version: 7, activate: 'off'},
    ],
    ['stays as it is in a sample or backfill', of({version: 7}, 'end', false), {version: 7, activate: 'off'}],
    ['is none in a first sample', of(undefined, 'end', false), {version: undefined, activate: 'off'}],
    ['counts as none when it is no number', of({version: '7'}, 'off'), {version: undefined, activate: 'off'}],
    [
      'is new when only the mark of being pending is left',
      of({version_pending: true}),
      {version: SECONDS, activate: 'end'},
    ],
  ];
  for (const [what, version, expected] of cases) {
    it(what, () => {
      expect(version).to.deep.equal(expected);
    });
  }

  for (const mode of ['off', 'end', 'start'] as const) {
    it(`of an incremental stream is the stored one, never a new one (${mode})`, () => {
      const stream = incremental('clients');

      expect(tableVersion(stream, {version: 7}, mode, NOW, true)).to.deep.equal({
        version: 7,
        activate: 'off',
      });
      expect(tableVersion(stream, {}, mode, NOW, true)).to.deep.equal({version: undefined, activate: 'off'});
    });
  }
});
