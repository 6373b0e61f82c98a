import yargs from 'yargs';
import {UsageError} from '../core/errors.js';
import type {LogFormat} from '../sync/stderr-log.js';

/** What the command line of a target asks for; exactly one of these is done. */
export type TargetAction = 'version' | 'about' | 'write' | 'settle';

export interface TargetCommand {
  readonly action: TargetAction;
  readonly config: readonly string[];
  /** Where the messages are; undefined: on stdin. */
  readonly input: string | undefined;
  readonly isDry: boolean;
  readonly format: 'text' | 'json' | 'markdown';
  readonly logFormat: LogFormat;
  /** Where the numbers of the run are left as JSON. */
  readonly summary: string | undefined;
  /** What is to be settled: stream, key, and id or "none". Empty: what there is to settle is to be listed. */
  readonly words: readonly string[];
}

const SETTLE = 'settle';

/**
 * Reads the command line of a target; the text of the help when it only asked for that. Throws `UsageError` with a sentence
 * for what can't be understood.
 */
export async function parseTargetArgs(
  name: string,
  args: readonly string[],
): Promise<TargetCommand | string> {
  let help: string | undefined;
  const parsed = await yargs([...args])
    .scriptName(name)
    .usage('$0 --config FILE [--input FILE] [--dry-run]\n$0 settle --config FILE\n$0 --about [--format json]')
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
    .option('input', {
      type: 'string',
      describe: 'Read the messages from this file instead of stdin',
      requiresArg: true,
    })
    .option('dry-run', {
      type: 'boolean',
      describe: 'Check everything, print the calls that would be made, and write nothing',
    })
    .option('about', {type: 'boolean', describe: 'Describe the target, its settings and objects'})
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
    .command(
      `${SETTLE} [words..]`,
      'Tell which object a creation without an answer made: STREAM KEY ID, or none; without them, list what is open',
    )
    .fail((message, error) => {
      const text = message ?? error?.message ?? 'the command line could not be understood';
      throw new UsageError(text.replace(/\s+/g, ' '));
    })
    .parse([...args], {}, (_error, _argv, output) => {
      help = output === '' ? undefined : output;
    });
  if (help !== undefined) return help;
  const [verb, ...stray] = parsed._.map(String);
  const unknown = verb === SETTLE ? stray[0] : verb;
  if (unknown !== undefined) throw new UsageError(`Unknown argument: ${unknown}`);
  const action = actionOf(parsed, verb);
  const config = listOf(parsed.config);
  if (config.length === 0 && (action === 'write' || action === 'settle')) {
    throw new UsageError(
      'Settings are missing: add --config FILE, or --config ENV to take them from the environment',
    );
  }
  return {
    action,
    config,
    input: listOf(parsed.input).at(-1),
    isDry: listOf(parsed['dry-run']).at(-1) === 'true',
    format: listOf(parsed.format).at(-1) as TargetCommand['format'],
    logFormat: listOf(parsed['log-format']).at(-1) as LogFormat,
    summary: listOf(parsed.summary).at(-1),
    words: listOf(parsed.words),
  };
}

function actionOf(
  {version, about}: {version?: boolean | undefined; about?: boolean | undefined},
  verb: string | undefined,
): TargetAction {
  if (version === true) return 'version';
  if (about === true) return 'about';
  return verb === SETTLE ? 'settle' : 'write';
}

// A string option that is given several times arrives as a list, whatever the types say.
function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
