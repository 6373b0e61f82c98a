// Generated from schemas/harvest by `make types`. Do not edit.

/**
 * Past, current and future billable rates of each person.
 */
export interface BillableRates {
  /**
   * Person the rate belongs to.
   */
  user_id: number;
  id: number;
  /**
   * Per hour.
   */
  amount: null | number;
  /**
   * First day of the rate; null means from the beginning.
   */
  start_date: null | string;
  /**
   * Last day of the rate; null means it has no end.
   */
  end_date: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Clients of the account, active and archived.
 */
export interface Clients {
  id: number;
  name: null | string;
  is_active: null | boolean;
  /**
   * May hold several lines.
   */
  address: null | string;
  /**
   * Sensitive: opens the client's public statement page to anyone who has it.
   */
  statement_key: null | string;
  /**
   * Currency code used for this client.
   */
  currency: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * The account itself: one row with its preferences and the modules that are switched on.
 */
export interface Company {
  /**
   * Host of the account; Harvest gives the account no id here.
   */
  full_domain: string;
  base_uri: null | string;
  name: null | string;
  is_active: null | boolean;
  /**
   * Saturday, Sunday or Monday.
   */
  week_start_day: null | string;
  /**
   * True when time is tracked by start and end time, false when by duration.
   */
  wants_timestamp_timers: null | boolean;
  /**
   * How hours are displayed: decimal or hours_minutes.
   */
  time_format: null | string;
  /**
   * How dates are displayed, in strftime notation.
   */
  date_format: null | string;
  plan_type: null | string;
  /**
   * 12h or 24h; decides how started_time and ended_time of time entries are written.
   */
  clock: null | string;
  currency_code_display: null | string;
  currency_symbol_display: null | string;
  decimal_symbol: null | string;
  thousands_separator: null | string;
  color_scheme: null | string;
  /**
   * Seconds per week.
   */
  weekly_capacity: null | number;
  /**
   * Whether the expenses module is on.
   */
  expense_feature: null | boolean;
  /**
   * Whether the invoices module is on.
   */
  invoice_feature: null | boolean;
  /**
   * Whether the estimates module is on.
   */
  estimate_feature: null | boolean;
  /**
   * Whether timesheet approval is on.
   */
  approval_feature: null | boolean;
  /**
   * Whether the team module is on. Documented, but often absent.
   */
  team_feature: null | boolean;
  /**
   * Default currency code. Not in the official documentation.
   */
  currency: null | string;
  /**
   * Not in the official documentation.
   */
  saml_sign_in_required: null | boolean;
  /**
   * Not in the official documentation.
   */
  day_entry_notes_required: null | boolean;
  /**
   * Not in the official documentation. Unconfirmed.
   */
  approval_required: null | boolean;
}

/**
 * People at the clients, with their contact details.
 */
export interface Contacts {
  id: number;
  client: null | {
    id: null | number;
    name: null | string;
  };
  title: null | string;
  first_name: null | string;
  last_name: null | string;
  email: null | string;
  phone_office: null | string;
  phone_mobile: null | string;
  fax: null | string;
  /**
   * How invoices are addressed to this person: none, recipient, cc or bcc. Since 2026.
   */
  invoice_recipient_status: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Past, current and future cost rates of each person.
 */
export interface CostRates {
  /**
   * Person the rate belongs to.
   */
  user_id: number;
  id: number;
  /**
   * Per hour.
   */
  amount: null | number;
  /**
   * First day of the rate; null means from the beginning.
   */
  start_date: null | string;
  /**
   * Last day of the rate; null means it has no end.
   */
  end_date: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Categories that estimate lines are filed under.
 */
export interface EstimateItemCategories {
  id: number;
  name: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Lines of the estimates, one row each.
 */
export interface EstimateLineItems {
  /**
   * Estimate the line belongs to.
   */
  estimate_id: number;
  id: number;
  /**
   * updated_at of the estimate; the line has no timestamp of its own.
   */
  estimate_updated_at: null | string;
  /**
   * Name of the estimate item category, not its id.
   */
  kind: null | string;
  description: null | string;
  quantity: null | number;
  /**
   * In the currency of the estimate.
   */
  unit_price: null | number;
  /**
   * Quantity times unit price, before discount and tax.
   */
  amount: null | number;
  /**
   * Whether the first tax applies.
   */
  taxed: null | boolean;
  /**
   * Whether the second tax applies.
   */
  taxed2: null | boolean;
}

/**
 * Messages sent about an estimate, and changes of its state.
 */
export interface EstimateMessages {
  id: number;
  /**
   * Estimate the message belongs to.
   */
  estimate_id: null | number;
  /**
   * Who created the message.
   */
  sent_by: null | string;
  sent_by_email: null | string;
  /**
   * Who appears as the sender.
   */
  sent_from: null | string;
  sent_from_email: null | string;
  recipients:
    | null
    | (null | {
        name: null | string;
        email: null | string;
      })[];
  subject: null | string;
  /**
   * May contain an unexpanded %estimate_url%.
   */
  body: null | string;
  send_me_a_copy: null | boolean;
  /**
   * send, accept, decline, re-open, view or invoice; null for an ordinary message.
   */
  event_type: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Estimates with their line items.
 */
export interface Estimates {
  id: number;
  client: null | {
    id: null | number;
    name: null | string;
  };
  line_items:
    | null
    | (null | {
        id: null | number;
        /**
         * Name of the estimate item category, not its id.
         */
        kind: null | string;
        description: null | string;
        quantity: null | number;
        /**
         * In the currency of the estimate.
         */
        unit_price: null | number;
        /**
         * Quantity times unit price, before discount and tax.
         */
        amount: null | number;
        /**
         * Whether the first tax applies.
         */
        taxed: null | boolean;
        /**
         * Whether the second tax applies.
         */
        taxed2: null | boolean;
      })[];
  creator: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * Sensitive: opens the estimate's public page to anyone who has it.
   */
  client_key: null | string;
  /**
   * Free text that may contain letters; not guaranteed unique.
   */
  number: null | string;
  purchase_order: null | string;
  /**
   * Total with discount and taxes, in the currency of the row.
   */
  amount: null | number;
  /**
   * Percent; null when there is none.
   */
  tax: null | number;
  /**
   * In the currency of the row; 0 is seen for null.
   */
  tax_amount: null | number;
  /**
   * Percent; null when there is none.
   */
  tax2: null | number;
  /**
   * In the currency of the row; 0 is seen for null.
   */
  tax2_amount: null | number;
  /**
   * Percent; can be null although discount_amount is set.
   */
  discount: null | number;
  /**
   * In the currency of the row.
   */
  discount_amount: null | number;
  subject: null | string;
  notes: null | string;
  currency: null | string;
  /**
   * draft, sent, accepted or declined.
   */
  state: null | string;
  issue_date: null | string;
  sent_at: null | string;
  accepted_at: null | string;
  declined_at: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Categories that expenses are filed under.
 */
export interface ExpenseCategories {
  id: number;
  name: null | string;
  /**
   * Null unless billed by unit.
   */
  unit_name: null | string;
  /**
   * May have more than two decimals; null unless billed by unit.
   */
  unit_price: null | number;
  is_active: null | boolean;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Expenses that people recorded on projects.
 */
export interface Expenses {
  id: number;
  client: null | {
    id: null | number;
    name: null | string;
    /**
     * Currency of total_cost.
     */
    currency: null | string;
  };
  project: null | {
    id: null | number;
    name: null | string;
    code: null | string;
  };
  expense_category: null | {
    id: null | number;
    name: null | string;
    /**
     * Price of one unit, for categories billed by unit.
     */
    unit_price: null | number;
    unit_name: null | string;
  };
  user: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * The person's assignment to the project; may be inactive by now.
   */
  user_assignment: null | {
    id: null | number;
    is_project_manager: null | boolean;
    is_active: null | boolean;
    /**
     * Not in the official documentation.
     */
    use_default_rates: null | boolean;
    /**
     * Hours.
     */
    budget: null | number;
    created_at: null | string;
    updated_at: null | string;
    hourly_rate: null | number;
  };
  /**
   * Null when there is no receipt.
   */
  receipt: null | {
    /**
     * On the web host, not on the API host.
     */
    url: null | string;
    file_name: null | string;
    /**
     * Bytes.
     */
    file_size: null | number;
    content_type: null | string;
  };
  /**
   * Null while the expense is not invoiced.
   */
  invoice: null | {
    id: null | number;
    number: null | string;
  };
  notes: null | string;
  /**
   * Documented as an integer, sent with a decimal point.
   */
  units: null | number;
  /**
   * In the currency of the client.
   */
  total_cost: null | number;
  billable: null | boolean;
  /**
   * Deprecated in favour of approval_status.
   */
  is_closed: null | boolean;
  /**
   * unsubmitted, submitted or approved.
   */
  approval_status: null | string;
  /**
   * True once invoiced or approved, or when the project or person is archived.
   */
  is_locked: null | boolean;
  is_billed: null | boolean;
  /**
   * Free text.
   */
  locked_reason: null | string;
  spent_date: null | string;
  /**
   * Seen since 2026. Not in the official documentation.
   */
  is_explicitly_locked: null | boolean;
  /**
   * Seen since 2026; its type is unconfirmed. Not in the official documentation.
   */
  reimbursement: null | boolean;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Categories that invoice lines are filed under.
 */
export interface InvoiceItemCategories {
  id: number;
  name: null | string;
  /**
   * Whether hours are filed here when an invoice is generated.
   */
  use_as_service: null | boolean;
  /**
   * Whether expenses are filed here when an invoice is generated.
   */
  use_as_expense: null | boolean;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Lines of the invoices, one row each.
 */
export interface InvoiceLineItems {
  /**
   * Invoice the line belongs to.
   */
  invoice_id: number;
  /**
   * Changes when a line is removed and added again.
   */
  id: number;
  /**
   * updated_at of the invoice; the line has no timestamp of its own.
   */
  invoice_updated_at: null | string;
  /**
   * Null when the line belongs to no project.
   */
  project: null | {
    id: null | number;
    name: null | string;
    code: null | string;
  };
  /**
   * Name of the invoice item category, not its id.
   */
  kind: null | string;
  description: null | string;
  quantity: null | number;
  /**
   * In the currency of the invoice.
   */
  unit_price: null | number;
  /**
   * Quantity times unit price, before discount and tax.
   */
  amount: null | number;
  /**
   * Whether the first tax applies.
   */
  taxed: null | boolean;
  /**
   * Whether the second tax applies.
   */
  taxed2: null | boolean;
}

/**
 * Messages sent about an invoice, and changes of its state.
 */
export interface InvoiceMessages {
  id: number;
  /**
   * Invoice the message belongs to.
   */
  invoice_id: null | number;
  /**
   * Who created the message.
   */
  sent_by: null | string;
  sent_by_email: null | string;
  /**
   * Who appears as the sender.
   */
  sent_from: null | string;
  sent_from_email: null | string;
  /**
   * Empty when the message only records a change of state.
   */
  recipients:
    | null
    | (null | {
        name: null | string;
        email: null | string;
      })[];
  subject: null | string;
  body: null | string;
  /**
   * Deprecated.
   */
  include_link_to_client_invoice: null | boolean;
  attach_pdf: null | boolean;
  send_me_a_copy: null | boolean;
  thank_you: null | boolean;
  /**
   * close, draft, re-open or send (view in older rows); null for an ordinary message.
   */
  event_type: null | string;
  reminder: null | boolean;
  send_reminder_on: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Payments recorded against an invoice.
 */
export interface InvoicePayments {
  id: number;
  /**
   * Invoice the payment belongs to.
   */
  invoice_id: null | number;
  /**
   * In the currency of the invoice.
   */
  amount: null | number;
  /**
   * Midnight UTC when only a date was recorded.
   */
  paid_at: null | string;
  paid_date: null | string;
  recorded_by: null | string;
  recorded_by_email: null | string;
  notes: null | string;
  /**
   * Card authorization or PayPal transaction.
   */
  transaction_id: null | string;
  /**
   * Both members are null when no gateway was used.
   */
  payment_gateway: null | {
    id: null | number;
    name: null | string;
  };
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Invoices with their line items.
 */
export interface Invoices {
  id: number;
  client: null | {
    id: null | number;
    name: null | string;
  };
  line_items:
    | null
    | (null | {
        id: null | number;
        /**
         * Null when the line belongs to no project.
         */
        project: null | {
          id: null | number;
          name: null | string;
          code: null | string;
        };
        /**
         * Name of the invoice item category, not its id.
         */
        kind: null | string;
        description: null | string;
        quantity: null | number;
        /**
         * In the currency of the invoice.
         */
        unit_price: null | number;
        /**
         * Quantity times unit price, before discount and tax.
         */
        amount: null | number;
        /**
         * Whether the first tax applies.
         */
        taxed: null | boolean;
        /**
         * Whether the second tax applies.
         */
        taxed2: null | boolean;
      })[];
  /**
   * Estimate the invoice was made from, if any.
   */
  estimate: null | {
    id: null | number;
  };
  /**
   * Retainer the invoice belongs to, if any; retainers cannot be read.
   */
  retainer: null | {
    id: null | number;
  };
  creator: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * Sensitive: opens the invoice's public page to anyone who has it.
   */
  client_key: null | string;
  /**
   * Free text that may contain letters; not guaranteed unique.
   */
  number: null | string;
  purchase_order: null | string;
  /**
   * Total with discount and taxes, in the currency of the row.
   */
  amount: null | number;
  /**
   * What is left to pay, in the currency of the row; payments lower it.
   */
  due_amount: null | number;
  /**
   * Percent; null when there is none.
   */
  tax: null | number;
  /**
   * In the currency of the row; 0 is seen for null.
   */
  tax_amount: null | number;
  /**
   * Percent; null when there is none.
   */
  tax2: null | number;
  /**
   * In the currency of the row; 0 is seen for null.
   */
  tax2_amount: null | number;
  /**
   * Percent; can be null although discount_amount is set.
   */
  discount: null | number;
  /**
   * In the currency of the row.
   */
  discount_amount: null | number;
  subject: null | string;
  notes: null | string;
  currency: null | string;
  /**
   * draft, open, paid or closed.
   */
  state: null | string;
  /**
   * First day of the time imported into the invoice.
   */
  period_start: null | string;
  /**
   * Last day of the time imported into the invoice.
   */
  period_end: null | string;
  issue_date: null | string;
  due_date: null | string;
  /**
   * upon receipt, net 15, net 30, net 45, net 60 or custom.
   */
  payment_term: null | string;
  /**
   * Any of ach, credit_card and paypal; sometimes absent.
   */
  payment_options: null | (null | string)[];
  sent_at: null | string;
  /**
   * Midnight UTC when only a date was recorded.
   */
  paid_at: null | string;
  paid_date: null | string;
  /**
   * When it was written off.
   */
  closed_at: null | string;
  /**
   * Recurring invoices themselves cannot be read.
   */
  recurring_invoice_id: null | number;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Active project assignments of each person, with the tasks available there.
 */
export interface ProjectAssignments {
  /**
   * Equals the id of the user assignment.
   */
  id: number;
  /**
   * Person the assignment belongs to.
   */
  user_id: null | number;
  is_active: null | boolean;
  is_project_manager: null | boolean;
  use_default_rates: null | boolean;
  hourly_rate: null | number;
  /**
   * Hours, when the project is budgeted per person.
   */
  budget: null | number;
  project: null | {
    id: null | number;
    name: null | string;
    code: null | string;
    /**
     * Not in the official documentation.
     */
    is_billable: null | boolean;
  };
  client: null | {
    id: null | number;
    name: null | string;
    /**
     * Not in the official documentation.
     */
    currency: null | string;
  };
  task_assignments:
    | null
    | (null | {
        id: null | number;
        billable: null | boolean;
        is_active: null | boolean;
        created_at: null | string;
        updated_at: null | string;
        hourly_rate: null | number;
        /**
         * Hours or money.
         */
        budget: null | number;
        task: null | {
          id: null | number;
          name: null | string;
        };
      })[];
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Projects with their billing and budget settings.
 */
export interface Projects {
  id: number;
  client: null | {
    id: null | number;
    name: null | string;
    /**
     * Currency of the amounts in this row.
     */
    currency: null | string;
  };
  name: null | string;
  code: null | string;
  is_active: null | boolean;
  is_billable: null | boolean;
  is_fixed_fee: null | boolean;
  /**
   * Whose hourly rate counts: Project, Tasks, People or none.
   */
  bill_by: null | string;
  /**
   * Used when bill_by is Project.
   */
  hourly_rate: null | number;
  /**
   * Hours, when the budget counts time.
   */
  budget: null | number;
  /**
   * What the budget counts: project, project_cost, task, task_fees, person or none.
   */
  budget_by: null | string;
  budget_is_monthly: null | boolean;
  notify_when_over_budget: null | boolean;
  /**
   * Percent; 80 means 80 %.
   */
  over_budget_notification_percentage: null | number;
  /**
   * When the notice went out, if it has.
   */
  over_budget_notification_date: null | string;
  show_budget_to_all: null | boolean;
  /**
   * Money, when the budget counts fees.
   */
  cost_budget: null | number;
  cost_budget_include_expenses: null | boolean;
  /**
   * Fixed-fee projects only.
   */
  fee: null | number;
  notes: null | string;
  starts_on: null | string;
  ends_on: null | string;
  /**
   * Seen since 2026. Not in the official documentation.
   */
  currency: null | string;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Expenses by category, currency and period.
 */
export interface ReportExpensesCategories {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  expense_category_id: number;
  /**
   * Currency of the amounts.
   */
  currency: string;
  expense_category_name: null | string;
  total_amount: null | number;
  billable_amount: null | number;
}

/**
 * Expenses by client, currency and period.
 */
export interface ReportExpensesClients {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  client_id: number;
  /**
   * Currency of the amounts.
   */
  currency: string;
  client_name: null | string;
  total_amount: null | number;
  billable_amount: null | number;
}

/**
 * Expenses by project, currency and period.
 */
export interface ReportExpensesProjects {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  project_id: number;
  client_id: number;
  /**
   * Currency of the amounts.
   */
  currency: string;
  /**
   * Prefixed with the project's code.
   */
  project_name: null | string;
  client_name: null | string;
  total_amount: null | number;
  billable_amount: null | number;
}

/**
 * Expenses by person, currency and period.
 */
export interface ReportExpensesTeam {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  user_id: number;
  /**
   * Currency of the amounts.
   */
  currency: string;
  user_name: null | string;
  is_contractor: null | boolean;
  total_amount: null | number;
  billable_amount: null | number;
}

/**
 * Budget, spending and remainder of each project that has a budget, as of now.
 */
export interface ReportProjectBudget {
  project_id: number;
  client_id: null | number;
  client_name: null | string;
  project_name: null | string;
  budget_is_monthly: null | boolean;
  /**
   * What the budget counts: project, project_cost, task, task_fees, person or none.
   */
  budget_by: null | string;
  is_active: null | boolean;
  /**
   * Hours or money, depending on budget_by.
   */
  budget: null | number;
  /**
   * Hours or money, depending on budget_by.
   */
  budget_spent: null | number;
  /**
   * Hours or money, depending on budget_by; may be negative.
   */
  budget_remaining: null | number;
}

/**
 * Hours and billable amounts by client, currency and period.
 */
export interface ReportTimeClients {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  client_id: number;
  /**
   * Currency of billable_amount; empty when the token may not see rates.
   */
  currency: string;
  client_name: null | string;
  /**
   * Decimal hours by the account's rounding rule.
   */
  total_hours: null | number;
  /**
   * Decimal hours by the account's rounding rule.
   */
  billable_hours: null | number;
  /**
   * Null when the token may not see rates.
   */
  billable_amount: null | number;
}

/**
 * Hours and billable amounts by project, currency and period.
 */
export interface ReportTimeProjects {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  project_id: number;
  client_id: number;
  /**
   * Currency of billable_amount; empty when the token may not see rates.
   */
  currency: string;
  /**
   * Prefixed with the project's code.
   */
  project_name: null | string;
  client_name: null | string;
  /**
   * Decimal hours by the account's rounding rule.
   */
  total_hours: null | number;
  /**
   * Decimal hours by the account's rounding rule.
   */
  billable_hours: null | number;
  /**
   * Null when the token may not see rates.
   */
  billable_amount: null | number;
}

/**
 * Hours and billable amounts by task, currency and period.
 */
export interface ReportTimeTasks {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  task_id: number;
  /**
   * Currency of billable_amount; empty when the token may not see rates.
   */
  currency: string;
  task_name: null | string;
  /**
   * Decimal hours by the account's rounding rule.
   */
  total_hours: null | number;
  /**
   * Decimal hours by the account's rounding rule.
   */
  billable_hours: null | number;
  /**
   * Null when the token may not see rates.
   */
  billable_amount: null | number;
}

/**
 * Hours and billable amounts by person, currency and period.
 */
export interface ReportTimeTeam {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  user_id: number;
  /**
   * Currency of billable_amount; empty when the token may not see rates.
   */
  currency: string;
  user_name: null | string;
  is_contractor: null | boolean;
  /**
   * Seconds per week.
   */
  weekly_capacity: null | number;
  /**
   * Changes without meaning.
   */
  avatar_url: null | string;
  /**
   * Decimal hours by the account's rounding rule.
   */
  total_hours: null | number;
  /**
   * Decimal hours by the account's rounding rule.
   */
  billable_hours: null | number;
  /**
   * Null when the token may not see rates.
   */
  billable_amount: null | number;
}

/**
 * Hours and expenses not yet invoiced, by project and period.
 */
export interface ReportUninvoiced {
  /**
   * First day of the period.
   */
  from: string;
  /**
   * Last day of the period, included.
   */
  to: string;
  project_id: number;
  client_id: number;
  /**
   * Currency of the amounts; empty when hidden.
   */
  currency: string;
  client_name: null | string;
  /**
   * Without the project's code.
   */
  project_name: null | string;
  /**
   * Decimal hours.
   */
  total_hours: null | number;
  /**
   * Decimal hours.
   */
  uninvoiced_hours: null | number;
  uninvoiced_expenses: null | number;
  /**
   * Time and expenses together; may be negative.
   */
  uninvoiced_amount: null | number;
}

/**
 * Roles of the team, each with its members.
 */
export interface Roles {
  id: number;
  name: null | string;
  user_ids: null | (null | number)[];
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Which tasks are available on which project, active and archived.
 */
export interface TaskAssignments {
  id: number;
  project: null | {
    id: null | number;
    name: null | string;
    code: null | string;
  };
  task: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * The assignment's own flag, not the project's.
   */
  is_active: null | boolean;
  billable: null | boolean;
  /**
   * Counts only if the project bills by Tasks.
   */
  hourly_rate: null | number;
  /**
   * Hours or money, when the project is budgeted per task.
   */
  budget: null | number;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Kinds of work that time is recorded on.
 */
export interface Tasks {
  id: number;
  name: null | string;
  billable_by_default: null | boolean;
  default_hourly_rate: null | number;
  /**
   * Whether new projects start with this task.
   */
  is_default: null | boolean;
  is_active: null | boolean;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * People assigned to a manager.
 */
export interface Teammates {
  /**
   * The manager.
   */
  user_id: number;
  /**
   * The teammate, as a user id.
   */
  id: number;
  first_name: null | string;
  last_name: null | string;
  email: null | string;
}

/**
 * Time recorded by person, project and task.
 */
export interface TimeEntries {
  id: number;
  spent_date: null | string;
  user: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * The person's assignment to the project; may be inactive by now.
   */
  user_assignment: null | {
    id: null | number;
    is_project_manager: null | boolean;
    is_active: null | boolean;
    /**
     * Not in the official documentation.
     */
    use_default_rates: null | boolean;
    /**
     * Hours.
     */
    budget: null | number;
    created_at: null | string;
    updated_at: null | string;
    hourly_rate: null | number;
  };
  client: null | {
    id: null | number;
    name: null | string;
    /**
     * Not in the official documentation.
     */
    currency: null | string;
  };
  project: null | {
    id: null | number;
    name: null | string;
    code: null | string;
  };
  task: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * The task's assignment to the project; may be inactive by now.
   */
  task_assignment: null | {
    id: null | number;
    billable: null | boolean;
    is_active: null | boolean;
    created_at: null | string;
    updated_at: null | string;
    hourly_rate: null | number;
    /**
     * Hours or money.
     */
    budget: null | number;
  };
  /**
   * What the entry is about in another product; null when nothing is linked.
   */
  external_reference: null | {
    /**
     * Text chosen by the other product; unique only within its service.
     */
    id: null | string;
    group_id: null | string;
    account_id: null | string;
    permalink: null | string;
    service: null | string;
    service_icon_url: null | string;
  };
  /**
   * Null while the entry is not invoiced.
   */
  invoice: null | {
    id: null | number;
    number: null | string;
  };
  /**
   * Decimal hours, with the time of a running timer.
   */
  hours: null | number;
  /**
   * Decimal hours stored before the timer was last started.
   */
  hours_without_timer: null | number;
  /**
   * Decimal hours by the account's rounding rule, as reports and invoices use them.
   */
  rounded_hours: null | number;
  notes: null | string;
  is_locked: null | boolean;
  /**
   * Free text.
   */
  locked_reason: null | string;
  /**
   * Deprecated in favour of approval_status.
   */
  is_closed: null | boolean;
  /**
   * unsubmitted, submitted or approved.
   */
  approval_status: null | string;
  is_billed: null | boolean;
  /**
   * Null unless the timer is running.
   */
  timer_started_at: null | string;
  /**
   * Time of day, as 3:00pm or 15:00; null where durations are tracked.
   */
  started_time: null | string;
  /**
   * Time of day, as 3:00pm or 15:00; null while running, or where durations are tracked.
   */
  ended_time: null | string;
  /**
   * While true, hours grow with every read.
   */
  is_running: null | boolean;
  billable: null | boolean;
  /**
   * Whether the hours count towards the project's budget.
   */
  budgeted: null | boolean;
  /**
   * Per hour; null when not billable.
   */
  billable_rate: null | number;
  /**
   * Per hour; administrators only.
   */
  cost_rate: null | number;
  /**
   * Seen since 2026. Not in the official documentation.
   */
  is_explicitly_locked: null | boolean;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * Who is assigned to which project, active and archived.
 */
export interface UserAssignments {
  id: number;
  project: null | {
    id: null | number;
    name: null | string;
    code: null | string;
  };
  user: null | {
    id: null | number;
    name: null | string;
  };
  /**
   * The assignment's own flag, not the project's.
   */
  is_active: null | boolean;
  is_project_manager: null | boolean;
  /**
   * True when the person's default rate applies instead of hourly_rate.
   */
  use_default_rates: null | boolean;
  /**
   * Counts only if the project bills by People and use_default_rates is false.
   */
  hourly_rate: null | number;
  /**
   * Hours, when the project is budgeted per person.
   */
  budget: null | number;
  created_at: null | string;
  updated_at: null | string;
}

/**
 * People of the account, with their access and current rates.
 */
export interface Users {
  id: number;
  first_name: null | string;
  last_name: null | string;
  email: null | string;
  telephone: null | string;
  /**
   * Display name such as Mountain Time (US & Canada), not an IANA zone.
   */
  timezone: null | string;
  has_access_to_all_future_projects: null | boolean;
  is_contractor: null | boolean;
  is_active: null | boolean;
  /**
   * Seconds per week.
   */
  weekly_capacity: null | number;
  /**
   * Current billable rate; billable_rates has the history.
   */
  default_hourly_rate: null | number;
  /**
   * Current cost rate; administrators only. cost_rates has the history.
   */
  cost_rate: null | number;
  /**
   * Names; join on user_ids of the roles instead.
   */
  roles: null | (null | string)[];
  /**
   * administrator, manager or member, with the extra permissions of managers.
   */
  access_roles: null | (null | string)[];
  /**
   * Changes without meaning.
   */
  avatar_url: null | string;
  created_at: null | string;
  updated_at: null | string;
  /**
   * Not in the official documentation.
   */
  employee_id: null | string;
  /**
   * Not in the official documentation.
   */
  calendar_integration_enabled: null | boolean;
  /**
   * Not in the official documentation.
   */
  calendar_integration_source: null | string;
  /**
   * Formerly documented, still seen.
   */
  can_create_projects: null | boolean;
  /**
   * Seen in 2022. Not in the official documentation.
   */
  permissions_claims: null | (null | string)[];
  /**
   * Since 2026.
   */
  saml_exempt: null | boolean;
  /**
   * Replaced by access_roles in 2022.
   */
  is_admin: null | boolean;
  /**
   * Replaced by access_roles in 2022.
   */
  is_project_manager: null | boolean;
  /**
   * Replaced by access_roles in 2022.
   */
  can_see_rates: null | boolean;
  /**
   * Replaced by access_roles in 2022.
   */
  can_create_invoices: null | boolean;
}

/** What each stream's records look like. */
export interface Records {
  billable_rates: BillableRates;
  clients: Clients;
  company: Company;
  contacts: Contacts;
  cost_rates: CostRates;
  estimate_item_categories: EstimateItemCategories;
  estimate_line_items: EstimateLineItems;
  estimate_messages: EstimateMessages;
  estimates: Estimates;
  expense_categories: ExpenseCategories;
  expenses: Expenses;
  invoice_item_categories: InvoiceItemCategories;
  invoice_line_items: InvoiceLineItems;
  invoice_messages: InvoiceMessages;
  invoice_payments: InvoicePayments;
  invoices: Invoices;
  project_assignments: ProjectAssignments;
  projects: Projects;
  report_expenses_categories: ReportExpensesCategories;
  report_expenses_clients: ReportExpensesClients;
  report_expenses_projects: ReportExpensesProjects;
  report_expenses_team: ReportExpensesTeam;
  report_project_budget: ReportProjectBudget;
  report_time_clients: ReportTimeClients;
  report_time_projects: ReportTimeProjects;
  report_time_tasks: ReportTimeTasks;
  report_time_team: ReportTimeTeam;
  report_uninvoiced: ReportUninvoiced;
  roles: Roles;
  task_assignments: TaskAssignments;
  tasks: Tasks;
  teammates: Teammates;
  time_entries: TimeEntries;
  user_assignments: UserAssignments;
  users: Users;
}

/**
 * Settings of tap-harvest.
 */
export interface Config {
  /**
   * Read records that changed at or after this moment: a date, an RFC 3339 timestamp, or relative to the run (-30d; units h, d, w, m, y). Default: everything.
   */
  start_date?: string;
  /**
   * Last business date to read, where records have one (see the streams table). Same forms as start_date. Default: no end.
   */
  end_date?: string;
  /**
   * Read start_date..end_date whatever the state says, and move no bookmark.
   */
  backfill?: boolean;
  /**
   * Seconds before a bookmark from which records are read again.
   */
  lookback_window?: number;
  /**
   * Stop each stream after so many records, for sampling. Moves no bookmark.
   */
  max_records?: number;
  /**
   * Fail where a stream would otherwise be skipped, or lists be narrowed, for want of permissions.
   */
  strict?: boolean;
  /**
   * What to do with records that do not fit their schema: warn and count, fail the stream, or do not look.
   */
  validate_records?: 'warn' | 'fail' | 'off';
  /**
   * Send ACTIVATE_VERSION for full-table streams, so that targets which understand it remove rows that are gone: after the last record (end) or before the first (start).
   */
  activate_version?: 'off' | 'end' | 'start';
  /**
   * How many requests may be under way at once.
   */
  concurrency?: number;
  /**
   * Another request limit than the service's documented one.
   */
  rate_limit?: {
    /**
     * How many requests.
     */
    requests: number;
    /**
     * Within how many seconds.
     */
    seconds: number;
  };
  /**
   * Seconds to wait for a connection.
   */
  connect_timeout?: number;
  /**
   * Seconds to wait for a whole response.
   */
  request_timeout?: number;
  /**
   * How often one request is repeated after a failure that may pass.
   */
  max_retries?: number;
  /**
   * Seconds that a run may spend waiting for the service, in total. Waits that keep within the request limit do not count.
   */
  max_wait?: number;
  /**
   * Bytes after which a response is refused.
   */
  max_response_bytes?: number;
  /**
   * What we call ourselves towards the service. Services like to find an address there.
   */
  user_agent?: string;
  /**
   * A personal access token, made at https://id.getharvest.com/developers, or an OAuth access token, which `tap-harvest login` writes here.
   */
  access_token?: string;
  /**
   * The client id of an OAuth application that is registered at https://id.getharvest.com/developers.
   */
  client_id?: string;
  /**
   * The client secret of that application.
   */
  client_secret?: string;
  /**
   * What new access tokens are got with; `tap-harvest login` writes it here, and a run that gets a new one, too.
   */
  refresh_token?: string;
  /**
   * When access_token ends, as `tap-harvest login` and runs write it; unknown where it is missing.
   */
  expires_at?: string;
  /**
   * The Harvest account to read. May be left out when the token reaches exactly one Harvest account.
   */
  account_id?: string;
  /**
   * Several Harvest accounts to read in one run, or "all" for all that the credentials reach. Then account_id is a field of every record and part of every key, so that tables which were filled without it can't be gone on with.
   *
   * @minItems 1
   */
  account_ids?: string[];
  /**
   * Where the API is; https, except on this machine.
   */
  base_url?: string;
  /**
   * Where the accounts of a token are listed; https, except on this machine.
   */
  id_url?: string;
  /**
   * Records per request.
   */
  page_size?: number;
  /**
   * After how many days the messages and payments of all invoices and estimates are read again, and not only those of changed ones.
   */
  full_pass_days?: number;
  /**
   * The calendar window that each report row stands for.
   */
  report_window?: 'day' | 'week' | 'month';
  /**
   * Days before the bookmark from which report windows are read again, since past figures change.
   */
  report_lookback_days?: number;
  /**
   * Another request limit for reports than the documented one.
   */
  report_rate_limit?: {
    /**
     * How many requests.
     */
    requests: number;
    /**
     * Within how many seconds.
     */
    seconds: number;
  };
  /**
   * Per stream, the query parameters that narrow it. Derived and child streams follow their parent's.
   */
  filters?: {
    /**
     * Filters of clients.
     */
    clients?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
    /**
     * Filters of contacts.
     */
    contacts?: {
      /**
       * Only contacts of this client.
       */
      client_id?: number;
    };
    /**
     * Filters of estimates, their lines and messages.
     */
    estimates?: {
      /**
       * Only this client's.
       */
      client_id?: number;
      /**
       * State of the estimate.
       */
      state?: 'draft' | 'sent' | 'accepted' | 'declined';
      /**
       * Only records with issue_date on or after this date.
       */
      from?: string;
      /**
       * Only records with issue_date on or before this date.
       */
      to?: string;
    };
    /**
     * Filters of expenses.
     */
    expenses?: {
      /**
       * Only this person's.
       */
      user_id?: number;
      /**
       * Only this client's.
       */
      client_id?: number;
      /**
       * Only this project's.
       */
      project_id?: number;
      /**
       * Only billed expenses (true) or only others (false).
       */
      is_billed?: boolean;
      /**
       * State of approval.
       */
      approval_status?: 'unsubmitted' | 'submitted' | 'approved';
      /**
       * Only records with spent_date on or after this date.
       */
      from?: string;
      /**
       * Only records with spent_date on or before this date.
       */
      to?: string;
    };
    /**
     * Filters of expense categories.
     */
    expense_categories?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
    /**
     * Filters of invoices, their lines, messages and payments.
     */
    invoices?: {
      /**
       * Only this client's.
       */
      client_id?: number;
      /**
       * Only this project's.
       */
      project_id?: number;
      /**
       * State of the invoice.
       */
      state?: 'draft' | 'open' | 'paid' | 'closed';
      /**
       * Only records with issue_date on or after this date.
       */
      from?: string;
      /**
       * Only records with issue_date on or before this date.
       */
      to?: string;
    };
    /**
     * Filters of projects.
     */
    projects?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
      /**
       * Only this client's.
       */
      client_id?: number;
    };
    /**
     * Filters of user assignments.
     */
    user_assignments?: {
      /**
       * Only this person's.
       */
      user_id?: number;
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
    /**
     * Filters of task assignments.
     */
    task_assignments?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
    /**
     * Filters of tasks.
     */
    tasks?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
    /**
     * Filters of time entries.
     */
    time_entries?: {
      /**
       * Only this person's.
       */
      user_id?: number;
      /**
       * Only this client's.
       */
      client_id?: number;
      /**
       * Only this project's.
       */
      project_id?: number;
      /**
       * Only this task's.
       */
      task_id?: number;
      /**
       * Only entries that refer to this id of another product.
       */
      external_reference_id?: string;
      /**
       * Only billed entries (true) or only others (false).
       */
      is_billed?: boolean;
      /**
       * Only entries with a running timer (true) or only others (false).
       */
      is_running?: boolean;
      /**
       * State of approval.
       */
      approval_status?: 'unsubmitted' | 'submitted' | 'approved';
      /**
       * Only records with spent_date on or after this date.
       */
      from?: string;
      /**
       * Only records with spent_date on or before this date.
       */
      to?: string;
    };
    /**
     * Filters of users, their rates, assignments and teammates.
     */
    users?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
    /**
     * Filters of this report.
     */
    report_time_clients?: {
      /**
       * Whether fixed fees are part of the amounts.
       */
      include_fixed_fee?: boolean;
    };
    /**
     * Filters of this report.
     */
    report_time_projects?: {
      /**
       * Whether fixed fees are part of the amounts.
       */
      include_fixed_fee?: boolean;
    };
    /**
     * Filters of this report.
     */
    report_time_tasks?: {
      /**
       * Whether fixed fees are part of the amounts.
       */
      include_fixed_fee?: boolean;
    };
    /**
     * Filters of this report.
     */
    report_time_team?: {
      /**
       * Whether fixed fees are part of the amounts.
       */
      include_fixed_fee?: boolean;
    };
    /**
     * Filters of this report.
     */
    report_uninvoiced?: {
      /**
       * Whether fixed fees are part of the amounts.
       */
      include_fixed_fee?: boolean;
    };
    /**
     * Filters of this report.
     */
    report_project_budget?: {
      /**
       * Only active records (true) or only archived ones (false).
       */
      is_active?: boolean;
    };
  };
}
