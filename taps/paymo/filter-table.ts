/** How a filter compares, in the spelling of Paymo's grammar. */
export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in' | 'not in';

/**
 * What a field holds, and so which values a filter of it takes: `word` is one of a few, `people` a list of user
 * ids, `assignees` one that may be empty ("anyone"), `moment` a point in time that Paymo compares in Unix seconds,
 * `day` no field at all but a bound of the days that are read.
 */
export type FilterKind =
  | 'id'
  | 'number'
  | 'date'
  | 'moment'
  | 'flag'
  | 'word'
  | 'text'
  | 'people'
  | 'assignees'
  | 'day';

export interface FilterField {
  readonly kind: FilterKind;
  /** The operators that Paymo is known to evaluate for this field; others are applied to the rows alone. */
  readonly sent: readonly Operator[];
  /** Rows do not have the field, so that only Paymo can apply the filter. */
  readonly filterOnly?: true;
  /** A row without the field is one where it does not apply, like null. */
  readonly absentIsNull?: true;
}

const of = (kind: FilterKind) => {
  return (...sent: Operator[]): FilterField => ({kind, sent});
};
const id = of('id');
const number = of('number');
const date = of('date');
const flag = of('flag');
const word = of('word');
const text = of('text');
const people = of('people');
const day = of('day')();
/** Compared by Paymo where its other users say so. */
const moment = of('moment')('>', '>=', '<', '<=');
const compare: Operator[] = ['=', '>', '>=', '<', '<='];

// `!=` and `not in` are never sent: whether Paymo then leaves out rows where the field is null is not known, and
// they rarely narrow a list by much.

/**
 * What each stream can be filtered by. Which operators are sent follows what Paymo documents (`=` and `in`, or
 * comparisons), what Skyvia's connector page lists, and what the PHP SDK allows; a field that only we know to be
 * in the rows is not sent at all. `mytasks` is left out, since it does nothing for an administrator's key.
 */
export const FILTERS: Readonly<Record<string, Readonly<Record<string, FilterField>>>> = {
  clients: {active: flag('='), name: text('='), country: text(), created_on: moment},
  client_contacts: {
    client_id: id('=', 'in'),
    is_main: flag('='),
    access: flag('='),
    created_on: moment,
  },
  projects: {
    client_id: id('=', 'in'),
    status_id: id(),
    workflow_id: id(),
    active: flag('='),
    billable: flag('='),
    flat_billing: flag(),
    invoiced: flag(),
    users: people('=', 'in'),
    managers: people('=', 'in'),
    name: text('='),
    code: text(),
    price_per_hour: number(...compare),
    budget_hours: number(),
  },
  project_statuses: {active: flag('='), readonly: flag('='), name: text('=')},
  // Two published versions of Skyvia's page disagree on whether `created_on` can be compared here.
  project_templates: {name: text(), created_on: of('moment')()},
  task_lists: {project_id: id('=', 'in'), milestone_id: id('=', 'in'), name: text()},
  tasks: {
    project_id: id('=', 'in'),
    tasklist_id: id('=', 'in'),
    user_id: id(),
    status_id: id(),
    users: of('assignees')('=', 'in'),
    complete: flag('='),
    completed_by: id(),
    billable: flag('='),
    flat_billing: flag(),
    invoiced: flag(),
    priority: number(),
    due_date: date(),
    start_date: date(),
    budget_hours: number(),
    code: text(),
  },
  subtasks: {
    task_id: id('='),
    project_id: id(),
    user_id: id(),
    complete: flag('='),
    completed_by: id(),
  },
  task_assignments: {user_id: id('=', 'in'), task_id: id('=', 'in')},
  task_recurring_profiles: {
    project_id: id('='),
    tasklist_id: id(),
    user_id: id(),
    users: people(),
    active: flag(),
    billable: flag(),
    priority: number(),
    frequency: word(),
  },
  time_entries: {
    project_id: id('=', 'in'),
    client_id: {...id('=', 'in'), filterOnly: true},
    user_id: id('=', 'in'),
    task_id: id('=', 'in'),
    billed: flag(),
    is_bulk: flag(),
    added_manually: flag(),
    from: day,
    to: day,
  },
  bookings: {
    user_id: id('=', 'in'),
    project_id: {...id('=', 'in'), filterOnly: true},
    task_id: {...id('=', 'in'), filterOnly: true},
    user_task_id: id('=', 'in'),
    from: day,
    to: day,
  },
  expenses: {
    client_id: id('=', 'in'),
    project_id: id('=', 'in'),
    user_id: id('='),
    invoiced: flag('='),
    active: flag('='),
    billable: flag('='),
    amount: number(...compare),
    currency: text(),
    date: date(...compare),
    created_on: moment,
  },
  estimates: {
    client_id: id('=', 'in'),
    template_id: id('='),
    invoice_id: id(),
    status: word('=', 'in'),
    number: text(),
    currency: text(),
    date: date(...compare),
    active: flag('='),
    tax_on_tax: flag('='),
    subtotal: number(),
    total: number(...compare),
    tax: number(...compare),
    tax2: number(...compare),
    tax_amount: number(...compare),
    tax2_amount: number(...compare),
    discount: number(...compare),
    discount_amount: number(...compare),
    created_on: moment,
  },
  estimate_templates: {is_default: flag(), name: text()},
  invoices: {
    client_id: id('=', 'in'),
    template_id: id('='),
    status: word('=', 'in'),
    number: text(),
    currency: text(),
    date: date(...compare),
    due_date: date(...compare),
    delivery_date: date(...compare),
    active: flag('='),
    tax_on_tax: flag('='),
    pay_online: flag('='),
    subtotal: number(...compare),
    total: number(...compare),
    tax: number(...compare),
    tax2: number(...compare),
    tax_amount: number(...compare),
    tax2_amount: number(...compare),
    discount: number(...compare),
    discount_amount: number(...compare),
    created_on: moment,
  },
  invoice_payments: {
    invoice_id: id('=', 'in'),
    amount: number(...compare),
    date: date(...compare),
    created_on: moment,
  },
  invoice_templates: {is_default: flag('='), name: text(), created_on: moment},
  recurring_profiles: {
    client_id: id('='),
    template_id: id(),
    frequency: word(),
    autosend: flag(),
    currency: text(),
    start_date: date(),
    total: number(...compare),
  },
  milestones: {
    project_id: id('='),
    user_id: id('=', 'in'),
    complete: flag('='),
    due_date: date(...compare),
    reminder_sent: flag('='),
    send_reminder: number(...compare),
    created_on: moment,
  },
  discussions: {project_id: id('=', 'in'), user_id: id('=', 'in'), created_on: moment},
  // A file names only what it hangs on: its task, its discussion or its comment.
  files: {
    project_id: id('=', 'in'),
    discussion_id: {...id('=', 'in'), absentIsNull: true},
    task_id: {...id('=', 'in'), absentIsNull: true},
    comment_id: {...id('=', 'in'), absentIsNull: true},
    user_id: id(),
    mime: text(),
  },
  reports: {type: word('=', 'in'), user_id: id('=', 'in'), shared: flag()},
  users: {active: flag('='), type: word('=', 'in'), email: text()},
  workflows: {is_default: flag(), name: text()},
  workflow_statuses: {workflow_id: id('=', 'in'), name: text()},
};
