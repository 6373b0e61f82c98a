import {
  type Application,
  epochMillis,
  packageVersion,
  type Renewal,
  type TokenFacts,
} from '../../protocol/index.js';
import type {Config} from './records.js';

/** Tokens of version 1 lived 18 hours; a token of which Harvest does not say how long it lives is taken for one. */
const FALLBACK_LIFETIME = 17 * 3600;

/** Harvest wants to know who asks. */
export function userAgent(config: Pick<Config, 'user_agent'>): string {
  return config.user_agent ?? `timesheet-taps/${packageVersion()} (tap-harvest)`;
}

/** Where people sign in, and applications get their tokens; ends without a slash. */
export function identityUrl(config: Pick<Config, 'id_url'>): string {
  return (config.id_url ?? 'https://id.getharvest.com').replace(/\/$/, '');
}

/** The application of a config; undefined where it names none. */
export function applicationOf(config: Partial<Config>): Application | undefined {
  const {client_id: clientId, client_secret: clientSecret} = config;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return {tokenUrl: `${identityUrl(config)}/api/v2/oauth2/token`, clientId, clientSecret};
}

/** What is special about Harvest's tokens. */
export function tokenFacts(config: Partial<Config>): TokenFacts {
  return {
    service: 'Harvest',
    headers: {'user-agent': userAgent(config)},
    fallbackLifetime: FALLBACK_LIFETIME,
    refusalHint: 'Run tap-harvest login to sign in anew',
  };
}

/** How the tokens of a config are renewed; undefined where its token does not end, as far as that is known. */
export function renewalOf(config: Config): Renewal | undefined {
  const application = applicationOf(config);
  const {refresh_token: refreshToken, access_token: accessToken, expires_at} = config;
  if (application === undefined || refreshToken === undefined) return undefined;
  const moment = expires_at === undefined ? undefined : epochMillis(expires_at);
  return {application, facts: tokenFacts(config), tokens: {accessToken, refreshToken, expiresAt: moment}};
}
