import type {IncomingMessage} from 'node:http';
import type {LoggedRequest as Logged} from '../common/requests.js';
import {logged as log} from '../common/requests.js';

/** What is logged of any request, and the account it was for; routes are those below /v2/ or /api/v2/. */
export interface LoggedRequest extends Logged {
  headers: Logged['headers'] & {account?: string; contentType?: string};
  /** As it was sent; empty for most. */
  body: string;
  /** What tokens were made for, even if the answer got lost on its way. */
  granted?: 'authorization_code' | 'refresh_token';
}

export function logged(request: IncomingMessage, at: number, body: string): LoggedRequest {
  const entry = log(request, at, /^(?:\/api)?\/v2\/(.+)$/);
  const account = request.headers['harvest-account-id'];
  const contentType = request.headers['content-type'];
  return {
    ...entry,
    headers: {
      ...entry.headers,
      ...(typeof account === 'string' ? {account} : {}),
      ...(contentType === undefined ? {} : {contentType}),
    },
    body,
  };
}

/** The account that a request was for, by its header or its query. */
export function accountOf({headers, query}: LoggedRequest): number | undefined {
  const id = headers.account ?? query.get('account_id') ?? undefined;
  return id === undefined || !/^\d+$/.test(id) ? undefined : Number(id);
}
