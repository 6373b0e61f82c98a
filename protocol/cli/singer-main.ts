import {discover} from '../core/catalog.js';
import {UsageError} from '../core/errors.js';
import {packageVersion} from '../package-facts.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {streamsOfTap, type Tap} from '../tap.js';
import {type Command, parseArgs} from './args.js';
import type {Ending} from './ending.js';
import {print} from './print.js';
import {programVerbs} from './program-verbs.js';
import {newLog, tellCrash, tellEnd} from './telling.js';

/** Does what a command line in Singer's form asks for. Returns the exit code: 1 for failures, 2 for wrong usage. */
export async function singerMain(
  tap: Tap,
  args: readonly string[],
  ending: Ending,
  onCrash: (tell: (error: unknown) => void) => void,
): Promise<number> {
  let log = newLog(tap.name, 'text');
  onCrash((error) => tellCrash(log, error));
  try {
    const command = await parseArgs(tap.name, args, {...programVerbs(tap), ...tap.verbs});
    if (typeof command === 'string') return await print(command);
    log = newLog(tap.name, command.logFormat);
    return await perform(tap, command, log, ending);
  } catch (error) {
    tellEnd(log, error, tap.name, ending);
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
