import type {Json, Visit} from '../common/visitor.js';
import {object, rowsAt, visitUrl} from '../common/visitor.js';
import type {ClientConfig} from './index.js';

/** A sandbox, or one account of it. */
type Visited = {readonly config: ClientConfig};

/** Visits a path below the base URL, or any address, with the credentials of the sandbox. */
export function visit({config}: Visited, path: string, headers: Record<string, string> = {}): Promise<Visit> {
  return visitUrl(/^http/.test(path) ? path : `${config.base_url}/${path}`, {
    authorization: `Bearer ${config.access_token}`,
    'harvest-account-id': config.account_id,
    'user-agent': config.user_agent,
    ...headers,
  });
}

/** All pages of a list, each with its envelope, by following `links.next`. */
export async function pagesOf(sandbox: Visited, path: string): Promise<Json[]> {
  const pages: Json[] = [];
  for (let next: unknown = path; typeof next === 'string'; next = object(pages.at(-1)?.links).next) {
    pages.push((await visit(sandbox, next)).json());
  }
  return pages;
}

export async function rowsOf(sandbox: Visited, path: string, root: string): Promise<Json[]> {
  return (await pagesOf(sandbox, path)).flatMap((page) => rowsAt(page, root));
}
