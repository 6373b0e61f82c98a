import {type JsonObject, streamsOf} from '../../../protocol/index.js';
import {embeddedIn, reportBounds} from '../adapt.js';
import {relationOf} from '../include.js';
import type {Records} from '../records.js';
import {byChange, smallAndByChange} from './ways.js';

const stream = streamsOf<Records>();

/** How documents with a date are bounded by it. */
const byDate = {field: 'date', from: 'date>=', to: 'date<=', mayBeNull: true, boundBackfill: true} as const;

/** The documentation's samples of single templates lack their title, so one is taken out of the list. */
const withTitleInLists = {isAddressed: false} as const;

const LINES_UNSEEN = 'removed lines: those older than the `_updated_on` of what they belong to are gone';

export const estimates = stream.list('estimates', {...byChange, dates: byDate});

export const estimateLineItems = stream.derived('estimate_line_items', {
  parent: estimates,
  relation: relationOf('estimates', 'estimateitems', isWorthSomething),
  keyProperties: ['id'],
  replicationKey: 'estimate_updated_on',
  rows: (estimate) =>
    embeddedIn(estimate, 'estimateitems').map((line) => ({
      ...line,
      estimate_id: estimate.id,
      estimate_updated_on: estimate.updated_on,
    })),
  unseen: LINES_UNSEEN,
});

export const estimateTemplates = stream.list('estimate_templates', {
  ...smallAndByChange,
  path: 'estimatetemplates',
  rootKey: 'estimatetemplates',
  fieldsOffByDefault: ['html', 'css'],
  ...withTitleInLists,
});

export const expenses = stream.list('expenses', {
  ...byChange,
  dates: byDate,
  unseen: 'deletions; until the next full pass, `invoiced` where an invoice changes it alone',
});

export const invoices = stream.list('invoices', {...byChange, dates: byDate});

export const invoiceLineItems = stream.derived('invoice_line_items', {
  parent: invoices,
  relation: relationOf('invoices', 'invoiceitems', isWorthSomething),
  keyProperties: ['id'],
  replicationKey: 'invoice_updated_on',
  rows: (invoice) =>
    embeddedIn(invoice, 'invoiceitems').map((line) => ({
      ...line,
      invoice_id: invoice.id,
      invoice_updated_on: invoice.updated_on,
    })),
  unseen: LINES_UNSEEN,
});

export const invoicePayments = stream.list('invoice_payments', {
  ...byChange,
  path: 'invoicepayments',
  rootKey: 'invoicepayments',
});

export const invoiceTemplates = stream.list('invoice_templates', {
  ...byChange,
  path: 'invoicetemplates',
  rootKey: 'invoicetemplates',
  fieldsOffByDefault: ['html', 'css'],
  ...withTitleInLists,
});

export const recurringProfiles = stream.list('recurring_profiles', {
  ...byChange,
  path: 'recurringprofiles',
  rootKey: ['recurringprofiles', 'recurring_profiles'],
});

export const recurringProfileLineItems = stream.derived('recurring_profile_line_items', {
  parent: recurringProfiles,
  relation: relationOf('recurring_profiles', 'recurringprofileitems', isWorthSomething),
  keyProperties: ['id'],
  replicationKey: 'recurring_profile_updated_on',
  rows: (profile) =>
    embeddedIn(profile, 'recurringprofileitems').map((line) => ({
      ...line,
      recurring_profile_id: profile.id,
      recurring_profile_updated_on: profile.updated_on,
    })),
  unseen: LINES_UNSEEN,
});

/** What a report shows comes only when it is asked for alone, and Paymo may have to compute it then. */
export const reports = stream.list('reports', {
  ...byChange,
  detailFields: ['content'],
  adapt: reportBounds,
  unseen: 'deletions; until the next full pass, what live reports show',
});

/** A document whose amounts are not zero has lines that add up to them. */
function isWorthSomething({subtotal, total}: JsonObject): boolean {
  return [subtotal, total].some((amount) => Number(amount ?? 0) !== 0);
}
