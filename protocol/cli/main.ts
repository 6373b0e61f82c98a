import type {Tap} from '../tap.js';
import {airbyteVerb} from './airbyte/args.js';
import {Ending} from './ending.js';

/**
 * Runs a tap as a program: reads the command line, does the one thing that it asks for, and ends the process. A first
 * word that is one of Airbyte's verbs makes it an Airbyte source, everything else a Singer tap. Exit code 0: good; 1:
 * failed or incomplete; 2: wrong usage. Stdout carries protocol lines only.
 */
export async function main(tap: Tap, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const ending = new Ending();
  const verb = airbyteVerb(args);
  // Only one of the two is ever needed, and starting time counts.
  const exitCode =
    verb === undefined
      ? await (await import('./singer-main.js')).singerMain(tap, args, ending, onCrash)
      : await (await import('./airbyte/main.js')).airbyteMain(tap, verb, args, ending, onCrash);
  await drained();
  await ending.end(exitCode);

  function onCrash(tell: (error: unknown) => void): void {
    const crash = (error: unknown) => {
      tell(error);
      process.exitCode = 1;
      ending.abort(error);
    };
    process.on('uncaughtException', crash).on('unhandledRejection', crash);
  }
}

/** Resolves when stderr has taken everything, or after a moment if nobody reads it. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 500).unref();
    process.stderr.write('', () => resolve());
  });
}
