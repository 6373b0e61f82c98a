import type {LoadedConfig} from '../config/load.js';
import {IncompleteError, Interrupted} from '../core/errors.js';
import type {Masks} from '../core/redact.js';
import type {SelectedStream} from '../core/selection.js';
import type {State} from '../core/state.js';
import {Checkpoints} from '../sync/checkpoints.js';
import {tallyNumbers} from '../sync/summary.js';
import {type Counts, labelOf, Tallies, together} from '../sync/tally.js';
import type {Tap} from '../tap.js';
import {type SharedSync, sharedSync, syncAccount} from './account-sync.js';
import {clients} from './clients.js';
import {commonConfig} from './common-config.js';
import type {Ending} from './ending.js';
import type {Front} from './front.js';
import {leaveSummary} from './leave-summary.js';
import {requireSameForm, severalAccounts} from './several-accounts.js';
import {systemClock} from './system-clock.js';

/** Everything that a sync starts from, once its inputs have been read. */
export interface SyncInputs {
  readonly tap: Tap;
  readonly loaded: LoadedConfig;
  readonly masks: Masks;
  readonly selected: readonly SelectedStream[];
  readonly state: State;
  readonly front: Front;
  readonly ending: Ending;
  /** How many records of each stream are enough; undefined: all of them. */
  readonly most: number | undefined;
  /** Where the numbers of the run are left as JSON. */
  readonly summary: string | undefined;
}

/**
 * Reads the selected streams and writes them to stdout, of one account or of several. Throws what concerns all of them,
 * and `IncompleteError` where some could not be read.
 */
export async function sync(inputs: SyncInputs): Promise<void> {
  const {tap, loaded, selected, state, front, ending} = inputs;
  const {writer, dialect, log} = front;
  const clock = systemClock;
  const startedAt = clock.now();
  requireSameForm(tap, loaded.config, selected, state);
  if (selected.length === 0) log.warning('No stream is selected, so there is nothing to read');
  const checkpoints = new Checkpoints(state, dialect, writer);
  let onProgress: () => void = () => undefined;
  let stopProgress: () => void = () => undefined;
  const shared: SharedSync = {
    ...sharedSync(tap, loaded, selected, writer, startedAt),
    refusalsFail: front.refusalsFail || (commonConfig(loaded.config).strict ?? false),
    onProgress: () => onProgress(),
    ...(inputs.most === undefined ? {} : {maxRecords: inputs.most}),
  };
  const begin = async (counts: Counts) => {
    const progress = await front.progress(counts);
    onProgress = () => progress.update();
    stopProgress = () => progress.stop();
  };
  let counts: Counts;
  try {
    const clientFor = clients({
      tap,
      loaded,
      masks: inputs.masks,
      log,
      signal: ending.run,
      renewed: (renewed) => front.renewed(renewed),
    });
    const accounts = tap.accounts?.asked(loaded.config);
    if (tap.accounts === undefined || accounts === undefined) {
      const tallies = new Tallies(selected.map(({stream}) => stream.name));
      counts = tallies;
      await begin(counts);
      await syncAccount(shared, {
        config: loaded.config,
        state,
        checkpoints,
        dialect,
        log,
        tallies,
        stamp: undefined,
        signal: ending.run,
        abort: (reason) => ending.abort(reason),
        clientFor: clientFor(loaded.config, log, ending.run, tallies),
      });
    } else {
      const run = await severalAccounts(inputs, shared, checkpoints, {accounts: tap.accounts, clientFor});
      counts = together(run.tallies);
      await begin(counts);
      await run.read();
    }
  } finally {
    ending.abort(new Interrupted('The run is over'));
    stopProgress();
    await writer.finish(ending.patience);
  }
  // The last lines of a run may be the first that a dead reader does not take.
  if (ending.broken !== undefined) throw ending.broken;
  conclude(inputs, counts, (clock.now() - startedAt) / 1000);
}

/** Tells how the run went. Throws `IncompleteError` where it did not bring what was selected. */
function conclude({tap, front, summary}: SyncInputs, tallies: Counts, seconds: number): void {
  const {log} = front;
  front.conclude(tallies);
  const {requests, retries} = tallies;
  // Reasons are for the log, where they are masked.
  if (summary !== undefined)
    leaveSummary(summary, {requests, retries, streams: tallies.all.map(tallyNumbers)}, log);
  const failed = tallies.all.filter((tally) => tally.outcome === 'failed');
  const refused = tallies.all.filter((tally) => tally.outcome === 'skipped');
  const done = tallies.all.length - failed.length - refused.length;
  log.metric({
    type: 'timer',
    metric: 'job_duration',
    value: seconds,
    tags: {job_type: 'sync', status: failed.length > 0 ? 'failed' : 'succeeded'},
  });
  const names = (list: Counts['all']) => list.map(labelOf).join(', ');
  if (failed.length > 0) {
    const count = `${failed.length} of ${tallies.all.length} streams`;
    throw new IncompleteError(
      `${tap.name} is incomplete: ${count} failed (${names(failed)}). ${failed[0]?.reason ?? ''}`,
    );
  }
  if (done === 0 && refused.some((tally) => !tally.expected)) {
    throw new IncompleteError(
      `${tap.name} could read nothing: every selected stream was refused (${names(refused)})`,
    );
  }
}
