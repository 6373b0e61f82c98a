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
import type {
  Client,
  Company,
  Contact,
  Project,
  Rate,
  Role,
  Task,
  TaskAssignment,
  Teammate,
  TimeEntry,
  User,
  UserAssignment,
} from './work-records.js';

/** What each collection of an account holds. */
export type Records = {
  clients: Client;
  contacts: Contact;
  users: User;
  roles: Role;
  tasks: Task;
  projects: Project;
  user_assignments: UserAssignment;
  task_assignments: TaskAssignment;
  time_entries: TimeEntry;
  expense_categories: ExpenseCategory;
  expenses: Expense;
  invoice_item_categories: InvoiceItemCategory;
  invoices: Invoice;
  estimate_item_categories: EstimateItemCategory;
  estimates: Estimate;
};

/** What hangs below one record; the rows do not name their parent. */
export type ChildRecords = {
  invoice_messages: InvoiceMessage;
  invoice_payments: InvoicePayment;
  estimate_messages: EstimateMessage;
  billable_rates: Rate;
  cost_rates: Rate;
  teammates: Teammate;
};

export type Collection = keyof Records;
export type ChildCollection = keyof ChildRecords;

export type Tables = {[Name in Collection]: Records[Name][]};
export type Children = {[Name in ChildCollection]: Map<number, ChildRecords[Name][]>};

/**
 * The truth of the sandbox account: plain rows as the API serves them to an administrator, children under the
 * id of their parent. Tests may read and change it freely; every request looks at it afresh. Only a running
 * timer differs: its stored `hours` exclude the time since it was started.
 */
export type Data = Tables & Children & {company: Company};

export function emptyData(company: Company): Data {
  return {
    company,
    clients: [],
    contacts: [],
    users: [],
    roles: [],
    tasks: [],
    projects: [],
    user_assignments: [],
    task_assignments: [],
    time_entries: [],
    expense_categories: [],
    expenses: [],
    invoice_item_categories: [],
    invoices: [],
    estimate_item_categories: [],
    estimates: [],
    invoice_messages: new Map(),
    invoice_payments: new Map(),
    estimate_messages: new Map(),
    billable_rates: new Map(),
    cost_rates: new Map(),
    teammates: new Map(),
  };
}

/** The rows below one parent, ready to be added to. */
export function childrenOf<Row>(children: Map<number, Row[]>, parentId: number): Row[] {
  const existing = children.get(parentId);
  if (existing) return existing;

  const rows: Row[] = [];
  children.set(parentId, rows);
  return rows;
}
