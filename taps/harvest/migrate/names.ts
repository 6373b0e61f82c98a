import type {ForeignFiles} from '../../../protocol/index.js';
import {AIRBYTE_STREAMS} from './airbyte-streams.js';
import {SINGER_STREAMS} from './singer-streams.js';

/** By what the files of other Harvest connectors are told from ours, whose streams have these names. */
export function foreignFiles(ours: readonly string[]): ForeignFiles {
  const theirs = new Set([...Object.keys(SINGER_STREAMS), ...Object.keys(AIRBYTE_STREAMS)]);
  return {
    settings: [
      'replication_start_date',
      'replication_end_date',
      'num_workers',
      'api_token',
      'credentials.api_token',
      'account_name',
    ],
    authTypes: ['Token', 'Client'],
    streams: [...theirs].filter((name) => !ours.includes(name)),
    hint: 'tap-harvest migrate translates it into ours',
  };
}
