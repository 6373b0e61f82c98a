import type {IncomingMessage} from 'node:http';
import type {Row} from './collections.js';
import {unauthorized} from './refusals.js';
import type {Store} from './store.js';

/**
 * The user who is asking: by the API key as the user name of Basic auth with any password, by e-mail address
 * and password, or by a session that has not expired. Anything else is a 401, Bearer included. (API docs, Authentication)
 */
export function authenticate(request: IncomingMessage, store: Store): Row {
  const session = request.headers['x-session'];
  if (typeof session === 'string') {
    const row = store.data.sessions.find(({id}) => id === session);
    const user = row && store.find('users', row.user_id);
    if (!row || !user || Date.parse(row.expires_on) <= store.settings.now().getTime()) throw unauthorized();
    return user;
  }

  const encoded = /^Basic ([\w+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) throw unauthorized();
  const pair = Buffer.from(encoded, 'base64').toString();
  const colon = pair.indexOf(':');
  const name = colon === -1 ? pair : pair.slice(0, colon);
  const password = colon === -1 ? '' : pair.slice(colon + 1);
  if (name === store.settings.apiKey) return store.caller;

  const user = store.data.users.find(({email, active}) => active === true && email === name);
  if (!user || password !== store.settings.password) throw unauthorized();
  return user;
}
