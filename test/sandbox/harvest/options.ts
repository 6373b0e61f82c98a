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

/** An entry of the account list of the identity service. */
export interface Account {
  id: number;
  name: string;
  product: 'harvest' | 'forecast';
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

export interface SandboxOptions {
  /** The same seed and clock give the same data. @default 1 */
  seed?: number;
  /** The service's clock: Date header, `updated_at`, "today", timers and limits. @default the real one */
  now?: () => Date;
  size?: Partial<Sizes>;
  /** Lists as documented, all with cursors, or all with page numbers. @default 'documented' */
  paging?: 'documented' | 'cursor' | 'page';
  /** Sliding windows. @default 100 per 15 s, and 100 per 900 s for reports */
  limits?: {general?: Allowance | false; reports?: Allowance | false};
  /** @default 0, any free one */
  port?: number;
  accessToken?: string;
  accountId?: number;
  /** @default a Forecast account first, then the Harvest account, then another Forecast account */
  accounts?: Account[];
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
  /** What a wrong account id gets; people report either. @default 401 */
  wrongAccountStatus?: 401 | 404;
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
  /** Compress for clients that accept gzip. Harvest documents nothing. @default false */
  gzip?: boolean;
  /** Waits for the faults that are slow. @default the real timer */
  sleep?: (ms: number) => Promise<void>;
  /** Keeps the process alive until `stop()`. @default false */
  keepProcessAlive?: boolean;
}

export type Settings = Required<Omit<SandboxOptions, 'size' | 'limits' | 'modules'>> & {
  size: Sizes;
  limits: {general: Allowance | false; reports: Allowance | false};
  modules: {expense: boolean; invoice: boolean; estimate: boolean; approval: boolean; team: boolean};
};

export const COMPANY_NAME = 'Lighthouse Studio';

export function settle(options: SandboxOptions): Settings {
  const {size, limits, modules, ...rest} = options;
  const accountId = options.accountId ?? 10254;

  return {
    seed: 1,
    now: () => new Date(),
    paging: 'documented',
    port: 0,
    accessToken: '1234567.pt.sandbox-token',
    accountId,
    // Forecast first: clients that take accounts[0] must not get away with it.
    accounts: [
      {id: 88903, name: COMPANY_NAME, product: 'forecast'},
      {id: accountId, name: COMPANY_NAME, product: 'harvest'},
      {id: 88888, name: 'Harbour & Sons', product: 'forecast'},
    ],
    role: 'administrator',
    permissions: [],
    moduleStatus: 403,
    wrongAccountStatus: 401,
    forbiddenBody: 'message',
    companyForAdministratorsOnly: false,
    archivedTaskAssignmentsHidden: true,
    hiddenFields: 'null',
    nestedTotals: true,
    timestampTimers: true,
    maxPageSize: 2000,
    defaultPageSize: 2000,
    gzip: false,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    keepProcessAlive: false,
    ...rest,
    size: {
      users: 8,
      clients: 10,
      contacts: 13,
      projects: 14,
      tasks: 8,
      timeEntries: 400,
      expenses: 40,
      invoices: 12,
      estimates: 6,
      ...size,
    },
    limits: {general: {requests: 100, seconds: 15}, reports: {requests: 100, seconds: 900}, ...limits},
    modules: {expense: true, invoice: true, estimate: true, approval: true, team: true, ...modules},
  };
}
