import pLimit, {type LimitFunction} from 'p-limit';
import type {LoadedConfig} from '../config/load.js';
import type {Span} from '../core/bookmark.js';
import type {Dialect} from '../core/dialect.js';
import {ConfigError, failureOf, Interrupted, messageOf, TapError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {RunLog} from '../core/log.js';
import type {SelectedStream} from '../core/selection.js';
import type {Opening, Source} from '../core/source.js';
import type {State} from '../core/state.js';
import {timestampOf} from '../core/timestamps.js';
import type {Client} from '../http/client.js';
import type {Service} from '../rest/service.js';
import {RestSource} from '../rest/source.js';
import type {Progressing} from '../sync/checkpoints.js';
import {type RunOptions, run} from '../sync/run.js';
import type {Tallies} from '../sync/tally.js';
import type {Writer} from '../sync/writer.js';
import type {Tap} from '../tap.js';
import {type CommonConfig, commonConfig, spanOf} from './common-config.js';
import {systemClock} from './system-clock.js';
import {earlyStartWarning, staleFilterWarnings} from './warnings.js';

/** What all accounts of a sync have in common. */
export interface SharedSync
  extends Pick<
    RunOptions,
    | 'refusalsFail'
    | 'maxRecords'
    | 'activateVersion'
    | 'endDate'
    | 'startedAt'
    | 'clock'
    | 'onProgress'
    | 'admitting'
  > {
  readonly tap: Tap;
  readonly common: CommonConfig;
  readonly selected: readonly SelectedStream[];
  readonly span: Span;
  readonly slots: LimitFunction;
  readonly writer: Writer;
}

/** What a config says of a sync that begins now. Throws `ConfigError` where it ends before it begins. */
export function sharedSync(
  tap: Tap,
  loaded: LoadedConfig,
  selected: readonly SelectedStream[],
  writer: Writer,
  startedAt: number,
): SharedSync {
  const common = commonConfig(loaded.config);
  return {
    tap,
    common,
    selected,
    ...spanOf(common, new Date(startedAt)),
    startedAt,
    clock: systemClock,
    writer,
    slots: pLimit(common.concurrency),
    refusalsFail: common.strict ?? false,
    maxRecords: common.max_records,
    activateVersion: common.activate_version,
    onProgress: () => undefined,
  };
}

/** One account of a sync. */
export interface AccountOfSync {
  readonly config: JsonObject;
  /** What came in for it. */
  readonly state: State;
  readonly checkpoints: Progressing;
  readonly dialect: Dialect;
  readonly log: RunLog;
  readonly tallies: Tallies;
  /** Written into each record. */
  readonly stamp: JsonObject | undefined;
  /** Aborted when its reading is to stop. */
  readonly signal: AbortSignal;
  /** Stops all that is still under way for it. */
  readonly abort: (reason: unknown) => void;
  readonly clientFor: (
    service: Service,
    waiting: (stream: string | undefined, until: number) => void,
  ) => Client;
}

/** Reads the selected streams of one account. Throws what concerns all of them. */
export async function syncAccount(shared: SharedSync, account: AccountOfSync): Promise<void> {
  const {selected, common, span} = shared;
  const {state, checkpoints, log, tallies, dialect, signal} = account;
  log.onWarning = (stream) => tallies.noteWarning(stream);
  const {source, isChanging} = makeSource(shared, account);
  const names = new Set(selected.map(({stream}) => stream.name));
  try {
    const opening = await source.open(names);
    tellWarnings(log, selected, state, opening, source, span, common, isChanging);
    await run({
      ...shared,
      source,
      account: opening.account,
      unavailable: opening.unavailable,
      startText: common.start_date,
      resumeWith: typeof state.currently_syncing === 'string' ? state.currently_syncing : undefined,
      backfill: common.backfill,
      validate: common.validate_records,
      signpost: signpostOf(shared.startedAt, opening.serverTime),
      stamp: account.stamp,
      dialect,
      signal,
      tallies,
      checkpoints,
      log,
    });
  } catch (error) {
    if (!signal.aborted) account.abort(error);
    tellEnds(account, error);
    throw error;
  } finally {
    // Whatever is still under way, such as a page read ahead for a stream that has failed, is of no use any more.
    account.abort(new Interrupted('The run is over'));
    source.close();
  }
}

/** Tells how streams ended that something ended which concerns the whole run. */
export function tellEnds(
  {tallies, checkpoints}: Pick<AccountOfSync, 'tallies' | 'checkpoints'>,
  error: unknown,
): void {
  // Everything that was saved describes records that are in the writer already, so it may be told.
  const hasBegun = tallies.all.some(({began}) => began !== undefined);
  if (!(error instanceof ConfigError) && hasBegun) checkpoints.writeFinal();
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
}

function makeSource(
  {tap, writer}: SharedSync,
  {config, dialect, log, tallies, clientFor}: AccountOfSync,
): {source: Source; isChanging: NonNullable<Service['isChanging']>} {
  const service = tap.service(config);
  const client = clientFor(service, (stream, until) => {
    // Requests are made for streams that nobody selected, too; then all that is being read waits.
    const reading = tallies.all.filter(({began, ended}) => began !== undefined && ended === undefined);
    const waiting = reading.filter((tally) => tally.stream === stream);
    for (const tally of waiting.length > 0 ? waiting : reading) {
      for (const line of dialect.waiting(tally.stream, until)) writer.write(line);
    }
    writer.flush();
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
  span: Span,
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
