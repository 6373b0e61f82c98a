import {DataError} from '../core/errors.js';
import type {JsonValue} from '../core/json.js';
import type {Reader} from './reader.js';

/**
 * Throws `DataError` when a table that had rows at the last run is suddenly empty, or has lost more than half of them:
 * that rather means that something is wrong with the service or the credentials than that somebody tidied up.
 */
export function requirePlausible(
  {service}: Reader,
  stream: string,
  rows: number,
  before: JsonValue | undefined,
): void {
  if (service.allowEmpty === true || typeof before !== 'number' || before === 0) return;
  if (rows * 2 >= before) return;
  const now = rows === 0 ? 'is suddenly empty' : `has only ${rows} rows left`;
  throw new DataError(
    `${stream} ${now}, of ${before} at the last run. If that is right, run once with "allow_empty": true`,
  );
}
