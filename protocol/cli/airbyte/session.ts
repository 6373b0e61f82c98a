import type {LoadedConfig} from '../../config/load.js';
import {singerOnlySettings} from '../../config/settings-schema.js';
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

/** The settings of a command, whose warnings are told; from then on nothing secret is. Throws `ConfigError`. */
export function sessionConfig({tap, command, log}: Session): LoadedConfig {
  const loaded = runConfig(tap, command.config === undefined ? [] : [command.config]);
  log.redactWith(redactor(loaded.secrets));
  const config = {...loaded.config};
  for (const warning of loaded.warnings) log.warning(warning);
  for (const name of singerOnlySettings(tap.schemas)) {
    if (config[name] === true) log.warning(`The setting "${name}" is for Singer alone and ignored here`);
    delete config[name];
  }
  return {...loaded, config};
}
