import type {IncomingMessage} from 'node:http';
import type {LoggedRequest as Logged} from '../common/requests.js';
import {logged as log} from '../common/requests.js';
import {decode} from './body.js';

/** What is logged of any request, with what was sent along. */
export interface LoggedRequest extends Logged {
  headers: Logged['headers'] & {contentType?: string};
  /** The body as it was sent; empty for most. */
  text: string;
  /** What was read from it: an object for all that makes sense to the service, `undefined` for anything else. */
  body: Readonly<Record<string, unknown>> | undefined;
}

export function logged(request: IncomingMessage, at: number, text: string): LoggedRequest {
  const entry = log(request, at, /^\/api\/(.+)$/);
  const contentType = request.headers['content-type'];
  return {
    ...entry,
    headers: {...entry.headers, ...(contentType === undefined ? {} : {contentType})},
    text,
    body: decode(contentType, text)?.values,
  };
}
