import type {Span} from '../core/bookmark.js';
import {openBookmark} from '../core/bookmark.js';
import {fingerprintOf} from '../core/fingerprint.js';
import type {JsonObject} from '../core/json.js';
import type {SelectedStream} from '../core/selection.js';
import type {Source} from '../core/source.js';
import {bookmarkOf, type State} from '../core/state.js';

/**
 * Tells of a `start_date` that lies before bookmarks: what is between them was read by earlier runs, or never
 * will be. A bookmark that was begun with the same `start_date` needs no word.
 */
export function earlyStartWarning(
  selected: readonly SelectedStream[],
  state: State,
  span: Span,
  startText: string | undefined,
  account: string,
  source: Source,
): string | undefined {
  const {start} = span;
  if (start === undefined || span.backfill) return undefined;
  const affected = selected.filter(({stream}) => {
    const stored = bookmarkOf(state, stream.name);
    const fingerprint = fingerprintOf(account, source.filtersOf(stream.name));
    const {value, bookmark} = openBookmark(stored, stream.replicationKey, fingerprint);
    return value !== undefined && value > start.slice(0, value.length) && bookmark?.start_date !== startText;
  });
  if (affected.length === 0) return undefined;
  const names = affected.map(({stream}) => stream.name).join(', ');
  return `start_date ${startText} lies before the bookmark of ${names}; reading goes on at the bookmark (backfill: true reads from start_date)`;
}

/** Tells of filters on fields that change: a row that leaves the filter is not seen again and stays as it was. */
export function staleFilterWarnings(
  selected: readonly SelectedStream[],
  source: Source,
  isChanging: (stream: string, filter: string) => boolean,
): Map<string, string> {
  const warnings = new Map<string, string>();
  for (const {stream} of selected) {
    const filters: JsonObject = source.filtersOf(stream.name);
    const names = Object.keys(filters).filter((name) => isChanging(stream.name, name));
    if (names.length === 0 || stream.replicationMethod !== 'INCREMENTAL') continue;
    warnings.set(
      stream.name,
      `filtered by ${names.join(' and ')}, which changes: rows that leave the filter stay in the warehouse as they were`,
    );
  }
  return warnings;
}
