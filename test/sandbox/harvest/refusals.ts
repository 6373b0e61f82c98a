import {empty, html, json, Refusal, type Reply} from '../common/reply.js';

/** An unknown route gets a page, not JSON: an accidental /v2/v2/clients, for one. */
export function unknownRoute(): Reply {
  return html(404, 'The page you were looking for doesn’t exist (404)');
}

export function notFound(): Refusal {
  return new Refusal(json({status: 404, error: 'Not Found'}, 404));
}

/** "Request understood, refused; body explains": several problems are joined by commas. */
export function unprocessable(...problems: string[]): Refusal {
  return new Refusal(json({message: problems.join(', ')}, 422));
}

export function invalidToken(): Refusal {
  return new Refusal(
    json(
      {
        error: 'invalid_token',
        error_description:
          'The access token provided is expired, revoked, malformed or invalid for other reasons.',
      },
      401,
    ),
  );
}

/** Nobody documents the body of a 403; these are the forms to expect. */
export function forbidden(shape: 'message' | 'status' | 'empty'): Refusal {
  if (shape === 'empty') return new Refusal(empty(403));
  if (shape === 'status') return new Refusal(json({status: 403, error: 'Forbidden'}, 403));
  return new Refusal(json({message: 'You are not authorized to access this resource.'}, 403));
}
