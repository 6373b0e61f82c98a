import type {Origin} from './counterparts.js';

/** What a setting of another connector is here. */
export interface SettingCounterpart {
  /** Our setting; undefined where there is none. */
  readonly ours?: string;
  /** Whether its value must not be shown. */
  readonly secret?: boolean;
  /** Whether it means only nearly the same, or is but a guess. */
  readonly doubt?: 'approximate' | 'guessed';
  /** What differs, or why there is none here. */
  readonly note?: string;
}

const SECRET = {secret: true} as const;

/** The settings of both connectors, with dots for those of objects. */
export const SETTINGS: Readonly<Record<Origin, Readonly<Record<string, SettingCounterpart>>>> = {
  singer: {
    client_id: {ours: 'client_id'},
    client_secret: {ours: 'client_secret', ...SECRET},
    refresh_token: {ours: 'refresh_token', ...SECRET},
    start_date: {ours: 'start_date'},
    user_agent: {ours: 'user_agent'},
    account_id: {ours: 'account_id'},
    request_timeout: {
      ours: 'request_timeout',
      doubt: 'approximate',
      note: 'seconds without an answer there, and seconds for a whole response here',
    },
    access_token: {
      ours: 'access_token',
      ...SECRET,
      doubt: 'guessed',
      note: "a setting of versions 1, of the first version of Harvest's API; if Harvest refuses it, run tap-harvest login",
    },
    account_name: {
      note: 'the address of the account in versions 1; here the account has an id, which tap-harvest accounts lists',
    },
  },
  airbyte: {
    account_id: {ours: 'account_id'},
    replication_start_date: {ours: 'start_date'},
    replication_end_date: {
      note: 'it ended the reports in versions 0.1.12 to 0.2 and nothing since 1.0; end_date here ends time entries, expenses, invoices and estimates by their own dates, so set it yourself if that is wanted',
    },
    num_workers: {
      ours: 'concurrency',
      doubt: 'approximate',
      note: 'lists read side by side there, and requests under way at once here',
    },
    'credentials.auth_type': {
      ours: 'credentials.auth_type',
      note: 'Token is token here, and Client is oauth',
    },
    'credentials.api_token': {ours: 'credentials.access_token', ...SECRET},
    'credentials.client_id': {ours: 'credentials.client_id'},
    'credentials.client_secret': {ours: 'credentials.client_secret', ...SECRET},
    'credentials.refresh_token': {ours: 'credentials.refresh_token', ...SECRET},
    api_token: {
      ours: 'credentials.access_token',
      ...SECRET,
      note: 'it stood beside the others before 0.1.6',
    },
  },
};
