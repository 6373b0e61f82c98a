import {createHash} from 'node:crypto';
import {canonicalJson, type JsonObject} from '../../../protocol/index.js';
import type {PaymoObject} from './paymo-object.js';

/** Says of what is in Paymo that nobody knows its content, so that the next record is sent whatever it holds. */
export const UNKNOWN_CONTENT = 'unknown';

/** Identifies what a record says of its object. */
export function contentHash({name}: PaymoObject, content: JsonObject): string {
  return createHash('sha256')
    .update(canonicalJson({object: name, content}))
    .digest('hex')
    .slice(0, 32);
}
