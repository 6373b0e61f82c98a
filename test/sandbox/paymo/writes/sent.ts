import type {Body} from '../body.js';
import {decode} from '../body.js';
import type {Call} from '../list.js';
import {notDecoded} from '../refusals.js';
import type {LoggedRequest} from '../requests.js';

/** What a write is asked with. */
export interface Sent extends Call {
  request: LoggedRequest;
  /** What the client calls this server. */
  host: string | undefined;
}

/** The body of a write; flat, since a root key around it would be a key like any other. */
export function bodyOf({request}: Sent): Body {
  const body = decode(request.headers.contentType, request.text);
  if (!body) throw notDecoded();
  return body;
}
