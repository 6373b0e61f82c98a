import type {IncomingMessage} from 'node:http';
import type {Reply} from '../common/reply.js';
import {json} from '../common/reply.js';
import {credentialsOf, requireUserAgent} from './authenticate.js';
import {authorize} from './authorize.js';
import type {Grants} from './grants.js';
import {reaches} from './grants.js';
import type {Settings} from './options.js';
import {rateLimit} from './rate-limit.js';
import {invalidToken} from './refusals.js';
import type {LoggedRequest} from './requests.js';
import {tokenEndpoint} from './token-endpoint.js';

/** Answers what the identity service knows; `undefined` for anything else. */
export type Identity = (request: IncomingMessage, log: LoggedRequest) => Reply | undefined;

export function createIdentity(settings: Settings, grants: Grants): Identity {
  const limit = rateLimit(settings.identityLimit);

  return (request, log) => {
    switch (`${log.method} ${log.path}`) {
      case 'GET /oauth2/authorize':
      case 'POST /oauth2/authorize':
        return authorize(log, settings.signIn, grants);
      case 'POST /api/v2/oauth2/token':
        requireUserAgent(request);
        return limit.refuse(log.at) ?? tokenEndpoint(log, settings.signIn, grants);
      case 'GET /api/v2/accounts': {
        requireUserAgent(request);
        const {token} = credentialsOf(request, log.query);
        return limit.refuse(log.at) ?? accountList(settings, grants.scopesOf(token));
      }
      default:
        return undefined;
    }
  };
}

/** Harvest and Forecast accounts mixed, as far as the token reaches. Not paged. */
function accountList(settings: Settings, scopes: readonly string[] | undefined): Reply {
  if (!scopes) throw invalidToken();

  return json({
    // The person's identity, whose id is not the `users.id` within an account.
    user: {id: 1, first_name: 'Bob', last_name: 'Powell', email: 'bobpowell@example.com'},
    accounts: settings.accounts
      .filter((account) => reaches(scopes, account))
      .map(({id, name, product}) => ({id, name, product})),
  });
}
