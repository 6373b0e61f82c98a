import type {
  ApprovalStatus,
  BillingClientRef,
  EmbeddedUserAssignment,
  InvoiceRef,
  ProjectRef,
  Ref,
  Stamps,
} from './work-records.js';

export type ExpenseCategory = Stamps & {
  id: number;
  name: string;
  unit_name: string | null;
  unit_price: number | null;
  is_active: boolean;
};

export type Receipt = {url: string; file_name: string; file_size: number; content_type: string};

export type Expense = Stamps & {
  id: number;
  client: BillingClientRef;
  project: ProjectRef;
  expense_category: {id: number; name: string; unit_price: number | null; unit_name: string | null};
  user: Ref;
  user_assignment: EmbeddedUserAssignment | null;
  receipt: Receipt | null;
  invoice: InvoiceRef | null;
  notes: string | null;
  units: number | null;
  total_cost: number;
  billable: boolean;
  is_closed: boolean;
  approval_status: ApprovalStatus;
  is_locked: boolean;
  is_billed: boolean;
  locked_reason: string | null;
  spent_date: string;
  is_explicitly_locked?: boolean;
  reimbursement?: boolean;
};

export type EstimateLine = {
  id: number;
  kind: string;
  description: string | null;
  quantity: number;
  unit_price: number;
  amount: number;
  taxed: boolean;
  taxed2: boolean;
};

export type InvoiceLine = EstimateLine & {project: ProjectRef | null};

/** The money of an invoice or estimate. A missing percentage comes with either null or 0.0 as its amount. */
export type Totals = {
  amount: number;
  tax: number | null;
  tax_amount: number | null;
  tax2: number | null;
  tax2_amount: number | null;
  discount: number | null;
  discount_amount: number | null;
};

type Document = Stamps &
  Totals & {
    id: number;
    client: Ref;
    creator: Ref;
    client_key: string;
    number: string;
    purchase_order: string | null;
    subject: string | null;
    notes: string | null;
    currency: string;
    sent_at: string | null;
  };

export type Invoice = Document & {
  line_items: InvoiceLine[];
  estimate: {id: number} | null;
  retainer: {id: number} | null;
  due_amount: number;
  state: 'draft' | 'open' | 'paid' | 'closed';
  period_start: string | null;
  period_end: string | null;
  issue_date: string;
  due_date: string;
  payment_term: string;
  /** One of the two official sample rows lacks the key. */
  payment_options?: string[];
  paid_at: string | null;
  paid_date: string | null;
  closed_at: string | null;
  recurring_invoice_id: number | null;
};

export type Estimate = Document & {
  line_items: EstimateLine[];
  state: 'draft' | 'sent' | 'accepted' | 'declined';
  issue_date: string | null;
  accepted_at: string | null;
  declined_at: string | null;
};

type Message<Event extends string> = Stamps & {
  id: number;
  sent_by: string;
  sent_by_email: string;
  sent_from: string;
  sent_from_email: string;
  send_me_a_copy: boolean;
  recipients: {name: string | null; email: string}[];
  event_type: Event | null;
  subject: string | null;
  body: string | null;
};

export type InvoiceMessage = Message<'close' | 'draft' | 're-open' | 'send' | 'view'> & {
  include_link_to_client_invoice: boolean | null;
  attach_pdf: boolean;
  thank_you: boolean;
  reminder: boolean;
  send_reminder_on: string | null;
};

export type EstimateMessage = Message<'send' | 'accept' | 'decline' | 're-open' | 'view' | 'invoice'>;

export type InvoicePayment = Stamps & {
  id: number;
  amount: number;
  paid_at: string;
  paid_date: string;
  recorded_by: string;
  recorded_by_email: string;
  notes: string | null;
  transaction_id: string | null;
  /** Never null itself; its members are when no gateway was used. */
  payment_gateway: {id: number | null; name: string | null};
};

export type InvoiceItemCategory = Stamps & {
  id: number;
  name: string;
  use_as_service: boolean;
  use_as_expense: boolean;
};

export type EstimateItemCategory = Stamps & {id: number; name: string};
