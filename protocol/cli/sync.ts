import {writeFileSync} from 'node:fs';
import type {LoadedConfig} from '../config/load.js';
import {ConfigError, failureOf, IncompleteError, Interrupted, messageOf, TapError} from '../core/errors.js';
import type {RunLog} from '../core/log.js';
import type {SelectedStream} from '../core/selection.js';
import type {Opening, Source} from '../core/source.js';
import type {State} from '../core/state.js';
import {timestampOf} from '../core/timestamps.js';
import type {Service} from '../rest/service.js';
import {RestSource} from '../rest/source.js';
import {Checkpoints} from '../sync/checkpoints.js';
import {run} from '../sync/run.js';
import {tallyNumbers} from '../sync/summary.js';
import {Tallies} from '../sync/tally.js';
import type {Tap} from '../tap.js';
import {type CommonConfig, commonConfig, spanOf} from './common-config.js';
import type {Ending} from './ending.js';
import type {Front} from './front.js';
import {serviceClient} from './service-client.js';
import {systemClock} from './system-clock.js';
import {earlyStartWarning, staleFilterWarnings} from './warnings.js';

/** Everything that a sync starts from, once its inputs have been read. */
export interface SyncInputs {
  readonly tap: Tap;
  readonly loaded: LoadedConfig;
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
 * Reads the selected streams and writes them to stdout. Throws what concerns all of them, and
 * `IncompleteError` where some could not be read.
 */
export async function sync(inputs: SyncInputs): Promise<void> {
  const {loaded, selected, state, front, ending} = inputs;
  const {writer, dialect, log} = front;
  const common = commonConfig(loaded.config);
  const clock = systemClock;
  const {span, endDate} = spanOf(common, new Date(clock.now()));
  if (selected.length === 0) log.warning('No stream is selected, so there is nothing to read');
  const tallies = new Tallies(selected.map(({stream}) => stream.name));
  log.onWarning = (stream) => tallies.noteWarning(stream);
  const {source, isChanging} = makeSource(inputs, tallies);
  const checkpoints = new Checkpoints(state, dialect, writer);
  const names = new Set(selected.map(({stream}) => stream.name));
  const progress = await front.progress(tallies);
  const began = clock.now();
  try {
    const opening = await source.open(names);
    tellWarnings(log, selected, state, opening, source, span, common, isChanging);
    await run({
      source,
      selected,
      account: opening.account,
      unavailable: opening.unavailable,
      span,
      endDate,
      startText: common.start_date,
      resumeWith: typeof state.currently_syncing === 'string' ? state.currently_syncing : undefined,
      refusalsFail: front.refusalsFail || (common.strict ?? false),
      concurrency: common.concurrency,
      maxRecords: inputs.most ?? common.max_records,
      backfill: common.backfill,
      validate: common.validate_records,
      activateVersion: common.activate_version,
      signpost: signpostOf(began, opening.serverTime),
      dialect,
      signal: ending.run,
      onProgress: () => progress.update(),
      tallies,
      writer,
      checkpoints,
      clock,
      log,
    });
  } catch (error) {
    if (!ending.run.aborted) ending.abort(error);
    // Everything that was saved describes records that are in the writer already, so it may be told.
    const begun = tallies.all.filter((tally) => tally.began !== undefined);
    if (!(error instanceof ConfigError) && begun.length > 0) checkpoints.writeFinal();
    const hasFailed = error instanceof TapError && !(error instanceof Interrupted);
    for (const {stream, began, ended} of tallies.all) {
      if (ended !== undefined || (began === undefined && !hasFailed)) continue;
      checkpoints.writeEnd(
        stream,
        hasFailed && began !== undefined
          ? {kind: 'failed', message: messageOf(error), failure: failureOf(error)}
          : {kind: 'interrupted'},
      );
    }
    throw error;
  } finally {
    // Whatever is still under way, such as a page read ahead for a stream that has failed, is of no use any more.
    ending.abort(new Interrupted('The run is over'));
    source.close();
    progress.stop();
    await writer.finish(ending.patience);
  }
  // The last lines of a run may be the first that a dead reader does not take.
  if (ending.broken !== undefined) throw ending.broken;
  conclude(inputs, tallies, (clock.now() - began) / 1000);
}

function makeSource(
  {tap, loaded, front: {log, dialect, writer}, ending}: SyncInputs,
  tallies: Tallies,
): {source: Source; isChanging: NonNullable<Service['isChanging']>} {
  const service = tap.service(loaded.config);
  const client = serviceClient(service, loaded, {
    signal: ending.run,
    log,
    waiting(stream, until) {
      // Requests are made for streams that nobody selected, too; then all that is being read waits.
      const reading = tallies.all.filter(({began, ended}) => began !== undefined && ended === undefined);
      const waiting = reading.filter((tally) => tally.stream === stream);
      for (const tally of waiting.length > 0 ? waiting : reading) {
        for (const line of dialect.waiting(tally.stream, until)) writer.write(line);
      }
      writer.flush();
    },
    observe({stream, path, status, seconds, retry}) {
      tallies.noteRequest(stream, retry);
      log.debug(`GET ${path} ${status ?? 'failed'} after ${seconds.toFixed(3)} s`, stream);
    },
  });
  return {
    source: new RestSource(tap.streams, service, client, log),
    isChanging: service.isChanging ?? (() => false),
  };
}

function tellWarnings(
  log: RunLog,
  selected: readonly SelectedStream[],
  state: State,
  opening: Opening,
  source: Source,
  span: ReturnType<typeof spanOf>['span'],
  common: CommonConfig,
  isChanging: NonNullable<Service['isChanging']>,
): void {
  const early = earlyStartWarning(selected, state, span, common.start_date, opening.account, source);
  if (early !== undefined) log.warning(early);
  for (const [stream, warning] of staleFilterWarnings(selected, source, isChanging))
    log.warning(warning, stream);
}

/** No bookmark passes the earlier of two clocks: ours when the run began, and the service's. */
function signpostOf(began: number, serverTime: Date | undefined): string {
  return timestampOf(Math.min(began, serverTime?.getTime() ?? began));
}

/** Tells how the run went. Throws `IncompleteError` where it did not bring what was selected. */
function conclude({tap, front, summary}: SyncInputs, tallies: Tallies, seconds: number): void {
  const {log} = front;
  front.conclude(tallies);
  if (summary !== undefined) leaveSummary(summary, tallies, log);
  const failed = tallies.all.filter((tally) => tally.outcome === 'failed');
  const refused = tallies.all.filter((tally) => tally.outcome === 'skipped');
  const done = tallies.all.length - failed.length - refused.length;
  log.metric({
    type: 'timer',
    metric: 'job_duration',
    value: seconds,
    tags: {job_type: 'sync', status: failed.length > 0 ? 'failed' : 'succeeded'},
  });
  const names = (list: readonly {stream: string}[]) => list.map(({stream}) => stream).join(', ');
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

/** Leaves the numbers of a run in a file, for whoever watches it. Reasons are for the log, where they are masked. */
function leaveSummary(path: string, tallies: Tallies, log: RunLog): void {
  const {requests, retries} = tallies;
  const summary = {requests, retries, streams: tallies.all.map(tallyNumbers)};
  try {
    writeFileSync(path, `${JSON.stringify(summary, undefined, 2)}\n`);
  } catch (error) {
    log.warning(`The summary could not be written to ${path}: ${messageOf(error)}`);
  }
}
