import {expect} from 'chai';
import {NOW} from './common/starter.js';
import type {Row, StoreEvent} from './paymo/index.js';
import {COLLECTIONS} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {idsOf, rowsOf, visit} from './paymo/visitor.js';

const STAMP = '2026-11-20T10:00:00Z';

describe('Paymo sandbox store', () => {
  const start = sandboxStarter();

  it('is the same for the same seed and clock, and another for another seed', async () => {
    const [first, second, other] = await Promise.all([start(), start(), start({seed: 2})]);

    expect(second.data).to.deep.equal(first.data);
    expect(other.data.entries).not.to.deep.equal(first.data.entries);
  });

  it('dates nothing but plans after it was opened', async () => {
    const {data} = await start();

    for (const collection of COLLECTIONS) {
      for (const {created_on, updated_on} of data[collection]) {
        expect(created_on <= updated_on && updated_on <= STAMP, `${collection} ${updated_on}`).to.equal(true);
      }
    }
  });

  it('stamps what is inserted and updated by its clock', async () => {
    let now = NOW.getTime();
    const sandbox = await start({now: () => new Date(now)});
    now += 60_000;
    const {id} = sandbox.insert('clients', {name: 'Later'});
    now += 60_000;
    sandbox.update('clients', id, {city: 'Kiel'});

    const [row] = await rowsOf(sandbox, `clients/${id}`);

    expect(row).to.include({name: 'Later', city: 'Kiel'});
    expect([row?.created_on, row?.updated_on]).to.deep.equal([
      '2026-11-20T10:01:00Z',
      '2026-11-20T10:02:00Z',
    ]);
  });

  it('keeps entries in one of their two shapes', async () => {
    const {insert, update} = await start();

    const bulk = insert('entries', {date: '2026-11-01', duration: 60});
    const timer = insert('entries', {start_time: '2026-11-20T09:00:00Z'});
    const runs = {...timer};
    update('entries', timer.id, {end_time: '2026-11-20T09:30:00Z'});

    expect(bulk).to.include({is_bulk: true, duration: 60}).and.not.have.any.keys('start_time', 'end_time');
    expect(runs).to.include({is_bulk: false}).and.not.have.any.keys('date', 'duration', 'end_time');
    expect(timer).to.include({is_bulk: false, duration: 1800});
  });

  it('moves what belongs together: states, completion and assignments', async () => {
    const {data, insert, update} = await start();
    const project = data.projects.find((row) => row.active === true);
    const task = data.tasks.find(
      (row) => row.complete === false && Array.isArray(row.users) && row.users.length === 0,
    );
    const user = data.users[0]?.id ?? 0;

    update('projects', project?.id ?? 0, {active: false});
    update('tasks', task?.id ?? 0, {complete: true});
    insert('userstasks', {task_id: task?.id, user_id: user});

    expect(project?.status_id).to.equal(data.projectstatuses.find(({name}) => name === 'Archived')?.id);
    expect(task).to.include({complete: true, completed_on: STAMP});
    expect(data.workflowstatuses.find(({id}) => id === task?.status_id)).to.include({action: 'complete'});
    expect(task?.users).to.deep.equal([user]);
  });

  it('moves totals and updated_on of a document with its lines', async () => {
    const {data, insert, remove} = await start();
    const [invoice] = data.invoices;
    const before = Number(invoice?.subtotal);

    const line = insert('invoiceitems', {invoice_id: invoice?.id, price_unit: 10.25, quantity: 2});
    expect(invoice).to.include({subtotal: before + 20.5, updated_on: STAMP});
    remove('invoiceitems', line.id);
    expect(invoice?.subtotal).to.equal(before);
  });

  it('can leave updated_on of the document where it was', async () => {
    const {data, update} = await start({linesTouchParent: false});
    const [estimate] = data.estimates;
    const {updated_on, total} = {...estimate};
    const line = data.estimateitems.find((row) => row.estimate_id === estimate?.id);

    update('estimateitems', line?.id ?? 0, {quantity: 1000});

    expect(estimate?.updated_on).to.equal(updated_on);
    expect(estimate?.total).not.to.equal(total);
  });

  it('deletes a client with projects, task lists, tasks and entries', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const client = data.projects[0]?.client_id;
    const projects = new Set(data.projects.filter((row) => row.client_id === client).map(({id}) => id));
    const isGone = (row: Row): boolean => projects.has(Number(row.project_id));
    const events: StoreEvent[] = [];
    sandbox.onEvent((event) => events.push(event));

    sandbox.remove('clients', Number(client));

    for (const collection of ['tasklists', 'tasks', 'entries', 'discussions', 'files'] as const) {
      expect(data[collection].some(isGone), collection).to.equal(false);
    }
    expect(
      events.filter(({isConsequence}) => !isConsequence).map(({collection}) => collection),
    ).to.deep.equal(['clients']);
    expect(events.filter(({collection}) => collection === 'projects')).to.have.lengthOf(projects.size);
    expect((await visit(sandbox, `clients/${client}`)).status).to.equal(404);
  });

  it('deletes all time of a user, and the comments of a discussion', async () => {
    const {data, remove} = await start();
    const [user] = data.users;
    const thread = data.threads.find((row) => 'discussion_id' in row);

    remove('users', user?.id ?? 0);
    remove('discussions', Number(thread?.discussion_id));

    expect(data.entries.some((row) => row.user_id === user?.id)).to.equal(false);
    expect(data.comments.some((row) => row.thread_id === thread?.id)).to.equal(false);
  });

  it('reports a day at the office truthfully', async () => {
    let now = NOW.getTime();
    const sandbox = await start({now: () => new Date(now)});
    const before = structuredClone(sandbox.data);
    now += 3_600_000;

    const summary = sandbox.change();

    for (const collection of COLLECTIONS) {
      const old = new Map(before[collection].map((row) => [row.id, row]));
      const rows = sandbox.data[collection];
      const present = new Set(rows.map(({id}) => id));
      const {inserted = [], updated = [], deleted = []} = summary[collection] ?? {};
      expect(inserted, `inserted ${collection}`).to.have.members(
        rows.filter(({id}) => !old.has(id)).map(({id}) => id),
      );
      expect(deleted, `deleted ${collection}`).to.have.members(
        [...old.keys()].filter((id) => !present.has(id)),
      );
      expect(updated, `updated ${collection}`).to.have.members(
        rows
          .filter(({id, updated_on}) => old.has(id) && updated_on !== old.get(id)?.updated_on)
          .map(({id}) => id),
      );
    }
    expect(Object.keys(summary).length).to.be.greaterThan(15);
  });

  it('backdates hours on a day at the office', async () => {
    const sandbox = await start();

    const {entries} = sandbox.change();

    const rows = sandbox.data.entries.filter(({id}) => entries?.inserted.includes(id));
    expect(rows.some((row) => String(row.date) < '2026-06-01' && row.updated_on === STAMP)).to.equal(true);
  });

  it('stands another day, and another', async () => {
    const sandbox = await start();

    const days = Array.from({length: 5}, () => sandbox.change());

    expect(days.every((day) => (day.entries?.inserted.length ?? 0) === 3)).to.equal(true);
  });

  it('grows to tens of thousands of entries and thousands of lines', async () => {
    const sandbox = await start({size: {entries: 30_000, invoices: 150, invoiceItems: 3200}});

    const rows = await rowsOf(sandbox, 'invoices?include=invoiceitems');

    expect(sandbox.data.entries).to.have.lengthOf(30_000);
    expect(sandbox.data.invoiceitems).to.have.lengthOf(3200);
    const lines = rows.map((row) => (Array.isArray(row.invoiceitems) ? row.invoiceitems.length : 0));
    expect(lines.reduce((sum, count) => sum + count, 0)).to.equal(2500);
    expect(lines.filter((count) => count === 0).length).to.be.greaterThan(10);
    expect(
      await idsOf(sandbox, 'entries?page=59&page_size=500', 'time_interval in ("1900-01-01","2200-01-01")'),
    ).to.have.lengthOf(500);
  });

  it('shrinks to almost nothing', async () => {
    const sandbox = await start({
      size: {
        clients: 1,
        projects: 1,
        tasks: 1,
        entries: 0,
        bookings: 0,
        expenses: 0,
        estimates: 0,
        invoices: 0,
        invoiceItems: 0,
        recurringProfiles: 0,
        discussions: 0,
        comments: 0,
        files: 0,
        reports: 0,
      },
    });

    expect(await rowsOf(sandbox, 'invoices')).to.deep.equal([]);
  });
});
