import type {LoggedRequest} from './requests.js';

/** How often the identity service was asked for what, among the requests that are logged. */
export interface SignInCounts {
  /** Visits of the page with the two buttons. */
  authorizeVisits: number;
  /** Buttons pressed. */
  decisions: number;
  /** Token requests of any kind: the next three together. */
  tokenRequests: number;
  /** Codes that were used up for tokens, even if the answer got lost on its way. */
  exchanges: number;
  /** Access tokens made from refresh tokens, likewise. */
  refreshes: number;
  /** Token requests for which no tokens were made: they were refused, or a fault stood in for the service. */
  tokenFailures: number;
  accountLists: number;
}

export function countSignIns(requests: readonly LoggedRequest[]): SignInCounts {
  const of = (method: string, path: string): LoggedRequest[] =>
    requests.filter((request) => request.method === method && request.path === path);
  const tokens = of('POST', '/api/v2/oauth2/token');
  const granted = (type: LoggedRequest['granted']): number =>
    tokens.filter((request) => request.granted === type).length;

  return {
    authorizeVisits: of('GET', '/oauth2/authorize').length,
    decisions: of('POST', '/oauth2/authorize').length,
    tokenRequests: tokens.length,
    exchanges: granted('authorization_code'),
    refreshes: granted('refresh_token'),
    tokenFailures: granted(undefined),
    accountLists: of('GET', '/api/v2/accounts').length,
  };
}
