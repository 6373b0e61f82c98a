import {exists, readJsonFile} from '../config/files.js';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {openState, type State} from '../core/state.js';
import {airbyteState} from './airbyte/state.js';

/** The user's catalog; undefined when none was given. */
export function readCatalog(path: string | undefined): JsonObject | undefined {
  if (path === undefined) return undefined;
  const catalog = readJsonFile(path, 'catalog');
  if (isObject(catalog) && Array.isArray(catalog.streams)) return catalog;
  throw new ConfigError([
    `The catalog file ${path} must hold an object with a list "streams", as --discover prints it`,
  ]);
}

/** The last run's state and what is wrong with it; a file that is missing or empty means that there was none. */
export function readState(path: string | undefined): {state: State; problems: readonly string[]} {
  if (path === undefined) return {state: {}, problems: []};
  if (!exists(path))
    return {state: {}, problems: [`The state file ${path} does not exist; starting without a state`]};
  const stored = readJsonFile(path, 'state');
  if (stored === undefined) {
    return {state: {}, problems: [`The state file ${path} is empty; starting without a state`]};
  }
  // What Airbyte keeps is a list.
  return Array.isArray(stored) ? airbyteState(stored) : openState(stored);
}
