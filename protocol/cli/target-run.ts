import {createReadStream, mkdtempSync, rmSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import type {LoadedConfig} from '../config/load.js';
import {ConfigError, IncompleteError, Interrupted} from '../core/errors.js';
import {Masks} from '../core/redact.js';
import {fileOf} from '../durable/file-of.js';
import {barProgress, loggedProgress, type Progress} from '../sync/progress.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {Writer} from '../sync/writer.js';
import {dryConnection, realConnection} from '../target/connections.js';
import {FileLedger, openDryLedger} from '../target/file-ledger.js';
import type {Ledger} from '../target/ledger.js';
import {NO_REJECTS, type Rejects, RejectsFile} from '../target/rejects.js';
import {applyInput} from '../target/run.js';
import {Spill} from '../target/spill.js';
import type {Target} from '../target/target.js';
import type {Ending} from './ending.js';
import {leaveSummary} from './leave-summary.js';
import {serviceClient} from './service-client.js';
import {systemClock} from './system-clock.js';
import {runConfig} from './tap-config.js';
import type {TargetCommand} from './target-args.js';
import {ledgerPath, refusalBound, targetConfig} from './target-config.js';
import {TargetTallies, targetNumbers, targetTable} from './target-tallies.js';

/** How long a call that is under way when a signal comes may take to be answered and noted. */
const GRACE_MILLIS = 1500;
/** How long a signal may come after the input has ended that was sent to the tap and us together. */
const LULL_MILLIS = 250;
/** Bytes that are read from a file at once. */
const READ_AHEAD = 1 << 20;

/** Everything that a run starts from. */
interface Run {
  readonly target: Target;
  readonly command: TargetCommand;
  readonly loaded: LoadedConfig;
  readonly masks: Masks;
  readonly log: StderrLog;
  readonly ending: Ending;
  readonly writer: Writer;
  readonly tallies: TargetTallies;
  readonly rejects: Rejects;
}

/**
 * Writes what comes in into the service. Throws what ended the run before its time, and `IncompleteError` where records were
 * refused.
 */
export async function targetRun(
  target: Target,
  command: TargetCommand,
  log: StderrLog,
  ending: Ending,
): Promise<void> {
  const loaded = runConfig(target, command.config);
  const masks = new Masks(loaded.secrets);
  log.redactWith(masks.redact);
  for (const warning of loaded.warnings) log.warning(warning);
  const tallies = new TargetTallies(target.name, systemClock.now);
  log.onWarning = (stream) => tallies.noteWarning(stream);
  const {rejects_path} = targetConfig(loaded.config);
  requireApart(ledgerPath(target, loaded.config), rejects_path);
  const rejects = command.isDry
    ? NO_REJECTS
    : await RejectsFile.at(rejects_path, masks.redact, systemClock.now);
  const input = await openInput(command.input);
  if (command.input === undefined && process.stdin.isTTY)
    log.info('Reading messages from the terminal; name a file with --input, or pipe a tap in');
  const writer = new Writer(process.stdout, (error) => ending.outputBroke(error));
  const progress = await progressOf(command, tallies, log);
  const began = systemClock.now();
  let isGood = false;
  try {
    const run = {target, command, loaded, masks, log, ending, writer, tallies, rejects};
    await write(run, input, progress);
    isGood = true;
  } finally {
    input.destroy();
    ending.abort(new Interrupted('The run is over'));
    progress.stop();
    await writer.finish(ending.patience);
    conclude(
      command,
      tallies,
      log,
      (systemClock.now() - began) / 1000,
      isGood && tallies.sum('refused') === 0,
    );
  }
  // The last lines of a run may be the first that a dead reader does not take.
  if (ending.broken !== undefined) throw ending.broken;
  const refused = tallies.sum('refused');
  if (refused === 0) return;
  const count = refused === 1 ? '1 record' : `${refused} records`;
  const were = refused === 1 ? 'was' : 'were';
  throw new IncompleteError(
    command.isDry
      ? `${count} would be refused; the warnings above say why`
      : `${count} ${were} refused; ${rejects_path} tells which and why`,
  );
}

/** Throws `ConfigError` where one file would have to be two. */
function requireApart(ledger: string, rejects: string): void {
  const taken = ['', '.lock', '.waiting'].map((ending) => `${fileOf(ledger)}${ending}`);
  if (!taken.includes(fileOf(rejects))) return;
  throw new ConfigError([
    `The settings "ledger_path" (${ledger}) and "rejects_path" (${rejects}) lead to one file; name two`,
  ]);
}

async function write(run: Run, input: Readable, progress: Progress): Promise<void> {
  const {target, command, loaded, masks, log, ending, writer, tallies, rejects} = run;
  const {config} = loaded;
  const grace = graceAfter(ending.run);
  const service = target.service(config);
  const client = serviceClient(service, loaded, {
    redact: masks.redact,
    signal: grace.signal,
    log,
    observe({stream, method, path, status, seconds, retry}) {
      tallies.noteRequest(stream, retry);
      log.debug(`${method} ${path} ${status ?? 'failed'} after ${seconds.toFixed(3)} s`, stream);
    },
  });
  const put = (line: string) => {
    writer.write(line);
    writer.flush();
  };
  const connection = command.isDry
    ? dryConnection(client, service.baseUrl, async (call) => {
        put(masks.redact(call));
        await writer.ready(ending.run);
      })
    : realConnection(client);
  const ledgers: Ledger[] = [];
  const waitingFolder = command.isDry ? mkdtempSync(join(tmpdir(), `${target.name}-`)) : undefined;
  try {
    const writing = await target.open({
      config,
      connection,
      log,
      clock: systemClock,
      signal: ending.run,
      openLedger: async (account) => {
        const ledger = await openLedger(run, account);
        ledgers.push(ledger);
        return ledger;
      },
    });
    await applyInput({
      input,
      writing,
      rejects,
      // Beside the ledger, whose lock keeps others from it.
      spill: new Spill(
        waitingFolder === undefined
          ? `${ledgerPath(target, config)}.waiting`
          : join(waitingFolder, 'waiting'),
      ),
      ...refusalBound(config),
      print: (state) => {
        if (!command.isDry) put(state);
      },
      received: (stream) => tallies.noteReceived(stream),
      applied(stream, what) {
        tallies.noteOutcome(stream, what);
        progress.update();
      },
      refused(stream) {
        tallies.noteOutcome(stream, 'refused');
        progress.update();
      },
      log,
      signal: ending.run,
      // Whether it is aborted is looked at afterwards.
      lull: () => systemClock.sleep(LULL_MILLIS, ending.run).catch(() => undefined),
    });
  } finally {
    grace.end();
    client.close();
    for (const ledger of ledgers) await ledger.close();
    if (waitingFolder !== undefined) rmSync(waitingFolder, {recursive: true, force: true});
  }
}

async function openLedger({target, command, loaded, log}: Run, account: string): Promise<Ledger> {
  const options = {path: ledgerPath(target, loaded.config), target: target.name, account};
  if (command.isDry) return openDryLedger(options);
  const ledger = await FileLedger.open(options);
  if (ledger.isNew) {
    log.warning(
      `The ledger ${options.path} is new: what earlier runs wrote with another one is not known. Keep it for all further runs`,
    );
  }
  return ledger;
}

/** A signal that is aborted a moment after another. */
function graceAfter(signal: AbortSignal): {signal: AbortSignal; end: () => void} {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => controller.abort(signal.reason), GRACE_MILLIS);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, {once: true});
  return {
    signal: controller.signal,
    end() {
      signal.removeEventListener('abort', begin);
      clearTimeout(timer);
      controller.abort(new Interrupted('The run is over'));
    },
  };
}

