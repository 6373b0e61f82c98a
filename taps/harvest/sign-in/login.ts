import {
  ConfigError,
  type JsonObject,
  type SetupContext,
  timestampOf,
  type VerbReport,
} from '../../../protocol/index.js';
import {type Account, labelOf, reachableAccounts, roleIn} from './account-list.js';
import {signInByBrowser} from './browser-sign-in.js';
import {chooseAccount} from './choose-account.js';
import {type Changes, ConfigFiles} from './config-files.js';
import {environmentWarning, quoted, textIn} from './facts.js';
import {Person, usable} from './person.js';

const DEFAULT_PORT = 8710;
const ASK_TOKEN = 'The personal access token (not shown):';
const HOW_TOKEN =
  'make one at https://id.getharvest.com/developers, and paste it or pass it on in one line of the input';

/** Signs somebody in, lets them choose an account, and writes both into the config file. */
export async function login(context: SetupContext): Promise<VerbReport> {
  const {flags, config, signal} = context;
  const files = new ConfigFiles(context.files);
  if (flags.account !== undefined && config.account_ids !== undefined) {
    throw new ConfigError([
      'The settings name several accounts in "account_ids", so --account means nothing; leave one of them out',
    ]);
  }
  const port = portIn(flags.port);
  files.requireWritable();
  const person = new Person(signal);
  try {
    return flags.token === true
      ? await tokenLogin(context, files, person)
      : await browserLogin(context, files, person, port);
  } finally {
    person.close();
  }
}

async function browserLogin(
  context: SetupContext,
  files: ConfigFiles,
  person: Person,
  port: number,
): Promise<VerbReport> {
  const {tokens, application} = await signInByBrowser(context, person, port);
  const {accessToken, refreshToken, expiresAt} = tokens;
  context.keepSecret(accessToken, ...(refreshToken === undefined ? [] : [refreshToken]));
  const until = timestampOf(expiresAt);
  // At once: whatever goes wrong from here on, nobody has to sign in again for it.
  save(context, files, 'oauth', {
    ...application.isNew,
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_at: until,
  });
  if (refreshToken === undefined) {
    context.log.warning(`Harvest sent no refresh token, so this sign-in ends at ${until}`);
  }
  const account = await accountFor(accessToken, context, files, person);
  return report(context, files, account);
}

async function tokenLogin(context: SetupContext, files: ConfigFiles, person: Person): Promise<VerbReport> {
  const secret = await person.secret(ASK_TOKEN);
  context.keepSecret(secret ?? '');
  const token = usable(secret, 'personal access token', HOW_TOKEN);
  const account = await accountFor(token, context, files, person, () =>
    save(context, files, 'token', {access_token: token, refresh_token: undefined, expires_at: undefined}),
  );
  return report(context, files, account);
}

/**
 * Finds out which account is meant, and saves that; undefined where the settings name several. `saveToken` is called
 * once the token has proved to be good.
 */
async function accountFor(
  token: string,
  context: SetupContext,
  files: ConfigFiles,
  person: Person,
  saveToken?: () => void,
): Promise<Account | undefined> {
  const {config, flags, log} = context;
  const client = context.connect(withToken(config, token));
  try {
    // What is asked on the terminal goes past whatever masks secrets elsewhere.
    const reached = (await reachableAccounts(client, config)).map((account) => ({
      ...account,
      name: account.name.replaceAll(token, '****'),
    }));
    if (config.account_ids !== undefined) {
      saveToken?.();
      warnOfUnreached(config.account_ids, reached, context);
      return undefined;
    }
    const before = textIn(config, 'account_id');
    const wanted = flags.account === undefined ? undefined : String(flags.account).trim();
    const otherwise = `The sign-in itself is saved in ${files.target}; set "account_id" there to`;
    let account: Account;
    try {
      account = await chooseAccount(reached, {wanted, before, otherwise}, person);
    } catch (error) {
      if (error instanceof ConfigError) saveToken?.();
      throw error;
    }
    if (saveToken !== undefined) await requireLetIn(client, account);
    saveToken?.();
    save(context, files, saveToken === undefined ? 'oauth' : 'token', {account_id: account.id});
    if (before !== undefined && before !== account.id) {
      log.warning(`The setting "account_id" was ${before} before, and is ${account.id} now`);
    }
    return account;
  } finally {
    client.close();
  }
}

async function requireLetIn(client: ReturnType<SetupContext['connect']>, account: Account): Promise<void> {
  const role = await roleIn(client, account.id);
  if ('roles' in role) return;
  throw new ConfigError([
    `Harvest does not let this token into the account ${labelOf(account)} (${role.refused} on GET users/me), so nothing was saved; ask an administrator of that account, or use another token`,
  ]);
}

function warnOfUnreached(wanted: JsonObject[string], reached: readonly Account[], {log}: SetupContext): void {
  const ids = Array.isArray(wanted) ? wanted.map(String).filter((id) => id !== 'all') : [];
  const known = reached.filter(({product}) => product === 'harvest').map(({id}) => id);
  const lost = ids.filter((id) => !known.includes(id));
  if (lost.length > 0) {
    log.warning(`This sign-in does not reach ${lost.join(', ')} of the setting "account_ids"`);
  }
}

function save(
  {config, log}: SetupContext,
  files: ConfigFiles,
  way: 'oauth' | 'token',
  changes: Changes,
): void {
  for (const name of files.fromEnvironment(config, Object.keys(changes))) {
    log.warning(environmentWarning(name, 'and goes before what is saved'));
  }
  files.save(changes, way);
}

/** The settings with a new token, and nothing by which an older one could be renewed. */
function withToken(config: JsonObject, token: string): JsonObject {
  const {refresh_token: _old, expires_at: _end, account_id: _one, account_ids: _several, ...others} = config;
  return {...others, access_token: token};
}

function portIn(flag: SetupContext['flags'][string]): number {
  const port = flag ?? DEFAULT_PORT;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new ConfigError([`The port must be a number from 1 to 65535, such as ${DEFAULT_PORT}`]);
}

function report(context: SetupContext, files: ConfigFiles, account: Account | undefined): VerbReport {
  const flags = context.files.map((file) => `--config ${quoted(file)}`).join(' ');
  const what =
    account === undefined
      ? `Signed in, for the accounts that "account_ids" names; saved in ${files.target}.`
      : `Signed in, for the account ${labelOf(account)}; saved in ${files.target}.`;
  return {
    json: {
      config: files.target,
      account: account === undefined ? null : {id: account.id, name: account.name},
    },
    text: `${what}\n\nNext:\n  tap-harvest ${flags} --discover > catalog.json\n  tap-harvest ${flags} > records.jsonl`,
  };
}
