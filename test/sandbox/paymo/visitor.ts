import type {Json, Visit} from '../common/visitor.js';
import {rowsAt, visitUrl} from '../common/visitor.js';
import type {PaymoSandbox} from './index.js';

/** The header with which a key, or a name and a password, opens the account. */
export function basic(name: string, password = 'x'): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** Visits a path below the base URL with the sandbox's key; the `where` may come as it is read. */
export function visit(
  sandbox: PaymoSandbox,
  path: string,
  where?: string,
  headers: Record<string, string> = {},
): Promise<Visit> {
  const condition =
    where === undefined ? '' : `${path.includes('?') ? '&' : '?'}where=${encodeURIComponent(where)}`;
  return visitUrl(`${sandbox.baseUrl}/${path}${condition}`, {
    authorization: basic(sandbox.config.api_key),
    ...headers,
  });
}

/** The rows of a list, whatever their root key. */
export async function rowsOf(sandbox: PaymoSandbox, path: string, where?: string): Promise<Json[]> {
  const body = (await visit(sandbox, path, where)).json();
  return rowsAt(body, Object.keys(body)[0] ?? '');
}

/** The ids of a list, in ascending order: lists themselves have none. */
export async function idsOf(sandbox: PaymoSandbox, path: string, where?: string): Promise<number[]> {
  return (await rowsOf(sandbox, path, where)).map(({id}) => Number(id)).sort((a, b) => a - b);
}
