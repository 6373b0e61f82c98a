import {
  AuthError,
  type Client,
  ConfigError,
  DataError,
  isObject,
  type JsonObject,
  type JsonValue,
  type Log,
  RefusedError,
  type ServiceOpening,
} from '../../protocol/index.js';
import {entriesOfClients} from './client-entries.js';
import {compileFilters} from './filters.js';
import type {Config} from './records.js';

/**
 * Checks that the credentials work, says what the user behind them may not see, and learns which company it is and since
 * when it exists.
 */
export async function openAccount(
  config: Config,
  client: Client,
  streams: ReadonlySet<string>,
  log: Log,
): Promise<ServiceOpening> {
  const {account, me, company} = await whoseAccount(client);
  checkRights(me, config.strict ?? false, log);
  const since = company?.created_on ?? me.created_on;
  const ofClients = streams.has('time_entries')
    ? await entriesOfClients(client, compileFilters(config.filters).get('time_entries')?.sent, log)
    : undefined;
  return {
    account,
    unavailable: new Map(),
    ...(ofClients === undefined ? {} : {keeps: {time_entries: ofClients}}),
    objects: company === undefined ? new Map() : new Map([['company', {company}]]),
    ...(typeof since === 'string' && /^\d{4}-\d{2}-\d{2}/.test(since) ? {firstDay: since.slice(0, 10)} : {}),
  };
}

/** Who is behind the credentials, and which company they lead to. */
export interface Whose {
  /** What tells the account from others. */
  readonly account: string;
  readonly me: JsonObject;
  /** Undefined where this user may not see it. */
  readonly company: JsonObject | undefined;
}

/** Checks that the credentials work, and learns whose they are. */
export async function whoseAccount(client: Client): Promise<Whose> {
  const me = await ownUser(client);
  const company = await readCompany(client);
  // Only the company tells accounts apart; a user who may not see it is one of exactly one company.
  const account = company === undefined ? `user ${me.id}` : `company ${company.id}`;
  return {account, me, company};
}

/** The user whose key it is: every kind of user may see that. */
async function ownUser(client: Client): Promise<JsonObject> {
  try {
    const {body} = await client.get('me');
    const me = onlyObject(body);
    if (me !== undefined) return me;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const hint = 'Check "base_url" if you set it; Paymo answers there for every valid key';
    throw new AuthError(`${error.message}. ${hint}`, error.status);
  }
  throw new DataError('GET me answered without a list called "users"');
}

/** Paymo leaves out in silence what a user may not see. */
function checkRights(me: JsonObject, strict: boolean, log: Log): void {
  if (me.type === 'Admin') return;
  const kind = typeof me.type === 'string' ? me.type : 'of unknown type';
  const warning = `The user of the credentials is no administrator (${kind}): Paymo silently leaves out what others do and what invoicing needs`;
  if (strict) throw new ConfigError([`${warning}. Use an administrator's key, or set "strict" to false`]);
  log.warning(warning);
}

/** The company; undefined where this user may not see it. */
async function readCompany(client: Client): Promise<JsonObject | undefined> {
  try {
    const {body} = await client.get('company', {}, 'company');
    const company = onlyObject(body);
    if (company !== undefined) return company;
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
  throw new DataError('GET company answered without an object called "company"');
}

/** The object in an envelope, alone or as the only one of a list, under whatever name. */
function onlyObject(body: JsonValue): JsonObject | undefined {
  const held = isObject(body) ? Object.values(body) : [];
  const first = Array.isArray(held[0]) ? held[0][0] : held[0];
  return held.length === 1 && first !== undefined && isObject(first) ? first : undefined;
}
