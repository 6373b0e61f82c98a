import {expect} from 'chai';
import {callHooks, hookFor} from './paymo/receiver.js';
import {sandboxStarter} from './paymo/starter.js';
import {basic, idsOf, rowsOf} from './paymo/visitor.js';

const URL = 'https://hooks.example.test/paymo/abc';

describe('Paymo sandbox hooks', () => {
  const start = sandboxStarter();

  it('makes a hook, keeps its secret to itself, and says where it is', async () => {
    const sandbox = await start();

    const {status, location, hook, text} = await callHooks(sandbox, 'POST', 'hooks', {
      target_url: URL,
      event: 'model.insert.Task',
      where: 'project_id=123',
      secret: 'hush',
      title: 'nobody knows this key',
    });

    expect(status).to.equal(201);
    expect(location).to.match(new RegExp(`/hooks/${hook.id}$`));
    expect(hook).to.deep.equal({
      id: hook.id,
      target_url: URL,
      event: 'model.insert.Task',
      where: 'project_id=123',
      last_status_code: null,
      created_on: '2026-11-20T10:00:00Z',
      updated_on: '2026-11-20T10:00:00Z',
    });
    const listed = JSON.stringify(await rowsOf(sandbox, 'hooks'));
    expect(text + listed).to.not.match(/hush|secret|user_id/);
    for (const name of ['secret', 'user_id']) {
      expect((await callHooks(sandbox, 'GET', `hooks/${hook.id}?include=${name}`)).status).to.equal(400);
    }
  });

  it('may answer a creation with 200', async () => {
    const sandbox = await start({hookCreated: 200});

    const {status} = await callHooks(sandbox, 'POST', 'hooks', {target_url: URL, event: '*'});

    expect(status).to.equal(200);
  });

  it('takes forms as well as JSON', async () => {
    const sandbox = await start();

    const {hook} = await callHooks(
      sandbox,
      'POST',
      'hooks',
      `target_url=${encodeURIComponent(URL)}&event=*.Task`,
      {
        'content-type': 'application/x-www-form-urlencoded',
      },
    );

    expect(hook).to.include({target_url: URL, event: '*.Task'});
  });

  it('lets the same hook be made twice', async () => {
    const sandbox = await start();

    const first = await hookFor(sandbox, URL, 'model.insert.Task');
    const second = await hookFor(sandbox, URL, 'model.insert.Task');

    expect(await idsOf(sandbox, 'hooks')).to.include.members([first, second]);
  });

  for (const event of [
    'model.insert.Client',
    'model.update.ClientContact',
    'model.delete.InvoicePayment',
    'model.start.Entry',
    'model.stop.Entry',
    '*',
    'model.insert.*',
    'model.stop.*',
    '*.Booking',
  ]) {
    it(`knows the event ${event}`, async () => {
      expect(await hookFor(await start(), URL, event)).to.be.above(0);
    });
  }

  for (const event of [
    'model.insert.Subtask',
    'model.insert.task',
    'model.start.Task',
    'model.restore.Task',
    'timer.start.Entry',
    '*.Discussion',
    'model.*.Task',
    'model.renamed.*',
    'insert.Task',
  ]) {
    it(`refuses the event ${event}`, async () => {
      const {status, message} = await callHooks(await start(), 'POST', 'hooks', {target_url: URL, event});

      expect(status).to.equal(400);
      expect(message).to.equal(`Unknown event: ${event}`);
    });
  }

  it('may call timer events as the PHP SDK does', async () => {
    const sandbox = await start({timerEvents: 'timer'});

    const {status} = await callHooks(sandbox, 'POST', 'hooks', {
      target_url: URL,
      event: 'model.start.Entry',
    });

    expect(await hookFor(sandbox, URL, 'timer.start.Entry')).to.be.above(0);
    expect(status).to.equal(400);
  });

  for (const [what, body, message] of [
    ['without an address', {event: '*'}, 'Missing required params: target_url'],
    ['without anything', {}, 'Missing required params: target_url, event'],
    ['for another protocol', {target_url: 'ftp://a.example', event: '*'}, /target_url/],
    ['for no address at all', {target_url: 'somewhere', event: '*'}, /target_url/],
    ['with a number for an address', {target_url: 7, event: '*'}, /target_url/],
    [
      'with a condition that cannot be read',
      {target_url: URL, event: 'model.insert.Task', where: 'x'},
      /where/,
    ],
    [
      'with a condition on a field that is not there',
      {target_url: URL, event: 'model.insert.Task', where: 'amount>1'},
      'Unknown field or reference: amount',
    ],
  ] as const) {
    it(`refuses a hook ${what}`, async () => {
      const sandbox = await start();
      const before = sandbox.data.hooks.length;

      const answer = await callHooks(sandbox, 'POST', 'hooks', body);

      expect(answer.status).to.equal(400);
      expect(answer.message).to.match(message instanceof RegExp ? message : new RegExp(`^${message}$`));
      expect(sandbox.data.hooks).to.have.lengthOf(before);
    });
  }

  it('refuses a body that is no JSON', async () => {
    const answer = await callHooks(await start(), 'POST', 'hooks', '{');

    expect(answer).to.include({status: 400, message: 'Decoding failed: Syntax error'});
  });

  it('asks for no mandatory filter in a condition, as a list would', async () => {
    const sandbox = await start();

    expect(await hookFor(sandbox, URL, 'model.insert.Entry', {where: 'billed=false'})).to.be.above(0);
    expect(await hookFor(sandbox, URL, 'model.insert.Booking', {where: 'hours_per_day>4'})).to.be.above(0);
  });

  it('does not look at the condition of a wildcard', async () => {
    expect(await hookFor(await start(), URL, '*.Task', {where: 'amount >>> ('})).to.be.above(0);
  });

  for (const method of ['PUT', 'POST']) {
    it(`changes what ${method} sends, and forgets the last status`, async () => {
      const sandbox = await start();
      const id = await hookFor(sandbox, URL, 'model.insert.Task', {secret: 'a'});
      const row = sandbox.data.hooks.find((hook) => hook.id === id);
      if (row) row.last_status_code = 500;

      const {status, hook} = await callHooks(sandbox, method, `hooks/${id}`, {
        event: 'model.update.Task',
        secret: 'b',
        last_status_code: 200,
        id: 7,
      });

      expect(status).to.equal(200);
      expect(hook).to.include({id, event: 'model.update.Task', target_url: URL, last_status_code: null});
      expect(hook).not.to.have.any.keys('secret', 'user_id');
      expect(row?.secret).to.equal('b');
    });
  }

  it('checks a change with what stays as it is', async () => {
    const sandbox = await start();
    const id = await hookFor(sandbox, URL, '*', {where: 'amount>1'});

    const task = await callHooks(sandbox, 'PUT', `hooks/${id}`, {event: 'model.insert.Task'});
    const expense = await callHooks(sandbox, 'PUT', `hooks/${id}`, {event: 'model.insert.Expense'});

    expect([task.status, expense.status]).to.deep.equal([400, 200]);
  });

  it('deletes hooks for good', async () => {
    const sandbox = await start();
    const id = await hookFor(sandbox, URL, '*');

    const statuses = [];
    for (const method of ['DELETE', 'DELETE', 'PUT', 'GET']) {
      const body = method === 'PUT' ? {event: '*'} : undefined;
      statuses.push((await callHooks(sandbox, method, `hooks/${id}`, body)).status);
    }

    expect(statuses).to.deep.equal([200, 404, 404, 404]);
  });

  it('shows everybody only their own hooks, whatever their type', async () => {
    const sandbox = await start();
    const id = await hookFor(sandbox, URL, '*');
    const caller = sandbox.data.hooks.find((hook) => hook.id === id)?.user_id;
    const others = sandbox.data.users.filter((user) => user.active === true && user.id !== caller);
    expect(others.length).to.be.above(2);

    for (const {email} of others) {
      const authorization = basic(String(email), 'sandbox-secret-password');
      const statuses = [];
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? {event: '*'} : undefined;
        statuses.push((await callHooks(sandbox, method, `hooks/${id}`, body, {authorization})).status);
      }
      const {text} = await callHooks(sandbox, 'GET', 'hooks', undefined, {authorization});
      expect([...statuses, text]).to.deep.equal([404, 404, 404, '{"hooks":[]}']);
    }
    expect(await idsOf(sandbox, 'hooks')).to.include(id);
  });

  it('refuses all of it without a key, and where hooks are forbidden', async () => {
    const sandbox = await start({forbidden: ['hooks']});
    const body = {target_url: URL, event: '*'};

    const stranger = await callHooks(sandbox, 'POST', 'hooks', body, {authorization: basic('nobody')});
    const known = await callHooks(sandbox, 'POST', 'hooks', body);

    expect([stranger.status, known.status]).to.deep.equal([401, 403]);
  });
});
