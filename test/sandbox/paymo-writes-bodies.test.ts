import {expect} from 'chai';
import {rowsAt} from './common/visitor.js';
import {sandboxStarter} from './paymo/starter.js';
import {refusalOf, send, written} from './paymo/visitor.js';

const FORM = {'content-type': 'application/x-www-form-urlencoded'};

describe('Paymo sandbox bodies of writes', () => {
  const start = sandboxStarter();

  it('reads a form, with its numbers, flags and lists', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const client = data.clients[0]?.id;
    const user = data.users[1]?.id;

    const project = await send(
      sandbox,
      'POST',
      'projects',
      `name=A+%26+B&client_id=${client}&billable=true&price_per_hour=12.5&users[]=${user}`,
      FORM,
    );
    const invoice = await send(
      sandbox,
      'POST',
      'invoices',
      `client_id=${client}&currency=EUR&items[0][item]=Logo&items[0][price_unit]=20&items[0][quantity]=2`,
      FORM,
    );

    expect(project.status, project.text).to.equal(201);
    expect(rowsAt(project.json(), 'projects')[0]).to.deep.include({
      name: 'A & B',
      client_id: client,
      billable: true,
      price_per_hour: 12.5,
      users: [user],
    });
    expect(invoice.status, invoice.text).to.equal(201);
    expect(rowsAt(invoice.json(), 'invoices')[0]).to.include({subtotal: 40});
  });

  for (const [name, type, body] of [
    ['JSON that breaks off', 'application/json', '{"name": "No'],
    ['a form that says it is JSON', 'application/json', 'name=Nova'],
    ['a list', 'application/json', '[{"name": "Nova"}]'],
    ['a bare value', 'application/json', '"Nova"'],
    ['XML', 'text/xml', '<request><name>Nova</name></request>'],
    ['an upload', 'multipart/form-data; boundary=x', '--x--'],
    ['plain text', 'text/plain', '{"name": "Nova"}'],
  ] as const) {
    it(`cannot decode ${name}`, async () => {
      const sandbox = await start();
      const {length} = sandbox.data.clients;

      const answer = await send(sandbox, 'POST', 'clients', body, {'content-type': type});

      expect(answer.status).to.equal(400);
      expect(answer.json()).to.deep.equal({message: 'Decoding failed: Syntax error'});
      expect(sandbox.data.clients).to.have.lengthOf(length);
    });
  }

  it('takes no notice of keys it does not know, a root key among them', async () => {
    const sandbox = await start();
    const id = sandbox.data.clients[0]?.id;
    const before = {...sandbox.data.clients[0]};

    const row = await written(sandbox, 'PUT', `clients/${id}`, {
      clients: [{name: 'Wrapped'}],
      nmae: 'Misspelt',
      constructor: 'x',
    });
    const wrapped = await refusalOf(sandbox, 400, 'POST', 'clients', {clients: {name: 'Nova'}});

    expect(row).to.deep.equal({...before, updated_on: '2026-11-20T10:00:00Z'});
    expect(wrapped).to.equal('Missing required params: name');
  });

  it('takes no notice of fields that are read-only, or refuses them', async () => {
    const sandbox = await start();
    const strict = await start({readonlyFields: 'refused'});
    const [client] = sandbox.data.clients;

    const row = await written(sandbox, 'PUT', `clients/${client?.id}`, {
      id: 7,
      created_on: '2000-01-01T00:00:00Z',
      due_interval: 99,
    });

    expect(row).to.include({id: client?.id, created_on: client?.created_on, due_interval: null});
    for (const name of ['id', 'created_on', 'due_interval']) {
      expect(await refusalOf(strict, 400, 'PUT', `clients/${client?.id}`, {[name]: 1})).to.equal(
        `Field '${name}' cannot be changed.`,
      );
    }
    expect((await send(strict, 'PUT', `clients/${client?.id}`, {nobody_knows: 1})).status).to.equal(200);
  });

  it('takes no notice of what can only be said once, or refuses it', async () => {
    const sandbox = await start();
    const strict = await start({createOnlyFields: 'refused'});
    const [tasklist] = sandbox.data.tasklists;
    const other = {project_id: sandbox.data.projects[3]?.id};

    const row = await written(sandbox, 'PUT', `tasklists/${tasklist?.id}`, other);

    expect(row.project_id).to.equal(tasklist?.project_id).and.not.equal(other.project_id);
    expect(await refusalOf(strict, 400, 'PUT', `tasklists/${tasklist?.id}`, other)).to.include('project_id');
  });

  it('writes the fields that sources disagree about, unless told not to', async () => {
    const sandbox = await start();
    const strict = await start({uncertainFields: 'readonly'});
    const id = sandbox.data.tasks[0]?.id;

    const row = await written(sandbox, 'PUT', `tasks/${id}`, {start_date: '2026-12-01'});
    const same = await written(strict, 'PUT', `tasks/${id}`, {start_date: '2026-12-01'});

    expect(row.start_date).to.equal('2026-12-01');
    expect(same.start_date).to.equal(null);
  });

  for (const [path, field, values] of [
    ['clients', 'name', [7, true, ['x'], {a: 1}]],
    ['clients', 'active', ['yes', 1, 'true', null]],
    ['projects', 'price_per_hour', ['12', true, [1]]],
    ['projects', 'users', [7, '7', ['7'], [1.5], null]],
    ['projects', 'color', ['red', '68BE5E']],
    ['projects', 'code', ['A-1', 'a b']],
    ['projects', 'hourly_billing_mode', ['user', '']],
    ['tasks', 'due_date', ['2026-02-30', '01.12.2026', 1_700_000_000, '2026-12-01T00:00:00Z']],
    ['tasks', 'priority', [10, '50']],
    ['tasks', 'seq', [1.5, '1']],
    ['entries', 'description', [12]],
    ['expenses', 'tags', ['Mileage', [1]]],
    ['invoices', 'items', [{item: 'x'}, ['x']]],
    ['invoices', 'options', ['x', []]],
    ['invoices', 'status', ['overdue', 'sended']],
    ['invoices', 'currency', ['euro', '']],
    ['users', 'type', ['admin', 'Boss']],
    ['users', 'email', ['nobody', '']],
    ['bookings', 'hours_per_day', [0, 25, '8']],
    ['workflowstatuses', 'color', ['#AABBCC', 'red']],
    ['hooks', 'target_url', ['example.com', '']],
  ] as const) {
    it(`refuses values of the wrong kind for ${field} of ${path}`, async () => {
      const sandbox = await start();
      const [row] = sandbox.data[path];
      const before = structuredClone(row);

      for (const value of values) {
        const message = await refusalOf(sandbox, 400, 'PUT', `${path}/${row?.id}`, {[field]: value});
        expect(message, JSON.stringify(value)).to.include(field);
      }
      expect(row).to.deep.equal(before);
    });
  }

  it('empties a field with null, or refuses it', async () => {
    const sandbox = await start();
    const strict = await start({nullValue: 'refused'});
    const id = sandbox.data.tasks[1]?.id;

    const row = await written(sandbox, 'PUT', `tasks/${id}`, {due_date: null, description: null});

    expect(row).to.include({due_date: null, description: null});
    expect(await refusalOf(strict, 400, 'PUT', `tasks/${id}`, {due_date: null})).to.equal(
      "Field 'due_date' cannot be empty",
    );
  });

  it('keeps what a row cannot do without', async () => {
    const sandbox = await start();
    const id = sandbox.data.clients[0]?.id;

    for (const name of [null, '']) {
      expect(await refusalOf(sandbox, 400, 'PUT', `clients/${id}`, {name})).to.equal(
        "Field 'name' cannot be empty",
      );
    }
  });

  for (const [path, field] of [
    ['projects', 'client_id'],
    ['projects', 'workflow_id'],
    ['tasks', 'tasklist_id'],
    ['tasks', 'users'],
    ['entries', 'task_id'],
    ['bookings', 'user_task_id'],
    ['expenses', 'project_id'],
    ['invoices', 'client_id'],
    ['recurringprofiles', 'template_id'],
    ['users', 'assigned_projects'],
  ] as const) {
    it(`refuses a ${field} of ${path} that leads nowhere, with either status`, async () => {
      const sandbox = await start();
      const other = await start({danglingKey: 404});
      const [row] = sandbox.data[path];
      const sent = {[field]: Array.isArray(row?.[field]) ? [999] : 999};

      const message = await refusalOf(sandbox, 400, 'PUT', `${path}/${row?.id}`, sent);

      expect(message).to.include(field).and.include('999');
      await refusalOf(other, 404, 'PUT', `${path}/${row?.id}`, sent);
    });
  }

  for (const [path, missing, body = {}] of [
    ['clients', 'name'],
    ['clients', 'name', {name: ''}],
    ['clients', 'name', {name: null}],
    ['clientcontacts', 'name, client_id'],
    ['projects', 'name'],
    ['projectstatuses', 'name'],
    ['projecttemplates', 'name'],
    ['projecttemplatestasklists', 'name, template_id'],
    ['projecttemplatestasks', 'name, tasklist_id'],
    ['tasklists', 'name, project_id'],
    ['tasks', 'name'],
    ['tasks', 'project_id', {name: 'x'}],
    ['subtasks', 'name, task_id'],
    ['userstasks', 'user_id, task_id'],
    ['taskrecurringprofiles', 'frequency, interval, recurring_start_date'],
    [
      'taskrecurringprofiles',
      'name, project_id',
      {frequency: 'daily', interval: 1, recurring_start_date: '2026-12-01'},
    ],
    ['entries', 'task_id'],
    ['bookings', 'user_task_id, start_date, end_date, hours_per_day'],
    ['expenses', 'client_id, currency, amount'],
    ['expenses', 'client_id', {currency: 'EUR', amount: 2, project_id: 3_000_101}],
    ['estimates', 'client_id, currency'],
    ['estimatetemplates', 'name'],
    ['invoices', 'client_id, currency'],
    ['invoicepayments', 'invoice_id, amount'],
    ['invoicetemplates', 'name'],
    ['recurringprofiles', 'client_id, currency, frequency, start_date'],
    ['milestones', 'name, project_id, due_date'],
    ['discussions', 'name, project_id'],
    ['comments', 'content'],
    ['comments', 'thread_id', {content: 'x'}],
    ['files', 'file', {original_filename: 'x.pdf'}],
    ['reports', 'type'],
    ['reports', 'date_interval', {type: 'live'}],
    ['reports', 'end_date', {type: 'live', start_date: 1_700_000_000}],
    ['users', 'email'],
    ['workflows', 'name'],
    ['workflowstatuses', 'name, color, workflow_id'],
    ['hooks', 'target_url, event'],
  ] as const) {
    it(`wants ${missing} of ${path} given ${JSON.stringify(body)}`, async () => {
      const sandbox = await start();
      const before = structuredClone(sandbox.data);

      const message = await refusalOf(sandbox, 400, 'POST', path, body);

      expect(message).to.equal(`Missing required params: ${missing}`);
      expect(sandbox.data).to.deep.equal(before);
    });
  }

  it('tells in the log of requests what was sent, and as what', async () => {
    const sandbox = await start();

    await send(sandbox, 'POST', 'clients?include=projects', {name: 'Nova'});
    await send(sandbox, 'PUT', 'clients/1', 'name=Nova', FORM);
    await send(sandbox, 'DELETE', 'clients/1');
    await send(sandbox, 'POST', 'clients', '{', {'content-type': 'application/json'});

    expect(
      sandbox.requests.map(({method, route, headers, body, text, status}) => [
        method,
        route,
        headers.contentType,
        body,
        text,
        status,
      ]),
    ).to.deep.equal([
      ['POST', 'clients', 'application/json', {name: 'Nova'}, '{"name":"Nova"}', 201],
      ['PUT', 'clients/1', 'application/x-www-form-urlencoded', {name: 'Nova'}, 'name=Nova', 404],
      ['DELETE', 'clients/1', undefined, {}, '', 404],
      ['POST', 'clients', 'application/json', undefined, '{', 400],
    ]);
  });
});
