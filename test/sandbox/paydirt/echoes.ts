import type {CommonFault} from '../common/faults.js';
import type {Fault, Spelling, TellingBody} from './faults.js';

/** A fault of this sandbox as the common one that it is; `requested` is the whole address. */
export function translate(fault: Fault, requested: string): CommonFault {
  switch (fault.kind) {
    case 'echo': {
      const told = fault.what === 'key' ? keyIn(requested) : requested;
      const {status, retryAfter} = fault;
      const body = bodyTelling(spell(told, fault.as ?? 'sent'), fault.body);
      return {kind: 'status', status, body, ...(retryAfter === undefined ? {} : {retryAfter})};
    }
    case 'echo-in-list':
      return {
        kind: 'body',
        change: (body) => ({...body, meta: {self: spell(requested, fault.as ?? 'sent')}}),
      };
    case 'echo-redirect': {
      const {pathname, search} = new URL(requested);
      const isSent = (fault.as ?? 'sent') === 'sent';
      const rest = isSent
        ? `${pathname}${search}`
        : `/?from=${inHeader(spell(requested, fault.as ?? 'sent'))}`;
      const {status} = fault;
      return {kind: 'redirect', to: `${fault.to}${rest}`, ...(status === undefined ? {} : {status})};
    }
    case 'cap':
      return {kind: 'body', change: (body) => firstRows(body, fault.rows)};
    default:
      return fault;
  }
}

/** The key as it was sent: still encoded. */
function keyIn(requested: string): string {
  return /[?&]api_key=([^&]*)/.exec(requested)?.[1] ?? '';
}

function spell(text: string, as: Spelling): string {
  switch (as) {
    case 'sent':
      return text;
    case 'decoded':
      return decodeURIComponent(text.replaceAll('+', ' '));
    case 'encoded':
      return encodeURIComponent(text);
    case 'base64':
      return Buffer.from(text).toString('base64');
  }
}

/** Headers hold no line breaks, and nothing beyond Latin-1. */
function inHeader(text: string): string {
  return text.replace(/[^\x20-\xff]/g, '?');
}

function bodyTelling(told: string, body: TellingBody): {text: string; type?: string} {
  const type = 'application/json; charset=utf-8';
  switch (body) {
    case 'html':
      return {text: `<!DOCTYPE html>\n<html><body><h1>Sorry</h1><pre>GET ${told}</pre></body></html>\n`};
    case 'json':
      return {text: JSON.stringify({error: `Cannot answer ${told}`}), type};
    case 'errors':
      return {text: JSON.stringify({errors: [`Cannot answer ${told}`]}), type};
    case 'cut-json':
      return {text: `{"self":${JSON.stringify(told)},"time_logs":[{"id":`, type};
    case 'text':
      return {text: `Cannot answer ${told}`, type: 'text/plain; charset=utf-8'};
  }
}

function firstRows(body: Record<string, unknown>, most: number): unknown {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, Array.isArray(value) ? value.slice(0, most) : value]),
  );
}
