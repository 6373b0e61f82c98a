/** An embedded reference: a snapshot of another record, made when the response is built. */
export type Ref = {id: number; name: string};
export type ProjectRef = {id: number; name: string; code: string | null};
export type InvoiceRef = {id: number; number: string};
/** The undocumented `currency` has been seen beside the two documented members. */
export type ClientRef = {id: number; name: string; currency?: string};
export type BillingClientRef = {id: number; name: string; currency: string};

export type Stamps = {created_at: string; updated_at: string};

export type Company = {
  base_uri: string;
  full_domain: string;
  name: string;
  is_active: boolean;
  week_start_day: string;
  wants_timestamp_timers: boolean;
  time_format: string;
  date_format: string;
  plan_type: string;
  expense_feature: boolean;
  invoice_feature: boolean;
  estimate_feature: boolean;
  approval_feature: boolean;
  /** Documented, but missing from the official sample. */
  team_feature?: boolean;
  clock: '12h' | '24h';
  currency_code_display: string;
  currency_symbol_display: string;
  decimal_symbol: string;
  thousands_separator: string;
  color_scheme: string;
  weekly_capacity: number;
  currency?: string;
  saml_sign_in_required?: boolean;
  day_entry_notes_required?: boolean;
};

export type Client = Stamps & {
  id: number;
  name: string;
  is_active: boolean;
  address: string | null;
  statement_key: string;
  currency: string;
};

export type Contact = Stamps & {
  id: number;
  client: Ref;
  title: string | null;
  first_name: string;
  last_name: string | null;
  email: string | null;
  phone_office: string;
  phone_mobile: string;
  fax: string;
  /** In the documentation since 2026; rows without it still occur. */
  invoice_recipient_status?: 'none' | 'recipient' | 'cc' | 'bcc';
};

export type User = Stamps & {
  id: number;
  first_name: string;
  last_name: string;
  email: string;
  telephone: string | null;
  timezone: string;
  has_access_to_all_future_projects: boolean;
  is_contractor: boolean;
  is_active: boolean;
  weekly_capacity: number;
  default_hourly_rate?: number | null;
  cost_rate?: number | null;
  roles: string[];
  access_roles: string[];
  avatar_url: string;
  employee_id?: string | null;
  calendar_integration_enabled?: boolean;
  calendar_integration_source?: string | null;
  can_create_projects?: boolean;
  permissions_claims?: string[];
  saml_exempt?: boolean;
};

export type Role = Stamps & {id: number; name: string; user_ids: number[]};

export type Task = Stamps & {
  id: number;
  name: string;
  billable_by_default: boolean;
  default_hourly_rate: number | null;
  is_default: boolean;
  is_active: boolean;
};

export type Project = Stamps & {
  id: number;
  client: BillingClientRef;
  name: string;
  code: string | null;
  is_active: boolean;
  is_billable: boolean;
  is_fixed_fee: boolean;
  bill_by: 'Project' | 'Tasks' | 'People' | 'none';
  hourly_rate: number | null;
  budget: number | null;
  budget_by: 'project' | 'project_cost' | 'task' | 'task_fees' | 'person' | 'none';
  budget_is_monthly: boolean;
  notify_when_over_budget: boolean;
  over_budget_notification_percentage: number | null;
  over_budget_notification_date: string | null;
  show_budget_to_all: boolean;
  cost_budget: number | null;
  cost_budget_include_expenses: boolean;
  fee: number | null;
  notes: string | null;
  starts_on: string | null;
  ends_on: string | null;
  currency?: string;
};

export type UserAssignment = Stamps & {
  id: number;
  project: ProjectRef;
  user: Ref;
  is_active: boolean;
  is_project_manager: boolean;
  use_default_rates: boolean;
  hourly_rate: number | null;
  budget: number | null;
};

export type TaskAssignment = Stamps & {
  id: number;
  project: ProjectRef;
  task: Ref;
  is_active: boolean;
  billable: boolean;
  hourly_rate: number | null;
  budget: number | null;
};

/** An assignment as time entries and expenses embed it: without its project and user. */
export type EmbeddedUserAssignment = Stamps & {
  id: number;
  is_project_manager: boolean;
  is_active: boolean;
  budget: number | null;
  hourly_rate: number | null;
  use_default_rates?: boolean;
};

export type EmbeddedTaskAssignment = Stamps & {
  id: number;
  billable: boolean;
  is_active: boolean;
  hourly_rate: number | null;
  budget: number | null;
};

export type ExternalReference = {
  id: string;
  group_id: string | null;
  account_id: string | null;
  permalink: string;
  service: string | null;
  service_icon_url: string | null;
};

export type ApprovalStatus = 'unsubmitted' | 'submitted' | 'approved';

export type TimeEntry = Stamps & {
  id: number;
  spent_date: string;
  user: Ref;
  client: ClientRef;
  project: {id: number; name: string; code?: string | null};
  task: Ref;
  user_assignment: EmbeddedUserAssignment | null;
  task_assignment: EmbeddedTaskAssignment | null;
  external_reference: ExternalReference | null;
  invoice: InvoiceRef | null;
  hours: number;
  hours_without_timer: number;
  rounded_hours: number;
  notes: string | null;
  is_locked: boolean;
  locked_reason: string | null;
  is_closed: boolean;
  approval_status: ApprovalStatus;
  is_billed: boolean;
  timer_started_at: string | null;
  started_time: string | null;
  ended_time: string | null;
  is_running: boolean;
  billable: boolean;
  budgeted: boolean;
  billable_rate?: number | null;
  cost_rate?: number | null;
  is_explicitly_locked?: boolean;
};

/** An active assignment with its project's tasks, as listed per user. Derived, never stored. */
export type ProjectAssignment = Stamps & {
  id: number;
  is_active: boolean;
  is_project_manager: boolean;
  use_default_rates: boolean;
  hourly_rate: number | null;
  budget: number | null;
  project: ProjectRef & {is_billable?: boolean};
  client: ClientRef;
  task_assignments: (EmbeddedTaskAssignment & {task: Ref})[];
};

export type Rate = Stamps & {id: number; amount: number; start_date: string | null; end_date: string | null};

export type Teammate = {id: number; first_name: string; last_name: string; email: string};
