import {json, Refusal} from '../common/reply.js';

/** Errors are an object with a sentence for people in it, nothing for machines. (seen live; undocumented) */
function refusal(status: number, message: string, headers: Record<string, string> = {}): Refusal {
  const reply = json({message}, status);
  return new Refusal({...reply, headers: {...reply.headers, ...headers}});
}

export function badRequest(message: string): Refusal {
  return refusal(400, message);
}

export function unknownField(name: string): Refusal {
  return refusal(400, `Unknown field or reference: ${name}`);
}

export function unauthorized(): Refusal {
  return refusal(401, 'Invalid credentials.');
}

export function forbidden(): Refusal {
  return refusal(403, 'Access denied.');
}

export function notFound(): Refusal {
  return refusal(404, 'Not found.');
}

export function tooMany(seconds: number): Refusal {
  return refusal(429, 'Too many requests.', {'retry-after': String(seconds)});
}

/** "Also some client mistakes": a 500 that repeating does not cure. */
export function brokenInclude(): Refusal {
  return refusal(500, 'Internal server error.');
}
