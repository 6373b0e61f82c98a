import {IANAZone} from 'luxon';
import {isLoopback} from '../core/loopback.js';
import {isMoment, MOMENT_FORMS} from '../core/moments.js';
import {type SettingSchema, typesOf} from '../core/schema.js';
import {calendarDate} from '../core/timestamps.js';

/** What each special format of a setting means, in words and as a check. */
export const FORMATS: Record<string, {words: string; test: (value: string) => boolean}> = {
  moment: {words: `a moment, such as ${MOMENT_FORMS}`, test: isMoment},
  'plain-date': {words: 'a date such as 2026-01-31', test: (value) => calendarDate(value) === value},
  'service-url': {
    words: 'an https address (http only on this machine) without a password, ? or #',
    test: isServiceUrl,
  },
  // Whatever else a header holds makes the request impossible, which would look like trouble with the network.
  header: {
    words: 'a text without line breaks or letters and quotes beyond Latin-1',
    test: (value) => /^[\x20-\x7e\xa0-\xff]*$/.test(value),
  },
  'no-space': {words: 'a text without spaces', test: (value) => /^[^\s\p{Cc}]+$/u.test(value)},
  'time-zone': {
    words: 'the IANA name of a time zone, such as Europe/London',
    test: (value) => /^[A-Za-z]/.test(value) && IANAZone.isValidZone(value),
  },
  'plain-text': {
    words: 'a text that is not empty and has no line breaks',
    test: (value) => /^[^\p{Cc}]+$/u.test(value),
  },
};

/** What a setting must be, in words, when a value failed its keyword. */
export function demand(setting: SettingSchema = {}, keyword = 'type'): string {
  switch (keyword) {
    case 'minLength':
      return 'a text that is not empty';
    case 'minItems':
      return 'a list that is not empty';
    case 'maxItems':
      return `a list of at most ${setting.maxItems}`;
  }
  const types = typesOf(setting);
  if (types.length > 1) return types.map((type) => alternative(setting, type)).join(', or ');
  switch (keyword) {
    case 'enum':
    case 'format':
    case 'pattern':
      return textWords(setting);
    default:
      return `${WORDS[types[0] ?? ''] ?? 'something else'}${range(setting)}`;
  }
}

const WORDS: Record<string, string> = {
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  string: 'a text',
  array: 'a list',
  object: 'an object',
};

/** One of the types that a setting may have, with what that type alone must heed. */
function alternative(setting: SettingSchema, type: string): string {
  switch (type) {
    case 'string':
      return textWords(setting);
    case 'array':
      return itemsAreAlternatives(setting) ? 'a list of them' : 'a list';
    case 'object': {
      const names = Object.keys(setting.properties ?? {});
      return names.length === 0 ? 'an object' : `an object with some of ${names.join(', ')}`;
    }
    case 'integer':
    case 'number':
      return `${WORDS[type]}${range(setting)}`;
    default:
      return WORDS[type] ?? 'something else';
  }
}

/** Whether the list of a setting holds what the setting may be without a list. */
function itemsAreAlternatives(setting: SettingSchema): boolean {
  const items = typesOf(setting.items ?? {});
  return items.length > 0 && items.every((type) => typesOf(setting).includes(type));
}

function textWords({enum: words, format, pattern}: SettingSchema): string {
  if (words !== undefined) return `one of ${words.join(', ')}`;
  if (pattern !== undefined) return patternWords(pattern);
  return format === undefined ? 'a text' : (FORMATS[format]?.words ?? `a ${format}`);
}

/**
 * A pattern in words. Where lists are allowed too, `enum` can't say which words are: it would speak of the lists
 * as well. A pattern of alternatives can, and reads here like an `enum`.
 */
function patternWords(pattern: string): string {
  const words = /^\^\(?([\w|]+)\)?\$$/.exec(pattern)?.[1]?.split('|');
  if (words === undefined) return `a text that matches ${pattern}`;
  return words.length === 1 ? JSON.stringify(words[0]) : `one of ${words.join(', ')}`;
}

function range({minimum, maximum}: SettingSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : ` of at least ${minimum}`;
}

function isServiceUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const {protocol, username, password, search, hash} = url;
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:' && isLoopback(url);
}
