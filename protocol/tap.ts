import {recordSchema} from './config/settings-schema.js';
import type {Stream} from './core/stream.js';
import type {Declaration} from './rest/declaration.js';
import {rootOf, type Service} from './rest/service.js';

/** One service as a program: everything that the command line needs to know of it. */
export interface Tap {
  /** The executable's name, e.g. `tap-harvest`. */
  readonly name: string;
  /** One sentence for `--about`. */
  readonly description: string;
  /** The folder of `config.json` and one `<stream>.json` for each stream; ends with a slash. */
  readonly schemas: URL;
  readonly streams: readonly Declaration[];
  /** The service's facts under a config that has been validated against `config.json`. */
  readonly service: (config: unknown) => Service;
}

/** Makes a tap; `Config` is the type that `config.json` describes, shared settings included. */
export function defineTap<Config>(said: Omit<Tap, 'service'> & {service: (config: Config) => Service}): Tap {
  // The command line has checked the config against the very schema that `Config` is generated from.
  return {...said, service: (config) => said.service(config as Config)};
}

/** The streams of a tap as the core knows them, with their schemas read from the tap's folder. */
export function streamsOfTap(tap: Tap): Stream[] {
  return tap.streams.map((declaration) => {
    const root = rootOf(declaration);
    return {
      name: declaration.name,
      schema: recordSchema(tap.schemas, declaration.name),
      keyProperties: declaration.keyProperties,
      replicationMethod: declaration.replicationMethod,
      replicationKey: declaration.replicationKey,
      parent: root === declaration ? undefined : root.name,
      selectedByDefault: declaration.selectedByDefault,
      fieldsOffByDefault: declaration.fieldsOffByDefault,
    };
  });
}
