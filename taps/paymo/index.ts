import {
  type Declaration,
  defineTap,
  isObject,
  type JsonObject,
  numberedPages,
  packageVersion,
  type Query,
} from '../../protocol/index.js';
import {openAccount} from './account.js';
import {compileFilters} from './filters.js';
import {includedFields, relationsOf} from './include.js';
import {permissionOf} from './permissions.js';
import type {Config} from './records.js';
import {settingsProblems} from './settings-check.js';
import * as billing from './streams/billing.js';
import * as people from './streams/people.js';
import * as talk from './streams/talk.js';
import * as work from './streams/work.js';
import {webhooks} from './watch/index.js';
import {whereOf} from './where.js';

/** Not documented. 5 requests in 5 seconds have been observed, so one a second is what every account can take. */
const GENTLE = {requests: 1, seconds: 1};

/** By Paymo's staff: a response holds so many objects of one kind, embedded ones included, and drops the rest. */
const CAP = 2500;

/** Fields that stay as they are for a record's life; a row can leave filters on all others. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  comments: ['thread_id'],
  invoice_payments: ['invoice_id'],
  subtasks: ['task_id'],
  task_lists: ['project_id'],
  tasks: ['project_id'],
  time_entries: ['is_bulk'],
};

/** What identifies filters besides fields, and does not change. */
const NO_FIELDS = new Set(['created_on', 'days', 'include', 'own']);

/** The tap for Paymo: projects, time, and invoicing. */
export const paymo = defineTap<Config>({
  name: 'tap-paymo',
  description: 'Projects, tasks, time, people, expenses, estimates and invoices of a Paymo account',
  schemas: new URL('../../schemas/paymo/', import.meta.url),
  // Exporting a stream registers it.
  streams: [...listed(people), ...listed(work), ...listed(talk), ...listed(billing)],
  problems: settingsProblems,
  webhooks,
  records: ({include_secrets = false, include}, schemaOf) => ({
    secrets: include_secrets,
    more: includedFields(include, schemaOf),
  }),
  service: (config) => {
    const filters = compileFilters(config.filters);
    return {
      name: 'Paymo',
      baseUrl: config.base_url ?? 'https://app.paymoapp.com/api',
      headers: {
        authorization: `Basic ${Buffer.from(credentials(config)).toString('base64')}`,
        'user-agent': config.user_agent ?? `timesheet-taps/${packageVersion()} (tap-paymo)`,
      },
      credentialsHint: 'Make a new key in Paymo under My Settings, API Keys, and set it as "api_key".',
      limits: {all: config.rate_limit ?? GENTLE},
      quotaHeaders: {
        limit: 'x-ratelimit-limit',
        remaining: 'x-ratelimit-remaining',
        period: 'x-ratelimit-decay-period',
      },
      // Who shares the limit is not known, so requests of one company never overlap.
      mostAtOnce: 1,
      // Paymo also fails on includes that it does not know, and time does not heal that.
      fewerRetries: {500: 2},
      pageSize: config.page_size ?? 200,
      paging: numberedPages({
        pageParam: 'page',
        sizeParam: 'page_size',
        cap: CAP,
        extrasQuery: includeOf,
        queryOf: whereOf,
      }),
      queryOf: whereOf,
      sinceText: (timestamp) => Date.parse(timestamp) / 1000,
      filters: each(filters, ({sent}) => sent),
      keeps: each(filters, ({keeps}) => keeps),
      lacking: each(filters, ({lacking}) => lacking),
      serviceOnly: each(filters, ({serviceOnly}) => serviceOnly),
      days: each(filters, ({dates}) => dates),
      include: relationsOf(config.include),
      described: isObject(config.filters) ? described(config.filters) : {},
      isChanging: (stream, filter) => !NO_FIELDS.has(filter) && FIXED[stream]?.includes(filter) !== true,
      permissionOf,
      lookbackDays: config.time_entry_lookback_days ?? 90,
      fullPassDays: config.full_pass_days ?? 7,
      open: (client, streams, log) => openAccount(config, client, streams, log),
    };
  },
});

/** An API key takes the place of the e-mail address; the password is then anything. */
function credentials({api_key, email, password}: Config): string {
  return api_key === undefined ? `${email}:${password}` : `${api_key}:x`;
}

/** Fields of an object's own must not be named without `*`, or all others are left out. */
function includeOf(fields: readonly string[], relations: readonly string[]): Query {
  const names = fields.length > 0 ? ['*', ...fields, ...relations] : relations;
  return {include: names.join(',')};
}

/** What bookmarks recognise filters by: as they were written, since what relative moments mean changes every day. */
function described(filters: JsonObject): Record<string, JsonObject> {
  const streams = Object.entries(filters).flatMap(([stream, fields]) =>
    isObject(fields) ? [[stream, fields] as const] : [],
  );
  return Object.fromEntries(streams);
}

function each<From, To>(all: ReadonlyMap<string, From>, change: (one: From) => To): Record<string, To> {
  return Object.fromEntries([...all].map(([name, one]) => [name, change(one)]));
}

function listed(module: Record<string, Declaration>): Declaration[] {
  return Object.values(module);
}
