import type {JsonObject} from '../../../protocol/index.js';

/** Texts among the settings, which have been checked against their schema. */
export function textIn(config: JsonObject, name: string): string | undefined {
  const value = config[name];
  return typeof value === 'string' ? value : undefined;
}

/** The part of the settings that says where people sign in. */
export function idUrlIn(config: JsonObject): {id_url?: string} {
  const idUrl = textIn(config, 'id_url');
  return idUrl === undefined ? {} : {id_url: idUrl};
}

/** What to say of a setting that the environment holds. */
export function environmentWarning(setting: string, what: string): string {
  return `The setting "${setting}" comes from the environment ${what}; unset TAP_HARVEST_${setting.toUpperCase()}`;
}

/** A word as a shell reads it. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
