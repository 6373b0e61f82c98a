import {cents} from '../../common/money.js';
import type {Value} from '../collections.js';
import {badRequest} from '../refusals.js';
import type {Store} from '../store.js';

type Numbered = 'invoices' | 'estimates';

const COUNTERS = {
  invoices: {next: 'next_invoice_number', format: 'invoice_format'},
  estimates: {next: 'next_estimate_number', format: 'estimate_format'},
} as const;

/**
 * The number of a new document, as said or the next one in the company's format. The counter moves on whether or
 * not it was used, and even if the number is taken and the document refused. (API docs, Invoices)
 */
export function takeNumber(store: Store, documents: Numbered, wanted: Value | undefined): string {
  const {company} = store.data;
  const {next, format} = COUNTERS[documents];
  let count = Number(company[next] ?? 1);
  let number =
    typeof wanted === 'string' && wanted !== '' ? wanted : formatted(store, company[format], count);
  company[next] = String(count + 1);
  while (wanted !== number && isTaken(store, documents, number)) {
    count += 1;
    number = formatted(store, company[format], count);
    company[next] = String(count + 1);
  }
  demandUnique(store, documents, number);
  return number;
}

export function demandUnique(
  store: Store,
  documents: Numbered | 'recurringprofiles',
  number: Value | undefined,
  self?: number,
): void {
  if (documents === 'recurringprofiles') return;
  if (typeof number !== 'string' || number === '') throw badRequest("Field 'number' cannot be empty");
  if (isTaken(store, documents, number, self)) {
    throw badRequest(`The number ${number} is already used by another document.`);
  }
}

function isTaken(store: Store, documents: Numbered, number: string, self?: number): boolean {
  return store.data[documents].some((row) => row.id !== self && row.number === number);
}

/** `#INV-[yyyy][mm][dd]-[i]`, as in the sample. */
function formatted(store: Store, format: Value | undefined, count: number): string {
  const [year = '', month = '', day = ''] = store.today().split('-');
  const parts: Readonly<Record<string, string>> = {
    yyyy: year,
    yy: year.slice(2),
    mm: month,
    dd: day,
    i: String(count),
  };
  return String(format ?? '[i]').replace(/\[(\w+)\]/g, (whole, name: string) => parts[name] ?? whole);
}

/** What is left to pay of an amount. */
export function openAmount(total: number, paid: readonly number[]): number {
  return cents(total - paid.reduce((sum, amount) => sum + amount, 0));
}
