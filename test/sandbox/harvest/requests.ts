import type {IncomingMessage} from 'node:http';
import type {LoggedRequest as Logged} from '../common/requests.js';
import {logged as log} from '../common/requests.js';

/** What is logged of any request, and the account it was for; routes are those below /v2/ or /api/v2/. */
export interface LoggedRequest extends Logged {
  headers: Logged['headers'] & {account?: string};
}

export function logged(request: IncomingMessage, at: number): LoggedRequest {
  const entry = log(request, at, /^(?:\/api)?\/v2\/(.+)$/);
  const account = request.headers['harvest-account-id'];
  return typeof account === 'string' ? {...entry, headers: {...entry.headers, account}} : entry;
}
