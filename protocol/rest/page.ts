import {DataError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {Client} from '../http/client.js';
import type {Query} from '../http/client-options.js';

/** One response's worth of records. */
export interface Page {
  /** Emptied when the next page is asked for. */
  readonly rows: JsonObject[];
  /** How many rows the whole list has, by the service's count; undefined where it does not say. */
  readonly total: number | undefined;
  /** The URL of the next page; undefined on the last. */
  readonly next: string | undefined;
  /** The service says that this is the last page. */
  readonly isLast: boolean;
  /** How many rows a full page has, by the service's word. */
  readonly size: number | undefined;
}

/** Which list to read, and for whom. */
export interface ListRequest {
  readonly path: string;
  readonly query: Query;
  readonly rootKey: string;
  /** The stream that the requests are counted for. */
  readonly stream: string;
  /** Whether the next page may be asked for while this one is worked on. */
  readonly ahead: boolean;
  /** How many rows we ask for on each page. */
  readonly pageSize: number;
  readonly pageOf: PageOf;
}

/** Reads the envelope of one response; undefined where it holds no list of that name. */
export type PageOf = (body: JsonObject, rootKey: string, url: URL) => Page | undefined;

/**
 * The pages of one list, in order. The next page is on its way while the caller works on the current one.
 * Throws `DataError` where a page is not what it should be, where pages loop, and where a full page leads
 * nowhere although the service does not say that it is the last.
 */
export async function* pagesOf(client: Client, list: ListRequest): AsyncGenerator<Page> {
  const fetchPage = async (
    path: string,
    query: Query,
    ready?: Promise<unknown>,
  ): Promise<Page & {url: string}> => {
    const {body, url} = await client.get(path, query, list.stream, ready);
    const page = isObject(body) ? list.pageOf(body, list.rootKey, url) : undefined;
    if (page === undefined) {
      throw new DataError(`GET ${url.pathname} answered without a list called "${list.rootKey}"`);
    }
    return {...page, url: url.href};
  };

  const visited = new Set<string>();
  let count = 0;
  let coming: Promise<Page & {url: string}> | undefined = fetchPage(list.path, list.query);
  while (coming !== undefined) {
    const page: Page & {url: string} = await coming;
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

function requireLast(list: ListRequest, page: Page, count: number): void {
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
