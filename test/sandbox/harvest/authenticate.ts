import type {IncomingMessage} from 'node:http';
import {html, Refusal} from '../common/reply.js';
import type {Settings} from './options.js';
import {invalidToken, notFound} from './refusals.js';

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

/** A missing account id is reported like a bad token; a wrong one as 401 or 404, people say either. */
export function requireAccount(credentials: Credentials, settings: Settings): void {
  if (credentials.token !== settings.accessToken || !credentials.account) throw invalidToken();
  if (credentials.account !== String(settings.accountId)) {
    throw settings.wrongAccountStatus === 404 ? notFound() : invalidToken();
  }
}
