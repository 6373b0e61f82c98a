/**
 * Who may read what, as far as Paymo's documentation and help pages tell. A list that is refused answers 403; most
 * are only shortened.
 */
const INVOICING = 'administrators, and users who may manage invoices';
const ESTIMATES = 'administrators, and users who may manage estimates';
const EXPENSES = 'administrators, and users who may manage expenses';

const READERS: Record<string, string> = {
  estimates: ESTIMATES,
  estimate_line_items: ESTIMATES,
  estimate_templates: ESTIMATES,
  expenses: EXPENSES,
  invoices: INVOICING,
  invoice_line_items: INVOICING,
  invoice_payments: INVOICING,
  invoice_templates: INVOICING,
  recurring_profiles: INVOICING,
  recurring_profile_line_items: INVOICING,
  bookings: 'administrators and project managers, of companies whose plan has resource scheduling',
};

/** What a stream's reader must be in Paymo, as a sentence for the warning when it is refused. */
export function permissionOf(stream: string): string {
  return `Paymo shows ${stream} to ${READERS[stream] ?? 'its administrators'}; use a key of such a user, or deselect the stream`;
}
