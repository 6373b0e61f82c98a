import type {PropertySchema} from '../../protocol/index.js';
import {COMMENT, THREAD} from './talk-schemas.js';

/**
 * How related objects are fetched on their own when Paymo fails on an include: a list filtered by this object's id
 * (`param`, to which the id is added), or the one object that a field of this one (`key`) names.
 */
export type Separately = ByFilter | ByKey;
export interface ByFilter {
  readonly path: string;
  readonly param: string;
  /** The names that the list's rows may stand under, where they are not the path. */
  readonly rootKeys?: readonly string[];
}
export interface ByKey {
  readonly path: string;
  readonly key: string;
}

export interface Relation {
  /** Whether it is a list of objects, and not one object or null. */
  readonly many: boolean;
  /** Our stream whose schema describes the related objects; undefined where we have none. */
  readonly stream: string | undefined;
  /** The schema of one of them, where no stream has it. */
  readonly schema?: PropertySchema;
  /** Undefined where Paymo is not known to offer another way. */
  readonly separately: Separately | undefined;
}

const children = (stream: string, separately?: ByFilter): Relation => ({many: true, stream, separately});
const parent = (stream: string, separately?: ByKey): Relation => ({many: false, stream, separately});
const listed = (path: string, param: string): ByFilter => ({path, param});
const named = (path: string, key: string): ByKey => ({path, key});

const client = parent('clients', named('clients', 'client_id'));
const project = parent('projects', named('projects', 'project_id'));
const task = parent('tasks', named('tasks', 'task_id'));
const user = parent('users', named('users', 'user_id'));
const discussion = parent('discussions', named('discussions', 'discussion_id'));
const milestone = parent('milestones', named('milestones', 'milestone_id'));
const invoice = parent('invoices', named('invoices', 'invoice_id'));

/** Single lines of invoices have no documented address, only their lists, by invoice. */
const invoiceItem = parent('invoice_line_items');

/** An object does not name its thread; the thread names what it is about, so it is a list of one. */
const threadOf = (param: string): Relation => ({
  many: false,
  stream: undefined,
  schema: THREAD,
  separately: listed('threads', param),
});

/** Comments are streams by what they are about, which here can be anything. */
const comments: Relation = {many: true, stream: undefined, schema: COMMENT, separately: undefined};

// The lists of lines are not in the documentation. Others have read them by the id of what they belong to,
// and an include that fails leaves no better way.
const invoiceItems = children('invoice_line_items', listed('invoiceitems', 'invoice_id='));
const estimateItems = children('estimate_line_items', listed('estimateitems', 'estimate_id='));
const profileItems = children(
  'recurring_profile_line_items',
  listed('recurringprofileitems', 'recurring_profile_id='),
);

/**
 * What each stream's objects can carry with them, by Paymo's names for it: what the documentation lists, what its
 * samples show, and what other clients use. Names that the documentation's table spells in another way than its own
 * samples are left out.
 */
