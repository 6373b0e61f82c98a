import {UsageError} from '../core/errors.js';
import {packageVersion} from '../package-facts.js';
import type {StderrLog} from '../sync/stderr-log.js';
import type {Target} from '../target/target.js';
import type {Ending} from './ending.js';
import {print} from './print.js';
import {runProgram} from './program.js';
import {parseTargetArgs, type TargetCommand} from './target-args.js';
import {newLog, tellCrash, tellEnd} from './telling.js';

/**
 * Runs a Singer target as a program: reads the command line, does the one thing that it asks for, and ends the process.
 * Exit code 0: everything was written; 1: something was refused, or the run failed; 2: wrong usage. Stdout carries states
 * alone, and in a dry run the calls that would be made.
 */
export async function runTarget(
  target: Target,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  await runProgram(async (ending, onCrash) => {
    let log = newLog(target.name, 'text');
    onCrash((error) => tellCrash(log, error));
    try {
      const command = await parseTargetArgs(target.name, args);
      if (typeof command === 'string') return await print(command);
      log = newLog(target.name, command.logFormat);
      return await perform(target, command, log, ending);
    } catch (error) {
      tellEnd(log, error, target.name, ending);
      return error instanceof UsageError ? 2 : 1;
    }
  });
}

/** Does what the command line asks for. What only prints facts does not load the code that talks to a service. */
async function perform(
  target: Target,
  command: TargetCommand,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  switch (command.action) {
    case 'version':
      return print(`${target.name} ${packageVersion()}`);
    case 'about': {
      const {aboutTarget} = await import('./target-about.js');
      return print(aboutTarget(target, command.format));
    }
    case 'settle': {
      const {settle} = await import('./target-settle.js');
      return settle(target, command, log, ending.run);
    }
    default: {
      const {targetRun} = await import('./target-run.js');
      await targetRun(target, command, log, ending);
      return 0;
    }
  }
}
