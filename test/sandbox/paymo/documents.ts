import {cents, sum} from '../common/money.js';
import type {Collection, Row} from './collections.js';
import {numberOf} from './collections.js';

/** Which lines make up which documents, and by what key. */
export const LINES: readonly {lines: Collection; documents: Collection; key: string}[] = [
  {lines: 'invoiceitems', documents: 'invoices', key: 'invoice_id'},
  {lines: 'estimateitems', documents: 'estimates', key: 'estimate_id'},
  {lines: 'recurringprofileitems', documents: 'recurringprofiles', key: 'recurring_profile_id'},
];

export type Totals = {
  subtotal: number;
  total: number;
  tax_amount: number;
  tax2_amount: number;
  discount_amount?: number;
};

/** Lines minus discount, plus taxes on what is left of the taxed ones: 9150 + 3 % is 9424.5 in the sample. */
export function totalsOf(document: Row, lines: readonly Row[]): Totals {
  const amounts = lines.map((line) => numberOf(line, 'price_unit') * numberOf(line, 'quantity'));
  const subtotal = sum(amounts);
  const discountAmount = cents((subtotal * numberOf(document, 'discount')) / 100);
  const rest = subtotal === 0 ? 0 : (subtotal - discountAmount) / subtotal;
  const taxed = sum(amounts.filter((_amount, index) => lines[index]?.apply_tax === true)) * rest;
  const taxAmount = cents((taxed * numberOf(document, 'tax')) / 100);
  const taxed2 = document.tax_on_tax === true ? taxed + taxAmount : taxed;
  const tax2Amount = cents((taxed2 * numberOf(document, 'tax2')) / 100);

  return {
    subtotal,
    total: cents(subtotal - discountAmount + taxAmount + tax2Amount),
    tax_amount: taxAmount,
    tax2_amount: tax2Amount,
    ...('discount' in document ? {discount_amount: discountAmount} : {}),
  };
}
