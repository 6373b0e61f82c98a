import type {Visit} from '../common/visitor.js';
import {object} from '../common/visitor.js';
import {press, returned} from './browser.js';
import type {HarvestSandbox} from './index.js';

const TYPES = {form: 'application/x-www-form-urlencoded', json: 'application/json'};

/** Posts these fields to the token endpoint, with id and secret of the application unless they say otherwise. */
export async function requestTokens(
  {signIn, config}: HarvestSandbox,
  fields: Record<string, string>,
  as: 'form' | 'json' = 'form',
): Promise<Visit> {
  const all = {client_id: signIn.clientId, client_secret: signIn.clientSecret, ...fields};
  const response = await fetch(signIn.tokenUrl, {
    method: 'POST',
    headers: {'content-type': TYPES[as], 'user-agent': config.user_agent},
    body: as === 'form' ? new URLSearchParams(all).toString() : JSON.stringify(all),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => object(JSON.parse(text)),
  };
}

export function refresh(sandbox: HarvestSandbox, token: string | undefined): Promise<Visit> {
  return requestTokens(sandbox, {grant_type: 'refresh_token', refresh_token: String(token)});
}

export function exchange(sandbox: HarvestSandbox, code: string | undefined): Promise<Visit> {
  return requestTokens(sandbox, {grant_type: 'authorization_code', code: String(code)});
}

/** The code that somebody gets who presses Allow. */
export async function codeOf({signIn}: HarvestSandbox): Promise<string> {
  return String(returned(await press('Allow', signIn.authorizeUrl)).code);
}
