import type {Clock, Connection, Ledger, Log, Service} from '../../../protocol/index.js';
import type {Whose} from '../account.js';
import type {WriteSettings} from './settings.js';

/** What everything that writes into Paymo works with in one run. */
export interface Tools {
  readonly connection: Connection;
  readonly service: Service;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly settings: WriteSettings;
  readonly whose: Whose;
}
