import {
  type Accounts,
  type Client,
  ConfigError,
  DataError,
  isObject,
  type JsonObject,
} from '../../protocol/index.js';
import {identityUrl} from './oauth.js';

/** A Harvest account that a token reaches. */
export interface ReachableAccount {
  readonly id: string;
  readonly name: string;
}

/** The Harvest accounts that a client's token reaches. Forecast accounts stand in the same list. */
export async function reachableAccounts(
  config: {readonly id_url?: string},
  client: Client,
): Promise<ReachableAccount[]> {
  const {body} = await client.get(`${identityUrl(config)}/api/v2/accounts`);
  const listed = isObject(body) && Array.isArray(body.accounts) ? body.accounts.filter(isObject) : undefined;
  if (listed === undefined)
    throw new DataError('GET /api/v2/accounts answered without a list called "accounts"');
  const accounts = listed.filter(({product}) => product === 'harvest');
  if (accounts.length === 0) {
    throw new ConfigError([
      'The access token reaches no Harvest account; set "access_token" to one that does, or run tap-harvest login',
    ]);
  }
  return accounts.map(({id, name}) => ({id: String(id), name: String(name)}));
}

/** How several accounts are read in one run. */
export const accounts: Accounts = {
  field: 'account_id',
  schema: {type: 'integer', description: 'The Harvest account that the record belongs to.'},
  setting: 'account_ids',
  asked: ({account_ids}) => {
    const ids = Array.isArray(account_ids) ? account_ids.map(String) : undefined;
    return ids?.includes('all') === true ? 'all' : ids;
  },
  reachable: async (config, client) => {
    const {id_url} = config;
    const found = await reachableAccounts(typeof id_url === 'string' ? {id_url} : {}, client);
    return found.map(({id}) => id);
  },
  configOf: ({account_ids: _several, ...config}: JsonObject, account) => ({...config, account_id: account}),
};
