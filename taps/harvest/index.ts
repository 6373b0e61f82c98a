import {type Declaration, defineTap, followLinks, linkedPages} from '../../protocol/index.js';
import {chooseAccount, openAccount} from './account.js';
import {accounts as severalAccounts} from './accounts.js';
import {migrate} from './migrate/index.js';
import {foreignFiles} from './migrate/names.js';
import {identityUrl, renewalOf, userAgent} from './oauth.js';
import {permissionOf} from './permissions.js';
import type {Config} from './records.js';
import * as reports from './reports.js';
import {settingsProblems} from './settings-check.js';
import {accounts, login, logout} from './sign-in/verbs.js';
import * as streams from './streams.js';

// Harvest documents 100 requests in 15 seconds, and 100 in 15 minutes for reports. The account's other
// integrations share them, so we leave some.
const GENERAL = {requests: 95, seconds: 15};
const REPORTS = {requests: 95, seconds: 900};

/** Fields by which one can filter and which change in a record's life. */
const CHANGING = new Set(['is_active', 'is_billed', 'is_running', 'state', 'approval_status']);

// Exporting a stream registers it.
const STREAMS = [...listed(streams), ...listed(reports)];

/** The tap for Harvest, time tracking and invoicing, API version 2. */
export const harvest = defineTap<Config>({
  name: 'tap-harvest',
  description:
    'Time entries, projects, people, expenses, invoices, estimates and reports of a Harvest account',
  schemas: new URL('../../schemas/harvest/', import.meta.url),
  problems: settingsProblems,
  renewal: renewalOf,
  accounts: severalAccounts,
  streams: STREAMS,
  verbs: {login, accounts, logout, migrate},
  foreign: foreignFiles(STREAMS.map(({name}) => name)),
  service: (config) => ({
    name: 'Harvest',
    baseUrl: config.base_url ?? 'https://api.harvestapp.com/v2',
    alsoTrusted: [identityUrl(config)],
    headers: {
      // What ends is put in by whoever renews it.
      ...(config.access_token === undefined ? {} : {authorization: `Bearer ${config.access_token}`}),
      'user-agent': userAgent(config),
    },
    credentialsHint:
      'Run tap-harvest login, or make a new token at https://id.getharvest.com/developers and set it as "access_token"; check "account_id" too.',
    limits: {
      general: config.rate_limit ?? GENERAL,
      reports: config.report_rate_limit ?? REPORTS,
    },
    limitOf: ({pathname}) => (pathname.includes('/reports/') ? 'reports' : 'general'),
    pageSize: config.page_size ?? 2000,
    paging: linkedPages('per_page', followLinks),
    filters: config.filters ?? {},
    isChanging: (_stream, filter) => CHANGING.has(filter),
    permissionOf,
    sinceText: (timestamp) => timestamp,
    windows: {
      unit: config.report_window ?? 'month',
      setting: 'report_window',
      lookbackDays: config.report_lookback_days ?? 60,
      defaultMonths: 11,
      // The documentation's own examples write the days of reports without dashes.
      params: (from, to) => ({from: from.replaceAll('-', ''), to: to.replaceAll('-', '')}),
    },
    fullPassDays: config.full_pass_days ?? 7,
    prepare: async (client) => {
      await chooseAccount(config, client);
    },
    open: (client, selected, log) => openAccount(config, client, selected, log),
  }),
});

function listed(module: Record<string, Declaration>): Declaration[] {
  return Object.values(module);
}
