import {createHash} from 'node:crypto';
import {canonicalJson, type JsonObject} from '../../../protocol/index.js';
import type {PaymoObject} from './paymo-object.js';
import type {Identity} from './settings.js';

/**
 * Begins the hashes of records that Paymo's own ids identify. Their keys look like those of a source, so that a ledger
 * must not take one for the other.
 */
const BY_PAYMO = 'paymo:';

const UNKNOWN = 'unknown';

/** Says of an object that nobody knows its content, so that the next record is sent whatever it holds. */
export function unknownContent(identity: Identity): string {
  return identity === 'paymo' ? BY_PAYMO + UNKNOWN : UNKNOWN;
}

/** What a hash says of whose keys its stream has. */
export function identityIn(hash: string): Identity {
  return hash.startsWith(BY_PAYMO) ? 'paymo' : 'source';
}

/** Identifies what a record says of its object. */
export function contentHash({name}: PaymoObject, content: JsonObject, identity: Identity): string {
  const hash = createHash('sha256')
    .update(canonicalJson({object: name, content}))
    .digest('hex')
    .slice(0, 32);
  return identity === 'paymo' ? BY_PAYMO + hash : hash;
}
