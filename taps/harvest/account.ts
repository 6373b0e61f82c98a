import {
  AuthError,
  type Client,
  ConfigError,
  DataError,
  isObject,
  type JsonObject,
  type Log,
  RefusedError,
  ServiceError,
  type ServiceOpening,
} from '../../protocol/index.js';
import {harvestAccounts} from './accounts.js';
import {dependOnModules, switchedOff} from './modules.js';
import type {Config} from './records.js';

/**
 * Checks that the token works, finds the account where the config names none, and asks which modules are on.
 * `users/me` answers to every role, so it is the test of the credentials.
 */
export async function openAccount(
  config: Config,
  client: Client,
  streams: ReadonlySet<string>,
  log: Log,
): Promise<ServiceOpening> {
  const account = await chooseAccount(config, client);
  await checkRole(client, config.strict ?? false, log);
  const company =
    dependOnModules(streams) || streams.has('company') ? await readCompany(client, log) : undefined;
  return {
    account,
    unavailable: company === undefined ? new Map() : switchedOff(company),
    objects: company === undefined ? new Map() : new Map([['company', company]]),
  };
}

/** Has a client's requests concern the account of the config, or else the only one that its token reaches; gives its id. */
export async function chooseAccount(config: Config, client: Client): Promise<string> {
  const account = config.account_id ?? (await onlyAccount(config, client));
  client.setHeader('harvest-account-id', account);
  return account;
}

/** The one Harvest account that the token reaches. */
async function onlyAccount(config: Config, client: Client): Promise<string> {
  const {id_url} = config;
  const [first, ...others] = await harvestAccounts(id_url === undefined ? {} : {id_url}, client);
  if (first === undefined || others.length > 0) {
    const names = [first, ...others].map((one) => `${one?.id} (${one?.name})`).join(', ');
    throw new ConfigError([
      `The access token reaches several Harvest accounts; set "account_id" to one of ${names}, or "account_ids" to several`,
    ]);
  }
  return first.id;
}

/** Only an administrator's token sees everything; for others lists are narrowed without any error. */
async function checkRole(client: Client, strict: boolean, log: Log): Promise<void> {
  const me = await ownUser(client);
  const roles = Array.isArray(me.access_roles) ? me.access_roles : [];
  const isAdministrator = roles.includes('administrator') || (roles.length === 0 && me.is_admin === true);
  if (isAdministrator) return;
  const warning = `The token's user is no administrator (${roles.join(', ') || 'role unknown'}): Harvest silently leaves out what that role may not see`;
  if (strict) throw new ConfigError([`${warning}. Use an administrator's token, or set "strict" to false`]);
  log.warning(warning);
}

async function ownUser(client: Client): Promise<JsonObject> {
  try {
    const {body} = await client.get('users/me');
    // An error that comes with a 200 is an object, too.
    if (isObject(body) && typeof body.id === 'number') return body;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    // A wrong account id has been reported as 401 and as 404.
    throw new AuthError(
      `${error.message}. Check "account_id" and "access_token" in the config, and "base_url" if you set it`,
      error.status,
    );
  }
  throw new DataError('GET users/me answered without a user');
}

/**
 * The account's own description. Undefined when this user may not see it, which one copy of the documentation says, or
 * when it can't be had: then all modules count as on, and the stream of that name tells of the failure.
 */
async function readCompany(client: Client, log: Log): Promise<JsonObject | undefined> {
  try {
    const {body} = await client.get('company', {}, 'company');
    return isObject(body) ? body : undefined;
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    if (!(error instanceof ServiceError || error instanceof DataError)) throw error;
    log.warning(`Which modules are on could not be found out, so all are tried: ${error.message}`);
    return undefined;
  }
}
