import {
  isObject,
  type JsonObject,
  type JsonValue,
  type SetupContext,
  UsageError,
  type VerbReport,
} from '../../../protocol/index.js';
import {translateAirbyteCatalog} from './airbyte-catalog.js';
import {translateAirbyteState} from './airbyte-state.js';
import {secretsIn, translateConfig} from './config.js';
import type {Origin} from './counterparts.js';
import {type Output, writeOutputs} from './files.js';
import {type Input, readInput, settingsIn, streamsIn} from './inputs.js';
import type {Item} from './item.js';
import {originOf} from './origin.js';
import {reportOf} from './report.js';
import {translateSingerCatalog} from './singer-catalog.js';
import {translateSingerState} from './singer-state.js';

/** Translates the files that were named, and leaves what came of them in a folder. Throws `TapError` with a sentence. */
export async function migrateFiles(context: SetupContext): Promise<VerbReport> {
  const {flags} = context;
  const folder = flags.output;
  if (typeof folder !== 'string' || folder === '')
    throw new UsageError('Say where the translated files go: --output FOLDER');
  const inputs = inputsOf(context);
  const streams = (await context.discovered('singer')).map(({tap_stream_id}) => String(tap_stream_id));
  const said = typeof flags.from === 'string' ? flags.from : undefined;
  const origin = originOf(inputs, said, {settings: context.settings, streams});
  const {outputs, items, problems} = await translate(context, inputs, origin);
  const files = writeOutputs(
    folder,
    outputs,
    inputs.map(({path}) => path),
    flags.force === true,
  );
  return reportOf({from: origin, files, items, problems, next: nextCommand(files, outputs, origin)});
}

/** The files that were named, read. */
function inputsOf({files, catalog, state}: SetupContext): Input[] {
  const [config, second] = files;
  if (second !== undefined) throw new UsageError('Name one config file of the other connector, not several');
  const named = [
    ['config', config],
    ['catalog', catalog],
    ['state', state],
  ] as const;
  const inputs = named.flatMap(([part, path]) => (path === undefined ? [] : [readInput(part, path)]));
  if (inputs.length > 0) return inputs;
  throw new UsageError('Name what is to be translated: --config FILE, --catalog FILE, --state FILE');
}

interface Translation {
  readonly outputs: readonly Output[];
  readonly items: readonly Item[];
  readonly problems: readonly string[];
}

async function translate(
  context: SetupContext,
  inputs: readonly Input[],
  origin: Origin,
): Promise<Translation> {
  const outputs: Output[] = [];
  const items: Item[] = [];
  const problems: string[] = [];
  let startDate: JsonValue | undefined;
  const take = (name: string, content: JsonValue, more: readonly Item[], isSecret = false): void => {
    outputs.push({name, content, isSecret});
    items.push(...more);
  };
  for (const input of inputs) {
    if (input.part === 'config') {
      const theirs = settingsIn(input);
      context.keepSecret(...secretsIn(theirs, origin));
      const {content, items: found} = translateConfig(theirs, origin);
      startDate = content.start_date;
      problems.push(...context.problemsIn(flat(content)));
      take('config.json', content, found, true);
    } else if (input.part === 'catalog') {
      const entries = streamsIn(input);
      if (entries.length === 0) {
        items.push({part: 'catalog', how: 'left out', theirs: 'streams', note: EMPTY_CATALOG});
        continue;
      }
      const offered = await context.discovered(origin);
      const {content, items: found} =
        origin === 'singer'
          ? translateSingerCatalog(entries, offered)
          : translateAirbyteCatalog(entries, offered);
      take(origin === 'singer' ? 'catalog.json' : 'configured-catalog.json', content, found);
    } else {
      const now = context.clock.now();
      const {content, items: found} =
        origin === 'singer'
          ? translateSingerState(input.content, now, startDate)
          : translateAirbyteState(input.content, now, startDate);
      take('state.json', content, found);
    }
  }
  return {outputs, items, problems};
}

const EMPTY_CATALOG =
  'it is empty, as versions of Singer\'s tap before 2.2 wrote it, which read everything whatever it said; without a catalog tap-harvest reads what "Streams" in its README lists as on';

/** A config with what stands below `credentials` beside the others, as it is checked. */
function flat({credentials, ...others}: JsonObject): JsonObject {
  const {auth_type: _way, ...nested} = isObject(credentials) ? credentials : {};
  return {...others, ...nested};
}

/** The command that reads with the new files; words in capitals stand for what was not translated. */
function nextCommand(files: readonly string[], outputs: readonly Output[], origin: Origin): string {
  const path = (name: string): string | undefined => files[outputs.findIndex((one) => one.name === name)];
  const flag = (word: string, file: string | undefined): string[] =>
    file === undefined ? [] : [`--${word} ${file}`];
  const words = [
    origin === 'singer' ? 'tap-harvest' : 'source-harvest read',
    `--config ${path('config.json') ?? 'CONFIG'}`,
    ...(origin === 'airbyte'
      ? [`--catalog ${path('configured-catalog.json') ?? 'CATALOG'}`]
      : flag('catalog', path('catalog.json'))),
    ...flag('state', path('state.json')),
  ];
  return words.join(' ');
}
