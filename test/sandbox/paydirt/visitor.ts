import type {Json, Visit} from '../common/visitor.js';
import {rowsAt, visitUrl} from '../common/visitor.js';
import type {PaydirtSandbox} from './index.js';

/** Visits a path below the base URL with the sandbox's key, or another one, or none if it is `null`. */
export function visit(
  sandbox: PaydirtSandbox,
  path: string,
  key: string | null = sandbox.config.api_key,
): Promise<Visit> {
  const parameter = key === null ? '' : `${path.includes('?') ? '&' : '?'}api_key=${encodeURIComponent(key)}`;
  return visitUrl(`${sandbox.baseUrl}/${path}${parameter}`, {});
}

/** The rows of a list, whatever its root key. */
export async function rowsOf(sandbox: PaydirtSandbox, path: string): Promise<Json[]> {
  const body = (await visit(sandbox, path)).json();
  return rowsAt(body, Object.keys(body)[0] ?? '');
}

/** The rows of a list, ordered like the truth. */
export async function rowsById(sandbox: PaydirtSandbox, path: string): Promise<Json[]> {
  return (await rowsOf(sandbox, path)).sort((a, b) => Number(a.id) - Number(b.id));
}

/** The ids of a list, in ascending order: lists themselves have none. */
export async function idsOf(sandbox: PaydirtSandbox, path: string): Promise<number[]> {
  return (await rowsById(sandbox, path)).map(({id}) => Number(id));
}
