import {isObject} from '../../protocol/index.js';

/** The settings that have to be looked at together. */
interface Settings {
  readonly api_key?: string;
  readonly email?: string;
  readonly password?: string;
  readonly filters?: unknown;
}

/** What is wrong with settings that are right one by one, a sentence for each. */
export function settingsProblems(config: Settings): string[] {
  return [...credentialProblems(config), ...emptyProblems(config.filters), ...dateProblems(config.filters)];
}

/** What is missing of the credentials, which tap and target have alike. */
export function credentialProblems({
  api_key,
  email,
  password,
}: Pick<Settings, 'api_key' | 'email' | 'password'>): string[] {
  if (api_key !== undefined || (email !== undefined && password !== undefined)) return [];
  if (email !== undefined)
    return ['The setting "password" is missing, which belongs to "email"; or set "api_key" instead of both'];
  if (password !== undefined)
    return ['The setting "email" is missing, which belongs to "password"; or set "api_key" instead of both'];
  return [
    'The setting "api_key" is missing: make a key in Paymo under My Settings, API Keys; or set "email" and "password"',
  ];
}

/** A filter that says nothing may have lost its value on the way, and without it everything would come. */
function emptyProblems(filters: unknown): string[] {
  if (!isObject(filters)) return [];
  return Object.entries(filters).flatMap(([stream, fields]) => {
    if (!isObject(fields)) return [];
    if (Object.keys(fields).length === 0)
      return [`The setting "filters.${stream}" is empty; name a field, or leave it out`];
    return Object.entries(fields)
      .filter(([, value]) => value !== undefined && isObject(value) && Object.keys(value).length === 0)
      .map(
        ([field]) => `The setting "filters.${stream}.${field}" is empty; give it a value, or leave it out`,
      );
  });
}

function dateProblems(filters: unknown): string[] {
  if (!isObject(filters)) return [];
  return Object.entries(filters).flatMap(([stream, fields]) => {
    if (!isObject(fields)) return [];
    const {from, to} = fields;
    if (typeof from !== 'string' || typeof to !== 'string' || from <= to) return [];
    return [
      `The setting "filters.${stream}.from" must not be after "filters.${stream}.to"; they are ${from} and ${to}`,
    ];
  });
}
