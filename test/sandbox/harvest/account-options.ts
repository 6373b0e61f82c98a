import type {Where} from '../common/faults.js';
import type {Fault} from './faults.js';

/** How many rows an account starts with. More than 20 000 time entries are generated as they are asked for. */
export interface Sizes {
  users: number;
  clients: number;
  contacts: number;
  projects: number;
  tasks: number;
  timeEntries: number;
  expenses: number;
  invoices: number;
  estimates: number;
}

export type AccessRole = 'administrator' | 'manager' | 'member';

/** Extras a manager can be given. `people_manager` is derived from having teammates. (API v2 docs, Users.) */
export type ManagerPermission =
  | 'project_creator'
  | 'billable_rates_manager'
  | 'managed_projects_invoice_drafter'
  | 'managed_projects_invoice_manager'
  | 'client_and_task_manager'
  | 'time_and_expenses_manager'
  | 'estimates_manager';

export interface Allowance {
  requests: number;
  seconds: number;
}

/** A fault from the start on, as `faults.on(where, fault)` would have it. */
export type FaultPlan = readonly [where: Where | string | RegExp, fault: Fault];

/** The statuses by which Harvest might refuse an account; nobody knows for certain. */
export type AccountRefusal = 401 | 403 | 404;

/** What is said of one account, or of all of them where an account says nothing. */
export interface AccountOptions {
  /** The same seed and clock give the same data. @default 1; further accounts count on from there */
  seed?: number;
  size?: Partial<Sizes>;
  /** Lists as documented, all with cursors, or all with page numbers. @default 'documented' */
  paging?: 'documented' | 'cursor' | 'page';
  /** Sliding windows. @default 100 per 15 s, and 100 per 900 s for reports */
  limits?: {general?: Allowance | false; reports?: Allowance | false};
  /** What the token's user may do. @default 'administrator' */
  role?: AccessRole;
  /** What a manager may do besides. @default none */
  permissions?: ManagerPermission[];
  modules?: Partial<{
    expense: boolean;
    invoice: boolean;
    estimate: boolean;
    approval: boolean;
    team: boolean;
  }>;
  /** What the endpoints of a module that is off answer; both have been seen. @default 403 */
  moduleStatus?: 403 | 404;
  /** The shape of a 403, which nobody documents. @default 'message' */
  forbiddenBody?: 'message' | 'status' | 'empty';
  /** Whether `GET /company` refuses other roles, which is unconfirmed. @default false */
  companyForAdministratorsOnly?: boolean;
  /** Whether archived task assignments are only listed on `is_active=false` (unconfirmed). @default true */
  archivedTaskAssignmentsHidden?: boolean;
  /** How values the caller may not see are left out (unconfirmed). @default 'null' */
  hiddenFields?: 'null' | 'absent';
  /** Whether lists below a parent say `total_entries`, which is unconfirmed. @default true */
  nestedTotals?: boolean;
  /** Whether time is tracked by start and end, or by duration. @default true */
  timestampTimers?: boolean;
  /** @default 2000 */
  maxPageSize?: number;
  /** For lists whose own default is 2000. @default 2000 */
  defaultPageSize?: number;
}

/**
 * An entry of the account list of the identity service. Every Harvest account in it has rows of its own, under the
 * same ids as those of the others. Options left out are those of the sandbox.
 */
export interface Account extends AccountOptions {
  id: number;
  name: string;
  product: 'harvest' | 'forecast';
  /** The person is listed but kept out: every request for the account gets this. @default let in */
  refused?: AccountRefusal;
  /** Faults that only requests for this account run into. */
  faults?: readonly FaultPlan[];
}
