import {exists, readJsonFile} from '../../config/files.js';
import {IncompleteError} from '../../core/errors.js';
import {isObject, type JsonObject} from '../../core/json.js';
import type {State} from '../../core/state.js';
import {airbyte} from '../../dialects/airbyte/dialect.js';
import {isUnfinishedRefresh} from '../../dialects/airbyte/refresh.js';
import {tallyNumbers} from '../../sync/summary.js';
import {labelOf} from '../../sync/tally.js';
import {streamsOfTap} from '../../tap.js';
import {foreignSelection, foreignState} from '../foreign.js';
import type {Front} from '../front.js';
import {sync} from '../sync.js';
import {systemClock} from '../system-clock.js';
import {configured} from './catalog.js';
import {type Session, sessionConfig, tellRenewed} from './session.js';
import {airbyteState} from './state.js';

/** Reads the configured streams. Throws `IncompleteError` where some could not be read, or do not exist. */
export async function readCommand(session: Session): Promise<void> {
  const {tap, command, writer, log, ending} = session;
  const loaded = sessionConfig(session);
  const {masks} = loaded;
  const catalog = command.catalog === undefined ? undefined : readJsonFile(command.catalog, 'catalog');
  const {selection, unknown, fullRefresh, alwaysFull} = configured(catalog, streamsOfTap(tap, loaded.config));
  const {state, problems} = storedState(command.state);
  const foreign = [foreignState(tap, state), foreignSelection(tap, catalog)];
  for (const warning of [...problems, ...selection.warnings, ...foreign])
    if (warning !== undefined) log.warning(warning);
  const dialect = airbyte(systemClock, masks.redact, fullRefresh);
  const front: Front = {
    writer,
    dialect,
    log,
    refusalsFail: true,
    renewed: (renewed) => tellRenewed(session, renewed),
    progress: async () => ({update: () => undefined, stop: () => undefined}),
    conclude(tallies) {
      for (const tally of tallies.all) {
        const {records, requests, outcome} = tallyNumbers(tally);
        log.info(`${records} records by ${requests} requests, ${outcome}`, labelOf(tally));
      }
    },
  };
  if (alwaysFull.length > 0) log.info(`Read in full, since they tell no changes: ${alwaysFull.join(', ')}`);
  for (const stream of unknown) {
    const message = 'this source has no such stream; refresh the schema of the connection';
    const end = {kind: 'failed', message, failure: 'config'} as const;
    for (const line of dialect.ended(stream, end, {})) writer.write(line);
  }
  const inputs = {
    tap,
    loaded,
    masks,
    selected: selection.streams,
    front,
    ending,
    most: undefined,
    summary: undefined,
  };
  try {
    await sync({...inputs, state: without(state, fullRefresh)});
  } catch (error) {
    if (unknown.length === 0 || !(error instanceof IncompleteError)) throw error;
    throw new IncompleteError(`${error.message}. ${unknownWords(unknown)}`);
  }
  if (unknown.length > 0) throw new IncompleteError(unknownWords(unknown));
}

function unknownWords(unknown: readonly string[]): string {
  return `The catalog asks for streams that this source does not have: ${unknown.join(', ')}`;
}

/** A file that is missing or empty means that there was no state. */
function storedState(path: string | undefined): {state: State; problems: readonly string[]} {
  if (path === undefined) return {state: {}, problems: []};
  if (!exists(path))
    return {state: {}, problems: [`The state file ${path} does not exist; starting without a state`]};
  return airbyteState(readJsonFile(path, 'state'));
}

/**
 * The state without the bookmarks of streams that are to be read in full: what was read before does not count, unless it
 * was by a full refresh that broke off.
 */
function without(state: State, streams: ReadonlySet<string>): State {
  if (!isObject(state.bookmarks ?? null)) return state;
  const bookmarks = state.bookmarks as JsonObject;
  const kept = Object.entries(bookmarks).filter(
    ([name, bookmark]) => !streams.has(name) || isUnfinishedRefresh(bookmark),
  );
  return {...state, bookmarks: Object.fromEntries(kept)};
}
