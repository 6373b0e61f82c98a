import {numberedPages, packageVersion, type Query, type Service} from '../../protocol/index.js';
import {whereOf} from './where.js';

/** Not documented. 5 requests in 5 seconds have been observed, so one a second is what every account can take. */
const GENTLE = {requests: 1, seconds: 1};

/** By Paymo's staff: a response holds so many objects of one kind, embedded ones included, and drops the rest. */
export const CAP = 2500;

/** How to get at an account: settings that the tap and the target share. */
export interface Access {
  readonly api_key?: string;
  readonly email?: string;
  readonly password?: string;
  readonly base_url?: string;
  readonly user_agent?: string;
  readonly rate_limit?: {readonly requests: number; readonly seconds: number};
}

/** What is true of Paymo whoever talks to it; `program` is who does. */
export function paymoService(access: Access, program: string) {
  return {
    name: 'Paymo',
    baseUrl: access.base_url ?? 'https://app.paymoapp.com/api',
    headers: {
      authorization: `Basic ${Buffer.from(credentials(access)).toString('base64')}`,
      'user-agent': access.user_agent ?? `timesheet-taps/${packageVersion()} (${program})`,
    },
    credentialsHint: 'Make a new key in Paymo under My Settings, API Keys, and set it as "api_key".',
    limits: {all: access.rate_limit ?? GENTLE},
    quotaHeaders: {
      limit: 'x-ratelimit-limit',
      remaining: 'x-ratelimit-remaining',
      period: 'x-ratelimit-decay-period',
    },
    // Who shares the limit is not known, so requests of one company never overlap.
    mostAtOnce: 1,
    // Paymo also fails on includes that it does not know, and time does not heal that.
    fewerRetries: {500: 2},
    paging: numberedPages({
      pageParam: 'page',
      sizeParam: 'page_size',
      cap: CAP,
      extrasQuery: includeOf,
      queryOf: whereOf,
    }),
    queryOf: whereOf,
  } satisfies Service;
}

/** An API key takes the place of the e-mail address; the password is then anything. */
function credentials({api_key, email, password}: Access): string {
  return api_key === undefined ? `${email}:${password}` : `${api_key}:x`;
}

/** Fields of an object's own must not be named without `*`, or all others are left out. */
function includeOf(fields: readonly string[], relations: readonly string[]): Query {
  const names = fields.length > 0 ? ['*', ...fields, ...relations] : relations;
  return {include: names.join(',')};
}
