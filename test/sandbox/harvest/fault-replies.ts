import type {BodyShape, Fault} from './faults.js';
import type {Reply} from './reply.js';
import {empty, html, json, jsonText} from './reply.js';

/** What a fault sends in place of an answer; `undefined` if it only tampers with one. */
export function replyInstead(fault: Fault | undefined): Reply | undefined {
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
      return jsonText(fault.text);
    default:
      return undefined;
  }
}

function errorReply(status: number, body: BodyShape): Reply {
  const reason = `Sandbox fault ${status}`;
  if (typeof body === 'object') return {...html(status, reason), body: body.text};

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

/** The answer as the fault leaves it: other links, another total, rows missing. */
export function tamper(fault: Fault | undefined, reply: Reply, requested: string): Reply {
  if (!fault || reply.status !== 200) return reply;
  const change = changeOf(fault, requested);
  if (!change) return reply;

  const body: unknown = JSON.parse(reply.body.toString());
  return isObject(body) ? json(change(body)) : reply;
}

type Change = (body: Record<string, unknown>) => unknown;

function changeOf(fault: Fault, requested: string): Change | undefined {
  switch (fault.kind) {
    case 'no-root':
      return (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => !Array.isArray(value)));
    case 'root':
      return (body) =>
        Object.fromEntries(
          Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? fault.value : value]),
        );
    case 'total':
      return (body) => ({...body, total_entries: fault.total});
    case 'next':
      return nextChange(fault.link, requested);
    case 'body':
      return fault.change;
    default:
      return undefined;
  }
}

function nextChange(link: string, requested: string): Change {
  return (body) => {
    if (link === 'absent') {
      const {links: _links, next_page: _next, previous_page: _previous, page: _page, ...rest} = body;
      return rest;
    }
    const links = isObject(body.links) ? body.links : {};
    if (link === 'none') return {...body, next_page: null, links: {...links, next: null}};
    return {...body, links: {...links, next: link === 'loop' ? requested : link}};
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
