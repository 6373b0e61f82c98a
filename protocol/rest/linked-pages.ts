import {DataError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';
import type {ListRequest, Page, Paging} from './paging.js';

/** What one response says of its list. */
export interface LinkedPage extends Page {
  /** The URL of the next page; undefined on the last. */
  readonly next: string | undefined;
  /** The service says that this is the last page. */
  readonly isLast: boolean;
  /** How many rows a full page has, by the service's word. */
  readonly size: number | undefined;
}

/** Reads the envelope of one response; undefined where it holds no list of that name. */
export type PageOf = (body: JsonObject, rootKey: string, url: URL) => LinkedPage | undefined;

/** Lists whose pages name the next one. Their single objects come without an envelope. */
export function linkedPages(sizeParam: string, pageOf: PageOf): Paging {
  return {
    mostReadings: 2,
    countsRows: false,
    pages: (client, list) => {
      const query = {[sizeParam]: list.pageSize, ...list.query};
      return pagesOf(client, {...list, query}, pageOf);
    },
    retrieve: async (client, {path, stream}, id) => {
      const {body} = await client.get(`${path}/${id}`, {}, stream);
      return isObject(body) ? body : undefined;
    },
    one: (body) => (isObject(body) ? body : undefined),
  };
}

/**
 * The pages of one list, in order. The next page is on its way while the caller works on the current one.
 * Throws `DataError` where a page is not what it should be, where pages loop, and where a full page leads
 * nowhere although the service does not say that it is the last.
 */
async function* pagesOf(client: Client, list: ListRequest, pageOf: PageOf): AsyncGenerator<Page> {
  const rootKey = list.rootKeys[0] ?? '';
  const fetchPage = async (
    path: string,
    query: Query,
    ready?: Promise<unknown>,
  ): Promise<LinkedPage & {url: string}> => {
    const {body, url} = await client.get(path, query, list.stream, ready);
    const page = isObject(body) ? pageOf(body, rootKey, url) : undefined;
    if (page === undefined) {
      throw new DataError(`GET ${url.pathname} answered without a list called "${rootKey}"`);
    }
    return {...page, url: url.href};
  };

  const visited = new Set<string>();
  let count = 0;
  let coming: Promise<LinkedPage & {url: string}> | undefined = fetchPage(list.path, list.query);
  while (coming !== undefined) {
    const page: LinkedPage & {url: string} = await coming;
    visited.add(page.url);
    count += page.rows.length;
    const next = page.next === undefined ? undefined : nextUrl(list, page.next, page.url);
    if (next !== undefined && visited.has(next)) {
      throw new DataError(`${list.stream}: the pages loop: ${new URL(next).pathname} was given twice`);
    }
    if (next === undefined) requireLast(list, page, count);
    let worked: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      worked = resolve;
    });
    coming = next !== undefined && list.ahead ? fetchPage(next, {}, ready) : undefined;
    // The caller may stop before it asks for this page; then nobody is left to hear of its failure.
    coming?.catch(() => undefined);
    try {
      yield page;
    } finally {
      worked();
      // Every generator between here and the writer holds on to its last page until it gets the next one, and the
      // rows of half a dozen pages would be alive at once.
      page.rows.length = 0;
    }
    if (next !== undefined && coming === undefined) coming = fetchPage(next, {});
  }
}

function nextUrl({stream}: ListRequest, next: string, base: string): string {
  const isAddress = URL.canParse(next) || (/^[/?]/.test(next) && URL.canParse(next, base));
  if (isAddress) return new URL(next, base).href;
  throw new DataError(`${stream}: the link to the next page is no address`);
}

function requireLast(list: ListRequest, page: LinkedPage, count: number): void {
  const full = page.rows.length >= (page.size ?? list.pageSize);
  if (!full || page.isLast || (page.total !== undefined && count >= page.total)) return;
  throw new DataError(
    `${list.stream}: a full page of ${page.rows.length} rows does not say where the next one is` +
      (page.total === undefined ? '' : `, although there are ${page.total} rows`),
  );
}

/**
 * Reads envelopes whose `links.next` holds the URL of the next page and `total_entries` the count of rows.
 * The link decides, not the page numbers: on cursor-paged lists those are null in the middle.
 */
export const followLinks: PageOf = (body, rootKey, url) => {
  const rows = body[rootKey];
  if (!Array.isArray(rows) || !rows.every(isObject)) return undefined;
  const next = isObject(body.links) ? body.links.next : pageLink(url, body.next_page);
  return {
    rows,
    total: typeof body.total_entries === 'number' ? body.total_entries : undefined,
    next: typeof next === 'string' && next !== '' ? next : undefined,
    isLast: typeof body.total_pages === 'number' && body.page === body.total_pages,
    size: typeof body.per_page === 'number' && body.per_page > 0 ? body.per_page : undefined,
  };
};

/** The next page's URL for an envelope without any links, made of its page number. */
function pageLink(url: URL, nextPage: JsonObject[string]): string | undefined {
  if (typeof nextPage !== 'number') return undefined;
  const next = new URL(url);
  next.searchParams.set('page', String(nextPage));
  return next.href;
}
