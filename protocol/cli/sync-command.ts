import {writeFileSync} from 'node:fs';
import type {LoadedConfig} from '../config/load.js';
import {ConfigError, Interrupted, messageOf} from '../core/errors.js';
import {redactor} from '../core/redact.js';
import {type SelectedStream, select} from '../core/selection.js';
import type {Opening, Source} from '../core/source.js';
import type {State} from '../core/state.js';
import {timestampOf} from '../core/timestamps.js';
import {singer} from '../dialects/singer.js';
import type {Service} from '../rest/service.js';
import {RestSource} from '../rest/source.js';
import {Checkpoints} from '../sync/checkpoints.js';
import {barProgress, loggedProgress} from '../sync/progress.js';
import {run} from '../sync/run.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {summaryTable, tallyNumbers} from '../sync/summary.js';
import {Tallies} from '../sync/tally.js';
import {Writer} from '../sync/writer.js';
import {streamsOfTap, type Tap} from '../tap.js';
import type {Command} from './args.js';
import {type CommonConfig, commonConfig, spanOf} from './common-config.js';
import type {Ending} from './ending.js';
import {readCatalog, readState} from './inputs.js';
import {serviceClient} from './service-client.js';
import {systemClock} from './system-clock.js';
import {discoveryConfig} from './tap-config.js';
import {earlyStartWarning, staleFilterWarnings} from './warnings.js';

/** Everything that a sync starts from, once its inputs have been read. */
export interface SyncInputs {
  readonly tap: Tap;
  readonly command: Command;
  readonly loaded: LoadedConfig;
  readonly log: StderrLog;
  readonly ending: Ending;
}

/** Reads the selected streams and writes them to stdout. Returns the exit code; throws what concerns all of them. */
export async function syncCommand(inputs: SyncInputs): Promise<number> {
  const {tap, command, loaded, log, ending} = inputs;
  log.redactWith(redactor(loaded.secrets));
  for (const warning of loaded.warnings) log.warning(warning);
  const common = commonConfig(loaded.config);
  const clock = systemClock;
  const {span, endDate} = spanOf(common, new Date(clock.now()));
  const {state, problems} = readState(command.state);
  for (const problem of problems) log.warning(problem);
  const selection = select(streamsOfTap(tap, loaded.config), readCatalog(command.catalog));
  for (const warning of selection.warnings) log.warning(warning);
  if (selection.streams.length === 0) log.warning('No stream is selected, so there is nothing to read');

  const tallies = new Tallies(selection.streams.map(({stream}) => stream.name));
  log.onWarning = (stream) => tallies.noteWarning(stream);
  const {source, isChanging} = makeSource(inputs, tallies);
  const writer = new Writer(process.stdout, (error) => ending.outputBroke(error));
  const checkpoints = new Checkpoints(state, singer, writer);
  const names = new Set(selection.streams.map(({stream}) => stream.name));
  const progress =
    process.stderr.isTTY && command.logFormat === 'text' && names.size > 0
      ? await barProgress(tallies, log, clock)
      : loggedProgress(tallies, log, clock);
  const began = clock.now();
  try {
    const opening = await source.open(names);
    tellWarnings(log, selection.streams, state, opening, source, span, common, isChanging);
    await run({
      source,
      selected: selection.streams,
      account: opening.account,
      unavailable: opening.unavailable,
      span,
      endDate,
      startText: common.start_date,
      resumeWith: typeof state.currently_syncing === 'string' ? state.currently_syncing : undefined,
      strict: common.strict ?? false,
      concurrency: common.concurrency,
      maxRecords: command.action === 'test' ? 1 : common.max_records,
      backfill: common.backfill,
      validate: common.validate_records,
      activateVersion: common.activate_version,
      signpost: signpostOf(began, opening.serverTime),
      dialect: singer,
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
    if (!(error instanceof ConfigError) && tallies.all.some((tally) => tally.began !== undefined))
      checkpoints.writeFinal();
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
  return conclude(inputs, tallies, (clock.now() - began) / 1000);
}

/** Prints the schemas of the selected streams, without any request. */
export async function testSchema(
  tap: Tap,
  command: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const streams = streamsOfTap(tap, discoveryConfig(tap, command.config));
  const selection = select(streams, readCatalog(command.catalog));
  for (const warning of selection.warnings) log.warning(warning);
  const writer = new Writer(process.stdout, (error) => ending.outputBroke(error));
  for (const selected of selection.streams) writer.write(singer.schema(selected));
  await writer.finish(ending.patience);
  if (ending.broken !== undefined) throw ending.broken;
  return 0;
}

function makeSource(
  {tap, loaded, log, ending}: SyncInputs,
  tallies: Tallies,
): {source: Source; isChanging: NonNullable<Service['isChanging']>} {
  const service = tap.service(loaded.config);
  const client = serviceClient(service, loaded, {
    signal: ending.run,
    log,
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
  log: StderrLog,
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

/** Tells how the run went, and turns it into an exit code. */
function conclude({tap, log, command}: SyncInputs, tallies: Tallies, seconds: number): number {
  if (command.logFormat === 'text') log.print(summaryTable(tallies));
  else log.summary(tallies);
  if (command.summary !== undefined) leaveSummary(command.summary, tallies, log);
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
    log.critical(`${tap.name} is incomplete: ${count} failed (${names(failed)}). ${failed[0]?.reason ?? ''}`);
    return 1;
  }
  if (done === 0 && refused.some((tally) => !tally.expected)) {
    log.critical(`${tap.name} could read nothing: every selected stream was refused (${names(refused)})`);
    return 1;
  }
  return 0;
}

/** Leaves the numbers of a run in a file, for whoever watches it. Reasons are for the log, where they are masked. */
function leaveSummary(path: string, tallies: Tallies, log: StderrLog): void {
  const {requests, retries} = tallies;
  const summary = {requests, retries, streams: tallies.all.map(tallyNumbers)};
  try {
    writeFileSync(path, `${JSON.stringify(summary, undefined, 2)}\n`);
  } catch (error) {
    log.warning(`The summary could not be written to ${path}: ${messageOf(error)}`);
  }
}
