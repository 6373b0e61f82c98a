import type {Span} from '../core/bookmark.js';
import {ConfigError} from '../core/errors.js';
import {resolveDate, resolveMoment} from '../core/moments.js';
import type {ValidateRecords} from '../sync/record-maker.js';
import type {ActivateVersion} from '../sync/versions.js';

/** The settings that all taps share, as `settings.json` describes them, after defaults. */
export interface CommonConfig {
  start_date?: string;
  end_date?: string;
  backfill: boolean;
  max_records?: number;
  validate_records: ValidateRecords;
  activate_version: ActivateVersion;
  concurrency: number;
  connect_timeout: number;
  request_timeout: number;
  max_retries: number;
  max_wait: number;
  max_response_bytes: number;
  user_agent?: string;
  // Settings that mean nothing to some taps.
  lookback_window?: number;
  strict?: boolean;
}

/** The shared settings of a config that has been validated against the schema they come from. */
export function commonConfig(config: unknown): CommonConfig {
  return config as CommonConfig;
}

/** What is to be read, with moments resolved at the run's start. Throws `ConfigError` when it ends before it begins. */
export function spanOf(config: CommonConfig, now: Date): {span: Span; endDate: string | undefined} {
  const {start_date, end_date} = config;
  const start = start_date === undefined ? undefined : resolveMoment(start_date, now);
  const endDate = end_date === undefined ? undefined : resolveDate(end_date, now);
  if (start !== undefined && endDate !== undefined && start.slice(0, 10) > endDate) {
    throw new ConfigError([
      `The setting "start_date" (${start_date}) is after "end_date" (${end_date}); exchange or correct them`,
    ]);
  }
  return {span: {start, lookbackSeconds: config.lookback_window ?? 0, backfill: config.backfill}, endDate};
}
