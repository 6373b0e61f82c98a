import {DataError, ServiceError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {JsonResponse} from '../http/client-options.js';
import {unwrap} from './envelope.js';
import type {Learned} from './numbered-facts.js';
import type {ListRequest} from './paging.js';

/** Takes the rows of one list out of responses, and tells once what is odd about them. */
export class Responses {
  readonly #list: ListRequest;
  readonly #learned: Learned;
  /** Whether rows have come under a name that we know. */
  #hasNamedRows = false;

  constructor(list: ListRequest, learned: Learned) {
    this.#list = list;
    this.#learned = learned;
  }

  /** The rows in a response. Throws `DataError` where it holds no list. */
  rowsIn({body, url}: JsonResponse, rootKeys = this.#list.rootKeys): JsonObject[] {
    const unwrapped = unwrap(body, rootKeys);
    if (unwrapped === undefined) {
      throw new DataError(`GET ${url.pathname} answered without a list called "${rootKeys[0]}"`);
    }
    const {rows, key} = unwrapped;
    const isForeign = !rootKeys.includes(key);
    // After rows under the right name, an empty list under another one is no end of the list.
    if (isForeign && rows.length === 0 && this.#hasNamedRows) {
      throw new DataError(`GET ${url.pathname} answered with "${key}" instead of "${rootKeys[0]}"`);
    }
    this.#hasNamedRows ||= !isForeign && rows.length > 0;
    if (isForeign) {
      this.tellOnce(
        `GET ${url.pathname} answered with rows under "${key}", not "${rootKeys[0]}"; they are taken for those`,
      );
    }
    return rows;
  }

  /** Says something about the stream that need not be said for each of its lists. */
  tellOnce(text: string): void {
    const {stream, log} = this.#list;
    const place = `${stream}: ${text}`;
    if (this.#learned.told.has(place)) return;
    this.#learned.told.add(place);
    log.warning(text, stream);
  }
}

/** Services answer 400 for what they don't know how to embed, and 500 for what they fail at. */
export function mayBeTheExtras(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 400 || error.status === 500);
}
