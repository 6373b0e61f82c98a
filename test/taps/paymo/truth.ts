import {readFileSync} from 'node:fs';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import type {Collection, Data, PaymoSandbox, Row} from '../../sandbox/paymo/index.js';
import type {Truth} from '../../support/conformance.js';

/** Streams whose records are the rows of one list, with what has to be written in another way. */
const LISTS = {
  bookings: 'bookings',
  client_contacts: 'clientcontacts',
  clients: 'clients',
  discussions: 'discussions',
  estimate_templates: 'estimatetemplates',
  estimates: 'estimates',
  expenses: 'expenses',
  invoice_payments: 'invoicepayments',
  invoice_templates: 'invoicetemplates',
  invoices: 'invoices',
  milestones: 'milestones',
  project_statuses: 'projectstatuses',
  project_template_task_lists: 'projecttemplatestasklists',
  project_template_tasks: 'projecttemplatestasks',
  project_templates: 'projecttemplates',
  projects: 'projects',
  recurring_profiles: 'recurringprofiles',
  reports: 'reports',
  subtasks: 'subtasks',
  task_assignments: 'userstasks',
  task_lists: 'tasklists',
  task_recurring_profiles: 'taskrecurringprofiles',
  tasks: 'tasks',
  time_entries: 'entries',
  users: 'users',
  webhooks: 'hooks',
  workflow_statuses: 'workflowstatuses',
  workflows: 'workflows',
} as const satisfies Record<string, Collection>;

/** Lines of documents: their list, the list of what they belong to, and the key of that. */
const LINES = [
  ['invoice_line_items', 'invoiceitems', 'invoices', 'invoice'],
  ['estimate_line_items', 'estimateitems', 'estimates', 'estimate'],
  ['recurring_profile_line_items', 'recurringprofileitems', 'recurringprofiles', 'recurring_profile'],
] as const;

/** Comments by what their thread is about. */
const COMMENTS = [
  ['task_comments', 'task_id'],
  ['discussion_comments', 'discussion_id'],
  ['file_comments', 'file_id'],
] as const;

/** Streams for which changes of a list are to come. */
export const STREAMS_OF: ReadonlyMap<string, string> = new Map([
  ...Object.entries(LISTS).map(([stream, collection]): [string, string] => [collection, stream]),
  ...LINES.map(([stream, collection]): [string, string] => [collection, stream]),
  ['files', 'files'],
]);

/** How the records of every stream must look, made from the sandbox's own tables. */
export function truthOf(sandbox: Pick<PaymoSandbox, 'data'>): Truth {
  const {data} = sandbox;
  const rows: Record<string, JsonObject[]> = {
    company: [{...data.company}],
    // What hangs on no project is in nobody's list.
    files: data.files.filter(({project_id}) => typeof project_id === 'number').map(plain),
  };
  for (const [stream, collection] of Object.entries(LISTS)) rows[stream] = data[collection].map(plain);
  for (const [stream, lines, documents, kind] of LINES) {
    rows[stream] = data[lines].flatMap((line) => {
      const document = data[documents].find(({id}) => id === line[`${kind}_id`]);
      return document === undefined ? [] : [{...plain(line), [`${kind}_updated_on`]: document.updated_on}];
    });
  }
  for (const [stream, key] of COMMENTS) {
    rows[stream] = data.comments.flatMap((comment) => {
      const thread = data.threads.find(({id}) => id === comment.thread_id);
      if (thread?.[key] === undefined) return [];
      return [{...plain(comment), [key]: thread[key] ?? null, project_id: thread.project_id ?? null}];
    });
  }
  return Object.fromEntries(
    Object.entries(rows).map(([stream, all]) => [stream, all.map((row) => complete(stream, row))]),
  );
}

/** One of the sandbox's rows as the record of a stream that has its list. */
export function recordOf(stream: string, row: Row | undefined): JsonObject | null {
  return row === undefined ? null : complete(stream, plain(row));
}

/** The rows of a list as the records of a stream. */
export function recordsFrom(
  data: Data,
  stream: keyof typeof LISTS,
  keeps: (row: Row) => boolean,
): JsonObject[] {
  return data[LISTS[stream]].filter(keeps).map((row) => complete(stream, plain(row)));
}

function plain(row: Row): JsonObject {
  const fields = Object.entries(row).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(fields);
}

/** The forms in which records differ from what the service sends. */
const REWRITTEN: Readonly<Record<string, (row: JsonObject) => JsonObject>> = {
  expenses: ({flag_billed, ...row}) => ({
    ...row,
    ...(flag_billed === undefined ? {} : {flag_billed: String(flag_billed)}),
  }),
  files: ({size, ...row}) => ({...row, size: Number(size)}),
  users: ({price_per_hour, ...row}) => ({
    ...row,
    price_per_hour: typeof price_per_hour === 'string' ? Number(price_per_hour) : (price_per_hour ?? null),
  }),
  reports: ({start_date, end_date, clients, projects, users, info, ...row}) => ({
    ...row,
    start_date: momentFrom(start_date),
    end_date: momentFrom(end_date),
    clients: wordOrIds(clients),
    projects: wordOrIds(projects),
    users: wordOrIds(users),
    info: withNumericIds(info ?? null),
  }),
};

function momentFrom(seconds: JsonValue | undefined): JsonValue {
  if (seconds === null || seconds === undefined) return null;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/** A preset word stays; ids come as the text of their list. */
function wordOrIds(value: JsonValue | undefined): JsonValue {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** Ids in a report's `info` are numbers that are written as texts. */
function withNumericIds(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withNumericIds);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'id' ? Number(member) : withNumericIds(member ?? null),
    ]),
  );
}

/**
 * A row with every field of the stream's schema that is no credential, at every depth, null where the row has none. A
 * field that no schema names is an error.
 */
export function complete(stream: string, row: JsonObject): JsonObject {
  const value = filled(stream, REWRITTEN[stream]?.(row) ?? row, schemaOf(stream));
  if (!isObject(value)) throw new Error(`${stream} has a row that is no object.`);
  return value;
}

function schemaOf(stream: string): unknown {
  return JSON.parse(readFileSync(`schemas/paymo/${stream}.json`, 'utf8'));
}

function filled(where: string, value: JsonValue, schema: unknown): JsonValue {
  if (!isObject(schema)) return value;
  if (Array.isArray(value)) return value.map((item) => filled(`${where}[]`, item, schema.items));
  const {properties} = schema;
  if (!isObject(value) || !isObject(properties) || Object.keys(properties).length === 0) return value;

  const unknown = Object.keys(value).filter((name) => !(name in properties));
  if (unknown.length > 0) throw new Error(`No schema names ${where}.${unknown.join(', ')}`);
  const open = Object.entries(properties).filter(
    ([, property]) => !isObject(property) || property.secret !== true,
  );
  return Object.fromEntries(
    open.map(([name, property]) => [name, filled(`${where}.${name}`, value[name] ?? null, property)]),
  );
}
