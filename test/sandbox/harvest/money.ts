import {cents, sum} from '../common/money.js';
import type {EstimateLine, Totals} from './billing-records.js';

/** Hours as reports and invoices count them: rounded up to the quarter hour, as in the samples. */
export function roundedHours(hours: number): number {
  return Math.ceil(hours * 4 - 1e-9) / 4;
}

/** Percentages of a document; a discount may also be a plain amount, with the percentage left null. */
export type Terms = {
  tax: number | null;
  tax2: number | null;
  discount: number | null;
  flatDiscount?: number;
  /** What stands for an amount that does not apply: both have been seen. */
  absent: 0 | null;
};

/**
 * Lines minus discount, plus taxes on what is left: 300.00 - 10 % + 5 % + 2 % is 288.90, as in the official
 * invoice sample.
 */
export function totals(lines: readonly EstimateLine[], terms: Terms): Totals {
  const subtotal = sum(lines.map((line) => line.amount));
  const discountAmount = terms.flatDiscount ?? cents((subtotal * (terms.discount ?? 0)) / 100);
  const remaining = subtotal === 0 ? 0 : (subtotal - discountAmount) / subtotal;
  const taxOn = (percent: number | null, taxed: (line: EstimateLine) => boolean): number =>
    cents((sum(lines.filter(taxed).map((line) => line.amount)) * remaining * (percent ?? 0)) / 100);
  const taxAmount = taxOn(terms.tax, (line) => line.taxed);
  const tax2Amount = taxOn(terms.tax2, (line) => line.taxed2);

  return {
    amount: cents(subtotal - discountAmount + taxAmount + tax2Amount),
    tax: terms.tax,
    tax_amount: terms.tax === null ? terms.absent : taxAmount,
    tax2: terms.tax2,
    tax2_amount: terms.tax2 === null ? terms.absent : tax2Amount,
    discount: terms.discount,
    discount_amount: discountAmount === 0 && terms.discount === null ? terms.absent : discountAmount,
  };
}

export function billingAmount(document: {amount: number; currency: string}): string {
  return `${document.amount.toFixed(2)} ${document.currency}`;
}
