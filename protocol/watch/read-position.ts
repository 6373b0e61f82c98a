import {bookmarkOf, type State} from '../core/state.js';
import {DELETED_RECORDS} from './sink.js';
import type {SpoolPosition} from './spool.js';

/** How far the spool had been worked off when a state was told; undefined where it does not say. */
export function readPosition(state: State): SpoolPosition | undefined {
  const {spool, position} = bookmarkOf(state, DELETED_RECORDS) ?? {};
  if (typeof spool !== 'string' || typeof position !== 'number') return undefined;
  return Number.isSafeInteger(position) && position >= 0 ? {spool, position} : undefined;
}
