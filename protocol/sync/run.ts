import type {LimitFunction} from 'p-limit';
import type {Span} from '../core/bookmark.js';
import type {StreamEnd} from '../core/dialect.js';
import {AuthError, ConfigError, failureOf, messageOf, TapError} from '../core/errors.js';
import {fingerprintOf} from '../core/fingerprint.js';
import type {SelectedStream} from '../core/selection.js';
import type {Pass, Reading, ReadRequest, Source} from '../core/source.js';
import type {RunContext} from './stream-run.js';
import {StreamRun} from './stream-run.js';
import type {Tallies} from './tally.js';

export interface RunOptions extends RunContext {
  readonly source: Source;
  readonly selected: readonly SelectedStream[];
  /** Names the account in fingerprints. */
  readonly account: string;
  /** Streams that need not be asked for, with the reason. */
  readonly unavailable: ReadonlyMap<string, string>;
  readonly span: Span;
  readonly endDate: string | undefined;
  /** The stream that the last run was reading when it ended; reading goes on there. */
  readonly resumeWith: string | undefined;
  /** Whether a stream that the service refuses has failed; else it is skipped with a warning. */
  readonly refusalsFail: boolean;
  /** The turns in which passes are read, as many at once as side by side. */
  readonly slots: LimitFunction;
  readonly tallies: Tallies;
  /** Told whenever counts have changed. */
  readonly onProgress: () => void;
}

/**
 * Reads the selected streams and writes their messages. One failing stream does not stop the others; its bookmark
 * stays where it was. Throws `AuthError` when the credentials are refused, and the signal's reason when the
 * run is told to stop: what was saved until then is then in the checkpoints.
 */
export async function run(options: RunOptions): Promise<void> {
  const {source, selected, tallies, account, checkpoints, writer, log} = options;
  checkpoints.writeInitial();
  const runs = new Map<string, StreamRun>();
  const skipped = new Map<string, string[]>();
  for (const one of selected) {
    const {name} = one.stream;
    const tally = tallies.byStream.get(name);
    if (tally === undefined) continue;
    const reason = options.unavailable.get(name);
    if (reason !== undefined) {
      tally.outcome = 'skipped';
      tally.reason = reason;
      tally.expected = true;
      skipped.set(reason, [...(skipped.get(reason) ?? []), name]);
      checkpoints.writeEnd(name, {kind: 'complete'});
      continue;
    }
    runs.set(name, new StreamRun(options, one, tally, fingerprintOf(account, source.filtersOf(name))));
  }
  for (const [reason, names] of skipped) log.info(`Skipped, since ${reason}: ${names.join(', ')}`);
  const passes = inOrder(source.passes(new Set(runs.keys())), options.resumeWith);
  const stop: Stop = {now: false};
  await Promise.all(passes.map((pass) => options.slots(() => readPass(pass, runs, options, stop))));
  checkpoints.syncing(null);
  checkpoints.writeFinal();
  await writer.ready(options.signal);
}

/** Set by the pass that ends the run, so that no other takes another step. */
interface Stop {
  now: boolean;
}

/** The passes from the interrupted one on, then those before it. */
function inOrder(passes: Pass[], resumeWith: string | undefined): Pass[] {
  const at = passes.findIndex((pass) => resumeWith !== undefined && pass.streams.includes(resumeWith));
  return at <= 0 ? passes : [...passes.slice(at), ...passes.slice(0, at)];
}

async function readPass(
  pass: Pass,
  all: ReadonlyMap<string, StreamRun>,
  options: RunOptions,
  stop: Stop,
): Promise<void> {
  if (stop.now) return;
  const {source, signal, checkpoints, writer} = options;
  signal.throwIfAborted();
  const runs = new Map(
    pass.streams.flatMap((name) => {
      const streamRun = all.get(name);
      return streamRun === undefined ? [] : [[name, streamRun] as const];
    }),
  );
  const request: ReadRequest = {
    wanted: new Map([...runs].map(([name, streamRun]) => [name, streamRun.wanted])),
    span: options.span,
    startText: options.startText,
    endDate: options.endDate,
    resumeWith: options.resumeWith,
    signal,
    sampling: options.maxRecords !== undefined,
    signpost: options.signpost,
    wants: (name) => runs.get(name)?.wantsMore ?? false,
  };
  try {
    for await (const reading of source.read(pass, request)) {
      signal.throwIfAborted();
      if (stop.now) return;
      const streamRun = runs.get(reading.stream);
      if (streamRun !== undefined) await take(reading, streamRun, options);
      options.onProgress();
      // The next thing that happens may be a wait for the network.
      writer.flush();
    }
    signal.throwIfAborted();
    failPending(runs, new TapError('its reading ended without saying that it is complete'), options);
  } catch (error) {
    if (error instanceof AuthError || signal.aborted) {
      stop.now = true;
      throw error;
    }
    failPending(runs, error, options);
  }
  checkpoints.write();
}

