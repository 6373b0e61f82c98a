import {writeFileSync} from 'node:fs';
import {messageOf} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';

/** Leaves the numbers of a run in a file, for whoever watches it. That it can't be written is no failure of the run. */
export function leaveSummary(path: string, numbers: JsonObject, log: Log): void {
  try {
    writeFileSync(path, `${JSON.stringify(numbers, undefined, 2)}\n`);
  } catch (error) {
    log.warning(`The summary could not be written to ${path}: ${messageOf(error)}`);
  }
}
