import type {LoadedConfig} from '../config/load.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {Masks} from '../core/redact.js';
import type {Tallies} from '../sync/tally.js';
import type {Tap} from '../tap.js';
import type {AccountOfSync} from './account-sync.js';
import {authorizationOf} from './authorization.js';
import type {Renewed} from './keep-credentials.js';
import {type Shares, serviceClient} from './service-client.js';

/** Makes the client of one account, for its service. */
export type ClientsFor = (
  config: JsonObject,
  log: Log,
  signal: AbortSignal,
  tallies: Pick<Tallies, 'noteRequest'>,
) => AccountOfSync['clientFor'];

/** What all clients of a program have in common. */
export interface ClientsContext {
  readonly tap: Tap;
  readonly loaded: LoadedConfig;
  readonly masks: Masks;
  readonly log: Log;
  /** Aborted when credentials are not to be renewed any more. */
  readonly signal: AbortSignal;
  /** Keeps renewed credentials for the next run. */
  readonly renewed: (renewed: Renewed) => void;
  /** The limits that they keep together; default: each its own. */
  readonly shares?: Shares;
}

/** Makes clients, for accounts or one after the other, which share what lets them in. */
export function clients({tap, loaded, masks, log, signal, renewed, shares}: ClientsContext): ClientsFor {
  const authorization = authorizationOf(tap, loaded.config, {signal, log, masks, renewed});
  return (config, ownLog, ownSignal, tallies) => (service, waiting) =>
    serviceClient(
      service,
      {...loaded, config},
      {
        ...(authorization === undefined ? {} : {authorization}),
        ...shares,
        redact: masks.redact,
        signal: ownSignal,
        log: ownLog,
        waiting,
        observe({stream, method, path, status, seconds, retry}) {
          tallies.noteRequest(stream, retry);
          ownLog.debug(`${method} ${path} ${status ?? 'failed'} after ${seconds.toFixed(3)} s`, stream);
        },
      },
    );
}