async function take(reading: Reading, streamRun: StreamRun, options: RunOptions): Promise<void> {
  const {checkpoints, log, refusalsFail} = options;
  if (streamRun.tally.outcome === 'failed') return;
  switch (reading.kind) {
    case 'started':
      streamRun.tally.began = options.clock.now();
      tell(options, options.dialect.started(streamRun.name));
      // After an interruption, reading goes on with this stream.
      checkpoints.syncing(streamRun.name);
      return;
    case 'rows':
      try {
        return await streamRun.rows(reading);
      } catch (error) {
        // A bad row is the matter of its own stream; what else hangs on the same pages goes on.
        if (!(error instanceof TapError) || options.signal.aborted || options.writer.isBroken) throw error;
        return fail(streamRun, error, options);
      }
    case 'fields':
      return streamRun.widen(reading.fields);
    case 'total':
      streamRun.tally.announced += reading.add;
      tell(options, options.dialect.estimate(streamRun.name, streamRun.tally.announced));
      return;
    case 'restarted':
      log.warning(reading.reason, streamRun.name);
      return streamRun.restart();
    case 'progress':
      if (streamRun.progress(reading.bookmark, reading.value) && reading.durable) checkpoints.write();
      return;
    case 'complete':
      streamRun.complete(reading.bookmark, reading.value);
      return end(streamRun, options, {kind: 'complete'});
    case 'skipped':
      if (refusalsFail && !reading.expected) {
        return fail(streamRun, new ConfigError([reading.reason]), options);
      }
      streamRun.tally.outcome = 'skipped';
      streamRun.tally.reason = reading.reason;
      streamRun.tally.expected = reading.expected;
      if (reading.expected) log.info(`Skipped: ${reading.reason}`, streamRun.name);
      else log.warning(`Skipped: ${reading.reason}`, streamRun.name);
      return end(streamRun, options, {kind: 'complete'});
    case 'failed':
      return fail(streamRun, reading.error, options);
  }
}

function failPending(runs: ReadonlyMap<string, StreamRun>, error: unknown, options: RunOptions): void {
  for (const streamRun of runs.values()) {
    if (streamRun.tally.outcome === 'pending') fail(streamRun, error, options);
  }
}

function fail(streamRun: StreamRun, error: unknown, options: RunOptions): void {
  streamRun.tally.outcome = 'failed';
  streamRun.tally.reason = messageOf(error);
  options.log.error(`Failed: ${messageOf(error)}`, streamRun.name);
  if (!(error instanceof TapError) && error instanceof Error)
    options.log.debug(error.stack ?? '', streamRun.name);
  end(streamRun, options, {kind: 'failed', message: messageOf(error), failure: failureOf(error)});
}

function tell({writer}: RunOptions, lines: readonly string[]): void {
  for (const line of lines) writer.write(line);
}

/** Tells the state and the counts of a stream that has ended. */
function end(streamRun: StreamRun, options: RunOptions, how: StreamEnd): void {
  const {clock, checkpoints, log} = options;
  const {tally} = streamRun;
  tally.ended = clock.now();
  checkpoints.write();
  checkpoints.writeEnd(streamRun.name, how);
  tally.findings = streamRun.findings.summary();
  for (const finding of tally.findings) log.warning(finding, streamRun.name);
  const tags = {stream: streamRun.name};
  log.metric({type: 'counter', metric: 'record_count', value: tally.records, tags});
  log.metric({type: 'counter', metric: 'http_request_count', value: tally.requests, tags});
  const seconds = (tally.ended - (tally.began ?? tally.ended)) / 1000;
  log.metric({
    type: 'timer',
    metric: 'sync_duration',
    value: seconds,
    tags: {...tags, status: statusOf(tally.outcome)},
  });
}

function statusOf(outcome: string): string {
  return outcome === 'failed' ? 'failed' : 'succeeded';
}
