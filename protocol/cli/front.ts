import type {Dialect} from '../core/dialect.js';
import type {RunLog} from '../core/log.js';
import type {Progress} from '../sync/progress.js';
import type {Counts} from '../sync/tally.js';
import type {Writer} from '../sync/writer.js';

import type {Renewed} from './keep-credentials.js';

/** What a sync speaks through: the same run is told in one protocol or the other. */
export interface Front {
  readonly writer: Writer;
  readonly dialect: Dialect;
  readonly log: RunLog;
  /** Whether a stream that the service refuses fails, since here one that ends well without records empties its table. */
  readonly refusalsFail: boolean;
  /** Begins to show how far the run has got. */
  progress(tallies: Counts): Promise<Progress>;
  /** Keeps renewed credentials for the next run. */
  renewed(renewed: Renewed): void;
  /** Tells the numbers of a run that has come to its end. */
  conclude(tallies: Counts): void;
}
