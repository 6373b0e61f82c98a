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

/** A 400 or a 404; nobody has seen it. */
export function noSuchObject(field: string, id: number, status: 400 | 404): Refusal {
  return refusal(status, `Invalid value for field '${field}': there is no object with id ${id}.`);
}

/** In the words seen live. */
export function missingParams(names: readonly string[]): Refusal {
  return badRequest(`Missing required params: ${names.join(', ')}`);
}

export function notDecoded(): Refusal {
  return badRequest('Decoding failed: Syntax error');
}

export function forbiddenBecause(message: string): Refusal {
  return refusal(403, message);
}

/** "Starting a second timer for a user who has one running." */
export function conflict(message: string): Refusal {
  return refusal(409, message);
}

export function refusedWith(status: number, message: string): Refusal {
  return refusal(status, message);
}
