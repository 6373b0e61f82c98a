import {isObject, type JsonValue} from '../core/json.js';

/** In seconds. What is longer is a mistake, and may be no moment that can be written down. */
const LONGEST_LIFETIME = 10 * 365 * 24 * 3600;

/**
 * The body of an answer with tokens, without what is beside the point: tokens that may be good only once must not be lost
 * because their lifetime is nonsense, or what is not there is spelled out as null. Anything else stays as it is.
 */
export function withoutNonsense(text: string): string {
  const body = parsed(text);
  if (body === undefined || !isObject(body) || typeof body.access_token !== 'string') return text;
  const {access_token, refresh_token, token_type, expires_in} = body;
  return JSON.stringify({
    access_token,
    // Nobody can do anything else with a token of which no type is told.
    token_type: token_type ?? 'bearer',
    ...(refresh_token === undefined || refresh_token === null || refresh_token === '' ? {} : {refresh_token}),
    ...(isLifetime(expires_in) ? {expires_in} : {}),
  });
}

function isLifetime(value: JsonValue | undefined): boolean {
  if (typeof value === 'string' && !/^\d{1,12}$/.test(value)) return false;
  const seconds = typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;
  return seconds > 0 && seconds <= LONGEST_LIFETIME;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
