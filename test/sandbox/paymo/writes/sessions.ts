import {DAY, datetime} from '../../common/calendar.js';
import {json, type Reply} from '../../common/reply.js';
import type {Row} from '../collections.js';
import {notFound} from '../refusals.js';
import {SECRET_HEX} from '../secrets.js';
import type {Sent} from './sent.js';

/** `POST /sessions`: a token that opens the account for 31 days, as in the samples. */
export function openSession(user: Row, {store, nth}: Sent): Reply {
  const now = store.now();
  const session = {
    id: `${SECRET_HEX}${String(nth).padStart(20, '0')}`,
    ip: '127.0.0.1',
    created_on: now,
    updated_on: now,
    expires_on: datetime(Date.parse(now) + 31 * DAY),
    user_id: user.id,
  };
  store.data.sessions.push(session);
  return json({sessions: [session]}, 201);
}

/** `DELETE /sessions/<id>`: the token opens nothing any more. */
export function endSession(user: Row, {store}: Sent, id: string | undefined): Reply {
  const {sessions} = store.data;
  const session = sessions.find((candidate) => candidate.id === id && candidate.user_id === user.id);
  if (!session) throw notFound();
  store.data.sessions = sessions.filter((candidate) => candidate !== session);
  return {...json({}), body: ''};
}
