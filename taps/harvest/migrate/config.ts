import {isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import type {Origin} from './counterparts.js';
import {type Item, item, named, type Translated} from './item.js';
import {SETTINGS} from './settings.js';

/** Our config with what a config of another connector says, and what became of each of its settings. */
export function translateConfig(theirs: JsonObject, origin: Origin): Translated<JsonObject> {
  const known = SETTINGS[origin];
  const content: JsonObject = {};
  const items: Item[] = [];
  for (const [name, value] of settingsOf(theirs)) {
    const counterpart = Object.hasOwn(known, name) ? known[name] : undefined;
    if (counterpart === undefined) {
      items.push(item('config', name, undefined, 'left out', 'not a setting of that connector'));
      continue;
    }
    const {ours, doubt, note} = counterpart;
    const reason = ours === undefined ? note : uselessness(value);
    if (ours === undefined || reason !== undefined) {
      items.push(item('config', name, undefined, 'left out', reason));
      continue;
    }
    const translated = ours === 'credentials.auth_type' ? wayOf(value) : value;
    if (translated === undefined) {
      items.push(item('config', name, undefined, 'left out', 'it is neither Token nor Client'));
      continue;
    }
    put(content, ours, translated);
    const how = translated === value ? named(name, ours) : 'translated';
    items.push(item('config', name, ours, doubt ?? how, note));
  }
  if (origin === 'singer') return {content, items: [...items, ...accountItem(content)]};
  return withWay(content, items);
}

/** All values in a config, whatever they are called, that must not be shown. */
export function secretsIn(theirs: JsonObject, origin: Origin): string[] {
  return settingsOf(theirs).flatMap(([name, value]) => {
    const isSecret = SETTINGS[origin][name]?.secret === true || /token|secret|key|password/i.test(name);
    return isSecret && typeof value === 'string' ? [value] : [];
  });
}

/** The settings of a config, those of `credentials` with a dot. */
function settingsOf(config: JsonObject): [string, JsonValue | undefined][] {
  return Object.entries(config).flatMap(([name, value]): [string, JsonValue | undefined][] =>
    name === 'credentials' && isObject(value)
      ? Object.entries(value).map(([below, one]) => [`credentials.${below}`, one])
      : [[name, value]],
  );
}

/** Why a value is none; undefined where it is one. */
function uselessness(value: JsonValue | undefined): string | undefined {
  if (value === null || value === undefined || value === '') return 'it is empty';
  // Platforms show secrets like this.
  return typeof value === 'string' && /^\*+$/.test(value) ? 'it is masked, so put it in yourself' : undefined;
}

function wayOf(value: JsonValue | undefined): string | undefined {
  if (value === 'Token') return 'token';
  return value === 'Client' ? 'oauth' : undefined;
}

function put(config: JsonObject, path: string, value: JsonValue | undefined): void {
  const [first = path, second] = path.split('.');
  if (second === undefined) config[first] = value;
  else config[first] = {...(isObject(config[first]) ? config[first] : {}), [second]: value};
}

/** A config whose way to authenticate is said, as versions since 1.0 add it where it is missing. */
function withWay(config: JsonObject, items: readonly Item[]): Translated<JsonObject> {
  const {credentials} = config;
  if (!isObject(credentials) || credentials.auth_type !== undefined) return {content: config, items};
  const way = credentials.access_token !== undefined ? 'token' : 'oauth';
  return {
    content: {...config, credentials: {auth_type: way, ...credentials}},
    items: [
      ...items,
      {
        part: 'config',
        ours: 'credentials.auth_type',
        how: 'new',
        note: `${way}, by the credentials that are there`,
      },
    ],
  };
}

/** Singer's tap has no setting for the account, and takes the first that it is told of, be it a Forecast account. */
function accountItem(config: JsonObject): Item[] {
  if (config.account_id !== undefined) return [];
  return [
    {
      part: 'config',
      ours: 'account_id',
      how: 'new',
      note: 'the other connector takes the first account that it finds; set it where the sign-in reaches several Harvest accounts (tap-harvest accounts lists them)',
    },
  ];
}
