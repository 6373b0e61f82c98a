import {request} from 'node:http';
import type {HarvestSandbox} from './index.js';

export type Json = Record<string, unknown>;

export interface Visit {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; throws for anything but an object. */
  json(): Json;
}

/** A bare client for trying the sandbox out: no retries, no paging, redirects left alone. */
export async function visit(
  sandbox: HarvestSandbox,
  path: string,
  headers: Record<string, string> = {},
): Promise<Visit> {
  const response = await fetch(/^http/.test(path) ? path : `${sandbox.baseUrl}/${path}`, {
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${sandbox.config.access_token}`,
      'harvest-account-id': sandbox.config.account_id,
      'user-agent': sandbox.config.user_agent,
      ...headers,
    },
  });
  const text = await response.text();
  return {status: response.status, headers: response.headers, text, json: () => object(JSON.parse(text))};
}

/** Like `visit`, with these headers and no others: `fetch` would add a User-Agent. */
export function bareStatus(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, {headers}, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

/** All pages of a list, each with its envelope, by following `links.next`. */
export async function pagesOf(sandbox: HarvestSandbox, path: string): Promise<Json[]> {
  const pages: Json[] = [];
  for (let next: unknown = path; typeof next === 'string'; next = object(pages.at(-1)?.links).next) {
    pages.push((await visit(sandbox, next)).json());
  }
  return pages;
}

export async function rowsOf(sandbox: HarvestSandbox, path: string, root: string): Promise<Json[]> {
  return (await pagesOf(sandbox, path)).flatMap((page) => rowsAt(page, root));
}

export function rowsAt(page: Json, root: string): Json[] {
  const rows = page[root];
  if (!Array.isArray(rows)) throw new Error(`No rows under ${root}: ${JSON.stringify(page).slice(0, 200)}`);
  return rows.map(object);
}

export function idsOf(rows: readonly Json[]): unknown[] {
  return rows.map((row) => row.id);
}

export function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new Error(`Not an object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}
