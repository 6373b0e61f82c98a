import {type Declaration, defineTap, isObject, type JsonObject} from '../../protocol/index.js';
import {openAccount} from './account.js';
import {compileFilters} from './filters.js';
import {includedFields, relationsOf} from './include.js';
import {permissionOf} from './permissions.js';
import type {Config} from './records.js';
import {paymoService} from './service.js';
import {settingsProblems} from './settings-check.js';
import * as billing from './streams/billing.js';
import * as people from './streams/people.js';
import * as talk from './streams/talk.js';
import * as work from './streams/work.js';
import {webhooks} from './watch/index.js';

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
      ...paymoService(config, 'tap-paymo'),
      pageSize: config.page_size ?? 200,
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
