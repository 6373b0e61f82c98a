import type {IncomingMessage} from 'node:http';
import {html, Refusal} from '../common/reply.js';

export interface Credentials {
  token: string | undefined;
  account: string | undefined;
}

/** Token and account id from the headers, or from the query, which Harvest allows too. */
export function credentialsOf(request: IncomingMessage, query: URLSearchParams): Credentials {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const account = request.headers['harvest-account-id'];
  return {
    token: bearer ?? query.get('access_token') ?? undefined,
    account: (typeof account === 'string' ? account : undefined) ?? query.get('account_id') ?? undefined,
  };
}

/** Without a User-Agent even a good token is of no use. (API v2 docs, General.) */
export function requireUserAgent(request: IncomingMessage): void {
  if (!request.headers['user-agent']) throw new Refusal(html(400, 'Bad Request'));
}