async function openInput(path: string | undefined): Promise<Readable> {
  if (path === undefined) return process.stdin;
  try {
    const file = await open(path);
    const isFolder = (await file.stat()).isDirectory();
    await file.close();
    if (isFolder) throw new ConfigError([`The input ${path} is a folder; name a file of Singer messages`]);
    return createReadStream(path, {highWaterMark: READ_AHEAD});
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError([
      code === 'ENOENT' ? `The input ${path} does not exist` : `The input ${path} cannot be read (${code})`,
    ]);
  }
}

async function progressOf(
  {logFormat}: TargetCommand,
  tallies: TargetTallies,
  log: StderrLog,
): Promise<Progress> {
  if (!process.stderr.isTTY || logFormat !== 'text') return loggedProgress(tallies, log, systemClock);
  return barProgress({all: [tallies.total], requests: 0, retries: 0}, log, systemClock);
}

/** Tells the numbers of a run, however it ended. */
function conclude(
  {logFormat, summary}: TargetCommand,
  tallies: TargetTallies,
  log: StderrLog,
  seconds: number,
  isGood: boolean,
): void {
  if (logFormat === 'text') log.print(targetTable(tallies));
  else {
    for (const tally of tallies.all) {
      const {stream, created, updated, deleted, unchanged, refused} = tally;
      const words = `${created} created, ${updated} updated, ${deleted} deleted, ${unchanged} unchanged, ${refused} refused`;
      log.numbers(words, stream, targetNumbers(tally));
    }
  }
  if (summary !== undefined) {
    const {requests, retries} = tallies;
    leaveSummary(summary, {requests, retries, streams: tallies.all.map(targetNumbers)}, log);
  }
  log.metric({
    type: 'timer',
    metric: 'job_duration',
    value: seconds,
    tags: {job_type: 'target', status: isGood ? 'succeeded' : 'failed'},
  });
}
