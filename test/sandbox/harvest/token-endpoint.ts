import {isObject} from '../common/fault-replies.js';
import type {Reply} from '../common/reply.js';
import {empty, html, json, Refusal} from '../common/reply.js';
import type {Grants} from './grants.js';
import type {LoggedRequest} from './requests.js';
import type {Application, SignInSettings} from './sign-in-options.js';

/** Exchanges codes and refresh tokens. (API v2 docs, Authentication, Server Side Applications.) */
export function tokenEndpoint(log: LoggedRequest, settings: SignInSettings, grants: Grants): Reply {
  const fields = fieldsOf(log);
  if (!fields) throw refusal(settings, 400, 'invalid_request', 'The body is neither a form nor JSON.');
  const application = clientOf(fields, settings);
  const field = (name: string): string => {
    const value = fields[name];
    if (value === undefined) throw refusal(settings, 400, 'invalid_request', `The ${name} is missing.`);
    return value;
  };

  const type = field('grant_type');
  if (type !== 'authorization_code' && type !== 'refresh_token') {
    throw refusal(settings, 400, 'unsupported_grant_type', `The grant type ${type} is not supported.`);
  }
  const answer =
    type === 'authorization_code'
      ? grants.exchange(application, field('code'), fields.redirect_uri)
      : grants.refresh(application, field('refresh_token'));
  if (answer) {
    log.granted = type;
    return json(answer);
  }
  throw refusal(
    settings,
    settings.invalidGrantStatus,
    'invalid_grant',
    'The provided grant is invalid, expired, revoked, or was issued to another client.',
  );
}

/** The members of the body, by its content type; those that are no text count as missing. */
export function fieldsOf({body, headers}: LoggedRequest): Partial<Record<string, string>> | undefined {
  const type = headers.contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  if (type !== 'application/json') return undefined;
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
    );
  } catch {
    return undefined;
  }
}

/** Id and secret are only looked for in the body: nothing documents Basic authentication. */
function clientOf(fields: Partial<Record<string, string>>, settings: SignInSettings): Application {
  const application = settings.applications.find(({clientId}) => clientId === fields.client_id);
  if (!application || application.clientSecret !== fields.client_secret) {
    throw refusal(settings, 401, 'invalid_client', 'Client id or secret are not those of an application.');
  }
  return application;
}

function refusal({refusalBody}: SignInSettings, status: number, error: string, description: string): Refusal {
  if (refusalBody === 'html') return new Refusal(html(status, description));
  if (refusalBody === 'empty') return new Refusal(empty(status));
  return new Refusal(json({error, error_description: description}, status));
}
