import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Masks} from '../core/redact.js';
import {timestampOf} from '../core/timestamps.js';
import {type Authorization, RenewedTokens} from '../http/authorization.js';
import {TokenEndpoint} from '../http/token-endpoint.js';
import type {Tap} from '../tap.js';
import type {Renewed} from './keep-credentials.js';
import {tokenClient} from './service-client.js';
import {systemClock} from './system-clock.js';

/** How long an answer with new credentials is waited for after the run was told to stop. */
const LINGER_MILLIS = 1500;

export interface AuthorizationContext {
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly masks: Masks;
  readonly renewed: (renewed: Renewed) => void;
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
    signal: lingering(signal),
    log,
  });
  let known = first.refreshToken;
  return new RenewedTokens(first, endpoint, systemClock, ({accessToken, expiresAt}, refreshToken) => {
    masks.add(accessToken, refreshToken);
    const replaced = known;
    const isRotated = refreshToken !== replaced;
    known = refreshToken;
    log.info(`The access token was renewed${isRotated ? ', and so was what renews it' : ''}`);
    renewed({
      settings: {
        access_token: accessToken,
        refresh_token: refreshToken,
        expires_at: timestampOf(expiresAt),
      },
      replaced,
      isUrgent: isRotated,
    });
  });
}

/** Aborts a moment after another signal: what the service has exchanged already must not get lost on its way. */
function lingering(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  const abort = () => late.abort(signal.reason);
  signal.addEventListener('abort', () => setTimeout(abort, LINGER_MILLIS).unref(), {once: true});
  if (signal.aborted) abort();
  return late.signal;
}
