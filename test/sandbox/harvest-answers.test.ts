import {expect} from 'chai';
import {NOW} from './common/starter.js';
import type {Json} from './common/visitor.js';
import {idsOf, object, rowsAt} from './common/visitor.js';
import type {Collection, HarvestSandbox} from './harvest/index.js';
import {sandboxStarter} from './harvest/starter.js';
import {rowsOf, visit} from './harvest/visitor.js';

const RANGE = 'from=20260601&to=20261122';

describe('Harvest sandbox answers', () => {
  const start = sandboxStarter();
  const statusOf = async (sandbox: HarvestSandbox, path: string): Promise<number> =>
    (await visit(sandbox, path)).status;

  describe('with filters', () => {
    const filters: Record<string, (row: Json) => boolean> = {
      'clients?is_active=false': (row) => row.is_active === false,
      'projects?is_active=false': (row) => row.is_active === false,
      'tasks?is_active=false': (row) => row.is_active === false,
      'users?is_active=false': (row) => row.is_active === false,
      'user_assignments?is_active=false': (row) => row.is_active === false,
      'task_assignments?is_active=false': (row) => row.is_active === false,
      'expense_categories?is_active=false': (row) => row.is_active === false,
      'clients?updated_since=2026-09-01': (row) => String(row.updated_at) >= '2026-09-01',
      'invoices?state=paid&from=2026-08-20&to=2026-09-30': (row) =>
        row.state === 'paid' &&
        String(row.issue_date) >= '2026-08-20' &&
        String(row.issue_date) <= '2026-09-30',
      'estimates?state=draft': (row) => row.state === 'draft',
      'expenses?approval_status=submitted': (row) => row.approval_status === 'submitted',
      'time_entries?is_running=true': (row) => row.is_running === true,
      'time_entries?is_billed=true&approval_status=approved': (row) =>
        row.is_billed === true && row.approval_status === 'approved',
      'time_entries?external_reference_id=73004': (row) =>
        row.external_reference !== null && object(row.external_reference).id === '73004',
      'time_entries?from=2026-10-01&to=2026-10-31&updated_since=2026-10-15T12:00:00Z': (row) =>
        String(row.spent_date).startsWith('2026-10') && String(row.updated_at) >= '2026-10-15T12:00:00Z',
    };

    for (const [path, wanted] of Object.entries(filters)) {
      it(`lists what matches, and all of it: ${path}`, async () => {
        const sandbox = await start();
        const root = path.slice(0, path.indexOf('?'));
        const everything: Json[] = Object.values(sandbox.data[collection(root)]).map(object);

        const ids = idsOf(await rowsOf(sandbox, `${path}&per_page=5`, root));

        expect(ids).to.have.members(idsOf(everything.filter(wanted)));
        expect(ids).to.not.be.empty;
        expect(ids.length).to.be.below(everything.length);
      });
    }

    it('takes updated_since as inclusive, and ignores parameters it does not know', async () => {
      const sandbox = await start();
      const newest = sandbox.data.clients
        .map((row) => row.updated_at)
        .sort()
        .at(-1);

      const rows = await rowsOf(
        sandbox,
        `clients?updated_since=${newest}&updated_before=2020-01-01`,
        'clients',
      );

      expect(rows).to.have.lengthOf(1);
    });

    it('keeps archived task assignments to itself unless asked, or not, as set', async () => {
      const hiding = await start();
      const showing = await start({archivedTaskAssignmentsHidden: false});
      const isActive = async (sandbox: HarvestSandbox): Promise<Set<unknown>> =>
        new Set((await rowsOf(sandbox, 'task_assignments', 'task_assignments')).map((row) => row.is_active));

      expect(await isActive(hiding)).to.deep.equal(new Set([true]));
      expect(await isActive(showing)).to.deep.equal(new Set([true, false]));
    });

    for (const path of [
      'clients?is_active=1',
      'time_entries?from=2026-02-30',
      'time_entries?updated_since=yesterday',
      'invoices?state=sent',
      'contacts?client_id=abc',
      'clients?cursor=nonsense',
      'clients?page=0',
      'reports/time/team',
      'reports/time/team?from=20260101',
      'reports/uninvoiced?from=20251120&to=20261120',
    ]) {
      it(`refuses ${path} with an explanation`, async () => {
        const {status, json} = await visit(await start(), path);

        expect(status).to.equal(422);
        expect(json()).to.have.all.keys('message');
      });
    }
  });

  describe('to roles', () => {
    it('shows members only their own work, without saying so', async () => {
      const sandbox = await start({role: 'member'});
      const me = (await visit(sandbox, 'users/me')).json();

      const rows = await rowsOf(sandbox, 'time_entries', 'time_entries');

      expect(rows).to.not.be.empty;
      expect(new Set(rows.map((row) => object(row.user).id))).to.deep.equal(new Set([me.id]));
      expect(rows.map((row) => row.cost_rate)).to.satisfy((rates: unknown[]) =>
        rates.every((rate) => rate === null),
      );
      for (const path of ['clients', 'projects', 'users', 'invoices', 'roles', 'task_assignments']) {
        expect(await statusOf(sandbox, path), path).to.equal(403);
      }
    });

    it('shows managers teammates and managed projects, and more with permissions', async () => {
      const plain = await start({role: 'manager'});
      const trusted = await start({
        role: 'manager',
        permissions: ['client_and_task_manager', 'estimates_manager'],
      });

      expect(await statusOf(plain, 'clients')).to.equal(403);
      expect(await statusOf(trusted, 'clients')).to.equal(200);
      expect(await statusOf(trusted, 'estimates')).to.equal(200);
      expect(await rowsOf(plain, 'projects', 'projects')).to.have.lengthOf.within(1, 13);
      expect(await rowsOf(plain, 'users', 'users')).to.have.lengthOf(2);
    });

    it('leaves out hidden money as null or altogether, as set', async () => {
      const path = `reports/time/team?${RANGE}`;

      const [nulled] = await rowsOf(await start({role: 'member'}), path, 'results');
      const [absent] = await rowsOf(await start({role: 'member', hiddenFields: 'absent'}), path, 'results');

      expect(nulled).to.include({currency: null, billable_amount: null});
      expect(absent).to.not.have.any.keys('currency', 'billable_amount');
    });

    it('shows less at once when the role is taken away', async () => {
      const sandbox = await start();
      const before = await rowsOf(sandbox, 'expenses', 'expenses');

      sandbox.actAs('member');

      expect(await rowsOf(sandbox, 'expenses', 'expenses')).to.have.lengthOf.below(before.length);
    });

    it('closes the endpoints of modules that are off, and says so in the company', async () => {
      const sandbox = await start({modules: {invoice: false}, moduleStatus: 404});
      sandbox.data.company.estimate_feature = false;

      expect(await statusOf(sandbox, 'invoices')).to.equal(404);
      expect(await statusOf(sandbox, 'estimates')).to.equal(404);
      expect(await statusOf(sandbox, 'expenses')).to.equal(200);
      expect((await visit(sandbox, 'company')).json()).to.include({
        invoice_feature: false,
        estimate_feature: false,
      });
    });

    it('knows teammates of managers only', async () => {
      const sandbox = await start();

      expect(await statusOf(sandbox, `users/${sandbox.data.users[1]?.id}/teammates`)).to.equal(200);
      expect(await statusOf(sandbox, `users/${sandbox.data.users[4]?.id}/teammates`)).to.equal(422);
    });
  });

  describe('in reports', () => {
    it('adds rounded hours up to the same total in all four ways', async () => {
      const sandbox = await start();
      const entries = await rowsOf(sandbox, `time_entries?${RANGE}`, 'time_entries');
      const total = entries.reduce((sum, entry) => sum + Number(entry.rounded_hours), 0);

      for (const name of ['clients', 'projects', 'tasks', 'team']) {
        const rows = await rowsOf(sandbox, `reports/time/${name}?${RANGE}&per_page=5`, 'results');

        expect(
          rows.reduce((sum, row) => sum + Number(row.total_hours), 0),
          name,
        ).to.be.closeTo(total, 0.001);
        expect(new Set(rows.map((row) => JSON.stringify(row))).size).to.equal(rows.length);
      }
    });

    it('splits a subject by currency', async () => {
      const rows = await rowsOf(await start(), `reports/time/team?${RANGE}`, 'results');

      const users = rows.map((row) => row.user_id);

      expect(new Set(users).size).to.be.below(users.length);
    });

    it('prefixes names with codes in some reports only', async () => {
      const sandbox = await start();
      const {name, code} = sandbox.data.projects[0] ?? {name: '', code: ''};
      const names = async (path: string): Promise<unknown[]> =>
        (await rowsOf(sandbox, path, 'results')).map((row) => row.project_name);

      expect(await names(`reports/time/projects?${RANGE}`)).to.include(`[${code}] ${name}`);
      expect(await names(`reports/expenses/projects?${RANGE}`)).to.include(`[${code}] ${name}`);
      expect(await names(`reports/uninvoiced?${RANGE}`)).to.include(name);
      expect(await names('reports/project_budget')).to.include(name);
    });

    it('lists every billable project as uninvoiced, zeros and negative amounts too', async () => {
      const sandbox = await start();
      const at = async (range: string): Promise<Json[]> =>
        rowsOf(sandbox, `reports/uninvoiced?${range}`, 'results');

      const empty = await at('from=20200101&to=20200102');

      expect(empty).to.have.lengthOf(sandbox.data.projects.filter((project) => project.is_billable).length);
      expect(new Set(empty.map((row) => row.uninvoiced_amount))).to.deep.equal(new Set([0]));
      expect((await at('from=20261122&to=20261122')).map((row) => row.uninvoiced_amount)).to.include(-100);
      expect(
        (await at('from=20261122&to=20261122&include_fixed_fee=false')).map((row) => row.uninvoiced_amount),
      ).to.not.include(-100);
    });

    it('knows budgets of projects that have one', async () => {
      const sandbox = await start();

      const rows = await rowsOf(sandbox, 'reports/project_budget?is_active=true', 'results');

      expect(idsOf(rows.map((row) => ({id: row.project_id})))).to.have.members(
        sandbox.data.projects.filter((row) => row.is_active && row.budget_by !== 'none').map((row) => row.id),
      );
      for (const row of rows) {
        expect(Number(row.budget) - Number(row.budget_spent)).to.be.closeTo(
          Number(row.budget_remaining),
          0.01,
        );
      }
    });
  });

  it('lets hours of a running timer grow while updated_at stays', async () => {
    let now = NOW.getTime();
    const sandbox = await start({now: () => new Date(now)});
    const running = async (): Promise<Json> =>
      rowsAt((await visit(sandbox, 'time_entries?is_running=true')).json(), 'time_entries')[0] ?? {};

    const before = await running();
    now += 3_600_000;
    const after = await running();

    expect(after).to.include({id: before.id, updated_at: before.updated_at, ended_time: null});
    expect(Number(after.hours)).to.equal(Number(before.hours) + 1);
  });
});

function collection(name: string): Collection {
  const names = [
    'clients',
    'projects',
    'tasks',
    'users',
    'user_assignments',
    'task_assignments',
    'expense_categories',
    'invoices',
    'estimates',
    'expenses',
    'time_entries',
  ] as const;
  return names.find((candidate) => candidate === name) ?? 'clients';
}
