import {exists, readJsonFile} from '../config/files.js';
import {ENVIRONMENT} from '../config/load.js';
import {updateConfigFile} from '../config/write.js';
import {messageOf} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';

/** Credentials that were renewed. */
export interface Renewed {
  /** The settings that hold the new ones. */
  readonly settings: JsonObject;
  /** The refresh token that they were got with. */
  readonly replaced: string;
  /** Whether the old ones may be good no more. */
  readonly isUrgent: boolean;
}

/** The setting by whose place the others are known. */
const HELD = 'refresh_token';

/**
 * Keeps renewed credentials in the config file that holds the old ones. Where that can't be done, there is a warning if
 * that is urgent: what is in the settings may be good no more.
 */
export function keepInFile(
  sources: readonly string[],
  {settings, replaced, isUrgent}: Renewed,
  log: Log,
): void {
  const tell = (why: string) => {
    const line = `The renewed credentials could not be kept, since ${why}`;
    if (isUrgent)
      log.warning(`${line}. Those in the settings may be good no more: sign in anew when they are refused`);
    else log.debug(line);
  };
  try {
    const file = sources.findLast((source) => source !== ENVIRONMENT && holds(source, replaced));
    if (file === undefined) tell(`no config file holds the "${HELD}" that was used`);
    else updateConfigFile(file, settings);
  } catch (error) {
    tell(messageOf(error));
  }
}

/** Whether a file holds this refresh token. One that was exchanged meanwhile belongs to somebody else's sign-in. */
function holds(file: string, token: string): boolean {
  if (!exists(file)) return false;
  const content = readJsonFile(file, 'config');
  if (content === undefined || !isObject(content)) return false;
  const {credentials = null} = content;
  const nested = isObject(credentials) ? credentials[HELD] : undefined;
  return (content[HELD] ?? nested) === token;
}
