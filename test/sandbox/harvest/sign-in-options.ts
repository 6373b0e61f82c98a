import type {Account} from './account-options.js';

/** An application as its owner registers it with the identity service. */
export interface Application {
  clientId: string;
  clientSecret: string;
  /** Where the browser is sent back to, or an address that begins with this, to the letter. */
  redirectUrl: string;
}

export interface SignInOptions extends Partial<Application> {
  /** Further applications, whose codes and tokens are of no use to the first. @default none */
  otherApplications?: readonly Application[];
  /** What somebody who presses Allow grants. @default `harvest:ID` of every Harvest account listed */
  scopes?: readonly string[];
  /** What stands between several scopes, which is unconfirmed. @default ' ' */
  scopeSeparator?: string;
  /** The `error` of somebody who presses Deny, which is unconfirmed. @default 'access_denied' */
  denial?: string;
  /** How long a code may be exchanged, which is not documented. @default 600 */
  codeSeconds?: number;
  /** How long access tokens really work. @default 1 209 600, 14 days */
  accessSeconds?: number;
  /** What answers say of that. @default `accessSeconds` */
  expiresIn?: number | 'absent';
  /** How long refresh tokens work, which is not documented. @default for ever */
  refreshSeconds?: number;
  /** How long the personal access token works from the start on, which is unconfirmed. @default for ever */
  personalSeconds?: number;
  /**
   * What a refresh answers with (unconfirmed): the refresh token that was sent, as in the official sample; a new one
   * while the old one stays valid; a new one in place of the old one; or none, which leaves the old one valid.
   * @default 'same'
   */
  rotation?: 'same' | 'added' | 'replaced' | 'absent';
  /** Whether a refresh ends the access token before it, which is not documented. @default false */
  refreshEndsAccess?: boolean;
  /** The status of `invalid_grant`; 400 was observed on an older service, unconfirmed on this one. @default 400 */
  invalidGrantStatus?: 400 | 401 | 403;
  /** The shape of what the token endpoint refuses. @default 'oauth' */
  refusalBody?: 'oauth' | 'html' | 'empty';
}

export type SignInSettings = Required<Omit<SignInOptions, keyof Application | 'otherApplications'>> & {
  /** The first is that of the options. */
  applications: readonly [Application, ...Application[]];
};

export const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

export function settleSignIn(options: SignInOptions = {}, accounts: readonly Account[]): SignInSettings {
  const {clientId, clientSecret, redirectUrl, otherApplications, ...rest} = options;
  const accessSeconds = options.accessSeconds ?? FOURTEEN_DAYS;

  return {
    scopes: accounts.filter(({product}) => product === 'harvest').map(({id}) => `harvest:${id}`),
    scopeSeparator: ' ',
    denial: 'access_denied',
    codeSeconds: 600,
    expiresIn: accessSeconds,
    refreshSeconds: Infinity,
    personalSeconds: Infinity,
    rotation: 'same',
    refreshEndsAccess: false,
    invalidGrantStatus: 400,
    refusalBody: 'oauth',
    ...rest,
    accessSeconds,
    applications: [
      {
        clientId: clientId ?? 'sandbox-client-id',
        clientSecret: clientSecret ?? 'sandbox-client-secret',
        redirectUrl: redirectUrl ?? 'http://127.0.0.1:8710/callback',
      },
      ...(otherApplications ?? []),
    ],
  };
}
