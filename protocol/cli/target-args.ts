import {UsageError} from '../core/errors.js';
import type {LogFormat} from '../sync/stderr-log.js';
import {lastOf, listOf, NO_SETTINGS, parserFor} from './parser.js';

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
  const usage =
    '$0 --config FILE [--input FILE] [--dry-run]\n$0 settle --config FILE\n$0 --about [--format json]';
  const parsed = await parserFor(name, args, usage)
    .option('input', {
      type: 'string',
      describe: 'Read the messages from this file instead of stdin',
      requiresArg: true,
    })
    .option('dry-run', {
      type: 'boolean',
      describe: 'Check everything, print the calls that would be made, and write nothing',
    })
    .command(
      `${SETTLE} [words..]`,
      'Tell which object a creation without an answer made: STREAM KEY ID, or none; without them, list what is open',
    )
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
    throw new UsageError(NO_SETTINGS);
  }
  return {
    action,
    config,
    input: lastOf(parsed.input),
    isDry: lastOf(parsed['dry-run']) === 'true',
    format: lastOf(parsed.format) as TargetCommand['format'],
    logFormat: lastOf(parsed['log-format']) as LogFormat,
    summary: lastOf(parsed.summary),
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
