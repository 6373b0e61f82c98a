import {cents, sum} from '../common/money.js';
import type {Caller} from './caller.js';
import {everyone} from './caller.js';
import type {Call, Endpoint} from './endpoint.js';
import {booleanWord} from './query.js';
import type {Range, Worked} from './report.js';
import {rangeOf, report, spentBetween, workedBetween} from './report.js';
import {hide} from './views.js';
import type {Project} from './work-records.js';

const ALWAYS: Range = {from: '1970-01-01', to: '9999-12-31'};

export const uninvoicedReport = report('uninvoiced', {permission: everyone, module: 'invoice'}, (call) => {
  const range = rangeOf(call.query);
  const includesFixedFee = booleanWord('include_fixed_fee', call.query.get('include_fixed_fee') ?? 'true');
  const worked = byProject([...workedBetween(whole(call), range)]);
  const expenses = spentBetween(whole(call), range).filter((row) => row.billable && !row.is_billed);

  // All billable projects, rows of zeros included. (Seen in published responses.)
  return call.store.data.projects
    .filter((project) => project.is_billable && seesUninvoiced(call.caller, project))
    .sort((a, b) => (`${a.client.name} ${a.name}` < `${b.client.name} ${b.name}` ? -1 : 1))
    .map((project) => {
      const hours = worked.get(project.id) ?? [];
      const open = hours.filter(({entry}) => entry.billable && !entry.is_billed);
      const spent = sum(expenses.filter((row) => row.project.id === project.id).map((row) => row.total_cost));
      const earned = project.is_fixed_fee
        ? includesFixedFee
          ? fixedFeeRemainder(call, project, range)
          : 0
        : open.reduce((total, item) => total + item.hours * (item.entry.billable_rate ?? 0), 0);
      return {
        client_id: project.client.id,
        client_name: project.client.name,
        project_id: project.id,
        project_name: project.name,
        currency: project.client.currency,
        total_hours: cents(hours.reduce((total, item) => total + item.hours, 0)),
        uninvoiced_hours: cents(open.reduce((total, item) => total + item.hours, 0)),
        uninvoiced_expenses: spent,
        uninvoiced_amount: cents(earned + spent),
      };
    });
});

export const projectBudgetReport = report('project_budget', {permission: everyone}, (call) => {
  const {store, caller, query} = call;
  const isActive = query.get('is_active');
  const wanted = isActive === null ? undefined : booleanWord('is_active', isActive);
  const worked = byProject([...workedBetween(whole(call), ALWAYS)]);

  return store.data.projects
    .filter((project) => project.budget_by !== 'none' && seesBudget(caller, project))
    .filter((project) => wanted === undefined || project.is_active === wanted)
    .sort((a, b) => b.id - a.id)
    .map((project) => {
      const isMoney = project.budget_by === 'project_cost' || project.budget_by === 'task_fees';
      const budget = budgetOf(call, project);
      const spent = spentOf(call, project, worked.get(project.id) ?? [], isMoney);
      const row: {budget?: number | null; budget_spent?: number | null; budget_remaining?: number | null} = {
        budget,
        budget_spent: spent,
        budget_remaining: cents(budget - spent),
      };
      return {
        project_id: project.id,
        project_name: project.name,
        client_id: project.client.id,
        client_name: project.client.name,
        budget_is_monthly: project.budget_is_monthly,
        budget_by: project.budget_by,
        is_active: project.is_active,
        ...(isMoney && !caller.seesRates
          ? hide(store, row, ['budget', 'budget_spent', 'budget_remaining'])
          : row),
      };
    });
});

export const projectReports: Endpoint[] = [uninvoicedReport, projectBudgetReport];

/** A project's figures include everybody's work, whoever looks at them. */
function whole(call: Call): Call {
  return {...call, caller: {...call.caller, role: 'administrator'}};
}

function byProject(worked: readonly Worked[]): Map<number, Worked[]> {
  const projects = new Map<number, Worked[]>();
  for (const item of worked) {
    const items = projects.get(item.entry.project.id);
    if (items) items.push(item);
    else projects.set(item.entry.project.id, [item]);
  }
  return projects;
}

function seesUninvoiced(caller: Caller, project: Project): boolean {
  if (caller.role === 'administrator') return true;
  const mayInvoice =
    caller.permissions.has('managed_projects_invoice_drafter') ||
    caller.permissions.has('managed_projects_invoice_manager');
  return mayInvoice && caller.managedProjects.has(project.id);
}

function seesBudget(caller: Caller, project: Project): boolean {
  return (
    caller.role === 'administrator' ||
    caller.managedProjects.has(project.id) ||
    (caller.assignedProjects.has(project.id) && project.show_budget_to_all)
  );
}

/** The fee minus what was invoiced, if the range lies on or after the project's start; can be negative. */
function fixedFeeRemainder({store}: Call, project: Project, {from}: Range): number {
  const start = project.starts_on ?? project.created_at.slice(0, 10);
  if (from < start) return 0;

  const invoiced = store.data.invoices
    .flatMap((invoice) => invoice.line_items)
    .filter((line) => line.project?.id === project.id && line.kind !== 'Product')
    .map((line) => line.amount);
  return (project.fee ?? 0) - sum(invoiced);
}

function budgetOf({store}: Call, project: Project): number {
  const {user_assignments: people, task_assignments: tasks} = store.data;
  const parts = project.budget_by === 'person' ? people : tasks;
  switch (project.budget_by) {
    case 'project':
      return project.budget ?? 0;
    case 'project_cost':
      return project.cost_budget ?? 0;
    default:
      return sum(parts.filter((row) => row.project.id === project.id).map((row) => row.budget ?? 0));
  }
}

function spentOf(call: Call, project: Project, worked: readonly Worked[], isMoney: boolean): number {
  // A monthly budget starts afresh with each month.
  const month = project.budget_is_monthly ? call.store.today().slice(0, 7) : '';
  const counted = worked.filter(({entry}) => entry.spent_date.startsWith(month));
  if (!isMoney) return cents(counted.reduce((total, item) => total + item.hours, 0));

  const expenses = project.cost_budget_include_expenses ? call.store.data.expenses : [];
  const spent = expenses.filter((row) => row.project.id === project.id && row.spent_date.startsWith(month));
  return cents(
    counted.reduce((total, item) => total + item.hours * (item.entry.billable_rate ?? 0), 0) +
      sum(spent.map((row) => row.total_cost)),
  );
}
