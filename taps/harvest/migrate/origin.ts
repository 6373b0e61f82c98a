import {ConfigError, isObject, type JsonObject, type JsonValue, UsageError} from '../../../protocol/index.js';
import {AIRBYTE_STREAMS} from './airbyte-streams.js';
import {ORIGINS, type Origin} from './counterparts.js';
import {type Input, nameOf, settingsIn, streamsIn} from './inputs.js';
import {SETTINGS} from './settings.js';
import {SINGER_STREAMS} from './singer-streams.js';

/** What is known here, so that our own files are told from those of others. */
export interface Ours {
  readonly settings: readonly string[];
  readonly streams: readonly string[];
}

/**
 * Whose files these are: what was said, or what they look like. Throws `ConfigError` where they look like our own, like
 * nobody's, or like different ones.
 */
export function originOf(inputs: readonly Input[], said: string | undefined, ours: Ours): Origin {
  if (said !== undefined) {
    if (said === 'singer' || said === 'airbyte') return said;
    throw new UsageError('--from must be singer or airbyte');
  }
  const looks = inputs.map((input) => ({input, look: lookOf(input, ours)}));
  for (const {input, look} of looks) {
    const {part, path} = input;
    if (look === 'ours') {
      throw new ConfigError([
        `The ${part} file ${path} is one of tap-harvest already, so there is nothing to translate in it`,
      ]);
    }
    if (look === undefined) {
      throw new ConfigError([
        `The ${part} file ${path} looks neither like one of ${ORIGINS.singer} nor of ${ORIGINS.airbyte}; if it is one, say which by --from singer or --from airbyte`,
      ]);
    }
  }
  const [first, ...others] = looks;
  const other = others.find(({look}) => look !== first?.look);
  if (first !== undefined && other !== undefined) {
    throw new ConfigError([
      `The ${first.input.part} and the ${other.input.part} look like those of different connectors; say which it is by --from singer or --from airbyte`,
    ]);
  }
  return first?.look === 'airbyte' ? 'airbyte' : 'singer';
}

type Look = Origin | 'ours' | undefined;

function lookOf(input: Input, ours: Ours): Look {
  switch (input.part) {
    case 'config':
      return configLook(settingsIn(input), ours);
    case 'catalog':
      return catalogLook(input, ours);
    default:
      return stateLook(input.content);
  }
}

function configLook(config: JsonObject, {settings}: Ours): Look {
  const {credentials, account_name} = config;
  const way = isObject(credentials) ? credentials.auth_type : undefined;
  if (way === 'token' || way === 'oauth') return 'ours';
  const has = (name: string): boolean => (config[name] ?? null) !== null;
  const isAirbyte =
    isObject(credentials) ||
    ['replication_start_date', 'replication_end_date', 'num_workers', 'api_token'].some(has);
  if (isAirbyte) return 'airbyte';
  const isOurs = settings.some((name) => has(name) && !Object.hasOwn(SETTINGS.singer, name));
  if (isOurs || (has('access_token') && account_name === undefined)) return 'ours';
  return Object.keys(SETTINGS.singer).some(has) ? 'singer' : undefined;
}

function catalogLook(input: Input, {streams}: Ours): Look {
  const entries = streamsIn(input);
  const look: Origin = entries.some(isConfigured) ? 'airbyte' : 'singer';
  const theirs = look === 'airbyte' ? AIRBYTE_STREAMS : SINGER_STREAMS;
  const names = entries.map((entry) => nameOf(isObject(entry.stream) ? {stream: entry.stream.name} : entry));
  const known = names.filter((name) => name !== undefined && Object.hasOwn(theirs, name));
  const onlyOurs = names.filter(
    (name) => name !== undefined && streams.includes(name) && !Object.hasOwn(theirs, name),
  );
  const onlyTheirs = known.filter((name) => name !== undefined && !streams.includes(name));
  if (onlyOurs.length > 0 && onlyTheirs.length === 0) return 'ours';
  return known.length > 0 || entries.length === 0 ? look : undefined;
}

function isConfigured({stream}: JsonObject): boolean {
  return isObject(stream);
}

function stateLook(content: JsonValue): Look {
  if (hasMark(content, ['fingerprint', 'replication_key_value'])) return 'ours';
  if (Array.isArray(content)) return 'airbyte';
  if (!isObject(content)) return undefined;
  if (hasMember(content, AIRBYTE_MARKS)) return 'airbyte';
  const state = unwrapped(content);
  if (isObject(state.bookmarks) || Object.hasOwn(state, 'currently_syncing')) return 'singer';
  const entries = Object.entries(state);
  if (entries.some(([name, value]) => typeof value === 'string' && Object.hasOwn(SINGER_STREAMS, name)))
    return 'singer';
  const isLegacy = entries.some(([name, value]) => isObject(value) && Object.hasOwn(AIRBYTE_STREAMS, name));
  if (isLegacy) return 'airbyte';
  // A state in which nothing was noted yet.
  return entries.length === 0 ? 'singer' : undefined;
}

const AIRBYTE_MARKS = ['stream', 'global', 'data', 'streamState', 'globalState', 'stateType', 'state'];

/** A Singer state without the envelopes that it may come in. */
export function unwrapped(state: JsonObject): JsonObject {
  if (state.type === 'STATE' && isObject(state.value)) return unwrapped(state.value);
  if (isObject(state.singer_state)) return unwrapped(state.singer_state);
  return state;
}

function hasMember(value: JsonObject, names: readonly string[]): boolean {
  return names.some((name) => Object.hasOwn(value, name));
}

/** Whether an object at any depth has one of these members. */
function hasMark(value: JsonValue | undefined, names: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((one) => hasMark(one, names));
  if (!isObject(value)) return false;
  return hasMember(value, names) || Object.values(value).some((one) => hasMark(one, names));
}
