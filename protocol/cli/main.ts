import type {Tap} from '../tap.js';
import {airbyteVerb} from './airbyte/args.js';
import {runProgram} from './program.js';

/**
 * Runs a tap as a program: reads the command line, does the one thing that it asks for, and ends the process. A first
 * word that is one of Airbyte's verbs makes it an Airbyte source, everything else a Singer tap. Exit code 0: good; 1:
 * failed or incomplete; 2: wrong usage. Stdout carries protocol lines only.
 */
export async function main(tap: Tap, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const verb = airbyteVerb(args);
  await runProgram(async (ending, onCrash) =>
    // Only one of the two is ever needed, and starting time counts.
    verb === undefined
      ? (await import('./singer-main.js')).singerMain(tap, args, ending, onCrash)
      : (await import('./airbyte/main.js')).airbyteMain(tap, verb, args, ending, onCrash),
  );
}
