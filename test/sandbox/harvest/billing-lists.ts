import type {
  Estimate,
  EstimateItemCategory,
  EstimateMessage,
  Expense,
  ExpenseCategory,
  Invoice,
  InvoiceItemCategory,
  InvoiceMessage,
  InvoicePayment,
} from './billing-records.js';
import type {Caller} from './caller.js';
import {administrators, estimators, everyone, invoicers, ownWork, projectManagers} from './caller.js';
import type {Call, Endpoint} from './endpoint.js';
import {
  approvalStatus,
  byClient,
  byLineProject,
  byProject,
  byUser,
  inState,
  isActive,
  isBilled,
  issuedBetween,
  spentBetween,
  updatedSince,
} from './filters.js';
import {list} from './list.js';
import {notFound} from './refusals.js';

/** Lists of invoices, estimates and expenses. (API v2 docs, the page of each resource.) */
export const billingLists: Endpoint[] = [
  list<Invoice>({
    path: 'invoices',
    mode: 'page',
    module: 'invoice',
    permission: invoicers,
    // The one list documented with a smaller default.
    defaultPageSize: 100,
    filters: {
      client_id: byClient,
      project_id: byLineProject,
      state: inState(['draft', 'open', 'paid', 'closed']),
      updated_since: updatedSince,
      ...issuedBetween,
    },
    order: {direction: 'desc', value: (row) => row.issue_date},
    rows: ({store}) => store.data.invoices,
    visible: ofManagedProjects,
  }),
  list<InvoiceMessage>({
    path: 'invoices/:invoice/messages',
    root: 'invoice_messages',
    mode: 'cursor',
    apiPrefix: true,
    module: 'invoice',
    permission: invoicers,
    filters: {updated_since: updatedSince},
    rows: (call, ids) => call.store.data.invoice_messages.get(invoiceOf(call, ids)) ?? [],
    retrievable: false,
  }),
  list<InvoicePayment>({
    path: 'invoices/:invoice/payments',
    root: 'invoice_payments',
    mode: 'cursor',
    module: 'invoice',
    permission: invoicers,
    filters: {updated_since: updatedSince},
    rows: (call, ids) => call.store.data.invoice_payments.get(invoiceOf(call, ids)) ?? [],
    retrievable: false,
  }),
  list<InvoiceItemCategory>({
    path: 'invoice_item_categories',
    mode: 'cursor',
    module: 'invoice',
    permission: projectManagers,
    filters: {updated_since: updatedSince},
    rows: ({store}) => store.data.invoice_item_categories,
  }),
  list<Estimate>({
    path: 'estimates',
    mode: 'page',
    module: 'estimate',
    permission: estimators,
    filters: {
      client_id: byClient,
      state: inState(['draft', 'sent', 'accepted', 'declined']),
      updated_since: updatedSince,
      ...issuedBetween,
    },
    order: {direction: 'desc', value: (row) => row.issue_date},
    rows: ({store}) => store.data.estimates,
  }),
  list<EstimateMessage>({
    path: 'estimates/:estimate/messages',
    root: 'estimate_messages',
    mode: 'cursor',
    module: 'estimate',
    permission: estimators,
    filters: {updated_since: updatedSince},
    rows({store}, ids) {
      const estimate = store.data.estimates.find((row) => row.id === ids[0]);
      if (!estimate) throw notFound();
      return store.data.estimate_messages.get(estimate.id) ?? [];
    },
    retrievable: false,
  }),
  list<EstimateItemCategory>({
    path: 'estimate_item_categories',
    mode: 'cursor',
    module: 'estimate',
    permission: administrators,
    filters: {updated_since: updatedSince},
    rows: ({store}) => store.data.estimate_item_categories,
  }),
  list<Expense>({
    path: 'expenses',
    mode: 'page',
    module: 'expense',
    permission: everyone,
    filters: {
      user_id: byUser,
      client_id: byClient,
      project_id: byProject,
      is_billed: isBilled,
      approval_status: approvalStatus,
      updated_since: updatedSince,
      ...spentBetween,
    },
    order: {direction: 'desc', value: (row) => row.spent_date},
    rows: ({store}) => store.data.expenses,
    visible: ownWork,
  }),
  list<ExpenseCategory>({
    path: 'expense_categories',
    mode: 'cursor',
    module: 'expense',
    permission: administrators,
    filters: {is_active: isActive, updated_since: updatedSince},
    rows: ({store}) => store.data.expense_categories,
  }),
].flat();

/** Invoice permissions of managers end at the projects they manage. */
function ofManagedProjects(caller: Caller, invoice: Invoice): boolean {
  return (
    caller.role === 'administrator' ||
    invoice.line_items.some((line) => line.project !== null && caller.managedProjects.has(line.project.id))
  );
}

export function invoiceOf({store, caller}: Call, ids: number[]): number {
  const invoice = store.data.invoices.find((row) => row.id === ids[0]);
  if (!invoice || !ofManagedProjects(caller, invoice)) throw notFound();
  return invoice.id;
}
