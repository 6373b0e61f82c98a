import yargs from 'yargs';
import {UsageError} from '../core/errors.js';

/** What is said where settings are needed and none are named. */
export const NO_SETTINGS =
  'Settings are missing: add --config FILE, or --config ENV to take them from the environment';

/**
 * A parser of a program's command line, with the flags that taps and targets share. It ends no process and prints nothing;
 * what can't be understood is a `UsageError` with a sentence.
 */
export function parserFor(name: string, args: readonly string[], usage: string) {
  return yargs([...args])
    .scriptName(name)
    .usage(usage)
    .detectLocale(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'parse-positional-numbers': false,
    })
    .exitProcess(false)
    .version(false)
    .help()
    .alias('help', 'h')
    .strict()
    .option('config', {
      alias: 'c',
      type: 'string',
      describe: 'Settings, as JSON; repeatable, and ENV reads the environment',
      requiresArg: true,
    })
    .option('about', {type: 'boolean', describe: 'Describe the program, its settings and what it can do'})
    .option('format', {
      type: 'string',
      choices: ['text', 'json', 'markdown'] as const,
      default: 'text' as const,
      describe: 'The form of what is printed for people',
    })
    .option('log-format', {
      type: 'string',
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'The form of log lines on stderr',
    })
    .option('summary', {
      type: 'string',
      describe: 'Leave the numbers of the run in this file, as JSON',
      requiresArg: true,
    })
    .option('version', {type: 'boolean', describe: 'Print the version'})
    .fail((message, error) => {
      const text = message ?? error?.message ?? 'the command line could not be understood';
      throw new UsageError(text.replace(/\s+/g, ' '));
    });
}

/**
 * The values of an option. One that is given several times arrives as a list, whatever the types say; declaring it a list
 * instead would let it swallow the words that follow it.
 */
export function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The value that counts of an option that is given several times. */
export function lastOf(value: unknown): string | undefined {
  return listOf(value).at(-1);
}
