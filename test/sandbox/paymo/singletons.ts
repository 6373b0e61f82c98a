import {json, type Reply} from '../common/reply.js';
import type {Row} from './collections.js';
import type {Call} from './list.js';
import {single} from './list.js';
import {forbidden, notFound} from './refusals.js';

/** `GET /me`: the caller, under the root key of users. */
export function me(user: Row, call: Call): Reply {
  return single('users', user.id, call);
}

/** `GET /company`: the only body that is not an array. (API docs, the samples) */
export function company({store, permissions}: Call): Reply {
  if (!permissions.allows('company')) throw forbidden();
  return json({company: store.data.company});
}

/** `GET /sessions`: those of the caller, whose ids open the account. */
export function sessions(user: Row, {store}: Call, id?: string): Reply {
  const own = store.data.sessions.filter((session) => session.user_id === user.id);
  if (id === undefined) return json({sessions: own});

  const session = own.find((candidate) => candidate.id === id);
  if (!session) throw notFound();
  return json({sessions: [session]});
}
