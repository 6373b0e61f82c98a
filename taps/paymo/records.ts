// Generated from schemas/paymo by `make types`. Do not edit.

/**
 * Time planned for a person on a task.
 */
export interface Bookings {
  id: number;
  /**
   * Id in task_assignments.
   */
  user_task_id: null | number;
  start_date: null | string;
  end_date: null | string;
  /**
   * Hours.
   */
  hours_per_day: null | number;
  description: null | string;
  /**
   * Id in users. Not in the official documentation.
   */
  creator_id: null | number;
  /**
   * Id in users. Not in the official documentation.
   */
  user_id: null | number;
  /**
   * Meaning unconfirmed. Not in the official documentation.
   */
  start_time: null | string;
  /**
   * Meaning unconfirmed. Not in the official documentation.
   */
  end_time: null | string;
  /**
   * Hours. Not in the official documentation.
   */
  booked_hours: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * People at the clients.
 */
export interface ClientContacts {
  id: number;
  /**
   * Id in clients.
   */
  client_id: null | number;
  name: null | string;
  email: null | string;
  mobile: null | string;
  phone: null | string;
  fax: null | string;
  skype: null | string;
  position: null | string;
  notes: null | string;
  /**
   * Whether this is the client's main contact.
   */
  is_main: null | boolean;
  /**
   * Whether the person may log in to the client portal.
   */
  access: null | boolean;
  /**
   * Absent when there is none.
   */
  image: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_large: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_medium: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_small: null | string;
  /**
   * Extra rights. Not in the official documentation.
   */
  additional_privileges: null | (null | string)[];
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Clients of the company, active and archived.
 */
export interface Clients {
  id: number;
  name: null | string;
  /**
   * May hold several lines.
   */
  address: null | string;
  city: null | string;
  state: null | string;
  postal_code: null | string;
  /**
   * Free text: a name or a code.
   */
  country: null | string;
  phone: null | string;
  fax: null | string;
  email: null | string;
  website: null | string;
  fiscal_information: null | string;
  /**
   * False when archived.
   */
  active: null | boolean;
  /**
   * Logo; usually absent when there is none.
   */
  image: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_large: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_medium: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_small: null | string;
  /**
   * Days this client has for paying. Not in the official documentation.
   */
  due_interval: null | number;
  /**
   * Extra rights. Not in the official documentation.
   */
  additional_privileges: null | (null | string)[];
  created_on: null | string;
  updated_on: null | string;
}

/**
 * The account itself: one row with its settings, most of which Paymo sends as text.
 */
export interface Company {
  id: number;
  name: null | string;
  address: null | string;
  phone: null | string;
  url: null | string;
  fiscal_information: null | string;
  /**
   * Where notifications go.
   */
  email: null | string;
  /**
   * Two-letter ISO code.
   */
  country: null | string;
  /**
   * Logo.
   */
  image: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_large: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_medium: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_small: null | string;
  active: null | boolean;
  /**
   * free or commercial.
   */
  account_type: null | string;
  /**
   * IANA name, such as US/Eastern.
   */
  timezone: null | string;
  /**
   * Code of a currency; not always one of ISO 4217.
   */
  default_currency: null | string;
  /**
   * Number as text, in default_currency.
   */
  default_price_per_hour: null | string;
  /**
   * 1 or 0; may be absent by now.
   */
  apply_tax_to_expenses: null | string;
  /**
   * 1 or 0; whether the second tax is charged on the first. May be absent by now.
   */
  tax_on_tax: null | string;
  /**
   * left or right of the amount.
   */
  currency_position: null | string;
  /**
   * Number as text; grows with every invoice.
   */
  next_invoice_number: null | string;
  /**
   * Number as text; grows with every estimate.
   */
  next_estimate_number: null | string;
  online_payments: null | boolean;
  /**
   * How dates are displayed: Y-m-d, d/m/Y, m/d/Y or d.m.Y.
   */
  date_format: null | string;
  /**
   * How times are displayed: H:i or h:i a.
   */
  time_format: null | string;
  /**
   * For display only.
   */
  decimal_sep: null | string;
  /**
   * For display only.
   */
  thousands_sep: null | string;
  /**
   * Day of the week as a digit; 0 is Sunday.
   */
  week_start: null | string;
  /**
   * Time of day, as 09:00.
   */
  workday_start: null | string;
  /**
   * Time of day, as 17:00.
   */
  workday_end: null | string;
  /**
   * Days of the week, as 1,2,3,4,5; 0 is Sunday.
   */
  working_days: null | string;
  /**
   * Percent as text.
   */
  default_tax: null | string;
  /**
   * Name of the first tax.
   */
  default_tax_text: null | string;
  /**
   * Percent as text.
   */
  default_tax2: null | string;
  /**
   * Name of the second tax.
   */
  default_tax2_text: null | string;
  /**
   * Days until an invoice is due, as text.
   */
  due_interval: null | string;
  /**
   * Pattern for invoice numbers, such as #INV-[yyyy][mm][dd]-[i].
   */
  invoice_format: null | string;
  /**
   * Pattern for estimate numbers, such as #EST-[yyyy][mm][dd]-[i].
   */
  estimate_format: null | string;
  /**
   * 1, 0 or empty.
   */
  hide_tax_field: null | string;
  /**
   * 1, 0 or empty.
   */
  remove_paymo_branding: null | string;
  language: null | string;
  payment_reminder_1: null | string;
  payment_reminder_2: null | string;
  payment_reminder_3: null | string;
  /**
   * Limit of the plan.
   */
  max_users: null | number;
  current_users: null | number;
  /**
   * Limit of the plan; null when there is none.
   */
  max_projects: null | number;
  current_projects: null | number;
  /**
   * Limit of the plan; null when there is none.
   */
  max_invoices: null | number;
  current_invoices: null | number;
  /**
   * Limit of the plan. Not in the official documentation.
   */
  max_estimates: null | number;
  /**
   * Not in the official documentation.
   */
  current_estimates: null | number;
  /**
   * Limit of the plan. Not in the official documentation.
   */
  max_recurring_profiles: null | number;
  /**
   * Not in the official documentation.
   */
  current_recurring_profiles: null | number;
  /**
   * Limit of the plan. Not in the official documentation.
   */
  max_expenses: null | number;
  /**
   * Not in the official documentation.
   */
  current_expenses: null | number;
  /**
   * Not in the official documentation.
   */
  trial_ends_on: null | string;
  /**
   * Id in invoice_templates. Not in the official documentation.
   */
  default_invoice_template: null | number;
  /**
   * Id in estimate_templates. Not in the official documentation.
   */
  default_estimate_template: null | number;
  /**
   * Not in the official documentation.
   */
  company_size: null | string;
  /**
   * Not in the official documentation.
   */
  footer_unit_measure: null | string;
  /**
   * Not in the official documentation.
   */
  invoice_page_footer: null | string;
  /**
   * Not in the official documentation.
   */
  invoice_page_footer_height: null | string;
  /**
   * Not in the official documentation.
   */
  invoice_page_margin_width: null | string;
  /**
   * Not in the official documentation.
   */
  margin_unit_measure: null | string;
  /**
   * Not in the official documentation.
   */
  pdf_format_size: null | string;
  /**
   * Not in the official documentation.
   */
  invoice_bill_to_fields: null | string;
  /**
   * Not in the official documentation.
   */
  default_invoice_footer: null | string;
  /**
   * Not in the official documentation.
   */
  default_estimate_footer: null | string;
  /**
   * Not in the official documentation.
   */
  custom_domain: null | string;
  /**
   * Subject of the e-mail. Not in the official documentation.
   */
  new_invoice_email_subj_tpl: null | string;
  /**
   * Text of the e-mail. Not in the official documentation.
   */
  new_invoice_email_body_tpl: null | string;
  /**
   * Subject of the e-mail. Not in the official documentation.
   */
  new_estimate_email_subj_tpl: null | string;
  /**
   * Text of the e-mail. Not in the official documentation.
   */
  new_estimate_email_body_tpl: null | string;
  /**
   * Subject of the e-mail. Not in the official documentation.
   */
  new_paymentreminder_email_subj_tpl: null | string;
  /**
   * Text of the e-mail. Not in the official documentation.
   */
  new_paymentreminder_email_body_tpl: null | string;
  /**
   * Not in the official documentation.
   */
  show_delivery_date: null | boolean;
  /**
   * Days. Not in the official documentation; unconfirmed.
   */
  annual_leave_days_number: null | number;
  /**
   * Sensitive: mail server. Not in the official documentation.
   */
  custom_smtp_auth_type: null | string;
  /**
   * Sensitive: mail server. Not in the official documentation.
   */
  custom_smtp_port: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_login: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_payflowpro_partner: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_payflowpro_user: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_payflowpro_vendor: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_paypal_email: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_stripe_publishable_key: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_stripe_secret_key: null | string;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_accepted_cc_amex: null | boolean;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_accepted_cc_diners: null | boolean;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_accepted_cc_discover: null | boolean;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_accepted_cc_jcb: null | boolean;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_accepted_cc_mastercard: null | boolean;
  /**
   * Sensitive: payment gateway. Not in the official documentation.
   */
  op_authorize_accepted_cc_visa: null | boolean;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Comments on discussions.
 */
export interface DiscussionComments {
  id: number;
  /**
   * Id in discussions. From the thread.
   */
  discussion_id: null | number;
  /**
   * Id in projects. From the thread.
   */
  project_id: null | number;
  /**
   * All comments on one thing share it; threads themselves are no stream.
   */
  thread_id: null | number;
  /**
   * Author. Id in users.
   */
  user_id: null | number;
  /**
   * HTML.
   */
  content: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Discussions in projects; their comments are in discussion_comments.
 */
export interface Discussions {
  id: number;
  name: null | string;
  /**
   * HTML.
   */
  description: null | string;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Author. Id in users.
   */
  user_id: null | number;
  /**
   * May change without updated_on. Not in the official documentation.
   */
  comments_count: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Lines of the estimates, one row each. No total: price_unit times quantity.
 */
export interface EstimateLineItems {
  id: number;
  /**
   * Id in estimates.
   */
  estimate_id: null | number;
  /**
   * updated_on of the estimate.
   */
  estimate_updated_on: null | string;
  /**
   * What is charged for.
   */
  item: null | string;
  description: null | string;
  /**
   * Price of one unit, in the currency of the estimate.
   */
  price_unit: null | number;
  quantity: null | number;
  apply_tax: null | boolean;
  /**
   * Position.
   */
  seq: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Layouts of estimates.
 */
export interface EstimateTemplates {
  id: number;
  name: null | string;
  title: null | string;
  /**
   * Large.
   */
  html: null | string;
  css: null | string;
  /**
   * True for one template: the one that new estimates use.
   */
  is_default: null | boolean;
  /**
   * Not in the official documentation.
   */
  estimates_count: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Estimates; their lines are in estimate_line_items.
 */
export interface Estimates {
  id: number;
  /**
   * Unique; free text.
   */
  number: null | string;
  /**
   * Id in clients.
   */
  client_id: null | number;
  /**
   * Id in estimate_templates.
   */
  template_id: null | number;
  /**
   * Invoice made from it. Id in invoices.
   */
  invoice_id: null | number;
  /**
   * draft, sent, viewed, accepted, invoiced or void.
   */
  status: null | string;
  /**
   * Code of a currency; not always one of ISO 4217.
   */
  currency: null | string;
  date: null | string;
  /**
   * Before discount and taxes. In the currency of the row.
   */
  subtotal: null | number;
  /**
   * With discount and taxes. In the currency of the row.
   */
  total: null | number;
  /**
   * Percent; 20 means 20 %.
   */
  tax: null | number;
  /**
   * In the currency of the row.
   */
  tax_amount: null | number;
  /**
   * Name of the first tax.
   */
  tax_text: null | string;
  /**
   * Percent; 20 means 20 %.
   */
  tax2: null | number;
  /**
   * In the currency of the row.
   */
  tax2_amount: null | number;
  /**
   * Name of the second tax.
   */
  tax2_text: null | string;
  /**
   * Whether the second tax is charged on the first, too.
   */
  tax_on_tax: null | boolean;
  /**
   * Percent; 20 means 20 %.
   */
  discount: null | number;
  /**
   * In the currency of the row.
   */
  discount_amount: null | number;
  /**
   * Name of the discount.
   */
  discount_text: null | string;
  title: null | string;
  /**
   * Address of the client; several lines.
   */
  bill_to: null | string;
  /**
   * Address of the company; several lines.
   */
  company_info: null | string;
  footer: null | string;
  notes: null | string;
  brief_description: null | string;
  /**
   * Deprecated.
   */
  language: null | string;
  /**
   * Not in the official documentation; unconfirmed.
   */
  active: null | boolean;
  /**
   * Opens the estimate to anyone who has the link.
   */
  permalink: null | string;
  /**
   * Opens the estimate to anyone who has the link.
   */
  pdf_link: null | string;
  /**
   * Sensitive: lets anyone who has it download the estimate.
   */
  download_token: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Expenses charged to clients.
 */
export interface Expenses {
  id: number;
  /**
   * Id in clients.
   */
  client_id: null | number;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Id in users.
   */
  user_id: null | number;
  /**
   * Not in the official documentation.
   */
  name: null | string;
  /**
   * In the currency of the row.
   */
  amount: null | number;
  /**
   * Seen equal to amount. Not in the official documentation.
   */
  price: null | number;
  /**
   * Code of a currency; not always one of ISO 4217.
   */
  currency: null | string;
  date: null | string;
  /**
   * What the expense was for.
   */
  notes: null | string;
  /**
   * Not in the official documentation.
   */
  billable: null | boolean;
  /**
   * Not in the official documentation.
   */
  active: null | boolean;
  /**
   * May change without updated_on.
   */
  invoiced: null | boolean;
  /**
   * Unreliable: use invoiced. Type unconfirmed. Not in the official documentation.
   */
  flag_billed: null | string;
  /**
   * Id in invoice_line_items. May change without updated_on.
   */
  invoice_item_id: null | number;
  tags: null | (null | string)[];
  /**
   * Link to the receipt; empty when there is none.
   */
  file: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_large: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_medium: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_small: null | string;
  /**
   * Sensitive: lets anyone who has it download the expense.
   */
  download_token: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Comments on files.
 */
export interface FileComments {
  id: number;
  /**
   * Id in files. From the thread.
   */
  file_id: null | number;
  /**
   * Id in projects. From the thread.
   */
  project_id: null | number;
  /**
   * All comments on one thing share it; threads themselves are no stream.
   */
  thread_id: null | number;
  /**
   * Author. Id in users.
   */
  user_id: null | number;
  /**
   * HTML.
   */
  content: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Files attached to projects, tasks, discussions, comments and expenses.
 */
export interface Files {
  id: number;
  original_filename: null | string;
  description: null | string;
  /**
   * Uploader. Id in users.
   */
  user_id: null | number;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Id in tasks. Null for files attached elsewhere.
   */
  task_id: null | number;
  /**
   * Id in discussions. Null for files attached elsewhere.
   */
  discussion_id: null | number;
  /**
   * Id in one of the comment streams. Null for files attached elsewhere.
   */
  comment_id: null | number;
  /**
   * Id in expenses. Not in the official documentation.
   */
  expense_id: null | number;
  /**
   * Bytes.
   */
  size: null | number;
  /**
   * Not always right.
   */
  mime: null | string;
  /**
   * Download link.
   */
  file: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_large: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_medium: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_small: null | string;
  tags: null | (null | string)[];
  /**
   * For files in a cloud drive. Not in the official documentation.
   */
  external_url: null | string;
  /**
   * For files in a cloud drive. Not in the official documentation.
   */
  external_service: null | string;
  /**
   * Not in the official documentation.
   */
  download_url: null | string;
  /**
   * Sensitive: attaches the file; absent once it is attached.
   */
  token: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Lines of the invoices, one row each. No total: price_unit times quantity.
 */
export interface InvoiceLineItems {
  id: number;
  /**
   * Id in invoices.
   */
  invoice_id: null | number;
  /**
   * updated_on of the invoice.
   */
  invoice_updated_on: null | string;
  /**
   * What is charged for.
   */
  item: null | string;
  description: null | string;
  /**
   * Price of one unit, in the currency of the invoice.
   */
  price_unit: null | number;
  quantity: null | number;
  /**
   * Id in expenses.
   */
  expense_id: null | number;
  apply_tax: null | boolean;
  /**
   * Position.
   */
  seq: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Payments recorded against invoices.
 */
export interface InvoicePayments {
  id: number;
  /**
   * Id in invoices.
   */
  invoice_id: null | number;
  /**
   * In the currency of the invoice.
   */
  amount: null | number;
  date: null | string;
  notes: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Layouts of invoices.
 */
export interface InvoiceTemplates {
  id: number;
  name: null | string;
  title: null | string;
  /**
   * Large.
   */
  html: null | string;
  css: null | string;
  /**
   * True for one template: the one that new invoices use.
   */
  is_default: null | boolean;
  /**
   * Not in the official documentation.
   */
  invoices_count: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Invoices; their lines are in invoice_line_items, and their payments in invoice_payments.
 */
export interface Invoices {
  id: number;
  /**
   * Unique; free text.
   */
  number: null | string;
  /**
   * Id in clients.
   */
  client_id: null | number;
  /**
   * Id in invoice_templates.
   */
  template_id: null | number;
  /**
   * draft, sent, viewed, paid or void; overdue is none of them: see due_date.
   */
  status: null | string;
  /**
   * Code of a currency; not always one of ISO 4217.
   */
  currency: null | string;
  date: null | string;
  due_date: null | string;
  delivery_date: null | string;
  /**
   * Before discount and taxes. In the currency of the row.
   */
  subtotal: null | number;
  /**
   * With discount and taxes. In the currency of the row.
   */
  total: null | number;
  /**
   * Percent; 20 means 20 %.
   */
  tax: null | number;
  /**
   * In the currency of the row.
   */
  tax_amount: null | number;
  /**
   * Name of the first tax.
   */
  tax_text: null | string;
  /**
   * Percent; 20 means 20 %.
   */
  tax2: null | number;
  /**
   * In the currency of the row.
   */
  tax2_amount: null | number;
  /**
   * Name of the second tax.
   */
  tax2_text: null | string;
  /**
   * Whether the second tax is charged on the first, too.
   */
  tax_on_tax: null | boolean;
  /**
   * Percent; 20 means 20 %.
   */
  discount: null | number;
  /**
   * In the currency of the row.
   */
  discount_amount: null | number;
  /**
   * Name of the discount.
   */
  discount_text: null | string;
  /**
   * Typed in for the client to see: neither part of total nor what is left to pay.
   */
  outstanding: null | number;
  title: null | string;
  /**
   * Address of the client; several lines.
   */
  bill_to: null | string;
  /**
   * Address of the company; several lines.
   */
  company_info: null | string;
  footer: null | string;
  notes: null | string;
  /**
   * Deprecated.
   */
  language: null | string;
  pay_online: null | boolean;
  reminder_1_sent: null | boolean;
  reminder_2_sent: null | boolean;
  reminder_3_sent: null | boolean;
  /**
   * Not in the official documentation.
   */
  active: null | boolean;
  /**
   * May hold linked_projects and notification. Not in the official documentation.
   */
  options: null | {};
  /**
   * Opens the invoice to anyone who has the link.
   */
  permalink: null | string;
  /**
   * Opens the invoice to anyone who has the link.
   */
  pdf_link: null | string;
  /**
   * Sensitive: opens the invoice to anyone who has it.
   */
  token: null | string;
  /**
   * Sensitive: lets anyone who has it download the invoice.
   */
  download_token: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Dates that projects have to reach something by.
 */
export interface Milestones {
  id: number;
  name: null | string;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Who is responsible. Id in users.
   */
  user_id: null | number;
  due_date: null | string;
  /**
   * Hours before the due date; 0 for no reminder.
   */
  send_reminder: null | number;
  reminder_sent: null | boolean;
  complete: null | boolean;
  /**
   * Ids in task_lists.
   */
  linked_tasklists: null | (null | number)[];
  created_on: null | string;
  updated_on: null | string;
}

/**
 * States that a project can be in.
 */
export interface ProjectStatuses {
  id: number;
  name: null | string;
  /**
   * Whether projects in this status are active rather than archived.
   */
  active: null | boolean;
  /**
   * Position, from 0.
   */
  seq: null | number;
  /**
   * True for the built-in statuses Active and Archived.
   */
  readonly: null | boolean;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Task lists of the project templates.
 */
export interface ProjectTemplateTaskLists {
  id: number;
  /**
   * Id in project_templates.
   */
  template_id: null | number;
  name: null | string;
  /**
   * Position, from 0.
   */
  seq: null | number;
  /**
   * Not in the official documentation.
   */
  milestone_id: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Tasks of the project templates.
 */
export interface ProjectTemplateTasks {
  id: number;
  /**
   * Id in project_templates.
   */
  template_id: null | number;
  /**
   * Id in project_template_task_lists.
   */
  tasklist_id: null | number;
  name: null | string;
  /**
   * Position, from 0.
   */
  seq: null | number;
  description: null | string;
  billable: null | boolean;
  /**
   * Hours.
   */
  budget_hours: null | number;
  price_per_hour: null | number;
  /**
   * Ids in users.
   */
  users: null | (null | number)[];
  /**
   * Not in the official documentation.
   */
  flat_billing: null | boolean;
  /**
   * Not in the official documentation.
   */
  estimated_price: null | number;
  /**
   * Not in the official documentation.
   */
  price: null | number;
  /**
   * Unit unconfirmed. Not in the official documentation.
   */
  duration: null | number;
  /**
   * Unit unconfirmed. Not in the official documentation.
   */
  start_date_offset: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Templates that projects are made from.
 */
export interface ProjectTemplates {
  id: number;
  name: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Projects with their billing and budget settings, active and archived.
 */
export interface Projects {
  id: number;
  name: null | string;
  /**
   * Prefix of the codes of its tasks.
   */
  code: null | string;
  /**
   * Number of the latest task code.
   */
  task_code_increment: null | number;
  description: null | string;
  /**
   * Id in clients.
   */
  client_id: null | number;
  /**
   * Not in the official documentation; unconfirmed.
   */
  client_name: null | string;
  /**
   * Id in project_statuses.
   */
  status_id: null | number;
  /**
   * False when archived.
   */
  active: null | boolean;
  /**
   * As #68BE5E.
   */
  color: null | string;
  /**
   * Ids in users, managers included.
   */
  users: null | (null | number)[];
  /**
   * Ids in users.
   */
  managers: null | (null | number)[];
  billable: null | boolean;
  /**
   * Whether price is charged instead of hours; counts when billable.
   */
  flat_billing: null | boolean;
  /**
   * non or pph; probably flat, too. In samples only.
   */
  billing_type: null | string;
  price_per_hour: null | number;
  /**
   * Flat rate.
   */
  price: null | number;
  /**
   * Sum over the billable tasks; may change without updated_on.
   */
  estimated_price: null | number;
  /**
   * Whose hourly rate counts first: task, project or company; null for the user.
   */
  hourly_billing_mode: null | string;
  /**
   * Hours; null without a budget.
   */
  budget_hours: null | number;
  /**
   * Whether the budget follows the tasks' budgets.
   */
  adjustable_hours: null | boolean;
  /**
   * For flat-rate projects. May change without updated_on.
   */
  invoiced: null | boolean;
  /**
   * Id in invoice_line_items. May change without updated_on.
   */
  invoice_item_id: null | number;
  /**
   * Id in workflows.
   */
  workflow_id: null | number;
  /**
   * Retainers themselves cannot be read. Not in the official documentation; unconfirmed.
   */
  retainer_id: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Lines of the recurring profiles, one row each. No total: price_unit times quantity.
 */
export interface RecurringProfileLineItems {
  id: number;
  /**
   * Id in recurring_profiles.
   */
  recurring_profile_id: null | number;
  /**
   * updated_on of the recurring profile.
   */
  recurring_profile_updated_on: null | string;
  /**
   * What is charged for.
   */
  item: null | string;
  description: null | string;
  /**
   * Price of one unit, in the currency of the recurring profile.
   */
  price_unit: null | number;
  quantity: null | number;
  apply_tax: null | boolean;
  /**
   * Position.
   */
  seq: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Rules by which invoices are created again and again.
 */
export interface RecurringProfiles {
  id: number;
  /**
   * Id in clients.
   */
  client_id: null | number;
  /**
   * Id in invoice_templates.
   */
  template_id: null | number;
  /**
   * w, 2w, 3w, 4w, m, 2m, 3m, 6m or y: so many weeks or months, or a year.
   */
  frequency: null | string;
  start_date: null | string;
  /**
   * How many invoices at most; null for no limit.
   */
  occurrences: null | number;
  invoices_created: null | number;
  last_created: null | string;
  autosend: null | boolean;
  send_attachment: null | boolean;
  /**
   * Code of a currency; not always one of ISO 4217.
   */
  currency: null | string;
  /**
   * Before discount and taxes. In the currency of the row.
   */
  subtotal: null | number;
  /**
   * With discount and taxes. In the currency of the row.
   */
  total: null | number;
  /**
   * Percent; 20 means 20 %.
   */
  tax: null | number;
  /**
   * In the currency of the row.
   */
  tax_amount: null | number;
  /**
   * Name of the first tax.
   */
  tax_text: null | string;
  /**
   * Percent; 20 means 20 %.
   */
  tax2: null | number;
  /**
   * In the currency of the row.
   */
  tax2_amount: null | number;
  /**
   * Name of the second tax.
   */
  tax2_text: null | string;
  /**
   * Whether the second tax is charged on the first, too.
   */
  tax_on_tax: null | boolean;
  /**
   * Percent; 20 means 20 %.
   */
  discount: null | number;
  /**
   * In the currency of the row.
   */
  discount_amount: null | number;
  /**
   * Name of the discount.
   */
  discount_text: null | string;
  title: null | string;
  /**
   * Address of the client; several lines.
   */
  bill_to: null | string;
  /**
   * Address of the company; several lines.
   */
  company_info: null | string;
  footer: null | string;
  notes: null | string;
  /**
   * Deprecated.
   */
  language: null | string;
  pay_online: null | boolean;
  options: null | {};
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Saved time reports with their settings; without their rows, which only single reads have.
 */
export interface Reports {
  id: number;
  name: null | string;
  /**
   * Author. Id in users.
   */
  user_id: null | number;
  /**
   * static, live or temp.
   */
  type: null | string;
  /**
   * Null when date_interval is set.
   */
  start_date: null | string;
  /**
   * Null when date_interval is set.
   */
  end_date: null | string;
  /**
   * today, yesterday, all_time, or this_ or last_ with week, month or year.
   */
  date_interval: null | string;
  /**
   * A preset (all, all_active), or ids as JSON text: [1,2].
   */
  clients: null | string;
  /**
   * A preset (all, all_active, all_archived, status_id=1), or ids as JSON text: [1,2].
   */
  projects: null | string;
  /**
   * A preset (all, all_active, all_archived), or ids as JSON text: [1,2].
   */
  users: null | string;
  /**
   * What the rows are grouped by, and whether entries are shown.
   */
  include: null | {
    days: null | boolean;
    clients: null | boolean;
    users: null | boolean;
    projects: null | boolean;
    tasklists: null | boolean;
    tasks: null | boolean;
    billed: null | boolean;
    entries: null | boolean;
  };
  /**
   * Options such as display_costs; rounding_step is false or minutes.
   */
  extra: null | {};
  /**
   * What the settings stand for; moves with time for live reports.
   */
  info: null | {
    start_date: null | string;
    end_date: null | string;
    clients:
      | null
      | (null | {
          id: null | number;
          name: null | string;
        })[];
    projects:
      | null
      | (null | {
          id: null | number;
          name: null | string;
        })[];
    users:
      | null
      | (null | {
          id: null | number;
          name: null | string;
        })[];
  };
  /**
   * The rows, when the report was read alone; absent from lists.
   */
  content: null | {};
  shared: null | boolean;
  /**
   * Id in clients.
   */
  share_client_id: null | number;
  /**
   * Ids in users. Not in the official documentation.
   */
  share_users_ids: null | (null | number)[];
  /**
   * Id in invoices. Not in the official documentation.
   */
  invoice_id: null | number;
  /**
   * Not in the official documentation.
   */
  active: null | boolean;
  /**
   * Opens the report to anyone who has the link.
   */
  permalink: null | string;
  /**
   * Sensitive: lets anyone who has it download the report.
   */
  download_token: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Items of the checklists of tasks.
 */
export interface Subtasks {
  id: number;
  name: null | string;
  /**
   * Id in tasks.
   */
  task_id: null | number;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Creator. Id in users.
   */
  user_id: null | number;
  complete: null | boolean;
  completed_on: null | string;
  /**
   * Id in users.
   */
  completed_by: null | number;
  /**
   * Position in the task, from 0.
   */
  seq: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Which person is assigned to which task; bookings refer to these.
 */
export interface TaskAssignments {
  id: number;
  /**
   * Id in users.
   */
  user_id: null | number;
  /**
   * Id in tasks.
   */
  task_id: null | number;
  /**
   * Probably seconds. Not in the official documentation.
   */
  tracked_time: null | number;
  /**
   * Not in the official documentation.
   */
  task_complete: null | boolean;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Comments on tasks.
 */
export interface TaskComments {
  id: number;
  /**
   * Id in tasks. From the thread.
   */
  task_id: null | number;
  /**
   * Id in projects. From the thread.
   */
  project_id: null | number;
  /**
   * All comments on one thing share it; threads themselves are no stream.
   */
  thread_id: null | number;
  /**
   * Author. Id in users.
   */
  user_id: null | number;
  /**
   * HTML.
   */
  content: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Lists that group the tasks of a project.
 */
export interface TaskLists {
  id: number;
  name: null | string;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Position in the project.
   */
  seq: null | number;
  /**
   * Id in milestones.
   */
  milestone_id: null | number;
  /**
   * May change without updated_on. Not in the official documentation.
   */
  tasks_count: null | {
    incomplete: null | number;
    completed: null | number;
  };
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Rules by which tasks are created again and again.
 */
export interface TaskRecurringProfiles {
  id: number;
  name: null | string;
  code: null | string;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Id in task_lists.
   */
  tasklist_id: null | number;
  /**
   * Creator. Id in users.
   */
  user_id: null | number;
  /**
   * Creator of the task it was made from. Id in users.
   */
  task_user_id: null | number;
  /**
   * Id in company.
   */
  company_id: null | number;
  billable: null | boolean;
  flat_billing: null | boolean;
  description: null | string;
  price_per_hour: null | number;
  estimated_price: null | number;
  /**
   * Hours.
   */
  budget_hours: null | number;
  /**
   * Assignees, as ids in users.
   */
  users: null | (null | number)[];
  /**
   * 25 low, 50 normal, 75 high, 100 critical.
   */
  priority: null | number;
  /**
   * JSON text: an object of reminders, whose param is in hours.
   */
  notifications: null | string;
  /**
   * daily, weekly or monthly.
   */
  frequency: null | string;
  /**
   * Every so many days, weeks or months.
   */
  interval: null | number;
  /**
   * Days of the week or month; empty when daily.
   */
  on_day: null | (null | number)[];
  /**
   * How many tasks at most; null for no limit.
   */
  occurrences: null | number;
  until: null | string;
  /**
   * False when archived.
   */
  active: null | boolean;
  /**
   * Days from the creation of a task until it is due.
   */
  due_date_offset: null | number;
  recurring_start_date: null | string;
  /**
   * Tasks created so far.
   */
  generated_count: null | number;
  last_generated_on: null | string;
  next_processing_date: null | string;
  /**
   * IANA name, such as US/Central.
   */
  processing_timezone: null | string;
  /**
   * Time of day, as 06:00:00.
   */
  processing_hour: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Tasks of the projects, open and complete.
 */
export interface Tasks {
  id: number;
  name: null | string;
  /**
   * Code of the project and a number.
   */
  code: null | string;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Id in task_lists.
   */
  tasklist_id: null | number;
  /**
   * Id in clients. Not in the official documentation; unconfirmed.
   */
  client_id: null | number;
  /**
   * Not in the official documentation; unconfirmed.
   */
  client_name: null | string;
  /**
   * Position in the task list.
   */
  seq: null | number;
  description: null | string;
  complete: null | boolean;
  completed_on: null | string;
  /**
   * Id in users.
   */
  completed_by: null | number;
  start_date: null | string;
  due_date: null | string;
  /**
   * Creator. Id in users.
   */
  user_id: null | number;
  /**
   * Assignees, as ids in users; empty for anyone on the project.
   */
  users: null | (null | number)[];
  billable: null | boolean;
  /**
   * Whether estimated_price is charged instead of hours.
   */
  flat_billing: null | boolean;
  /**
   * Not in the official documentation.
   */
  billing_type: null | string;
  price_per_hour: null | number;
  /**
   * Hours.
   */
  budget_hours: null | number;
  /**
   * The flat price of flat-rate tasks; otherwise it may change without updated_on.
   */
  estimated_price: null | number;
  price: null | number;
  /**
   * For flat-rate tasks. May change without updated_on.
   */
  invoiced: null | boolean;
  /**
   * Id in invoice_line_items. May change without updated_on.
   */
  invoice_item_id: null | number;
  /**
   * 25 low, 50 normal, 75 high, 100 critical.
   */
  priority: null | number;
  /**
   * Id in workflow_statuses.
   */
  status_id: null | number;
  /**
   * Such as Prorata or 50%; null when Paymo does not tell it.
   */
  progress_status: null | string;
  files_count: null | number;
  comments_count: null | number;
  /**
   * Ids in subtasks. Not in the official documentation.
   */
  subtasks_order: null | (null | number)[];
  /**
   * Id in files. Not in the official documentation.
   */
  cover_file_id: null | number;
  /**
   * Id in task_recurring_profiles. Not in the official documentation.
   */
  recurring_profile_id: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Time recorded on tasks. An entry has either start_time and end_time, or date.
 */
export interface TimeEntries {
  id: number;
  /**
   * Id in tasks.
   */
  task_id: null | number;
  /**
   * Id in projects.
   */
  project_id: null | number;
  /**
   * Id in users.
   */
  user_id: null | number;
  /**
   * True when entered as a date and a duration, without times.
   */
  is_bulk: null | boolean;
  /**
   * Null for bulk entries.
   */
  start_time: null | string;
  /**
   * Null for bulk entries, and while a timer runs.
   */
  end_time: null | string;
  /**
   * Only for bulk entries.
   */
  date: null | string;
  /**
   * Seconds; may be null while a timer runs.
   */
  duration: null | number;
  /**
   * May contain HTML.
   */
  description: null | string;
  /**
   * False when a timer recorded it; seen false for bulk entries, too.
   */
  added_manually: null | boolean;
  /**
   * May change without updated_on.
   */
  billed: null | boolean;
  /**
   * Id in invoice_line_items. May change without updated_on.
   */
  invoice_item_id: null | number;
  /**
   * Not in the official documentation; unconfirmed.
   */
  price: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * People of the company, active and archived.
 */
export interface Users {
  id: number;
  name: null | string;
  email: null | string;
  /**
   * Admin, Employee or Guest.
   */
  type: null | string;
  /**
   * False when archived.
   */
  active: null | boolean;
  /**
   * IANA name, such as US/Eastern.
   */
  timezone: null | string;
  phone: null | string;
  skype: null | string;
  /**
   * Job title.
   */
  position: null | string;
  /**
   * Hours per day.
   */
  workday_hours: null | number;
  price_per_hour: null | number;
  image: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_large: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_medium: null | string;
  /**
   * Absent without an image.
   */
  image_thumb_small: null | string;
  /**
   * For display only.
   */
  date_format: null | string;
  /**
   * For display only.
   */
  time_format: null | string;
  /**
   * For display only.
   */
  decimal_sep: null | string;
  /**
   * For display only.
   */
  thousands_sep: null | string;
  language: null | string;
  theme: null | string;
  /**
   * Day of the week as a digit; 0 is Sunday.
   */
  week_start: null | string;
  /**
   * Ids in projects.
   */
  assigned_projects: null | (null | number)[];
  /**
   * Ids in projects.
   */
  managed_projects: null | (null | number)[];
  /**
   * Changes without updated_on.
   */
  is_online: null | boolean;
  /**
   * Days. Not in the official documentation.
   */
  annual_leave_days_number: null | number;
  /**
   * Not in the official documentation.
   */
  has_submitted_review: null | string;
  /**
   * Not in the official documentation.
   */
  menu_shortcut: null | (null | string)[];
  /**
   * Ids in workflows. Not in the official documentation.
   */
  workflows: null | (null | number)[];
  /**
   * Extra rights. Not in the official documentation.
   */
  additional_privileges: null | (null | string)[];
  /**
   * Sensitive. Not in the official documentation.
   */
  user_hash: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Webhooks of the user whose credentials are used.
 */
export interface Webhooks {
  id: number;
  /**
   * May contain a token of the receiver.
   */
  target_url: null | string;
  /**
   * Such as model.insert.Task, or with *.
   */
  event: null | string;
  /**
   * Condition that objects must meet.
   */
  where: null | string;
  /**
   * HTTP status of the receiver's latest answer; null before the first.
   */
  last_status_code: null | number;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Statuses of the workflows.
 */
export interface WorkflowStatuses {
  id: number;
  /**
   * Id in workflows.
   */
  workflow_id: null | number;
  name: null | string;
  /**
   * As 5BDBF6, without #.
   */
  color: null | string;
  /**
   * Position; often absent.
   */
  seq: null | number;
  /**
   * backlog and complete for the two built-in statuses, otherwise empty.
   */
  action: null | string;
  created_on: null | string;
  updated_on: null | string;
}

/**
 * Sets of statuses that the tasks of a project go through.
 */
export interface Workflows {
  id: number;
  name: null | string;
  is_default: null | boolean;
  created_on: null | string;
  updated_on: null | string;
}

/** What each stream's records look like. */
export interface Records {
  bookings: Bookings;
  client_contacts: ClientContacts;
  clients: Clients;
  company: Company;
  discussion_comments: DiscussionComments;
  discussions: Discussions;
  estimate_line_items: EstimateLineItems;
  estimate_templates: EstimateTemplates;
  estimates: Estimates;
  expenses: Expenses;
  file_comments: FileComments;
  files: Files;
  invoice_line_items: InvoiceLineItems;
  invoice_payments: InvoicePayments;
  invoice_templates: InvoiceTemplates;
  invoices: Invoices;
  milestones: Milestones;
  project_statuses: ProjectStatuses;
  project_template_task_lists: ProjectTemplateTaskLists;
  project_template_tasks: ProjectTemplateTasks;
  project_templates: ProjectTemplates;
  projects: Projects;
  recurring_profile_line_items: RecurringProfileLineItems;
  recurring_profiles: RecurringProfiles;
  reports: Reports;
  subtasks: Subtasks;
  task_assignments: TaskAssignments;
  task_comments: TaskComments;
  task_lists: TaskLists;
  task_recurring_profiles: TaskRecurringProfiles;
  tasks: Tasks;
  time_entries: TimeEntries;
  users: Users;
  webhooks: Webhooks;
  workflow_statuses: WorkflowStatuses;
  workflows: Workflows;
}

/**
 * Settings of tap-paymo.
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
   * An API key of an administrator, made in Paymo under My Settings, API Keys. Needed unless email and password are set.
   */
  api_key?: string;
  /**
   * The e-mail address to log in with, together with password. An api_key wins over both.
   */
  email?: string;
  /**
   * The password that belongs to email.
   */
  password?: string;
  /**
   * Where the API is; https, except on this machine.
   */
  base_url?: string;
  /**
   * Records per request.
   */
  page_size?: number;
  /**
   * After how many days every stream is read in full again, to find what changes without a trace, and to try filters again that the service refused.
   */
  full_pass_days?: number;
  /**
   * Days of work that are read again in each run when the service cannot filter time entries by change.
   */
  time_entry_lookback_days?: number;
  /**
   * Whether credentials in the data are sent too: keys of payment gateways and mail servers, download tokens, user hashes.
   */
  include_secrets?: boolean;
  /**
   * Per stream and field, the only values wanted: one, a list of them, or comparisons. Derived streams follow their parent's.
   */
  filters?: {
    /**
     * Filters of clients.
     */
    clients?: {
      /**
       * Only active clients (true) or only archived ones (false).
       */
      active?: boolean;
      /**
       * Only clients of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
      /**
       * Only clients in this country, as it is written in Paymo.
       *
       * @minItems 1
       */
      country?: string | string[];
      /**
       * Only clients created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of client contacts.
     */
    client_contacts?: {
      /**
       * Only contacts of this client.
       *
       * @minItems 1
       */
      client_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only main contacts (true) or only others (false).
       */
      is_main?: boolean;
      /**
       * Only contacts who can log in (true) or only others (false).
       */
      access?: boolean;
      /**
       * Only contacts created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of projects.
     */
    projects?: {
      /**
       * Only projects for this client.
       *
       * @minItems 1
       */
      client_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only projects in this project status.
       *
       * @minItems 1
       */
      status_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only projects with this workflow.
       *
       * @minItems 1
       */
      workflow_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only active projects (true) or only archived ones (false).
       */
      active?: boolean;
      /**
       * Only billable projects (true) or only others (false).
       */
      billable?: boolean;
      /**
       * Only projects at a flat rate (true) or only others (false).
       */
      flat_billing?: boolean;
      /**
       * Only flat-rate projects that are invoiced (true) or only others (false).
       */
      invoiced?: boolean;
      /**
       * Only projects that this person is assigned to.
       *
       * @minItems 1
       */
      users?: number | number[];
      /**
       * Only projects that this person manages.
       *
       * @minItems 1
       */
      managers?: number | number[];
      /**
       * Only projects of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
      /**
       * Only projects with this code.
       *
       * @minItems 1
       */
      code?: string | string[];
      /**
       * Only projects at this hourly rate.
       */
      price_per_hour?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only projects with this budget in hours.
       */
      budget_hours?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
    };
    /**
     * Filters of project statuses.
     */
    project_statuses?: {
      /**
       * Only statuses of active projects (true) or of archived ones (false).
       */
      active?: boolean;
      /**
       * Only built-in statuses (true) or only others (false).
       */
      readonly?: boolean;
      /**
       * Only statuses of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
    };
    /**
     * Filters of project templates, their task lists and tasks.
     */
    project_templates?: {
      /**
       * Only templates of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
      /**
       * Only templates created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of task lists.
     */
    task_lists?: {
      /**
       * Only task lists of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only task lists of this milestone.
       *
       * @minItems 1
       */
      milestone_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only task lists of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
    };
    /**
     * Filters of tasks.
     */
    tasks?: {
      /**
       * Only tasks of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only tasks of this task list.
       *
       * @minItems 1
       */
      tasklist_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only tasks that this person created.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only tasks in this workflow status.
       *
       * @minItems 1
       */
      status_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only tasks that this person is assigned to; "anyone" for tasks without assignees.
       *
       * @minItems 1
       */
      users?: number | string | (number | string)[];
      /**
       * Only completed tasks (true) or only open ones (false).
       */
      complete?: boolean;
      /**
       * Only tasks that this person completed.
       *
       * @minItems 1
       */
      completed_by?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only billable tasks (true) or only others (false).
       */
      billable?: boolean;
      /**
       * Only tasks at a flat rate (true) or only others (false).
       */
      flat_billing?: boolean;
      /**
       * Only flat-rate tasks that are invoiced (true) or only others (false).
       */
      invoiced?: boolean;
      /**
       * Only tasks of this priority: 25 is low, 50 normal, 75 high, 100 critical.
       */
      priority?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only tasks due on this date.
       */
      due_date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only tasks that start on this date.
       */
      start_date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only tasks with this budget in hours.
       */
      budget_hours?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only the task with this code.
       *
       * @minItems 1
       */
      code?: string | string[];
    };
    /**
     * Filters of subtasks.
     */
    subtasks?: {
      /**
       * Only subtasks of this task.
       *
       * @minItems 1
       */
      task_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only subtasks of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only subtasks that this person created.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only completed subtasks (true) or only open ones (false).
       */
      complete?: boolean;
      /**
       * Only subtasks that this person completed.
       *
       * @minItems 1
       */
      completed_by?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
    };
    /**
     * Filters of task assignments.
     */
    task_assignments?: {
      /**
       * Only assignments of this person.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only assignments to this task.
       *
       * @minItems 1
       */
      task_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
    };
    /**
     * Filters of recurring task profiles.
     */
    task_recurring_profiles?: {
      /**
       * Only profiles of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only profiles that make tasks in this task list.
       *
       * @minItems 1
       */
      tasklist_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only profiles that this person created.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only profiles whose tasks this person is assigned to.
       *
       * @minItems 1
       */
      users?: number | number[];
      /**
       * Only active profiles (true) or only archived ones (false).
       */
      active?: boolean;
      /**
       * Only profiles of billable tasks (true) or only others (false).
       */
      billable?: boolean;
      /**
       * Only profiles of tasks of this priority: 25 is low, 50 normal, 75 high, 100 critical.
       */
      priority?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * How often tasks are made.
       *
       * @minItems 1
       */
      frequency?: string | ('daily' | 'weekly' | 'monthly')[];
    };
    /**
     * Filters of time entries.
     */
    time_entries?: {
      /**
       * Only this project's.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only this client's. Paymo alone can tell whose an entry is.
       *
       * @minItems 1
       * @maxItems 100
       */
      client_id?: number | number[];
      /**
       * Only this person's.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only this task's.
       *
       * @minItems 1
       */
      task_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only billed entries (true) or only others (false).
       */
      billed?: boolean;
      /**
       * Only entries of a date and a duration (true) or only those with times (false).
       */
      is_bulk?: boolean;
      /**
       * Only entries typed in (true) or only those of a timer (false).
       */
      added_manually?: boolean;
      /**
       * Only work on or after this date.
       */
      from?: string;
      /**
       * Only work on or before this date.
       */
      to?: string;
    };
    /**
     * Filters of bookings.
     */
    bookings?: {
      /**
       * Only this person's.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only bookings for this project. Paymo alone can tell which those are.
       *
       * @minItems 1
       * @maxItems 100
       */
      project_id?: number | number[];
      /**
       * Only bookings for this task. Paymo alone can tell which those are.
       *
       * @minItems 1
       * @maxItems 100
       */
      task_id?: number | number[];
      /**
       * Only bookings for this task assignment.
       *
       * @minItems 1
       */
      user_task_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only bookings of days on or after this date.
       */
      from?: string;
      /**
       * Only bookings of days on or before this date.
       */
      to?: string;
    };
    /**
     * Filters of expenses.
     */
    expenses?: {
      /**
       * Only this client's.
       *
       * @minItems 1
       */
      client_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only this project's.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only this person's.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only invoiced expenses (true) or only others (false).
       */
      invoiced?: boolean;
      /**
       * Only active expenses (true) or only others (false).
       */
      active?: boolean;
      /**
       * Only billable expenses (true) or only others (false).
       */
      billable?: boolean;
      /**
       * Only expenses of this amount.
       */
      amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only expenses in this currency.
       *
       * @minItems 1
       */
      currency?: string | string[];
      /**
       * Only expenses of this date.
       */
      date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only expenses created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of estimates and their lines.
     */
    estimates?: {
      /**
       * Only this client's.
       *
       * @minItems 1
       */
      client_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only estimates with this template.
       *
       * @minItems 1
       */
      template_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only the estimate that became this invoice.
       *
       * @minItems 1
       */
      invoice_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Status of the estimate.
       *
       * @minItems 1
       */
      status?: string | ('draft' | 'sent' | 'viewed' | 'accepted' | 'invoiced' | 'void')[];
      /**
       * Only the estimate of this number.
       *
       * @minItems 1
       */
      number?: string | string[];
      /**
       * Only estimates in this currency.
       *
       * @minItems 1
       */
      currency?: string | string[];
      /**
       * Only estimates of this date.
       */
      date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only active estimates (true) or only others (false).
       */
      active?: boolean;
      /**
       * Only estimates whose second tax includes the first (true) or only others (false).
       */
      tax_on_tax?: boolean;
      /**
       * Only estimates of this amount before taxes.
       */
      subtotal?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates of this total.
       */
      total?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates with this tax, in percent.
       */
      tax?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates with this second tax, in percent.
       */
      tax2?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates with this amount of tax.
       */
      tax_amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates with this amount of the second tax.
       */
      tax2_amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates with this discount, in percent.
       */
      discount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates with this amount of discount.
       */
      discount_amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only estimates created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of estimate templates.
     */
    estimate_templates?: {
      /**
       * Only the default template (true) or only others (false).
       */
      is_default?: boolean;
      /**
       * Only templates of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
    };
    /**
     * Filters of invoices and their lines.
     */
    invoices?: {
      /**
       * Only this client's.
       *
       * @minItems 1
       */
      client_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only invoices with this template.
       *
       * @minItems 1
       */
      template_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Status of the invoice.
       *
       * @minItems 1
       */
      status?: string | ('draft' | 'sent' | 'viewed' | 'paid' | 'void')[];
      /**
       * Only the invoice of this number.
       *
       * @minItems 1
       */
      number?: string | string[];
      /**
       * Only invoices in this currency.
       *
       * @minItems 1
       */
      currency?: string | string[];
      /**
       * Only invoices of this date.
       */
      date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only invoices due on this date.
       */
      due_date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only invoices with this date of delivery.
       */
      delivery_date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only active invoices (true) or only others (false).
       */
      active?: boolean;
      /**
       * Only invoices whose second tax includes the first (true) or only others (false).
       */
      tax_on_tax?: boolean;
      /**
       * Only invoices that can be paid online (true) or only others (false).
       */
      pay_online?: boolean;
      /**
       * Only invoices of this amount before taxes.
       */
      subtotal?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices of this total.
       */
      total?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices with this tax, in percent.
       */
      tax?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices with this second tax, in percent.
       */
      tax2?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices with this amount of tax.
       */
      tax_amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices with this amount of the second tax.
       */
      tax2_amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices with this discount, in percent.
       */
      discount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices with this amount of discount.
       */
      discount_amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only invoices created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of invoice payments.
     */
    invoice_payments?: {
      /**
       * Only payments of this invoice.
       *
       * @minItems 1
       */
      invoice_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only payments of this amount.
       */
      amount?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only payments of this date.
       */
      date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only payments created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of invoice templates.
     */
    invoice_templates?: {
      /**
       * Only the default template (true) or only others (false).
       */
      is_default?: boolean;
      /**
       * Only templates of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
      /**
       * Only templates created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of recurring invoice profiles and their lines.
     */
    recurring_profiles?: {
      /**
       * Only this client's.
       *
       * @minItems 1
       */
      client_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only profiles with this invoice template.
       *
       * @minItems 1
       */
      template_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * How often invoices are made: weeks (w), months (m) or years (y).
       *
       * @minItems 1
       */
      frequency?: string | ('w' | '2w' | '3w' | '4w' | 'm' | '2m' | '3m' | '6m' | 'y')[];
      /**
       * Only profiles that send their invoices (true) or only others (false).
       */
      autosend?: boolean;
      /**
       * Only profiles in this currency.
       *
       * @minItems 1
       */
      currency?: string | string[];
      /**
       * Only profiles that start on this date.
       */
      start_date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only profiles of this total.
       */
      total?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
    };
    /**
     * Filters of milestones.
     */
    milestones?: {
      /**
       * Only milestones of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only milestones that this person is responsible for.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only completed milestones (true) or only open ones (false).
       */
      complete?: boolean;
      /**
       * Only milestones due on this date.
       */
      due_date?:
        | string
        | {
            '>'?: string;
            '>='?: string;
            '<'?: string;
            '<='?: string;
            '='?: string;
            '!='?: string;
          };
      /**
       * Only milestones whose reminder was sent (true) or only others (false).
       */
      reminder_sent?: boolean;
      /**
       * Only milestones that remind so many hours ahead; 0 is never.
       */
      send_reminder?:
        | number
        | {
            '>'?: number;
            '>='?: number;
            '<'?: number;
            '<='?: number;
            '='?: number;
            '!='?: number;
          };
      /**
       * Only milestones created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of discussions.
     */
    discussions?: {
      /**
       * Only discussions of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only discussions that this person began.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only discussions created before or after a moment: a date (its first second in UTC), a timestamp, or relative to the run (-30d).
       */
      created_on?: {
        '>'?: string;
        '>='?: string;
        '<'?: string;
        '<='?: string;
      };
    };
    /**
     * Filters of files.
     */
    files?: {
      /**
       * Only files of this project.
       *
       * @minItems 1
       */
      project_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only files of this discussion.
       *
       * @minItems 1
       */
      discussion_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only files of this task.
       *
       * @minItems 1
       */
      task_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only files of this comment.
       *
       * @minItems 1
       */
      comment_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only files that this person uploaded.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only files of this MIME type.
       *
       * @minItems 1
       */
      mime?: string | string[];
    };
    /**
     * Filters of reports.
     */
    reports?: {
      /**
       * Kind of the report.
       *
       * @minItems 1
       */
      type?: string | ('static' | 'live' | 'temp')[];
      /**
       * Only this person's.
       *
       * @minItems 1
       */
      user_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only shared reports (true) or only others (false).
       */
      shared?: boolean;
    };
    /**
     * Filters of users.
     */
    users?: {
      /**
       * Only active users (true) or only archived ones (false).
       */
      active?: boolean;
      /**
       * Kind of user.
       *
       * @minItems 1
       */
      type?: string | ('Admin' | 'Employee' | 'Guest')[];
      /**
       * Only the user with this address.
       *
       * @minItems 1
       */
      email?: string | string[];
    };
    /**
     * Filters of workflows.
     */
    workflows?: {
      /**
       * Only the default workflow (true) or only others (false).
       */
      is_default?: boolean;
      /**
       * Only workflows of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
    };
    /**
     * Filters of workflow statuses.
     */
    workflow_statuses?: {
      /**
       * Only statuses of this workflow.
       *
       * @minItems 1
       */
      workflow_id?:
        | number
        | number[]
        | {
            '='?: number;
            '!='?: number;
            /**
             * @minItems 1
             */
            in?: number[];
            /**
             * @minItems 1
             */
            'not in'?: number[];
          };
      /**
       * Only statuses of this name.
       *
       * @minItems 1
       */
      name?: string | string[];
    };
  };
  /**
   * Per stream, the related objects that its records carry with them.
   */
  include?: {
    /**
     * Related objects in each record of clients.
     */
    clients?: ('clientcontacts' | 'projects' | 'invoices' | 'recurringprofiles')[];
    /**
     * Related objects in each record of client_contacts.
     */
    client_contacts?: 'client'[];
    /**
     * Related objects in each record of projects.
     */
    projects?: (
      | 'client'
      | 'projectstatus'
      | 'tasklists'
      | 'tasks'
      | 'milestones'
      | 'discussions'
      | 'files'
      | 'invoiceitem'
      | 'workflow'
    )[];
    /**
     * Related objects in each record of project_statuses.
     */
    project_statuses?: 'projects'[];
    /**
     * Related objects in each record of project_templates.
     */
    project_templates?: ('projecttemplatestasklists' | 'projecttemplatestasks')[];
    /**
     * Related objects in each record of task_lists.
     */
    task_lists?: ('project' | 'milestone' | 'tasks')[];
    /**
     * Related objects in each record of tasks.
     */
    tasks?: (
      | 'project'
      | 'tasklist'
      | 'user'
      | 'thread'
      | 'entries'
      | 'subtasks'
      | 'invoiceitem'
      | 'workflowstatus'
      | 'files'
      | 'client'
    )[];
    /**
     * Related objects in each record of subtasks.
     */
    subtasks?: ('project' | 'task' | 'user')[];
    /**
     * Related objects in each record of task_assignments.
     */
    task_assignments?: ('user' | 'task')[];
    /**
     * Related objects in each record of task_recurring_profiles.
     */
    task_recurring_profiles?: 'project'[];
    /**
     * Related objects in each record of time_entries.
     */
    time_entries?: ('task' | 'invoiceitem' | 'user' | 'project')[];
    /**
     * Related objects in each record of bookings.
     */
    bookings?: 'usertask'[];
    /**
     * Related objects in each record of expenses.
     */
    expenses?: ('client' | 'project' | 'user' | 'invoiceitems')[];
    /**
     * Related objects in each record of estimates.
     */
    estimates?: ('client' | 'invoice' | 'estimateitems' | 'estimatetemplate')[];
    /**
     * Related objects in each record of estimate_templates.
     */
    estimate_templates?: 'estimates'[];
    /**
     * Related objects in each record of invoices.
     */
    invoices?: ('client' | 'invoiceitems' | 'invoicepayments' | 'invoicetemplate')[];
    /**
     * Related objects in each record of invoice_payments.
     */
    invoice_payments?: 'invoice'[];
    /**
     * Related objects in each record of invoice_templates.
     */
    invoice_templates?: 'invoices'[];
    /**
     * Related objects in each record of recurring_profiles.
     */
    recurring_profiles?: ('client' | 'recurringprofileitems')[];
    /**
     * Related objects in each record of milestones.
     */
    milestones?: ('project' | 'user' | 'tasklists')[];
    /**
     * Related objects in each record of discussions.
     */
    discussions?: ('project' | 'user' | 'thread' | 'files')[];
    /**
     * Related objects in each record of files.
     */
    files?: ('project' | 'user' | 'discussion' | 'task' | 'comment')[];
    /**
     * Related objects in each record of reports.
     */
    reports?: ('user' | 'client')[];
    /**
     * Related objects in each record of users.
     */
    users?: ('comments' | 'discussions' | 'entries' | 'expenses' | 'files' | 'milestones' | 'reports')[];
    /**
     * Related objects in each record of workflows.
     */
    workflows?: 'workflowstatuses'[];
    /**
     * Related objects in each record of workflow_statuses.
     */
    workflow_statuses?: 'workflow'[];
  };
  /**
   * watch: ask for each object that changed, where related objects are wanted (include) and its event does not carry them; otherwise they are null in what events bring.
   */
  refetch?: boolean;
  /**
   * watch: how deletes are told, as records of the stream deleted_records, or as the deleted record's key with _sdc_deleted_at, which empties its other columns in most warehouses.
   */
  deletes?: 'stream' | 'in_place';
  /**
   * watch: minutes from one incremental sync to the next, which bring what no event told.
   */
  reconcile_minutes?: number;
  /**
   * watch: minutes from one look at the webhooks to the next; those that vanished or fail are made anew.
   */
  hooks_check_minutes?: number;
  /**
   * watch: the folder for events that were received, hooks and deletes, one for each watcher. It holds secrets and data.
   */
  watch_folder?: string;
  /**
   * watch: what events are signed with. Default: a random one, kept in the watch folder.
   */
  webhook_secret?: string;
  /**
   * watch: bytes after which an event is refused.
   */
  max_body_bytes?: number;
  /**
   * watch: days for which events are kept after they were written, in case the state of an earlier run is started from.
   */
  spool_days?: number;
}
