import type {Reply} from '../common/reply.js';
import {mistake, question} from './authorize-page.js';
import type {Grants} from './grants.js';
import type {LoggedRequest} from './requests.js';
import type {Application, SignInSettings} from './sign-in-options.js';

/** Asks a person with GET; with POST, sends the browser back with what was decided. */
export function authorize(log: LoggedRequest, settings: SignInSettings, grants: Grants): Reply {
  const {query} = log;
  const application = settings.applications.find(({clientId}) => clientId === query.get('client_id'));
  if (!application) return mistake('Nobody has registered an application with this client_id.');
  const wanted = query.get('redirect_uri') ?? undefined;
  const target = targetOf(application, wanted);
  if (!target) return mistake('The redirect_uri does not begin with the redirect URL that was registered.');

  const back = (answer: Record<string, string>): Reply => redirect(target, answer, query.get('state'));
  if (query.get('response_type') !== 'code') {
    return back({error: query.has('response_type') ? 'unsupported_response_type' : 'invalid_request'});
  }
  if (log.method === 'GET') return question(application.clientId, settings.scopes, queryOf(log.url));

  switch (new URLSearchParams(log.body).get('decision')) {
    case 'allow':
      return back({
        code: grants.authorize(application, wanted ?? application.redirectUrl),
        scope: settings.scopes.join(settings.scopeSeparator),
      });
    case 'deny':
      return back({error: settings.denial});
    default:
      return mistake('Press one of the two buttons.');
  }
}

/** "Must begin with the registered redirect URL", to the letter: another port or host name does not. */
function targetOf({redirectUrl}: Application, wanted: string | undefined): URL | undefined {
  const target = wanted ?? redirectUrl;
  return target.startsWith(redirectUrl) && URL.canParse(target) ? new URL(target) : undefined;
}

function redirect(target: URL, answer: Record<string, string>, state: string | null): Reply {
  const location = new URL(target);
  for (const [name, value] of Object.entries(answer)) location.searchParams.append(name, value);
  if (state !== null) location.searchParams.append('state', state);
  return {status: 302, headers: {location: location.href}, body: ''};
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
