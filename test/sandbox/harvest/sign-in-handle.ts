import type {Grants, TokenAnswer} from './grants.js';
import type {LoggedRequest} from './requests.js';
import type {SignInCounts} from './sign-in-counts.js';
import {countSignIns} from './sign-in-counts.js';
import type {Application, SignInSettings} from './sign-in-options.js';

/** The identity service, for tests to look into and to upset. */
export interface SignIn extends Readonly<Application> {
  /** Where to send a person, without a state. */
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** How often it was asked for what since `requests` was last emptied. */
  readonly counts: SignInCounts;
  /** Tokens as after a sign-in that went well, without one. @default the scopes that are granted by Allow */
  issue(scopes?: readonly string[]): TokenAnswer;
  /** Whether an access token works at this moment. */
  works(accessToken: string): boolean;
  /** Ends all access tokens that were issued so far, but not the personal one: the next request gets a 401. */
  expireTokens(): void;
  /** Ends all refresh tokens that were issued so far. */
  revokeRefreshTokens(): void;
  revokePersonalToken(): void;
}

export function signInHandle(
  settings: SignInSettings,
  grants: Grants,
  idUrl: string,
  requests: readonly LoggedRequest[],
): SignIn {
  const [application] = settings.applications;
  const query = new URLSearchParams({client_id: application.clientId, response_type: 'code'});

  return {
    ...application,
    authorizeUrl: `${idUrl}/oauth2/authorize?${query}`,
    tokenUrl: `${idUrl}/api/v2/oauth2/token`,
    get counts() {
      return countSignIns(requests);
    },
    issue: (scopes) => grants.issue(scopes),
    works: (accessToken) => grants.scopesOf(accessToken) !== undefined,
    expireTokens: () => grants.expireTokens(),
    revokeRefreshTokens: () => grants.revokeRefreshTokens(),
    revokePersonalToken: () => grants.revokePersonalToken(),
  };
}
