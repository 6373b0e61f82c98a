import {defineTap, packageVersion} from '../../protocol/index.js';
import {openAccount} from './account.js';
import {computedColumns} from './computed.js';
import {timeFilterCheck, timeFilters} from './filters.js';
import {probe} from './probe/index.js';
import type {Config} from './records.js';
import {clients, jobs, projects, time, users} from './streams.js';

/** The tap for Paydirt: clients, projects, jobs, time logs and users. */
export const paydirt = defineTap<Config>({
  name: 'tap-paydirt',
  description: 'Clients, projects, jobs, time logs and users of a Paydirt account',
  schemas: new URL('../../schemas/paydirt/', import.meta.url),
  streams: [clients, projects, jobs, users, time],
  verbs: {probe},
  service: (config) => {
    const filters = timeFilters(config);
    return {
      name: 'Paydirt',
      baseUrl: config.base_url ?? 'https://app.paydirtapp.com/api/v1',
      headers: {'user-agent': config.user_agent ?? `timesheet-taps/${packageVersion()} (tap-paydirt)`},
      // The only way of authentication that Paydirt documents.
      secretQuery: {api_key: config.api_key},
      credentialsHint: 'Look up the key in Paydirt under Password Settings, and set it as "api_key".',
      forbiddenHint:
        'The API wants the key of a user with full permissions: have them granted in Paydirt under Team Settings, or set the "api_key" of a user who has them.',
      exactNumbers: true,
      limits: {all: config.rate_limit ?? {requests: 2, seconds: 1}},
      filters: {time: filters},
      allowEmpty: config.allow_empty ?? false,
      dayWindows: {
        windowDays: config.window_days ?? 31,
        lookbackDays: config.lookback_days ?? 60,
        fullPassDays: config.full_resync_every_days ?? 30,
        computed: {time: computedColumns(config.time_zone ?? 'UTC')},
        dayOf: ({computed_date}) => (typeof computed_date === 'string' ? computed_date : undefined),
        filterCheck: (_stream, ask) => timeFilterCheck(config.filters?.time ?? {}, ask),
      },
      open: openAccount,
    };
  },
});
