import {readJsonFile} from '../../config/files.js';
import type {LoadedConfig} from '../../config/load.js';
import {settingsSchema, singerOnlySettings} from '../../config/settings-schema.js';
import {withSettings} from '../../config/write.js';
import {messageOf} from '../../core/errors.js';
import {isObject, type JsonValue} from '../../core/json.js';
import {Masks} from '../../core/redact.js';
import type {AirbyteLog} from '../../dialects/airbyte/log.js';
import {controlConfig} from '../../dialects/airbyte/messages.js';
import type {Writer} from '../../sync/writer.js';
import type {Tap} from '../../tap.js';
import type {Ending} from '../ending.js';
import type {Renewed} from '../keep-credentials.js';
import {systemClock} from '../system-clock.js';
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

/** The settings of a command, and what masks the secret ones. */
export interface SessionConfig extends LoadedConfig {
  readonly masks: Masks;
}

/** The settings of a command, whose warnings are told; from then on nothing secret is. Throws `ConfigError`. */
export function sessionConfig({tap, command, log}: Session): SessionConfig {
  const loaded = runConfig(tap, command.config === undefined ? [] : [command.config]);
  const masks = new Masks(loaded.secrets);
  log.redactWith(masks.redact);
  const config = {...loaded.config};
  for (const warning of loaded.warnings) log.warning(warning);
  const {properties} = settingsSchema(tap.schemas);
  for (const name of singerOnlySettings(tap.schemas)) {
    const isSaid = config[name] !== undefined && config[name] !== properties[name]?.default;
    if (isSaid) log.warning(`The setting "${name}" is for Singer alone and ignored here`);
    delete config[name];
  }
  return {...loaded, config, masks};
}

/** Hands renewed credentials to the platform, which keeps settings: complete, and in the form in which they came. */
export function tellRenewed({command, writer, log}: Session, {settings, isUrgent}: Renewed): void {
  if (!isUrgent || command.config === undefined) return;
  let written: JsonValue | undefined;
  try {
    written = readJsonFile(command.config, 'config');
  } catch (error) {
    log.warning(`The renewed credentials could not be told, since ${messageOf(error)}`);
  }
  if (written === undefined || !isObject(written)) return;
  const {credentials = null} = written;
  const known = {...written, ...(isObject(credentials) ? credentials : {})};
  const changes = Object.entries(settings).filter(([name]) => Object.hasOwn(known, name));
  writer.write(controlConfig(withSettings(written, Object.fromEntries(changes)), systemClock.now()));
  writer.flush();
}
