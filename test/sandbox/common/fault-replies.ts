import type {BodyChange, BodyShape, CommonFault} from './faults.js';
import type {Reply} from './reply.js';
import {empty, html, json, jsonText} from './reply.js';

/** Whether a request does what it asks for before the fault strikes. */
export function takesEffect(fault: CommonFault | undefined): boolean {
  switch (fault?.kind) {
    case 'status':
    case 'redirect':
    case 'html':
    case 'text':
      return fault.effect === 'after';
    case 'reset':
    case 'hang':
      return fault.effect !== 'before';
    default:
      return true;
  }
}

/** What a fault sends in place of an answer; `undefined` if it only tampers with one. */
export function replyInstead(fault: CommonFault | undefined): Reply | undefined {
  switch (fault?.kind) {
    case 'status': {
      const reply = errorReply(fault.status, fault.body ?? 'json');
      const {retryAfter} = fault;
      if (retryAfter !== undefined) {
        reply.headers['retry-after'] =
          retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter);
      }
      return reply;
    }
    case 'redirect':
      return {status: fault.status ?? 302, headers: {location: fault.to}, body: ''};
    case 'html':
      return html(200, 'We’ll be back soon');
    case 'text':
      return jsonText(fault.text, fault.status);
    default:
      return undefined;
  }
}

function errorReply(status: number, body: BodyShape): Reply {
  const reason = `Sandbox fault ${status}`;
  if (typeof body === 'object') {
    const page = html(status, reason);
    const headers = body.type === undefined ? page.headers : {'content-type': body.type};
    return {...page, headers, body: body.text};
  }

  switch (body) {
    case 'json':
      return json({status, error: reason}, status);
    case 'message':
      return json({message: reason}, status);
    case 'oauth':
      return json({error: 'invalid_token', error_description: reason}, status);
    case 'html':
      return html(status, reason);
    case 'empty':
      return empty(status);
  }
}

/** The answer as the fault leaves it: without its rows, with something else in their place, or changed. */
export function tamper(fault: CommonFault | undefined, reply: Reply): Reply {
  if (!fault || reply.status < 200 || reply.status > 299) return reply;
  const change = changeOf(fault);
  if (!change) return reply;

  const body: unknown = JSON.parse(reply.body.toString());
  return isObject(body) ? {...reply, body: json(change(body)).body} : reply;
}

function changeOf(fault: CommonFault): BodyChange | undefined {
  switch (fault.kind) {
    case 'no-root':
      return (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => !Array.isArray(value)));
    case 'root':
      return (body) =>
        Object.fromEntries(
          Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? fault.value : value]),
        );
    case 'body':
      return fault.change;
    default:
      return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
