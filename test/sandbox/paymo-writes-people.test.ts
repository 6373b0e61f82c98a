import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import type {PaymoSandbox} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {basic, refusalOf, rowsOf, send, visit, written} from './paymo/visitor.js';

describe('Paymo sandbox writes of people, talk and hooks', () => {
  const start = sandboxStarter();

  it('gives an address to one active user', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const archived = data.users.find((row) => row.active === false);
    const email = String(data.users[1]?.email).toUpperCase();

    await refusalOf(sandbox, 400, 'POST', 'users', {email});
    await refusalOf(sandbox, 400, 'PUT', `users/${data.users[2]?.id}`, {email});
    expect((await send(sandbox, 'POST', 'users', {email: archived?.email})).status).to.equal(201);
    await refusalOf(sandbox, 400, 'PUT', `users/${archived?.id}`, {active: true});
    expect((await send(sandbox, 'PUT', `users/${data.users[1]?.id}`, {email})).status).to.equal(200);
  });

  it('makes active employees, and never returns a password', async () => {
    const sandbox = await start();

    const answer = await send(sandbox, 'POST', 'users', {email: 'new@example.com', password: 'hush-hush'});
    const {id} = sandbox.data.users.at(-1) ?? {};
    const put = await send(sandbox, 'PUT', `users/${id}`, {password: 'hush-hush'});

    expect(sandbox.data.users.at(-1)).to.include({type: 'Employee', active: true});
    expect(answer.text + put.text + JSON.stringify(sandbox.data)).not.to.include('hush');
  });

  it('refuses users beyond the plan, guests apart', async () => {
    const sandbox = await start({plan: {users: 6}});
    const seats = sandbox.data.users.filter((row) => row.active === true && row.type !== 'Guest').length;
    const archived = sandbox.data.users.find((row) => row.active === false);
    expect(seats).to.equal(6);

    const full = 'Could not add user. Maximum number of users reached.';
    expect(await refusalOf(sandbox, 403, 'POST', 'users', {email: 'new@example.com'})).to.equal(full);
    expect(await refusalOf(sandbox, 403, 'PUT', `users/${archived?.id}`, {active: true})).to.equal(full);
    expect((await send(sandbox, 'POST', 'users', {email: 'g@example.com', type: 'Guest'})).status).to.equal(
      201,
    );
    await written(sandbox, 'PUT', `users/${sandbox.data.users[1]?.id}`, {active: false});
    expect((await send(sandbox, 'POST', 'users', {email: 'new@example.com'})).status).to.equal(201);
  });

  it('deletes the time of a user, and forgets them everywhere', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const id = data.users[1]?.id;

    await send(sandbox, 'DELETE', `users/${id}`);

    expect(data.entries.some((row) => row.user_id === id)).to.equal(false);
    expect(data.userstasks.some((row) => row.user_id === id)).to.equal(false);
    const lists = [...data.projects, ...data.tasks].map((row) => JSON.stringify([row.users, row.managers]));
    expect(lists.some((list) => list.includes(String(id)))).to.equal(false);
    await refusalOf(sandbox, 400, 'DELETE', `users/${data.users[0]?.id}`);
    await refusalOf(sandbox, 400, 'PUT', `users/${data.users[0]?.id}`, {active: false});
  });

  it('has one main contact per client, unless told otherwise', async () => {
    for (const singleMainContact of [true, false]) {
      const sandbox = await start({singleMainContact});
      const [contact] = sandbox.data.clientcontacts.filter((row) => row.is_main === true);
      const fields = {
        name: 'Ana',
        client_id: contact?.client_id,
        is_main: true,
        access: true,
        password: 'hush',
      };

      const row = await written(sandbox, 'POST', 'clientcontacts', fields);

      expect(contact?.is_main).to.equal(!singleMainContact);
      expect(row).to.include({is_main: true, access: true}).and.not.have.property('password');
    }
  });

  it('makes two statuses with a workflow, and keeps what is in use', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const used = data.workflows.find((row) => row.is_default !== true);

    const {id} = await written(sandbox, 'POST', 'workflows', {name: 'Kanban', is_default: true});
    const statuses = data.workflowstatuses.filter((row) => row.workflow_id === id);
    const status = await written(sandbox, 'POST', 'workflowstatuses', {
      name: 'Doing',
      color: 'AABBCC',
      workflow_id: id,
    });

    expect(statuses.map(({action}) => action)).to.deep.equal(['backlog', 'complete']);
    expect(status).to.include({action: '', seq: 2});
    expect(data.workflows.filter((row) => row.is_default === true).map((row) => row.id)).to.deep.equal([id]);
    await refusalOf(sandbox, 400, 'DELETE', `workflows/${used?.id}`);
    await refusalOf(sandbox, 400, 'DELETE', `workflows/${id}`);
    await refusalOf(sandbox, 400, 'DELETE', `workflowstatuses/${statuses[0]?.id}`);
    const busy = data.workflowstatuses.find(
      (row) => row.action === '' && data.tasks.some((task) => task.status_id === row.id),
    );
    await refusalOf(sandbox, 400, 'DELETE', `workflowstatuses/${busy?.id}`);
    expect((await send(sandbox, 'DELETE', `workflowstatuses/${status.id}`)).status).to.equal(200);
    await written(sandbox, 'PUT', `workflows/${used?.id}`, {is_default: true});
    expect((await send(sandbox, 'DELETE', `workflows/${id}`)).status).to.equal(200);
    expect(data.workflowstatuses.some((row) => row.workflow_id === id)).to.equal(false);
  });

  it('has no workflows for free accounts', async () => {
    const sandbox = await start();
    sandbox.data.company.account_type = 'free';

    await refusalOf(sandbox, 403, 'POST', 'workflows', {name: 'Kanban'});
  });

  for (const [key, collection] of [
    ['task_id', 'tasks'],
    ['discussion_id', 'discussions'],
    ['file_id', 'files'],
  ] as const) {
    it(`starts a thread with the first comment by ${key}`, async () => {
      const sandbox = await start();
      const {data} = sandbox;
      const target = data[collection].find(
        ({id, project_id}) => typeof project_id === 'number' && !data.threads.some((row) => row[key] === id),
      );
      const before = Number(target?.comments_count ?? 0);

      const first = await written(sandbox, 'POST', 'comments', {content: '<p>a</p>', [key]: target?.id});
      const second = await written(sandbox, 'POST', 'comments', {content: 'b', [key]: target?.id});

      expect(data.threads.at(-1)).to.include({
        id: first.thread_id,
        [key]: target?.id,
        project_id: target?.project_id,
      });
      expect(second.thread_id).to.equal(first.thread_id);
      expect(first).to.include({user_id: data.users[0]?.id}).and.not.have.property(key);
      if (target && 'comments_count' in target) {
        expect(target.comments_count).to.equal(before + 2);
        await send(sandbox, 'DELETE', `comments/${first.id}`);
        expect(target.comments_count).to.equal(before + 1);
      }
    });
  }

  it('changes nothing but the content of a comment, and wants one target', async () => {
    const sandbox = await start();
    const [comment] = sandbox.data.comments;
    const [thread, other] = sandbox.data.threads;

    const row = await written(sandbox, 'PUT', `comments/${comment?.id}`, {
      content: 'new',
      thread_id: other?.id,
      user_id: 1,
    });

    expect(row).to.include({content: 'new', thread_id: thread?.id, user_id: comment?.user_id});
    await refusalOf(sandbox, 400, 'POST', 'comments', {
      content: 'x',
      thread_id: thread?.id,
      task_id: sandbox.data.tasks[0]?.id,
    });
  });

  it('deletes a thread with its comments', async () => {
    const sandbox = await start();
    const [thread] = sandbox.data.threads;

    await send(sandbox, 'DELETE', `threads/${thread?.id}`);

    expect(sandbox.data.comments.some((row) => row.thread_id === thread?.id)).to.equal(false);
  });

  it('renames files, and hangs up uploads by their token alone', async () => {
    const sandbox = await start();
    const [task] = sandbox.data.tasks;
    const upload = sandbox.data.files.find((row) => typeof row.token === 'string');
    const put = (fields: Json) => written(sandbox, 'PUT', `files/${upload?.id}`, fields);

    expect(await put({original_filename: 'a.pdf', task_id: task?.id})).not.to.have.property('task_id');
    expect(await put({token: 'wrong', task_id: task?.id})).not.to.have.property('task_id');
    expect(await put({token: upload?.token, task_id: task?.id}))
      .to.include({original_filename: 'a.pdf', task_id: task?.id, project_id: task?.project_id})
      .and.not.have.property('token');
  });

  it('keeps the secret of a hook to itself, and resets its last status when it changes', async () => {
    const sandbox = await start();
    const hook = {target_url: 'https://example.com/h', event: 'model.insert.Task', secret: 'hush-hush'};

    const made = await send(sandbox, 'POST', 'hooks', {...hook, where: 'project_id=5'});
    const row = sandbox.data.hooks.at(-1);
    expect(row).to.include({secret: 'hush-hush', last_status_code: null, where: 'project_id=5'});
    if (row) row.last_status_code = 500;
    const put = await send(sandbox, 'PUT', `hooks/${row?.id}`, {secret: 'hush-again'});
    const list = await visit(sandbox, 'hooks');

    expect(made.text + put.text + list.text).not.to.include('hush');
    expect((await visit(sandbox, 'hooks?include=secret')).status).to.equal(400);
    expect(row).to.include({secret: 'hush-again', last_status_code: null});
    expect(JSON.parse(list.text).hooks.at(-1)).to.have.all.keys(
      'id',
      'created_on',
      'updated_on',
      'target_url',
      'event',
      'where',
      'last_status_code',
    );
  });

  it('checks the condition of a hook with a concrete event, and not with a wildcard', async () => {
    const sandbox = await start();
    const hook = (event: string, where: string): Json => ({
      target_url: 'https://example.com/h',
      event,
      where,
    });

    await refusalOf(sandbox, 400, 'POST', 'hooks', hook('model.insert.Task', 'nonsense=1'));
    await refusalOf(sandbox, 400, 'POST', 'hooks', hook('model.insert.Entry', 'project_id'));
    await refusalOf(sandbox, 400, 'POST', 'hooks', hook('model.insert.Subtask', ''));
    await refusalOf(sandbox, 400, 'POST', 'hooks', hook('model.start.Task', ''));
    for (const [event, where] of [
      ['model.insert.Entry', 'project_id=5'],
      ['model.start.Entry', ''],
      ['model.insert.Booking', 'hours_per_day>2'],
      ['*.Task', 'nonsense=1'],
      ['*', 'nonsense=1'],
    ] as const) {
      expect((await send(sandbox, 'POST', 'hooks', hook(event, where))).status, event).to.equal(201);
    }
  });

  it('shows and changes only hooks of the user who made them', async () => {
    const sandbox = await start();
    const {id} = await written(sandbox, 'POST', 'hooks', {target_url: 'https://example.com', event: '*'});
    const other = {authorization: basic('user6@example.com', 'sandbox-secret-password')};

    const theirs = await send(sandbox, 'PUT', `hooks/${id}`, {event: '*.Task'}, other);
    const list = await visit(sandbox, 'hooks', undefined, other);

    expect(theirs.status).to.equal(404);
    expect(list.text).not.to.include(`"id":${id}`);
    expect((await rowsOf(sandbox, 'hooks')).map((row) => row.id)).to.include(id);
  });

  it('refuses employees what is not theirs to write', async () => {
    const sandbox = await start({role: 'Employee'});
    const {data} = sandbox;
    const me = data.users[1]?.id;
    const other = data.users[2]?.id;
    const managed = data.projects.find((row) => !JSON.stringify(row.users).includes(String(me)));
    if (managed) Object.assign(managed, {users: [me, other], managers: [me]});
    const plain = data.projects.find(
      (row) =>
        row.active === true &&
        JSON.stringify(row.users).includes(String(me)) &&
        !JSON.stringify(row.managers).includes(String(me)),
    );
    const task = await written(sandbox, 'POST', 'tasks', {name: 'a', project_id: plain?.id, users: [me]});
    const time = {task_id: task.id, date: '2026-11-19', duration: 60};

    for (const [path, body] of [
      ['clients', {name: 'x'}],
      ['projects', {name: 'x'}],
      ['projectstatuses', {name: 'x'}],
      ['invoices', {client_id: data.clients[0]?.id, currency: 'EUR'}],
      ['invoicepayments', {invoice_id: data.invoices[0]?.id, amount: 1}],
      ['expenses', {client_id: data.clients[0]?.id, currency: 'EUR', amount: 1}],
      ['users', {email: 'x@example.com'}],
      ['workflows', {name: 'x'}],
      ['entries', {...time, user_id: other}],
    ] as const) {
      await refusalOf(sandbox, 403, 'POST', path, body);
    }
    await refusalOf(sandbox, 403, 'PUT', 'company', {name: 'Mine'});
    await refusalOf(sandbox, 403, 'PUT', `projects/${plain?.id}`, {name: 'Mine'});
    await refusalOf(sandbox, 403, 'PUT', `users/${me}`, {type: 'Admin'});
    await refusalOf(sandbox, 403, 'DELETE', `users/${other}`);
    expect(await written(sandbox, 'POST', 'entries', time)).to.include({user_id: me});
    expect((await send(sandbox, 'PUT', `projects/${managed?.id}`, {description: 'x'})).status).to.equal(200);
    await refusalOf(sandbox, 403, 'DELETE', `projects/${managed?.id}`);
    await written(sandbox, 'PUT', `projects/${managed?.id}`, {active: true});
    const theirs = await written(sandbox, 'POST', 'tasks', {name: 'b', project_id: managed?.id});
    const forOther = {...time, task_id: theirs.id, user_id: other};
    expect((await send(sandbox, 'POST', 'entries', forOther)).status).to.equal(201);
    expect((await send(sandbox, 'PUT', `users/${me}`, {phone: '1'})).status).to.equal(200);
  });

  it('lets guests comment and write nothing else', async () => {
    const sandbox = await start({role: 'Guest'});
    const {data} = sandbox;
    const guest = data.users[3]?.id;
    const thread = data.threads.find((row) =>
      data.projects.some(
        (project) => project.id === row.project_id && JSON.stringify(project.users).includes(String(guest)),
      ),
    );

    await refusalOf(sandbox, 403, 'POST', 'discussions', {name: 'x', project_id: thread?.project_id});
    const row = await written(sandbox, 'POST', 'comments', {content: 'x', thread_id: thread?.id});
    expect(row.user_id).to.equal(guest);
    await refusalOf(sandbox, 400, 'POST', 'comments', {content: 'x', thread_id: hidden(sandbox, guest)});
  });

  it('answers 403 for writes on paths that the plan does not have', async () => {
    const sandbox = await start({forbidden: ['bookings']});

    await refusalOf(sandbox, 403, 'POST', 'bookings', {});
  });
});

/** A thread in a project that somebody has no part in. */
function hidden({data}: PaymoSandbox, user: number | undefined): number | undefined {
  const projects = data.projects.filter((row) => !JSON.stringify(row.users).includes(String(user)));
  return data.threads.find((row) => projects.some(({id}) => id === row.project_id))?.id;
}
