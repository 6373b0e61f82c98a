import {readFileSync} from 'node:fs';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import {rowsAt} from '../../sandbox/common/visitor.js';
import type {SandboxAccount} from '../../sandbox/harvest/index.js';
import type {Truth} from '../../support/conformance.js';

const HOUR = 3_600_000;

/** Lists whose rows the API serves as the sandbox holds them. */
const PLAIN = [
  'clients',
  'contacts',
  'estimates',
  'estimate_item_categories',
  'expenses',
  'expense_categories',
  'invoices',
  'invoice_item_categories',
  'projects',
  'user_assignments',
  'task_assignments',
  'roles',
  'tasks',
  'users',
] as const;

/** What hangs below one record, with the name under which its id is written into the rows. */
const BELOW = [
  ['invoice_messages', 'invoice_id'],
  ['invoice_payments', 'invoice_id'],
  ['estimate_messages', 'estimate_id'],
  ['billable_rates', 'user_id'],
  ['cost_rates', 'user_id'],
  ['teammates', 'user_id'],
] as const;

/** The reports over days, by stream. */
export const REPORTS = {
  report_time_clients: 'reports/time/clients',
  report_time_projects: 'reports/time/projects',
  report_time_tasks: 'reports/time/tasks',
  report_time_team: 'reports/time/team',
  report_expenses_clients: 'reports/expenses/clients',
  report_expenses_projects: 'reports/expenses/projects',
  report_expenses_categories: 'reports/expenses/categories',
  report_expenses_team: 'reports/expenses/team',
  report_uninvoiced: 'reports/uninvoiced',
} as const;

/**
 * How the records of every stream but the reports must look, made from the sandbox's own tables: each field that
 * the schema names, null where the service has nothing to say.
 */
export function listTruth({data}: Pick<SandboxAccount, 'data'>, now: Date): Truth {
  const truth: Record<string, object[]> = {company: [data.company]};
  for (const stream of PLAIN) truth[stream] = data[stream];
  for (const [stream, parentId] of BELOW) {
    truth[stream] = [...data[stream]].flatMap(([id, rows]) => rows.map((row) => ({...row, [parentId]: id})));
  }
  truth.time_entries = data.time_entries.map((entry) => {
    if (entry.timer_started_at === null) return entry;
    const hours =
      entry.hours_without_timer + Math.max(0, now.getTime() - Date.parse(entry.timer_started_at)) / HOUR;
    const toTheCent = Math.round(hours * 100) / 100;
    return {...entry, hours: toTheCent, rounded_hours: Math.ceil(toTheCent * 4) / 4};
  });
  truth.invoice_line_items = data.invoices.flatMap(({id, updated_at, line_items}) =>
    line_items.map((line) => ({...line, invoice_id: id, invoice_updated_at: updated_at})),
  );
  truth.estimate_line_items = data.estimates.flatMap(({id, updated_at, line_items}) =>
    line_items.map((line) => ({...line, estimate_id: id, estimate_updated_at: updated_at})),
  );
  truth.project_assignments = projectAssignments(data);
  return Object.fromEntries(
    Object.entries(truth).map(([stream, rows]) => [stream, rows.map((row) => complete(stream, row))]),
  );
}

/** Active assignments on active projects, each with the project's active tasks. */
function projectAssignments(data: SandboxAccount['data']): object[] {
  return data.user_assignments.flatMap(({user, project: ref, ...assignment}) => {
    const project = data.projects.find(({id}) => id === ref.id);
    if (project === undefined || !project.is_active || !assignment.is_active) return [];
    const tasks = data.task_assignments.filter((row) => row.is_active && row.project.id === project.id);
    return [
      {
        ...assignment,
        user_id: user.id,
        project: {...ref, is_billable: project.is_billable},
        client: project.client,
        task_assignments: tasks.map(({project: _project, ...task}) => task),
      },
    ];
  });
}

/** What the service answers to each report for these windows, with the window's days and a currency that is text. */
export function reportTruth(
  {peek}: Pick<SandboxAccount, 'peek'>,
  windows: readonly {from: string; to: string}[],
): Truth {
  const truth: Record<string, JsonObject[]> = {
    report_project_budget: rowsAt(peek('reports/project_budget'), 'results').map((row) =>
      complete('report_project_budget', row),
    ),
  };
  for (const [stream, path] of Object.entries(REPORTS)) {
    truth[stream] = [];
    for (const {from, to} of windows) {
      const rows = rowsAt(peek(`${path}?from=${from}&to=${to}`), 'results');
      truth[stream].push(
        ...rows.map((row) => complete(stream, {...row, from, to, currency: row.currency ?? ''})),
      );
    }
  }
  return truth;
}

/** Every field of the schema, at every depth, null where the row has none. A field that no schema names is an error. */
export function complete(stream: string, row: object): JsonObject {
  const schema: unknown = JSON.parse(readFileSync(`schemas/harvest/${stream}.json`, 'utf8'));
  const value = filled(stream, JSON.parse(JSON.stringify(row)), schema);
  if (!isObject(value)) throw new Error(`${stream} has a row that is no object.`);
  return value;
}

function filled(where: string, value: JsonValue, schema: unknown): JsonValue {
  if (!isObject(schema)) return value;
  if (Array.isArray(value)) return value.map((item) => filled(`${where}[]`, item, schema.items));
  if (!isObject(value) || !isObject(schema.properties)) return value;

  const unknown = Object.keys(value).filter(
    (name) => !isObject(schema.properties) || !(name in schema.properties),
  );
  if (unknown.length > 0) throw new Error(`No schema names ${where}.${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [
      name,
      filled(`${where}.${name}`, value[name] ?? null, property),
    ]),
  );
}
