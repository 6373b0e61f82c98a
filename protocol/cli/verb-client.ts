import type {LoadedConfig} from '../config/load.js';
import type {JsonObject} from '../core/json.js';
import {Masks} from '../core/redact.js';
import type {Client} from '../http/client.js';
import type {Service} from '../rest/service.js';
import type {StderrLog} from '../sync/stderr-log.js';
import type {Tap} from '../tap.js';
import {authorizationOf} from './authorization.js';
import type {Ending} from './ending.js';
import {keepInFile} from './keep-credentials.js';
import {serviceClient} from './service-client.js';
import {runConfig} from './tap-config.js';

/** What a verb needs to know of how its process ends. */
export type VerbEnding = Pick<Ending, 'run' | 'remark'>;

/** What a verb talks to a service with. */
export interface VerbClient {
  readonly loaded: LoadedConfig;
  /** The config that counts, and what the service is like under it. */
  readonly config: JsonObject;
  readonly service: Service;
  /** Whoever asked for it closes it. */
  readonly client: Client;
  readonly masks: Masks;
}

/**
 * The client that a verb uses, which lets itself be renewed and masks secrets as in a sync. `configOf` may exchange the config.
 * Throws `ConfigError` where settings are wrong.
 */
export function verbClient(
  tap: Tap,
  sources: readonly string[],
  log: StderrLog,
  ending: VerbEnding,
  configOf: (config: JsonObject) => JsonObject = (config) => config,
): VerbClient {
  const loaded = runConfig(tap, sources);
  const masks = new Masks(loaded.secrets);
  log.redactWith(masks.redact);
  for (const warning of loaded.warnings) log.warning(warning);
  const config = configOf(loaded.config);
  const authorization = authorizationOf(tap, loaded.config, {
    signal: ending.run,
    log,
    masks,
    renewed: (renewed) => keepInFile(sources, renewed, log),
  });
  const service = tap.service(config);
  const client = serviceClient(
    service,
    {...loaded, config},
    {
      ...(authorization === undefined ? {} : {authorization}),
      redact: masks.redact,
      signal: ending.run,
      log,
      observe({stream, method, path, status, seconds}) {
        log.debug(`${method} ${path} ${status ?? 'failed'} after ${seconds.toFixed(3)} s`, stream);
      },
    },
  );
  return {loaded, config, service, client, masks};
}
