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

/** Writes with the sandbox's key; a text goes as it is, anything else as JSON. */
export function send(
  sandbox: PaymoSandbox,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: Json | string,
  headers: Record<string, string> = {},
): Promise<Visit> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return visitUrl(
    `${sandbox.baseUrl}/${path}`,
    {
      authorization: basic(sandbox.config.api_key),
      ...(body === undefined ? {} : {'content-type': 'application/json'}),
      ...headers,
    },
    {method, ...(text === undefined ? {} : {body: text})},
  );
}

/** The one object that a write answers with; throws when it was refused. */
export async function written(
  sandbox: PaymoSandbox,
  method: 'POST' | 'PUT',
  path: string,
  body: Json,
): Promise<Json> {
  const answer = await send(sandbox, method, path, body);
  if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  const all = answer.json();
  const [row, ...others] = rowsAt(all, Object.keys(all)[0] ?? '');
  if (!row || others.length > 0) throw new Error(`Not one object: ${answer.text}`);
  return row;
}

/** The message of a refusal with this status; throws for any other. */
export async function refusalOf(
  sandbox: PaymoSandbox,
  status: number,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: Json,
): Promise<string> {
  const answer = await send(sandbox, method, path, body);
  if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return String(answer.json().message);
}
