import {request} from 'node:http';

export type Json = Record<string, unknown>;

export interface Visit {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; throws for anything but an object. */
  json(): Json;
}

/** A bare client for trying a sandbox out: no retries, no paging, redirects left alone. */
export async function visitUrl(
  url: string,
  headers: Record<string, string>,
  sent: {method?: string; body?: string} = {},
): Promise<Visit> {
  const response = await fetch(url, {redirect: 'manual', headers, ...sent});
  const text = await response.text();
  return {status: response.status, headers: response.headers, text, json: () => object(JSON.parse(text))};
}

/** Like `visitUrl`, with these headers and no others: `fetch` would add a User-Agent. */
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
