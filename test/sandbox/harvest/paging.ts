import {unprocessable} from './refusals.js';
import type {Place, Sequence} from './sequence.js';

export interface PageRequest {
  /** Origin of this server, for absolute links. */
  origin: string;
  /** The path below /v2/, without a slash in front. */
  route: string;
  query: URLSearchParams;
}

export interface PageRules {
  root: string;
  mode: 'cursor' | 'page';
  defaultPageSize: number;
  maxPageSize: number;
  /** Some links come with the /api/v2 prefix, as in the official sample of invoice messages. */
  apiPrefix: boolean;
  totalEntries: boolean;
}

/** One page with its envelope, as JSON text. */
export function page(sequence: Sequence, rules: PageRules, request: PageRequest): Buffer {
  const perPage = pageSize(request.query, rules);
  const cursor = request.query.get('cursor');
  const number = request.query.get('page');

  // "page and cursor exclude each other; if both are sent, cursor wins."
  if (cursor !== null) return cursorPage(sequence, rules, request, perPage, readCursor(cursor));
  if (number === null && rules.mode === 'cursor') {
    return cursorPage(sequence, rules, request, perPage, undefined);
  }
  return numberedPage(sequence, rules, request, perPage, pageNumber(number));
}

/** Cut by position: rows that come or go between two requests shift all later pages. */
function numberedPage(
  sequence: Sequence,
  rules: PageRules,
  request: PageRequest,
  perPage: number,
  number: number,
): Buffer {
  const pages = pageCount(sequence.total, perPage);
  const hasNext = number < pages;
  const to = (target: number): string =>
    link(request, {page: String(target), per_page: String(perPage)}, rules.apiPrefix);

  return envelope(rules, sequence.render((number - 1) * perPage, perPage), {
    perPage,
    pages,
    total: sequence.total,
    page: number,
    nextPage: hasNext ? number + 1 : null,
    previousPage: number > 1 ? number - 1 : null,
    first: to(1),
    next: hasNext ? to(number + 1) : null,
    previous: number > 1 ? to(number - 1) : null,
    last: link(request, {page: String(pages), per_page: String(perPage)}, false),
  });
}

/** Cut after a place: immune to rows that come or go elsewhere. The page numbers only exist at both ends. */
function cursorPage(
  sequence: Sequence,
  rules: PageRules,
  request: PageRequest,
  perPage: number,
  after: Place | undefined,
): Buffer {
  const start = after ? sequence.after(after) : 0;
  const pages = pageCount(sequence.total, perPage);
  const end = Math.min(start + perPage, sequence.total);
  const isFirst = after === undefined;
  const isLast = end >= sequence.total;
  const lastShown = sequence.placeAt(end - 1);
  const beforePrevious = start > perPage ? sequence.placeAt(start - perPage - 1) : undefined;

  return envelope(rules, sequence.render(start, perPage), {
    perPage,
    pages,
    total: sequence.total,
    page: isFirst ? 1 : isLast ? pages : null,
    nextPage: isFirst && !isLast ? 2 : null,
    previousPage: isLast && !isFirst ? Math.max(1, pages - 1) : null,
    first: link(request, {page: '1', per_page: String(perPage)}, rules.apiPrefix),
    next:
      !isLast && lastShown
        ? link(
            request,
            {cursor: writeCursor(lastShown), per_page: String(perPage), ref: 'next_cursor'},
            rules.apiPrefix,
          )
        : null,
    previous: isFirst
      ? null
      : link(
          request,
          beforePrevious
            ? {cursor: writeCursor(beforePrevious), per_page: String(perPage), ref: 'previous_cursor'}
            : {page: '1', per_page: String(perPage)},
          false,
        ),
    // The last page is linked by number even here. (API v2 docs, Pagination.)
    last: link(request, {page: String(pages), per_page: String(perPage)}, false),
  });
}

interface Envelope {
  perPage: number;
  pages: number;
  total: number;
  page: number | null;
  nextPage: number | null;
  previousPage: number | null;
  first: string;
  next: string | null;
  previous: string | null;
  last: string;
}

function envelope(rules: PageRules, rows: string | Buffer, facts: Envelope): Buffer {
  const rest = JSON.stringify({
    per_page: facts.perPage,
    total_pages: facts.pages,
    ...(rules.totalEntries ? {total_entries: facts.total} : {}),
    next_page: facts.nextPage,
    previous_page: facts.previousPage,
    page: facts.page,
    links: {first: facts.first, next: facts.next, previous: facts.previous, last: facts.last},
  });
  return Buffer.concat([
    Buffer.from(`{${JSON.stringify(rules.root)}:[`),
    // Large pages are buffers already; copying them once is enough.
    typeof rows === 'string' ? Buffer.from(rows) : rows,
    Buffer.from(`],${rest.slice(1)}`),
  ]);
}

/** Filters travel along, sorted by name as in the report samples; credentials and old places do not. */
function link(request: PageRequest, place: Record<string, string>, apiPrefix: boolean): string {
  const query = new URLSearchParams(request.query);
  for (const name of ['page', 'cursor', 'ref', 'access_token', 'account_id']) query.delete(name);
  for (const [name, value] of Object.entries(place)) query.set(name, value);
  query.sort();
  return `${request.origin}${apiPrefix ? '/api' : ''}/v2/${request.route}?${query}`;
}

function pageSize(query: URLSearchParams, rules: PageRules): number {
  const text = query.get('per_page');
  if (text === null) return rules.defaultPageSize;

  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > rules.maxPageSize) throw unprocessable('Invalid per_page parameter');
  return size;
}

function pageNumber(text: string | null): number {
  if (text === null) return 1;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1) throw unprocessable('Invalid page parameter');
  return number;
}

/** An empty list still has one page. */
function pageCount(total: number, perPage: number): number {
  return Math.max(1, Math.ceil(total / perPage));
}

/** The official example decodes to {"after":{"id":3007}}; to clients it is opaque. */
function writeCursor(after: Place): string {
  return Buffer.from(JSON.stringify({after})).toString('base64');
}

function readCursor(text: string): Place {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    if (hasAfter(parsed)) return parsed.after;
  } catch {
    // Falls through: not even JSON.
  }
  throw unprocessable('Invalid cursor parameter');
}

function hasAfter(value: unknown): value is {after: Place} {
  return (
    typeof value === 'object' &&
    value !== null &&
    'after' in value &&
    typeof value.after === 'object' &&
    value.after !== null &&
    'id' in value.after &&
    typeof value.after.id === 'number'
  );
}
