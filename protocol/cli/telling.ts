import {Interrupted, messageOf, sentencesOf, TapError, UsageError} from '../core/errors.js';
import {StderrLog} from '../sync/stderr-log.js';
import type {Ending} from './ending.js';
import {logLevel} from './log-level.js';
import {systemClock} from './system-clock.js';

/** One sentence for what ended the run of a program; stack traces are for our own mistakes. */
export function tellEnd(log: StderrLog, error: unknown, program: string, ending: Ending): void {
  if (error instanceof UsageError) {
    log.critical(`${sentencesOf(error)}. See ${program} --help`);
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

/** What is said of an error that nobody foresaw. */
export function tellCrash(log: StderrLog, error: unknown): void {
  if (error instanceof Error && error.stack !== undefined) log.debug(error.stack);
  log.critical(`Internal error: ${messageOf(error)}. LOGLEVEL=debug shows where; please report it`);
}

/** The log of a program on stderr. */
export function newLog(program: string, format: 'text' | 'json'): StderrLog {
  return new StderrLog({
    name: program,
    level: logLevel({name: program}),
    format,
    out: process.stderr,
    clock: systemClock,
  });
}
