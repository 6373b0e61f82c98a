import {UsageError} from '../core/errors.js';
import type {LogFormat} from '../sync/stderr-log.js';
import type {FlagValue, Verb, VerbFlag} from '../tap.js';
import {lastOf, listOf, NO_SETTINGS, parserFor} from './parser.js';
import type {ProgramVerb} from './program-verb.js';

/** What the command line asks for; exactly one of these is done. */
export type Action = 'version' | 'about' | 'discover' | 'test' | 'test-schema' | 'sync' | 'verb';

export interface Command {
  readonly action: Action;
  /** The word that says what to do, for the action `verb`. */
  readonly verb: string | undefined;
  /** What follows that word. */
  readonly words: readonly string[];
  readonly config: readonly string[];
  readonly catalog: string | undefined;
  readonly state: string | undefined;
  readonly format: 'text' | 'json' | 'markdown';
  readonly logFormat: LogFormat;
  /** Where the numbers of the run are left as JSON. */
  readonly summary: string | undefined;
  /** The verb's own flags, by name. */
  readonly flags: Readonly<Record<string, FlagValue>>;
}

/**
 * Reads the command line in Singer's form; the text of the help when it only asked for that.
 * Throws `UsageError` with a sentence for what can't be understood.
 */
export async function parseArgs(
  tapName: string,
  args: readonly string[],
  verbs: Readonly<Record<string, Verb | ProgramVerb>> = {},
): Promise<Command | string> {
  let help: string | undefined;
  const usage = '$0 --config FILE [--catalog FILE] [--state FILE]\n$0 --discover\n$0 --about [--format json]';
  const parser = parserFor(tapName, args, usage)
    .option('discover', {alias: 'd', type: 'boolean', describe: 'Print the catalog of all streams'})
    .option('catalog', {type: 'string', describe: 'Which streams and fields to sync', requiresArg: true})
    .option('properties', {alias: 'p', type: 'string', describe: 'Old name of --catalog', requiresArg: true})
    .option('state', {alias: 's', type: 'string', describe: 'Where the last run ended', requiresArg: true})
    .option('test', {
      type: 'string',
      choices: ['', 'all', 'schema'] as const,
      describe: 'Read one record per stream; =schema: only print schemas',
    })
    .option('dev', {type: 'boolean', hidden: true});
  // What follows a flag is its value.
  const word = args.find((one, at) => Object.hasOwn(verbs, one) && args[at - 1]?.startsWith('-') !== true);
  const ownFlags = word === undefined ? {} : flagsOf(verbs[word]);
  for (const [name, verb] of Object.entries(verbs)) {
    parser.command(takesWords(verb) ? `${name} [words..]` : name, verb.description);
  }
  for (const [name, {type, describe, alias}] of Object.entries(ownFlags)) {
    parser.option(name, {
      // As text: a number would be made of nothing, too.
      type: type === 'boolean' ? type : 'string',
      describe,
      requiresArg: type !== 'boolean',
      ...(alias === undefined ? {} : {alias}),
    });
  }
  const parsed = await parser.parse([...args], {}, (_error, _argv, output) => {
    help = output === '' ? undefined : output;
  });
  if (help !== undefined) return help;
  if (args.length === 0)
    throw new UsageError('Say what to do: --config FILE to sync, --discover, --about or --help');
  const leading = parsed._.map(String);
  const verb = leading.find((word) => Object.hasOwn(verbs, word));
  const [stray] = leading.filter((word) => word !== verb);
  if (stray !== undefined) throw new UsageError(`Unknown argument: ${stray}`);
  const words = listOf(parsed.words);
  const config = listOf(parsed.config);
  const asked = actionOf({...parsed, test: lastOf(parsed.test)});
  const action = verb !== undefined && asked === 'sync' ? 'verb' : asked;
  if (
    config.length === 0 &&
    (action === 'sync' || action === 'test' || needsConfig(action, verbs[verb ?? '']))
  ) {
    throw new UsageError(NO_SETTINGS);
  }
  return {
    action,
    verb,
    words,
    config,
    catalog: lastOf(parsed.catalog) ?? lastOf(parsed.properties),
    state: lastOf(parsed.state),
    format: lastOf(parsed.format) as Command['format'],
    logFormat: lastOf(parsed['log-format']) as LogFormat,
    summary: lastOf(parsed.summary),
    flags: Object.fromEntries(
      Object.entries(ownFlags).map(([name, {type}]) => [name, flagValue(type, parsed[name])]),
    ),
  };
}

function flagsOf(verb: Verb | ProgramVerb | undefined): Readonly<Record<string, VerbFlag>> {
  return verb === undefined || verb.kind === 'service' ? {} : verb.flags;
}

function takesWords(verb: Verb | ProgramVerb): boolean {
  return verb.kind === 'program' && verb.takesWords;
}

function needsConfig(action: Action, verb: Verb | ProgramVerb | undefined): boolean {
  return action === 'verb' && (verb?.kind !== 'setup' || verb.needsConfig);
}

function flagValue(type: VerbFlag['type'], value: unknown): FlagValue {
  if (type === 'strings') return listOf(value);
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (last === undefined) return undefined;
  if (type === 'boolean') return last === true;
  if (type === 'string') return String(last);
  return String(last).trim() === '' ? Number.NaN : Number(last);
}

interface Flags {
  version?: boolean | undefined;
  about?: boolean | undefined;
  discover?: boolean | undefined;
  test?: string | undefined;
}

function actionOf(flags: Flags): Action {
  if (flags.version === true) return 'version';
  if (flags.about === true) return 'about';
  if (flags.discover === true) return 'discover';
  if (flags.test !== undefined) return flags.test === 'schema' ? 'test-schema' : 'test';
  return 'sync';
}
