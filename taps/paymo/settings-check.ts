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
  return [...credentialProblems(config), ...dateProblems(config.filters)];
}

function credentialProblems({api_key, email, password}: Settings): string[] {
  if (api_key !== undefined || (email !== undefined && password !== undefined)) return [];
  if (email !== undefined)
    return ['The setting "password" is missing, which belongs to "email"; or set "api_key" instead of both'];
  if (password !== undefined)
    return ['The setting "email" is missing, which belongs to "password"; or set "api_key" instead of both'];
  return [
    'The setting "api_key" is missing: make a key in Paymo under My Settings, API Keys; or set "email" and "password"',
  ];
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
