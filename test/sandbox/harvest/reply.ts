/** What is about to be sent, before faults and compression. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

export function json(value: unknown, status = 200): Reply {
  return jsonText(JSON.stringify(value), status);
}

export function jsonText(body: string | Buffer, status = 200): Reply {
  return {status, headers: {'content-type': 'application/json; charset=utf-8'}, body};
}

export function html(status: number, title: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: {'content-type': 'text/html; charset=utf-8', ...headers},
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><h1>${title}</h1></body></html>\n`,
  };
}

export function empty(status: number): Reply {
  return {status, headers: {}, body: ''};
}

/** Thrown anywhere below a route to answer with something other than the data. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`The sandbox answers ${reply.status}.`);
    this.reply = reply;
  }
}

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
