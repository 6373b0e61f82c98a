import yargs from 'yargs';
import {UsageError} from '../../core/errors.js';

export const AIRBYTE_VERBS = ['spec', 'check', 'discover', 'read'] as const;

export type AirbyteVerb = (typeof AIRBYTE_VERBS)[number];

export interface AirbyteCommand {
  readonly verb: AirbyteVerb;
  readonly config: string | undefined;
  readonly catalog: string | undefined;
  readonly state: string | undefined;
  readonly debug: boolean;
}

/** Which files a verb needs and takes. */
const FILES: Readonly<Record<AirbyteVerb, {needs: readonly FileFlag[]; takes: readonly FileFlag[]}>> = {
  spec: {needs: [], takes: []},
  check: {needs: ['config'], takes: ['config']},
  discover: {needs: ['config'], takes: ['config']},
  read: {needs: ['config', 'catalog'], takes: ['config', 'catalog', 'state']},
};

type FileFlag = 'config' | 'catalog' | 'state';

/** The Airbyte verb on a command line: its first word; undefined where that is none. */
export function airbyteVerb(args: readonly string[]): AirbyteVerb | undefined {
  const first = args.find((word) => word !== '--debug');
  return AIRBYTE_VERBS.find((verb) => verb === first);
}

/**
 * Reads the command line in Airbyte's form; the text of the help when it only asked for that. Throws `UsageError`
 * with a sentence for what can't be understood.
 */
export async function parseAirbyteArgs(
  name: string,
  verb: AirbyteVerb,
  args: readonly string[],
): Promise<AirbyteCommand | string> {
  let help: string | undefined;
  const at = args.indexOf(verb);
  const options = [...args.slice(0, at), ...args.slice(at + 1)];
  const {needs, takes} = FILES[verb];
  const parser = yargs(options)
    .scriptName(name)
    .usage(`$0 ${verb}${takes.map((flag) => ` --${flag} FILE`).join('')}`)
    .detectLocale(false)
    .parserConfiguration({'boolean-negation': false, 'camel-case-expansion': false})
    .exitProcess(false)
    .version(false)
    .help()
    .strict()
    .option('debug', {type: 'boolean', default: false, describe: 'Log more'})
    // Declarative connectors of Airbyte's have these; they mean nothing here.
    .option('manifest-path', {type: 'string', hidden: true})
    .option('components-path', {type: 'string', hidden: true})
    .fail((message, error) => {
      const text = message ?? error?.message ?? 'the command line could not be understood';
      throw new UsageError(text.replace(/\s+/g, ' '));
    });
  for (const flag of takes) {
    parser.option(flag, {type: 'string', requiresArg: true, describe: DESCRIPTIONS[flag]});
  }
  const parsed = await parser.parse(options, {}, (_error, _argv, output) => {
    help = output === '' ? undefined : output;
  });
  if (help !== undefined) return help;
  const stray = parsed._.map(String);
  if (stray[0] !== undefined) throw new UsageError(`Unknown argument: ${stray[0]}`);
  const file = (flag: FileFlag): string | undefined => {
    const value: unknown = parsed[flag];
    return value === undefined ? undefined : String(Array.isArray(value) ? value.at(-1) : value);
  };
  for (const flag of needs) {
    if (file(flag) === undefined) throw new UsageError(`${verb} needs --${flag} FILE`);
  }
  return {verb, config: file('config'), catalog: file('catalog'), state: file('state'), debug: parsed.debug};
}

const DESCRIPTIONS: Readonly<Record<FileFlag, string>> = {
  config: 'Settings, as JSON',
  catalog: 'The configured catalog, as JSON',
  state: 'The states of the last run, as JSON',
};
