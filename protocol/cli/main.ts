import {discover} from '../core/catalog.js';
import {Interrupted, messageOf, TapError, UsageError} from '../core/errors.js';
import {LOG_LEVELS, type LogLevel} from '../core/log.js';
import {packageVersion} from '../package-facts.js';
import {StderrLog} from '../sync/stderr-log.js';
import {streamsOfTap, type Tap} from '../tap.js';
import {type Command, parseArgs} from './args.js';
import {Ending, whyOutputBroke} from './ending.js';
import {systemClock} from './system-clock.js';

/**
 * Runs a tap as a program: reads the command line, does the one thing that it asks for, and ends the process.
 * Exit code 0: good; 1: failed or incomplete; 2: wrong usage. Stdout carries protocol lines only.
 */
export async function main(tap: Tap, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const ending = new Ending();
  let log = newLog(tap, 'text');
  const crash = (error: unknown) => {
    tellCrash(log, error);
    process.exitCode = 1;
    ending.abort(error);
  };
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
  let exitCode = 0;
  try {
    const command = await parseArgs(tap.name, args, tap.verbs);
    if (typeof command === 'string') {
      exitCode = await print(command);
    } else {
      log = newLog(tap, command.logFormat);
      exitCode = await perform(tap, command, log, ending);
    }
  } catch (error) {
    exitCode = error instanceof UsageError ? 2 : 1;
    tell(log, error, tap, ending);
  }
  await drained();
  await ending.end(exitCode);
}

/** Does what the command line asks for. What only prints facts does not load the code that talks to a service. */
async function perform(tap: Tap, command: Command, log: StderrLog, ending: Ending): Promise<number> {
  switch (command.action) {
    case 'version':
      return print(`${tap.name} ${packageVersion()}`);
    case 'about': {
      const {about} = await import('./about.js');
      return print(about(tap, command.format));
    }
    case 'discover': {
      const {discoveryConfig} = await import('./tap-config.js');
      const streams = streamsOfTap(tap, discoveryConfig(tap, command.config));
      // With line breaks, since Meltano reads discovery line by line and refuses lines of 64 KiB.
      return print(JSON.stringify(discover(streams), undefined, 2));
    }
    case 'test-schema': {
      const {testSchema} = await import('./sync-command.js');
      return testSchema(tap, command, log, ending);
    }
    case 'verb': {
      const {verbCommand} = await import('./verb-command.js');
      return verbCommand(tap, command, log, ending, print);
    }
    default: {
      const {runConfig} = await import('./tap-config.js');
      const loaded = runConfig(tap, command.config);
      const {syncCommand} = await import('./sync-command.js');
      return syncCommand({tap, command, loaded, log, ending});
    }
  }
}

/** Prints a fact on stdout; throws when it can't be written, since half a catalog must not pass for a whole one. */
function print(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new TapError(whyOutputBroke(error)));
    process.stdout.on('error', failed);
    process.stdout.write(`${text}\n`, (error) => (error ? failed(error) : resolve(0)));
  });
}

/** One sentence for what ended the run; stack traces are for our own mistakes. */
function tell(log: StderrLog, error: unknown, tap: Tap, ending: Ending): void {
  if (error instanceof UsageError) {
    log.critical(`${error.message}. See ${tap.name} --help`);
  } else if (ending.broken !== undefined && !ending.signalled) {
    log.critical(ending.broken.message);
  } else if (ending.signalled || error instanceof Interrupted) {
    log.critical(messageOf(ending.run.reason ?? error));
  } else if (error instanceof TapError) {
    log.critical(error.message);
  } else {
    tellCrash(log, error);
  }
}

function tellCrash(log: StderrLog, error: unknown): void {
  if (error instanceof Error && error.stack !== undefined) log.debug(error.stack);
  log.critical(`Internal error: ${messageOf(error)}. LOGLEVEL=debug shows where; please report it`);
}

function newLog(tap: Tap, format: 'text' | 'json'): StderrLog {
  const prefix = tap.name.toUpperCase().replaceAll('-', '_');
  const level = levelFrom(process.env[`${prefix}_LOGLEVEL`] || process.env.LOGLEVEL);
  return new StderrLog({name: tap.name, level, format, out: process.stderr, clock: systemClock});
}

const OTHER_NAMES: Record<string, LogLevel> = {warn: 'warning', fatal: 'critical', trace: 'debug'};

function levelFrom(word: string | undefined): LogLevel {
  const name = word?.trim().toLowerCase() ?? '';
  return LOG_LEVELS.find((level) => level === name) ?? OTHER_NAMES[name] ?? 'info';
}

/** Resolves when stderr has taken everything, or after a moment if nobody reads it. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 500).unref();
    process.stderr.write('', () => resolve());
  });
}
