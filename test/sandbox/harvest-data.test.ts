import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import {idsOf, object, rowsAt} from './common/visitor.js';
import {sandboxStarter} from './harvest/starter.js';
import {rowsOf, visit} from './harvest/visitor.js';

describe('Harvest sandbox data', () => {
  const start = sandboxStarter();

  it('is the same for the same seed and differs for another', async () => {
    const [one, same, other] = [await start({seed: 7}), await start({seed: 7}), await start({seed: 8})];

    expect(same.data).to.deep.equal(one.data);
    expect(other.data).to.not.deep.equal(one.data);
  });

  it('adds invoices up: lines, minus discount, plus taxes, minus payments', async () => {
    for (const seed of [1, 2, 3]) {
      const {data} = await start({seed});

      for (const invoice of data.invoices) {
        for (const line of invoice.line_items)
          expect(line.amount).to.be.closeTo(line.quantity * line.unit_price, 0.006);
        const subtotal = invoice.line_items.reduce((sum, line) => sum + line.amount, 0);
        const taxes = (invoice.tax_amount ?? 0) + (invoice.tax2_amount ?? 0);
        const paid = (data.invoice_payments.get(invoice.id) ?? []).reduce((sum, row) => sum + row.amount, 0);
        expect(invoice.amount).to.be.closeTo(subtotal - (invoice.discount_amount ?? 0) + taxes, 0.001);
        expect(invoice.due_amount).to.be.closeTo(invoice.amount - paid, 0.001);
        expect(invoice.state === 'paid').to.equal(invoice.due_amount === 0);
      }
    }
  });

  it('has every state, and the odd rows that clients trip over', async () => {
    const {data} = await start();

    expect(new Set(data.invoices.map((row) => row.state))).to.deep.equal(
      new Set(['paid', 'open', 'closed', 'draft']),
    );
    expect(data.invoices.some((row) => !('payment_options' in row))).to.equal(true);
    expect(data.invoices.some((row) => row.retainer !== null)).to.equal(true);
    expect(data.invoices.some((row) => row.discount === null && (row.discount_amount ?? 0) > 0)).to.equal(
      true,
    );
    expect(data.estimates.some((row) => row.issue_date === null)).to.equal(true);
    expect(data.time_entries.some((row) => row.id > 2 ** 40 && Number.isSafeInteger(row.id))).to.equal(true);
    expect(data.time_entries.filter((row) => row.is_running)).to.have.lengthOf(1);
    expect(data.time_entries.some((row) => row.external_reference !== null)).to.equal(true);
    expect(
      [...data.invoice_payments.values()].flat().some((row) => row.payment_gateway.id === null),
    ).to.equal(true);
    expect([...data.invoice_messages.values()].flat().some((row) => row.recipients.length === 0)).to.equal(
      true,
    );
  });

  it('refers only to rows that exist, under their present names, and never to the future', async () => {
    const {data} = await start();
    const users = new Map(data.users.map((row) => [row.id, `${row.first_name} ${row.last_name}`]));
    const projects = new Map(data.projects.map((row) => [row.id, row]));
    const assignments = new Map(data.user_assignments.map((row) => [row.id, row]));
    const taskAssignments = new Map(data.task_assignments.map((row) => [row.id, row]));

    for (const entry of data.time_entries) {
      expect(users.get(entry.user.id)).to.equal(entry.user.name);
      expect(projects.get(entry.project.id)?.client.id).to.equal(entry.client.id);
      expect(assignments.get(entry.user_assignment?.id ?? 0)?.user.id).to.equal(entry.user.id);
      expect(taskAssignments.get(entry.task_assignment?.id ?? 0)?.task.id).to.equal(entry.task.id);
      expect(entry.is_billed).to.equal(entry.invoice !== null);
    }
    for (const rows of Object.values(data)) {
      for (const row of Array.isArray(rows) ? rows : []) {
        expect(
          row.updated_at >= row.created_at && row.updated_at <= '2026-11-20T10:00:00Z',
          JSON.stringify(row),
        ).to.equal(true);
        expect(row.updated_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }
    }
  });

  it('gives project assignments the ids of user assignments', async () => {
    const sandbox = await start();
    const user = sandbox.data.users[1]?.id ?? 0;

    const ids = idsOf(
      await rowsOf(sandbox, `users/${user}/project_assignments?per_page=2`, 'project_assignments'),
    );

    expect(sandbox.data.user_assignments.map((row) => row.id)).to.include.members(ids);
  });

  it('moves on when asked, and only what it reports', async () => {
    let now = new Date('2026-11-20T10:00:00Z');
    const sandbox = await start({now: () => now});
    now = new Date('2026-11-20T12:00:00Z');

    const summary = sandbox.change();

    for (const root of ['clients', 'invoices', 'time_entries', 'task_assignments', 'users'] as const) {
      const changed = idsOf(await rowsOf(sandbox, `${root}?updated_since=2026-11-20T12:00:00Z`, root));
      const said = [...(summary[root]?.inserted ?? []), ...(summary[root]?.updated ?? [])];
      const archived = root === 'task_assignments' ? said : [];
      expect(changed, root).to.have.members(said.filter((id) => !archived.includes(id)));
    }
    const paid = [...sandbox.data.invoice_payments].find(([, rows]) =>
      rows.some((row) => summary.invoice_payments?.inserted.includes(row.id)),
    );
    expect(summary.invoices?.updated).to.deep.equal([paid?.[0]]);
    expect(sandbox.data.time_entries.filter((row) => row.is_running)).to.have.lengthOf(1);
    const rates = sandbox.data.billable_rates.get(sandbox.data.users[0]?.id ?? 0) ?? [];
    expect(rates.at(-2)?.end_date).to.equal('2026-11-19');
  });

  it('renames a client everywhere without touching the records that name it', async () => {
    let now = new Date('2026-11-20T10:00:00Z');
    const sandbox = await start({now: () => now});
    const client = sandbox.data.projects[0]?.client.id ?? 0;
    now = new Date('2026-11-20T11:00:00Z');

    sandbox.update('clients', client, {name: 'Renamed & Co'});

    const [project] = await rowsOf(sandbox, `projects?client_id=${client}`, 'projects');
    expect(object(project?.client).name).to.equal('Renamed & Co');
    expect(String(project?.updated_at) < '2026-11-20T11:00:00Z').to.equal(true);
  });

  it('forgets removed rows without a trace', async () => {
    const sandbox = await start();
    const project = sandbox.data.time_entries[0]?.project.id ?? 0;

    sandbox.remove('projects', project);

    expect((await visit(sandbox, `projects/${project}`)).status).to.equal(404);
    expect(await rowsOf(sandbox, `time_entries?project_id=${project}`, 'time_entries')).to.deep.equal([]);
  });

  describe('of large accounts', () => {
    const size = {timeEntries: 50_000};

    it('is made up as it is asked for, each entry once and newest first', async () => {
      const sandbox = await start({size});

      const rows = await rowsOf(sandbox, 'time_entries', 'time_entries');

      expect(sandbox.data.time_entries).to.deep.equal([]);
      expect(new Set(idsOf(rows)).size).to.equal(50_000);
      const days = rows.map((row) => String(row.spent_date));
      expect(days).to.deep.equal([...days].sort().reverse());
    });

    for (const paging of ['cursor', 'page'] as const) {
      it(`is filtered by date, change and person (${paging})`, async () => {
        const sandbox = await start({size, paging});
        const user = sandbox.data.users[0]?.id;
        const everything = await rowsOf(sandbox, 'time_entries', 'time_entries');
        const listed = async (query: string): Promise<unknown[]> =>
          idsOf(await rowsOf(sandbox, `time_entries?per_page=900&${query}`, 'time_entries'));
        const expected = (wanted: (row: Json) => boolean): unknown[] => idsOf(everything.filter(wanted));

        expect(await listed('from=2026-10-01&to=2026-10-03')).to.deep.equal(
          expected((row) => String(row.spent_date) >= '2026-10-01' && String(row.spent_date) <= '2026-10-03'),
        );
        expect(await listed('updated_since=2026-11-15T08:00:00Z')).to.deep.equal(
          expected((row) => String(row.updated_at) >= '2026-11-15T08:00:00Z'),
        );
        expect(await listed(`user_id=${user}&from=2026-11-01`)).to.deep.equal(
          expected((row) => object(row.user).id === user && String(row.spent_date) >= '2026-11-01'),
        );
      });
    }

    it('serves the same entry alone as in the list, and adds up in reports', async () => {
      const sandbox = await start({size});
      const range = 'from=2026-11-01&to=2026-11-07';
      const rows = await rowsOf(sandbox, `time_entries?${range}`, 'time_entries');
      const report = await rowsOf(sandbox, `reports/time/clients?${range}`, 'results');
      const sum = (items: Json[], field: string): number =>
        items.reduce((total, item) => total + Number(item[field]), 0);

      expect((await visit(sandbox, `time_entries/${rows[41]?.id}`)).json()).to.deep.equal(rows[41]);
      expect(sum(report, 'total_hours')).to.be.closeTo(sum(rows, 'rounded_hours'), 0.001);
    });

    it('puts entries logged since in front', async () => {
      const sandbox = await start({size});

      const {inserted} = sandbox.change().time_entries ?? {inserted: []};

      const first = rowsAt((await visit(sandbox, 'time_entries?per_page=50')).json(), 'time_entries');
      expect(idsOf(first)).to.include.members(inserted);
    });
  });
});
