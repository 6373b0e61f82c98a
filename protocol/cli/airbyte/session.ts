import type {LoadedConfig} from '../../config/load.js';
import {redactor} from '../../core/redact.js';
import type {AirbyteLog} from '../../dialects/airbyte/log.js';
import type {Writer} from '../../sync/writer.js';
import type {Tap} from '../../tap.js';
import type {Ending} from '../ending.js';
import {runConfig} from '../tap-config.js';
import type {AirbyteCommand} from './args.js';

/** What all of Airbyte's verbs work with. */
export interface Session {
  readonly tap: Tap;
  readonly command: AirbyteCommand;
  readonly writer: Writer;
  readonly log: AirbyteLog;
  readonly ending: Ending;
}

/** The settings of a command; from then on nothing secret is told. Throws `ConfigError`. */
export function sessionConfig({tap, command, log}: Session): LoadedConfig {
  const loaded = runConfig(tap, command.config === undefined ? [] : [command.config]);
  log.redactWith(redactor(loaded.secrets));
  return loaded;
}
