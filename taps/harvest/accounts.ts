import {type Accounts, type Client, ConfigError, type JsonObject} from '../../protocol/index.js';
import {type Account, reachableAccounts} from './sign-in/account-list.js';

/** The Harvest accounts that a client's token reaches. Forecast accounts stand in the same list. */
export async function harvestAccounts(config: JsonObject, client: Client): Promise<Account[]> {
  const listed = await reachableAccounts(client, config);
  const accounts = listed.filter(({product}) => product === 'harvest');
  if (accounts.length > 0) return accounts;
  throw new ConfigError([
    'The access token reaches no Harvest account; set "access_token" to one that does, or run tap-harvest login',
  ]);
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
    const found = await harvestAccounts(config, client);
    return found.map(({id}) => id);
  },
  configOf: ({account_ids: _several, ...config}: JsonObject, account) => ({...config, account_id: account}),
};
