import type {
  Account,
  AccountOptions,
  AccountRefusal,
  Allowance,
  FaultPlan,
  Sizes,
} from './account-options.js';
import type {SignInOptions, SignInSettings} from './sign-in-options.js';
import {settleSignIn} from './sign-in-options.js';

export interface SandboxOptions extends AccountOptions {
  /** The service's clock: Date header, `updated_at`, "today", timers, limits and tokens. @default the real one */
  now?: () => Date;
  /** @default 0, any free one */
  port?: number;
  /** A personal access token, which reaches all accounts. */
  accessToken?: string;
  /** The main account's, whose rows are `data`. @default that of the first Harvest account listed, else 10254 */
  accountId?: number;
  /**
   * What the identity service lists, in this order. @default a Forecast account first, then the Harvest account, then
   * another Forecast account
   */
  accounts?: Account[];
  /** Where people sign in and tokens are made. */
  signIn?: SignInOptions;
  /** A server of its own for the identity service, as in reality, or paths on the one of the API. @default 'same' */
  identityServer?: 'same' | 'own';
  /** What limits are counted by, which is unconfirmed. @default 'account' */
  limitsBy?: 'account' | 'person' | 'token';
  /** Whether the identity service has a limit is unconfirmed. @default false */
  identityLimit?: Allowance | false;
  /** What a wrong account id gets, a Forecast account's too; people report different ones. @default 401 */
  wrongAccountStatus?: AccountRefusal;
  /** Faults from the start on, for any request. */
  initialFaults?: readonly FaultPlan[];
  /** Compress for clients that accept gzip. Harvest documents nothing. @default false */
  gzip?: boolean;
  /** Waits for the faults that are slow. @default the real timer */
  sleep?: (ms: number) => Promise<void>;
  /** Keeps the process alive until `stop()`. @default false */
  keepProcessAlive?: boolean;
}

type Grouped = 'size' | 'limits' | 'modules' | 'signIn';

export type Settings = Required<Omit<SandboxOptions, Grouped>> & {
  size: Sizes;
  limits: {general: Allowance | false; reports: Allowance | false};
  modules: {expense: boolean; invoice: boolean; estimate: boolean; approval: boolean; team: boolean};
  signIn: SignInSettings;
};

export const COMPANY_NAME = 'Lighthouse Studio';

export function settle(options: SandboxOptions): Settings {
  const {size, limits, modules, signIn, ...rest} = options;
  const listed = options.accounts?.find(({product}) => product === 'harvest');
  const accountId = options.accountId ?? listed?.id ?? 10254;
  // Forecast first: clients that take accounts[0] must not get away with it.
  const accounts: Account[] = options.accounts ?? [
    {id: 88903, name: COMPANY_NAME, product: 'forecast'},
    {id: accountId, name: COMPANY_NAME, product: 'harvest'},
    {id: 88888, name: 'Harbour & Sons', product: 'forecast'},
  ];

  return {
    seed: 1,
    now: () => new Date(),
    paging: 'documented',
    port: 0,
    accessToken: '1234567.pt.sandbox-token',
    identityServer: 'same',
    limitsBy: 'account',
    identityLimit: false,
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
    initialFaults: [],
    gzip: false,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    keepProcessAlive: false,
    ...rest,
    accountId,
    accounts,
    signIn: settleSignIn(signIn, accounts),
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

/** The settings of one account of several: what the sandbox says, and over it what its entry says. */
export function settleAccount(settings: Settings, account: Account | undefined): Settings {
  if (!account) return {...settings};
  const {id: _id, name: _name, product: _product, refused: _refused, faults: _faults, ...own} = account;
  return {
    ...settings,
    ...own,
    size: {...settings.size, ...own.size},
    limits: {...settings.limits, ...own.limits},
    modules: {...settings.modules, ...own.modules},
  };
}
