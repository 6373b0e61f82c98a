import type {IncomingMessage} from 'node:http';

/** A request as it came in, for tests to count and inspect. */
export interface LoggedRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  path: string;
  /** The path below the API's own, without a slash in front; the bare path for anything else. */
  route: string;
  query: URLSearchParams;
  headers: {
    authorization?: string;
    userAgent?: string;
    accept?: string;
    acceptEncoding?: string;
    connection?: string;
  };
  /** 0 until answered, and for good if the connection was broken instead. */
  status: number;
  /** By the service's clock, in milliseconds. */
  at: number;
  /** Tells connections apart, so that their re-use can be counted. */
  port: number;
}

/** `below` matches a path of the API; its first group is the route. */
export function logged(request: IncomingMessage, at: number, below: RegExp): LoggedRequest {
  const url = request.url ?? '/';
  const {pathname, searchParams} = new URL(url, 'http://sandbox');
  const {headers} = request;

  return {
    method: request.method ?? 'GET',
    url,
    path: pathname,
    route: below.exec(pathname)?.[1] ?? pathname,
    query: searchParams,
    headers: {
      ...(headers.authorization === undefined ? {} : {authorization: headers.authorization}),
      ...(headers['user-agent'] === undefined ? {} : {userAgent: headers['user-agent']}),
      ...(headers.accept === undefined ? {} : {accept: headers.accept}),
      ...(typeof headers['accept-encoding'] === 'string' ? {acceptEncoding: headers['accept-encoding']} : {}),
      ...(headers.connection === undefined ? {} : {connection: headers.connection}),
    },
    status: 0,
    at,
    port: request.socket.remotePort ?? 0,
  };
}
