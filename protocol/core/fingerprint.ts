import {createHash} from 'node:crypto';
import {canonicalJson, type JsonObject} from './json.js';

/**
 * A short text that changes when a stream would read other rows than before: another account, other filters.
 * It is a hash, since a state is no place for account ids.
 */
export function fingerprintOf(account: string, filters: JsonObject): string {
  return createHash('sha256').update(canonicalJson({account, filters})).digest('hex').slice(0, 16);
}
