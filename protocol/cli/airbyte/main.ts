import {failureOf, Interrupted, messageOf, sentencesOf, TapError, UsageError} from '../../core/errors.js';
import type {JsonObject} from '../../core/json.js';
import {AirbyteLog} from '../../dialects/airbyte/log.js';
import {Writer} from '../../sync/writer.js';
import type {Tap} from '../../tap.js';
import type {Ending} from '../ending.js';
import {logLevel} from '../log-level.js';
import {print} from '../print.js';
import {systemClock} from '../system-clock.js';
import {type AirbyteCommand, type AirbyteVerb, parseAirbyteArgs} from './args.js';
import type {Session} from './session.js';
import {specification} from './spec.js';

/** Does one of Airbyte's verbs, everything that it says being messages on stdout. Returns the exit code. */
export async function airbyteMain(
  tap: Tap,
  verb: AirbyteVerb,
  args: readonly string[],
  ending: Ending,
  onCrash: (tell: (error: unknown) => void) => void,
): Promise<number> {
  const name = `source-${tap.name.replace(/^tap-/, '')}`;
  const command = await usage(() => parseAirbyteArgs(name, verb, args));
  if (typeof command === 'number') return command;
  const writer = new Writer(process.stdout, (error) => ending.outputBroke(error));
  const log = new AirbyteLog({
    level: command.debug ? 'debug' : logLevel(tap),
    // Whoever waits for a line should not have to wait for the next chunk of records.
    put(line) {
      writer.write(line);
      writer.flush();
    },
    clock: systemClock,
  });
  const session: Session = {tap, command, writer, log, ending};
  onCrash((error) => tell(session, error));
  let exitCode = 0;
  try {
    await perform(session);
  } catch (error) {
    exitCode = 1;
    tell(session, error);
  }
  await writer.finish(ending.patience);
  return ending.broken === undefined ? exitCode : 1;
}

/** The parsed command line; an exit code where it only asked for help, or can't be understood. */
async function usage(parse: () => Promise<AirbyteCommand | string>): Promise<AirbyteCommand | number> {
  try {
    const command = await parse();
    return typeof command === 'string' ? await print(command) : command;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${sentencesOf(error)}\n`);
    return 2;
  }
}

async function perform(session: Session): Promise<void> {
  const {tap, command, writer} = session;
  const say = (type: string, body: JsonObject) => writer.write(JSON.stringify({type, ...body}));
  switch (command.verb) {
    case 'spec':
      return say('SPEC', {spec: specification(tap)});
    case 'check': {
      const {checkCommand} = await import('./check.js');
      return say('CONNECTION_STATUS', {connectionStatus: await checkCommand(session)});
    }
    case 'discover': {
      const {discoverCommand} = await import('./discover-command.js');
      return say('CATALOG', {catalog: {streams: await discoverCommand(session)}});
    }
    case 'read': {
      const {readCommand} = await import('./read.js');
      return readCommand(session);
    }
  }
}

/** Tells what ended the command, for the person who reads it and for the platform. Being told to stop is no error. */
function tell({log, ending}: Session, error: unknown): void {
  if (ending.signalled || ending.broken !== undefined || error instanceof Interrupted) {
    log.info(messageOf(ending.run.reason ?? error));
  } else if (error instanceof TapError) {
    log.trace({message: sentencesOf(error), failure: failureOf(error)});
  } else {
    const stack = error instanceof Error ? error.stack : undefined;
    log.trace({message: `Internal error: ${messageOf(error)}; please report it`, failure: 'system', stack});
  }
}
