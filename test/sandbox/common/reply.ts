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
