import {DataError} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {JsonResponse, Query} from '../http/client-options.js';
import {NO_ROWS} from './envelope.js';
import {type Reader, tellOnce} from './reader.js';

/** Which list to ask for, and whose it is. */
export interface WholeList {
  readonly path: string;
  readonly rootKeys: readonly string[];
  readonly stream: string;
}

/** All rows of a list that the service is said to send in one piece; what speaks against that is told, once each. */
export async function wholeList(reader: Reader, list: WholeList, query: Query = {}): Promise<JsonObject[]> {
  const {client, answers} = reader;
  const {path, stream} = list;
  const known = Object.keys(query).length === 0 ? answers.get(path) : undefined;
  const response = known ?? (await client.get(path, query, stream));
  const {rows, oddities} = rowsOfWhole(response, list.rootKeys);
  for (const oddity of [...oddities, ...signsOfPages(response)]) {
    tellOnce(reader, stream, `GET ${response.url.pathname} ${oddity}`);
  }
  return rows;
}

/**
 * The rows of an envelope under the name that is expected, or else under the only name that holds a list. Throws
 * `DataError` for everything else, since an error must never look like an empty list.
 */
export function rowsOfWhole(
  {body, url}: JsonResponse,
  rootKeys: readonly string[],
): {rows: JsonObject[]; oddities: string[]} {
  const [expected] = rootKeys;
  const wrong = (what: string) =>
    new DataError(`GET ${url.pathname} answered without a list called "${expected}": ${what}`);
  if (!isObject(body)) throw wrong('the answer is no object');
  const names = Object.keys(body);
  const lists = names.filter((name) => Array.isArray(body[name]) && !NO_ROWS.has(name));
  const usual = rootKeys.find((name) => Object.hasOwn(body, name));
  const name = usual ?? (lists.length === 1 ? lists[0] : undefined);
  const rows = name === undefined ? undefined : body[name];
  if (name === undefined || !Array.isArray(rows)) {
    const found = names.slice(0, 10).join(', ');
    throw wrong(names.length === 0 ? 'the answer is empty' : `it holds ${found}`);
  }
  if (!rows.every(isObject)) throw wrong(`"${name}" holds what is no object`);
  const beside = names.filter((one) => one !== name);
  const said = beside.filter((one) => NO_ROWS.has(one) && !isNothing(body[one]));
  const others = beside.filter((one) => !NO_ROWS.has(one));
  if (said.length > 0) throw wrong(`it holds ${said.join(', ')} besides`);
  const oddities = [
    ...(usual === undefined
      ? [`holds its rows under "${name}", not "${expected}"; they are taken for those`]
      : []),
    ...(others.length === 0
      ? []
      : [`also holds ${others.slice(0, 10).join(', ')}, so lists may come in pages now and be incomplete`]),
  ];
  return {rows, oddities};
}

/** Whether a value says nothing: there are no errors in an empty list of them. */
function isNothing(value: JsonValue | undefined): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isNothing);
  return value === undefined || value === null || value === '' || value === false || value === 0;
}

/** Headers of lists that come in pages. */
const OF_PAGES =
  /^(link|content-range|(x-)?(total|total-count|count|page|per-page|next-page|next|pagination.*|total-.*))$/;

function signsOfPages({headers}: JsonResponse): string[] {
  const names = [...headers.keys()].filter((name) => OF_PAGES.test(name.toLowerCase()));
  if (names.length === 0) return [];
  return [`came with the header ${names.join(', ')}, so lists may come in pages now and be incomplete`];
}
