import {
  type Client,
  isObject,
  type JsonObject,
  type Look,
  type Query,
  TapError,
} from '../../../protocol/index.js';
import {rootOf} from './shape.js';

/** What one request was answered with, as far as that may be told. */
export interface Asked {
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  readonly contentType: string | null;
  /** The names at the root of the body, with types. */
  readonly root: string;
  /** Headers that speak of pages or limits, by name. */
  readonly headers: readonly string[];
  /** The rows of the only list in the body; undefined where there is none. */
  readonly rows: readonly JsonObject[] | undefined;
}

/** Headers that would answer a question of ours. */
const TELLING = /link|total|page|count|rate|limit|retry|etag|last-modified/i;

/** Asks for a path, and makes of whatever comes what may be told. Throws `TapError` only when the run is over. */
export async function ask(
  client: Client,
  path: string,
  query: Query = {},
  as: 'user' | 'nobody' = 'user',
): Promise<Asked> {
  let look: Look;
  try {
    look = await client.look(path, query, as);
  } catch (error) {
    if (!(error instanceof TapError) || client.isOver) throw error;
    return {status: undefined, contentType: null, root: 'no answer', headers: [], rows: undefined};
  }
  const {status, headers, body} = look;
  const lists = isObject(body) ? Object.values(body).filter(Array.isArray) : [];
  const [list] = lists;
  const rows = lists.length === 1 && list?.every(isObject) === true ? list : undefined;
  return {
    status,
    contentType: headers.get('content-type'),
    root: rootOf(body),
    headers: [...headers.keys()].filter((name) => TELLING.test(name)),
    rows: status === 200 ? rows : undefined,
  };
}

/** Why next to nothing can be found out, by what the first lists were answered with; undefined where that is no problem. */
export function problemIn(lists: readonly Asked[]): string | undefined {
  const [first] = lists;
  if (first === undefined || first.status === undefined) {
    return 'Paydirt could not be reached; check the network, and "base_url" if you set it';
  }
  if (lists.some(({status}) => status === 401)) {
    return 'Paydirt refused the credentials (401). Look up the key in Paydirt under Password Settings';
  }
  if (lists.some(({status}) => status === 403)) {
    return 'Paydirt does not let this user in (403). Full permissions are granted in Paydirt under Team Settings';
  }
  if (lists.every(({rows}) => rows === undefined)) return 'Paydirt answered no request with a list';
  return undefined;
}
