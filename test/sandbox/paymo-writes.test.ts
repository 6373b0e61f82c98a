import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import {rowsAt} from './common/visitor.js';
import type {Collection, PaymoSandbox} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {basic, refusalOf, rowsOf, send, visit, written} from './paymo/visitor.js';

/** For every list that can be written: the least that makes a row, and something to change. */
const WRITES: readonly [Collection, (sandbox: PaymoSandbox) => Json, Json, root?: string][] = [
  ['clients', () => ({name: 'Nova'}), {city: 'Kiel'}],
  ['clientcontacts', ({data}) => ({name: 'Ana', client_id: data.clients[0]?.id}), {email: 'ana@example.com'}],
  ['projects', ({data}) => ({name: 'Site', client_id: data.clients[0]?.id}), {description: 'New'}],
  ['projectstatuses', () => ({name: 'Waiting'}), {name: 'Still waiting'}],
  ['projecttemplates', () => ({name: 'Pattern'}), {name: 'Other'}, 'project_templates'],
  [
    'projecttemplatestasklists',
    ({data}) => ({name: 'Later', template_id: data.projecttemplates[0]?.id}),
    {seq: 7},
    'project_templates_tasklists',
  ],
  [
    'projecttemplatestasks',
    ({data}) => ({name: 'Do it', tasklist_id: data.projecttemplatestasklists[0]?.id}),
    {budget_hours: 2.5},
    'project_templates_tasks',
  ],
  ['tasklists', ({data}) => ({name: 'Later', project_id: data.projects[0]?.id}), {seq: 9}],
  ['tasks', ({data}) => ({name: 'Do it', tasklist_id: data.tasklists[0]?.id}), {due_date: '2026-12-24'}],
  ['subtasks', ({data}) => ({name: 'Part', task_id: data.tasks[0]?.id}), {name: 'Other part'}],
  [
    'taskrecurringprofiles',
    ({data}) => ({
      name: 'Again',
      project_id: data.projects[0]?.id,
      frequency: 'weekly',
      interval: 1,
      recurring_start_date: '2026-12-01',
    }),
    {interval: 2},
  ],
  ['entries', (at) => ({task_id: openTask(at), date: '2026-11-02', duration: 900}), {duration: 1800}],
  [
    'bookings',
    ({data}) => ({
      user_task_id: data.userstasks[0]?.id,
      start_date: '2026-12-01',
      end_date: '2026-12-04',
      hours_per_day: 7.5,
    }),
    {hours_per_day: 4},
  ],
  [
    'expenses',
    ({data}) => ({client_id: data.clients[0]?.id, currency: 'EUR', amount: 29.95}),
    {tags: ['Mileage']},
  ],
  ['estimates', ({data}) => ({client_id: data.clients[0]?.id, currency: 'EUR'}), {notes: 'Net'}],
  ['estimatetemplates', () => ({name: 'Plain', html: '<p>'}), {css: 'p {}'}],
  ['invoices', ({data}) => ({client_id: data.clients[0]?.id, currency: 'EUR'}), {notes: 'Net'}],
  ['invoicepayments', (at) => ({invoice_id: openInvoice(at), amount: 1.5}), {notes: 'Cash'}],
  ['invoicetemplates', () => ({name: 'Plain', html: '<p>'}), {html: '<b>'}],
  [
    'recurringprofiles',
    ({data}) => ({
      client_id: data.clients[0]?.id,
      currency: 'EUR',
      frequency: 'm',
      start_date: '2026-12-01',
    }),
    {autosend: true},
    'recurring_profiles',
  ],
  [
    'milestones',
    ({data}) => ({name: 'Beta', project_id: data.projects[0]?.id, due_date: '2026-12-01'}),
    {complete: true},
  ],
  ['discussions', ({data}) => ({name: 'Why', project_id: data.projects[0]?.id}), {description: '<p>So</p>'}],
  ['comments', ({data}) => ({content: 'Yes', thread_id: data.threads[0]?.id}), {content: 'No'}],
  ['reports', () => ({type: 'live', date_interval: 'this_month'}), {type: 'live', date_interval: 'all_time'}],
  ['users', () => ({email: 'new@example.com'}), {name: 'Newt'}],
  ['workflows', () => ({name: 'Kanban'}), {name: 'Scrum'}],
  [
    'workflowstatuses',
    ({data}) => ({name: 'Review', color: 'AABBCC', workflow_id: data.workflows[0]?.id}),
    {color: 'BBCCDD'},
  ],
  ['hooks', () => ({target_url: 'https://example.com/h', event: 'model.insert.Task'}), {event: '*.Task'}],
];

