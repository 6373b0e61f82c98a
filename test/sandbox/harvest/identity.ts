import type {Reply} from '../common/reply.js';
import {json} from '../common/reply.js';
import type {Credentials} from './authenticate.js';
import type {Settings} from './options.js';
import {invalidToken} from './refusals.js';

/** The account list of the identity service: Harvest and Forecast accounts mixed. Not paged. */
export function accountList(settings: Settings, credentials: Credentials): Reply {
  if (credentials.token !== settings.accessToken) throw invalidToken();

  return json({
    // The person's identity, whose id is not the `users.id` within an account.
    user: {id: 1, first_name: 'Bob', last_name: 'Powell', email: 'bobpowell@example.com'},
    accounts: settings.accounts,
  });
}
