import {scatter} from './scatter.js';
import type {Row, Table} from './tables.js';

/** Decimals are strings, apart from `invoicing_threshold`. (API docs, the samples) */
const DECIMALS: Readonly<Record<Table, readonly string[]>> = {
  clients: ['hourly_rate', 'invoicing_threshold'],
  projects: [],
  jobs: ['price', 'unbilled_fixed_value'],
  time: ['hourly_rate', 'value'],
  users: [],
};

export type DecimalFormat = 'documented' | 'numbers' | 'mixed';

/** An amount as the service spells it, with one fractional digit at least. */
export function decimal(cents: number): string {
  const text = String(cents / 100);
  return text.includes('.') ? text : `${text}.0`;
}

export function centsOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}

/** The row with its decimals spelled in the format; `request` tells responses apart. */
export function respell(table: Table, row: Row, format: DecimalFormat, request: number): Row {
  if (format === 'documented') return row;

  const spelled: Row = {...row};
  for (const [index, field] of DECIMALS[table].entries()) {
    const value = row[field];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const spellings = spellingsOf(String(value), format);
    spelled[field] = spellings[scatter(row.id, request * 31 + index) % spellings.length] ?? value;
  }
  return spelled;
}

/** What is marked becomes a number with these very digits, which no number of the language can promise. */
export function unmark(text: string): string {
  return text.replace(/"@number:([^"@]+)@"/g, '$1');
}

function spellingsOf(text: string, format: 'numbers' | 'mixed'): string[] {
  const short = text.replace(/\.0+$/, '');
  const usual = short.includes('.') ? short : `${short}.0`;
  if (format === 'numbers') return [marked(usual)];

  const thousands = /^([1-9]\d*)000$/.exec(short)?.[1];
  return [
    usual,
    short,
    short.includes('.') ? short.padEnd(short.indexOf('.') + 3, '0') : `${short}.00`,
    marked(short),
    marked(usual),
    ...(thousands === undefined ? [] : [marked(`${thousands}e3`)]),
  ];
}

function marked(digits: string): string {
  return `@number:${digits}@`;
}
