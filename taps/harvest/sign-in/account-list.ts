import {
  AuthError,
  type Client,
  DataError,
  isObject,
  type JsonObject,
  RefusedError,
} from '../../../protocol/index.js';
import {identityUrl} from '../oauth.js';

/** An entry of the list of accounts that somebody reaches, Forecast's among them. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly product: string;
}

/** What somebody is in an account: their roles, or the status by which Harvest refused to tell. */
export type Role = {readonly roles: readonly string[]} | {readonly refused: number};

/** All accounts that the client's token reaches, in Harvest's order. */
export async function reachableAccounts(client: Client, config: JsonObject): Promise<Account[]> {
  const idUrl = typeof config.id_url === 'string' ? {id_url: config.id_url} : {};
  const {body} = await client.get(`${identityUrl(idUrl)}/api/v2/accounts`);
  if (!isObject(body) || !Array.isArray(body.accounts)) {
    throw new DataError('GET /api/v2/accounts answered without a list called "accounts"');
  }
  return body.accounts.filter(isObject).map((account) => ({
    id: shown(account.id),
    name: shown(account.name),
    product: shown(account.product),
  }));
}

/** What the client's user is in an account, which every role may ask. All further requests are for that account. */
export async function roleIn(client: Client, account: string): Promise<Role> {
  client.setHeader('harvest-account-id', account);
  try {
    const {body} = await client.get('users/me');
    // An error that comes with a 200 is an object, too.
    if (isObject(body) && typeof body.id === 'number') return {roles: rolesOf(body)};
  } catch (error) {
    if (error instanceof AuthError || error instanceof RefusedError) return {refused: error.status};
    throw error;
  }
  throw new DataError('GET users/me answered without a user');
}

/** An account as people know it apart from others of its name. */
export function labelOf({id, name}: Account): string {
  return `${name} (${id})`;
}

function rolesOf({access_roles, is_admin}: JsonObject): string[] {
  const roles = Array.isArray(access_roles) ? access_roles.map(shown) : [];
  return roles.length === 0 && is_admin === true ? ['administrator'] : roles;
}

/** A value from the service as one line, without what would steer a terminal. */
function shown(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
}
