import type {Json, Visit} from '../common/visitor.js';
import {object, rowsAt, visitUrl} from '../common/visitor.js';
import type {HarvestSandbox} from './index.js';

/** Visits a path below the base URL, or any address, with the credentials of the sandbox. */
export function visit(
  sandbox: HarvestSandbox,
  path: string,
  headers: Record<string, string> = {},
): Promise<Visit> {
  return visitUrl(/^http/.test(path) ? path : `${sandbox.baseUrl}/${path}`, {
    authorization: `Bearer ${sandbox.config.access_token}`,
    'harvest-account-id': sandbox.config.account_id,
    'user-agent': sandbox.config.user_agent,
    ...headers,
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
