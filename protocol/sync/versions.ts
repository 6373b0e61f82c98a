import type {Bookmark} from '../core/state.js';
import type {Stream} from '../core/stream.js';

/** When targets are told that older rows of a full table are gone: never, after the last record, or before the first. */
export type ActivateVersion = 'off' | 'end' | 'start';

/** The table version that a stream's records carry in this run. */
export interface TableVersion {
  /** Put on each record; undefined: none. */
  readonly version: number | undefined;
  /** When an ACTIVATE_VERSION is sent. */
  readonly activate: ActivateVersion;
}

/**
 * Chooses a stream's table version. A full table gets a new one, in seconds since some targets' columns have 32
 * bits, and keeps it while it is unfinished. A stream that was ever loaded with versions goes on carrying its
 * own, since rows without a version count as outdated at the next activation.
 */
export function tableVersion(
  stream: Stream,
  bookmark: Bookmark | undefined,
  mode: ActivateVersion,
  now: number,
  wholeTable: boolean,
): TableVersion {
  const written = bookmark?.version;
  const stored =
    typeof written === 'number' && Number.isSafeInteger(written) && written > 0 ? written : undefined;
  if (mode === 'off' || stream.replicationMethod !== 'FULL_TABLE' || !wholeTable) {
    return {version: stored, activate: 'off'};
  }
  if (stored !== undefined && bookmark?.version_pending === true) return {version: stored, activate: mode};
  return {version: Math.max(Math.floor(now / 1000), (stored ?? 0) + 1), activate: mode};
}
