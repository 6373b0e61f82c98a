import {UsageError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {FlagValue, Tap, VerbFlag} from '../tap.js';

/** The flag that names one account, where a tap reads several. */
export function accountFlag({accounts}: Tap): Readonly<Record<string, VerbFlag>> {
  if (accounts === undefined) return {};
  return {
    account: {type: 'string', describe: `The account to ask, where "${accounts.setting}" names several`},
  };
}

/** The one account that a call is about. */
export interface OneAccount {
  /** The config by which it is read alone. */
  readonly config: JsonObject;
  /** Written into its records; undefined where records don't tell their account. */
  readonly stamp: JsonObject | undefined;
}

/** Picks the account that was named, or the only one. Throws `UsageError` where that leaves a doubt. */
export function oneAccount({accounts}: Tap, config: JsonObject, named: FlagValue): OneAccount {
  if (accounts === undefined) return {config, stamp: undefined};
  const {setting, field} = accounts;
  const asked = accounts.asked(config);
  if (asked === undefined && named === undefined) return {config, stamp: undefined};
  const only = Array.isArray(asked) && asked.length === 1 ? asked[0] : undefined;
  const account = named === undefined ? only : String(named);
  if (account === undefined) {
    const choice = asked === 'all' ? 'all accounts' : `the accounts ${asked?.join(', ')}`;
    throw new UsageError(`The setting "${setting}" names ${choice}: say which one with --account`);
  }
  if (!/^\d+$/.test(account)) throw new UsageError(`--account is a number; "${account}" is none`);
  if (Array.isArray(asked) && !asked.includes(account)) {
    throw new UsageError(`The account ${account} is none of "${setting}" (${asked.join(', ')})`);
  }
  const stamp = asked === undefined ? undefined : {[field]: Number(account)};
  return {config: accounts.configOf(config, account), stamp};
}
