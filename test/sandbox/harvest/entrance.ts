import type {Refusal, Reply} from '../common/reply.js';
import type {AccountRefusal} from './account-options.js';
import type {HeldAccount} from './accounts.js';
import type {Credentials} from './authenticate.js';
import type {Grants} from './grants.js';
import {reaches} from './grants.js';
import type {Settings} from './options.js';
import type {RateLimit} from './rate-limit.js';
import {rateLimit} from './rate-limit.js';
import {forbidden, invalidToken, notFound} from './refusals.js';

/** The account that a request is for. Whoever may not have it is refused. */
export function enter(
  credentials: Credentials,
  accounts: readonly HeldAccount[],
  grants: Grants,
  settings: Settings,
): HeldAccount {
  const scopes = grants.scopesOf(credentials.token);
  // A missing account id is reported like a bad token; a wrong one as 401 or 404, people say either.
  if (!scopes || !credentials.account) throw invalidToken();
  const account = accounts.find(({id}) => String(id) === credentials.account);
  if (!account || !reaches(scopes, {id: account.id, product: 'harvest'})) {
    throw refusal(settings.wrongAccountStatus, settings);
  }
  if (account.refused !== undefined) throw refusal(account.refused, account.store.settings);
  return account;
}

function refusal(status: AccountRefusal, {forbiddenBody}: Settings): Refusal {
  switch (status) {
    case 401:
      return invalidToken();
    case 403:
      return forbidden(forbiddenBody);
    case 404:
      return notFound();
  }
}

type Buckets = {general: RateLimit; reports: RateLimit};

/** Counts requests by whatever the options say; a 429 when an allowance is used up. */
export function createTurnstile(
  settings: Settings,
): (account: HeldAccount, token: string | undefined, bucket: keyof Buckets, at: number) => Reply | undefined {
  const buckets = new Map<string, Buckets>();
  const opened = (key: string, {limits}: Settings): Buckets => {
    const existing = buckets.get(key);
    if (existing) return existing;
    const fresh = {general: rateLimit(limits.general), reports: rateLimit(limits.reports)};
    buckets.set(key, fresh);
    return fresh;
  };

  return (account, token, bucket, at) => {
    const counted =
      settings.limitsBy === 'account'
        ? opened(String(account.id), account.store.settings)
        : opened(settings.limitsBy === 'token' ? (token ?? '') : '', settings);
    return counted[bucket].refuse(at);
  };
}
