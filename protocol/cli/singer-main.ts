import {discover} from '../core/catalog.js';
import {Interrupted, messageOf, sentencesOf, TapError, UsageError} from '../core/errors.js';
import {packageVersion} from '../package-facts.js';
import {StderrLog} from '../sync/stderr-log.js';
import {streamsOfTap, type Tap} from '../tap.js';
import {type Command, parseArgs} from './args.js';
import type {Ending} from './ending.js';
import {logLevel} from './log-level.js';
import {print} from './print.js';
import {programVerbs} from './program-verbs.js';
import {systemClock} from './system-clock.js';

/** Does what a command line in Singer's form asks for. Returns the exit code: 1 for failures, 2 for wrong usage. */
export async function singerMain(
  tap: Tap,
  args: readonly string[],
  ending: Ending,
  onCrash: (tell: (error: unknown) => void) => void,
): Promise<number> {
  let log = newLog(tap, 'text');
  onCrash((error) => tellCrash(log, error));
  try {
    const command = await parseArgs(tap.name, args, {...programVerbs(tap), ...tap.verbs});
    if (typeof command === 'string') return await print(command);
    log = newLog(tap, command.logFormat);
    return await perform(tap, command, log, ending);
  } catch (error) {
    tell(log, error, tap, ending);
    return error instanceof UsageError ? 2 : 1;
  }
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
      const {testSchema} = await import('./singer-sync.js');
      return testSchema(tap, command, log, ending);
    }
    case 'verb': {
      const own = programVerbs(tap)[command.verb ?? ''];
      if (own !== undefined) return own.run(tap, command, log, ending);
      const {verbCommand} = await import('./verb-command.js');
      return verbCommand(tap, command, log, ending);
    }
    default: {
      const {runConfig} = await import('./tap-config.js');
      const loaded = runConfig(tap, command.config);
      const {singerSync} = await import('./singer-sync.js');
      await singerSync(tap, command, loaded, log, ending);
      return 0;
    }
  }
}

/** One sentence for what ended the run; stack traces are for our own mistakes. */
function tell(log: StderrLog, error: unknown, tap: Tap, ending: Ending): void {
  if (error instanceof UsageError) {
    log.critical(`${sentencesOf(error)}. See ${tap.name} --help`);
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
  return new StderrLog({
    name: tap.name,
    level: logLevel(tap),
    format,
    out: process.stderr,
    clock: systemClock,
  });
}