export const RELATIONS: Readonly<Record<string, Readonly<Record<string, Relation>>>> = {
  clients: {
    clientcontacts: children('client_contacts', listed('clientcontacts', 'client_id=')),
    projects: children('projects', listed('projects', 'client_id=')),
    invoices: children('invoices', listed('invoices', 'client_id=')),
    // The documentation and the PHP SDK disagree on the root key.
    recurringprofiles: children('recurring_profiles', {
      ...listed('recurringprofiles', 'client_id='),
      rootKeys: ['recurringprofiles', 'recurring_profiles'],
    }),
  },
  client_contacts: {client},
  projects: {
    client,
    projectstatus: parent('project_statuses', named('projectstatuses', 'status_id')),
    tasklists: children('task_lists', listed('tasklists', 'project_id=')),
    tasks: children('tasks', listed('tasks', 'project_id=')),
    milestones: children('milestones', listed('milestones', 'project_id=')),
    discussions: children('discussions', listed('discussions', 'project_id=')),
    files: children('files', listed('files', 'project_id=')),
    invoiceitem: invoiceItem,
    workflow: parent('workflows', named('workflows', 'workflow_id')),
  },
  // Projects are not known to be listed by status.
  project_statuses: {projects: children('projects')},
  // Documented as parts of their template alone; others have read them by its id, under these root keys.
  project_templates: {
    projecttemplatestasklists: children('project_template_task_lists', {
      ...listed('projecttemplatestasklists', 'template_id='),
      rootKeys: ['project_templates_tasklists', 'projecttemplatestasklists'],
    }),
    projecttemplatestasks: children('project_template_tasks', {
      ...listed('projecttemplatestasks', 'template_id='),
      rootKeys: ['project_templates_tasks', 'projecttemplatestasks'],
    }),
  },
  task_lists: {project, milestone, tasks: children('tasks', listed('tasks', 'tasklist_id='))},
  tasks: {
    project,
    tasklist: parent('task_lists', named('tasklists', 'tasklist_id')),
    user,
    thread: threadOf('task_id='),
    entries: children('time_entries', listed('entries', 'task_id=')),
    subtasks: children('subtasks', listed('subtasks', 'task_id=')),
    invoiceitem: invoiceItem,
    workflowstatus: parent('workflow_statuses', named('workflowstatuses', 'status_id')),
    files: children('files', listed('files', 'task_id=')),
    // Only a proposed change of the documentation has it, and the `client_id` that would name it.
    client: parent('clients'),
  },
  subtasks: {project, task, user},
  task_assignments: {user, task},
  task_recurring_profiles: {project},
  time_entries: {task, invoiceitem: invoiceItem, user, project},
  bookings: {usertask: parent('task_assignments', named('userstasks', 'user_task_id'))},
  // Lines of invoices are not known to be listed by expense; if that should be refused, so be it.
  expenses: {
    client,
    project,
    user,
    invoiceitems: children('invoice_line_items', listed('invoiceitems', 'expense_id=')),
  },
  estimates: {
    client,
    invoice,
    estimateitems: estimateItems,
    estimatetemplate: parent('estimate_templates', named('estimatetemplates', 'template_id')),
  },
  estimate_templates: {estimates: children('estimates', listed('estimates', 'template_id='))},
  invoices: {
    client,
    invoiceitems: invoiceItems,
    invoicepayments: children('invoice_payments', listed('invoicepayments', 'invoice_id=')),
    invoicetemplate: parent('invoice_templates', named('invoicetemplates', 'template_id')),
  },
  invoice_payments: {invoice},
  invoice_templates: {invoices: children('invoices', listed('invoices', 'template_id='))},
  recurring_profiles: {client, recurringprofileitems: profileItems},
  milestones: {project, user, tasklists: children('task_lists', listed('tasklists', 'milestone_id='))},
  discussions: {
    project,
    user,
    thread: threadOf('discussion_id='),
    files: children('files', listed('files', 'discussion_id=')),
  },
  // Not offered as a setting; comments are read through it. The singular `comment` makes Paymo fail.
  threads: {comments: {...comments, separately: listed('comments', 'thread_id=')}},
  // Not offered either; it tells what a comment is about that is read alone.
  comments: {
    thread: {many: false, stream: undefined, schema: THREAD, separately: named('threads', 'thread_id')},
  },
  files: {
    project,
    user,
    discussion,
    task,
    comment: {...comments, many: false, separately: named('comments', 'comment_id')},
  },
  // Which client a report is about stands in none of its documented fields.
  reports: {user, client: parent('clients')},
  // Comments and files are not known to be listed by person.
  users: {
    comments,
    discussions: children('discussions', listed('discussions', 'user_id=')),
    entries: children('time_entries', listed('entries', 'user_id=')),
    expenses: children('expenses', listed('expenses', 'user_id=')),
    files: children('files'),
    milestones: children('milestones', listed('milestones', 'user_id=')),
    reports: children('reports', listed('reports', 'user_id=')),
  },
  workflows: {workflowstatuses: children('workflow_statuses', listed('workflowstatuses', 'workflow_id='))},
  workflow_statuses: {workflow: parent('workflows', named('workflows', 'workflow_id'))},
};
