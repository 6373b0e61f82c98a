import {ConfigError, type Query} from '../../protocol/index.js';

/** A value in a condition; a list belongs to `in` and `not in`. */
export type ConditionValue = string | number | boolean | null | readonly (string | number)[];

/** Conditions that all have to hold; a name carries its operator: `project_id=`, `updated_on>=`, `status in`. */
export type Conditions = Readonly<Record<string, ConditionValue>>;

/** The conditions as Paymo's one parameter for them; no parameter at all where there are none. */
export function whereOf(conditions: Conditions): Query {
  const parts = Object.entries(conditions).map(([name, value]) => condition(name, value));
  return parts.length === 0 ? {} : {where: parts.join(' and ')};
}

function condition(name: string, value: ConditionValue): string {
  if (isList(value)) return `${name} (${value.map(inList).join(',')})`;
  // Operators that are words (`like`) must not run into the value.
  return `${name}${/\w$/.test(name) ? ' ' : ''}${single(value)}`;
}

function isList(value: ConditionValue): value is readonly (string | number)[] {
  return Array.isArray(value);
}

/** Text in lists is always quoted, as in all of the documentation's examples. */
function inList(value: string | number): string {
  return typeof value === 'number' ? String(value) : quoted(value);
}

function single(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  return isDate(value) || isPlainWord(value) ? value : quoted(value);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Words that the grammar itself uses would mean something else without quotes, and so would digits. */
function isPlainWord(text: string): boolean {
  return /^[a-z]\w*$/i.test(text) && !/^(true|false|null|and|or|not|in|like)$/i.test(text);
}

/** Whether a text can stand in a condition: how a quote would be escaped is not known, and it would end the text. */
export function isWritable(text: string): boolean {
  return !/["'\\]/.test(text);
}

function quoted(text: string): string {
  if (!isWritable(text))
    throw new ConfigError([
      `Paymo cannot be asked for the text ${JSON.stringify(text)}, since it holds a quote or backslash`,
    ]);
  return `"${text}"`;
}