describe('Paymo sandbox writes', () => {
  const start = sandboxStarter();

  for (const [path, create, change, root = path] of WRITES) {
    it(`creates, changes and deletes ${path}`, async () => {
      const sandbox = await start();
      const fields = create(sandbox);

      const made = await send(sandbox, 'POST', path, fields);
      expect(made.status, made.text).to.equal(201);
      const [row = {}, ...others] = rowsAt(made.json(), root);
      expect(Object.keys(made.json())).to.deep.equal([root]);
      expect(others).to.deep.equal([]);
      expect(row).to.deep.include(fields).and.include({created_on: '2026-11-20T10:00:00Z'});
      expect(made.headers.get('location')).to.equal(`${sandbox.baseUrl}/${path}/${row.id}`);
      expect(await rowsOf(sandbox, `${path}/${row.id}`)).to.deep.equal([row]);

      const put = await send(sandbox, 'PUT', `${path}/${row.id}`, change);
      expect(put.status, put.text).to.equal(200);
      expect(rowsAt(put.json(), root)).to.have.lengthOf(1);
      expect(rowsAt(put.json(), root)[0]).to.deep.include(change);
      expect(rowsAt(put.json(), root)[0]?.id).to.equal(row.id);

      const gone = await send(sandbox, 'DELETE', `${path}/${row.id}`);
      expect([gone.status, gone.text]).to.deep.equal([200, '']);
      expect((await visit(sandbox, `${path}/${row.id}`)).status).to.equal(404);
      expect((await send(sandbox, 'DELETE', `${path}/${row.id}`)).status).to.equal(404);
      expect((await send(sandbox, 'PUT', `${path}/${row.id}`, change)).status).to.equal(404);
    });
  }

  it('creates and deletes assignments', async () => {
    const sandbox = await start();
    const task = await written(sandbox, 'POST', 'tasks', {
      name: 'Alone',
      tasklist_id: sandbox.data.tasklists[0]?.id,
    });

    const row = await written(sandbox, 'POST', 'userstasks', {
      task_id: task.id,
      user_id: sandbox.data.users[0]?.id,
    });

    expect(row).to.include({task_id: task.id, user_id: sandbox.data.users[0]?.id});
    expect((await send(sandbox, 'DELETE', `userstasks/${row.id}`)).status).to.equal(200);
  });

  for (const path of ['estimatetemplatesgallery', 'invoicetemplatesgallery', 'invoiceitems', 'threads']) {
    it(`creates nothing in ${path}`, async () => {
      const sandbox = await start();

      const answer = await send(sandbox, 'POST', path, {name: 'x', item: 'x', invoice_id: 1});

      expect(answer.status).to.equal(404);
    });
  }

  it('updates with POST as well, unless told not to', async () => {
    const sandbox = await start();
    const strict = await start({updateByPost: false});
    const id = sandbox.data.clients[0]?.id;

    const answer = await send(sandbox, 'POST', `clients/${id}`, {city: 'Kiel'});

    expect(answer.status).to.equal(200);
    expect(sandbox.data.clients[0]?.city).to.equal('Kiel');
    expect(await refusalOf(strict, 404, 'POST', `clients/${id}`, {city: 'Kiel'})).to.equal('Not found.');
  });

  it('changes only the keys that are sent, and moves updated_on', async () => {
    const sandbox = await start();
    const before = {...sandbox.data.clients[0]};

    await written(sandbox, 'PUT', `clients/${before.id}`, {city: 'Kiel'});

    expect(sandbox.data.clients[0]).to.deep.equal({
      ...before,
      city: 'Kiel',
      updated_on: '2026-11-20T10:00:00Z',
    });
  });

  it('changes settings of the company, which are texts, and no others', async () => {
    const sandbox = await start();

    const answer = await send(sandbox, 'PUT', 'company', {
      name: 'Upstream',
      week_start: 0,
      tax_on_tax: true,
      max_users: 900,
    });

    expect(answer.status).to.equal(200);
    expect(answer.json().company).to.include({name: 'Upstream', week_start: '0', tax_on_tax: '1'});
    expect(sandbox.data.company).to.include({name: 'Upstream', max_users: 25});
  });

  it('refuses settings that are none, and those that cannot be changed if told to', async () => {
    const sandbox = await start();
    const strict = await start({readonlyFields: 'refused'});
    const employee = await start({role: 'Employee'});
    const before = structuredClone(sandbox.data.company);

    for (const setting of [{name: null}, {name: ['x']}, {next_invoice_number: 'ten'}]) {
      await refusalOf(sandbox, 400, 'PUT', 'company', setting);
    }
    await refusalOf(strict, 400, 'PUT', 'company', {max_users: 900});
    await refusalOf(employee, 403, 'PUT', 'company', {name: 'Mine'});
    expect(sandbox.data.company).to.deep.equal(before);
  });

  it('opens a session with an empty POST and ends it', async () => {
    const sandbox = await start();

    const session = await send(sandbox, 'POST', 'sessions');
    const [{id} = {}] = rowsAt(session.json(), 'sessions');
    const token = {authorization: '', 'x-session': String(id)};
    const open = await visit(sandbox, 'me', undefined, token);
    const end = await send(sandbox, 'DELETE', `sessions/${id}`);

    expect([session.status, open.status, end.status]).to.deep.equal([201, 200, 200]);
    expect((await visit(sandbox, 'me', undefined, token)).status).to.equal(401);
  });

  it('has three bodies for a delete, and three headers for a create', async () => {
    const plain = await start({deleteBody: 'object', location: 'relative'});
    const full = await start({deleteBody: 'envelope', location: 'absent'});
    const make = (sandbox: PaymoSandbox) => send(sandbox, 'POST', 'clients', {name: 'Nova'});

    const [first, second] = [await make(plain), await make(full)];
    const idOf = (json: Json): unknown => rowsAt(json, 'clients')[0]?.id;
    const gone = await send(full, 'DELETE', `clients/${idOf(second.json())}`);

    expect(first.headers.get('location')).to.equal(`/api/clients/${idOf(first.json())}`);
    expect(second.headers.get('location')).to.equal(null);
    expect((await send(plain, 'DELETE', `clients/${idOf(first.json())}`)).text).to.equal('{}');
    expect(rowsAt(gone.json(), 'clients')[0]).to.include({name: 'Nova'});
  });

  it('wants credentials, and counts writes as it counts reads', async () => {
    const sandbox = await start({limits: {requests: 2, seconds: 5}});

    const stranger = await send(sandbox, 'POST', 'clients', {name: 'x'}, {authorization: basic('wrong')});
    const first = await send(sandbox, 'POST', 'clients', {name: 'Nova'});
    const second = await send(sandbox, 'POST', 'clients', {name: 'Nova'});

    expect([stranger.status, first.status, second.status]).to.deep.equal([401, 201, 429]);
    expect(first.headers.get('x-ratelimit-remaining')).to.equal('0');
    expect(second.headers.get('retry-after')).to.equal('5');
    expect(sandbox.data.clients.filter(({name}) => name === 'Nova')).to.have.lengthOf(1);
  });

  it('takes includes on writes, and refuses bad ones before anything happens', async () => {
    const sandbox = await start();
    const {length} = sandbox.data.clients;
    const client_id = sandbox.data.clients[0]?.id;

    const row = await written(sandbox, 'POST', 'projects?include=id,name,client.name', {
      name: 'Site',
      client_id,
    });
    const refused = await refusalOf(sandbox, 400, 'POST', 'clients?include=nonsense', {name: 'Nova'});

    expect(row).to.deep.equal({id: row.id, name: 'Site', client: {name: sandbox.data.clients[0]?.name}});
    expect(refused).to.equal('Unknown field or reference: nonsense');
    expect(sandbox.data.clients).to.have.lengthOf(length);
  });
});

function openTask({data}: PaymoSandbox): number {
  const active = data.projects.find((project) => project.active === true);
  return data.tasks.find((task) => task.project_id === active?.id)?.id ?? 0;
}

function openInvoice({data}: PaymoSandbox): number {
  return data.invoices.find((invoice) => invoice.status === 'sent')?.id ?? 0;
}
