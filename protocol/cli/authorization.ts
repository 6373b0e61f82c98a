import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Masks} from '../core/redact.js';
import {timestampOf} from '../core/timestamps.js';
import {type Authorization, RenewedTokens} from '../http/authorization.js';
import {TokenEndpoint} from '../http/token-endpoint.js';
import type {Tap} from '../tap.js';
import {tokenClient} from './service-client.js';
import {systemClock} from './system-clock.js';

export interface AuthorizationContext {
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly masks: Masks;
  /** Told the settings that hold new credentials; `isUrgent` where the old ones may be good no more. */
  readonly renewed: (settings: JsonObject, isUrgent: boolean) => void;
}

/** What renews the credentials of a config; undefined where they do not end. */
export function authorizationOf(
  tap: Tap,
  config: JsonObject,
  {signal, log, masks, renewed}: AuthorizationContext,
): Authorization | undefined {
  const renewal = tap.renewal?.(config);
  if (renewal === undefined) return undefined;
  const {application, facts, tokens: first} = renewal;
  const endpoint = new TokenEndpoint(application, {
    ...facts,
    ...tokenClient(config),
    clock: systemClock,
    signal,
    log,
  });
  let known = first.refreshToken;
  return new RenewedTokens(first, endpoint, systemClock, ({accessToken, expiresAt}, refreshToken) => {
    masks.add(accessToken, refreshToken);
    const isRotated = refreshToken !== known;
    known = refreshToken;
    log.info(`The access token was renewed${isRotated ? ', and so was what renews it' : ''}`);
    renewed(
      {access_token: accessToken, refresh_token: refreshToken, expires_at: timestampOf(expiresAt)},
      isRotated,
    );
  });
}
