import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import type {PaymoSandbox, Row} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {refusalOf, send, written} from './paymo/visitor.js';

describe('Paymo sandbox writes of projects', () => {
  const start = sandboxStarter();

  it('makes a Sample Client for a project without one', async () => {
    const sandbox = await start();
    const {length} = sandbox.data.clients;

    const project = await written(sandbox, 'POST', 'projects', {name: 'Site'});

    expect(sandbox.data.clients).to.have.lengthOf(length + 1);
    expect(sandbox.data.clients.at(-1)).to.include({
      id: project.client_id,
      name: 'Sample Client',
      active: true,
    });
    await refusalOf(sandbox, 400, 'PUT', `projects/${project.id}`, {client_id: null});
  });

  it('makes no Sample Client for a project that it refuses', async () => {
    const sandbox = await start();
    const {length} = sandbox.data.clients;

    await refusalOf(sandbox, 400, 'POST', 'projects', {name: 'Site', color: 'red'});
    await refusalOf(sandbox, 400, 'POST', 'projects', {name: 'Site', template_id: 7});

    expect(sandbox.data.clients).to.have.lengthOf(length);
  });

  it('starts a project active, in the default workflow, with no tasks counted', async () => {
    const sandbox = await start();
    const {data} = sandbox;

    const project = await make(sandbox, {billable: true, flat_billing: true, price: 900});

    expect(project).to.include({
      active: true,
      status_id: data.projectstatuses.find(({name}) => name === 'Active')?.id,
      workflow_id: data.workflows.find((row) => row.is_default === true)?.id,
      task_code_increment: 0,
      billing_type: 'flat',
      price: 900,
    });
  });

  it('moves the status of a project and its activity together', async () => {
    const sandbox = await start();
    const status = (name: string) => sandbox.data.projectstatuses.find((row) => row.name === name)?.id;
    const {id} = await make(sandbox, {active: false});
    const put = (fields: Json) => written(sandbox, 'PUT', `projects/${id}`, fields);

    expect(sandbox.data.projects.at(-1)).to.include({active: false, status_id: status('Archived')});
    expect(await put({active: true})).to.include({active: true, status_id: status('Active')});
    expect(await put({status_id: status('On-hold')})).to.include({
      active: false,
      status_id: status('On-hold'),
    });
    expect(await put({active: false})).to.include({status_id: status('On-hold')});
    expect(await put({status_id: status('Proposal'), active: false})).to.include({active: true});
  });

  it('replaces the users of a project as a whole, managers being among them', async () => {
    const sandbox = await start();
    const [first, second, third] = sandbox.data.users;
    const {id} = await make(sandbox, {users: [first?.id, second?.id], managers: [second?.id]});
    const put = (fields: Json) => written(sandbox, 'PUT', `projects/${id}`, fields);

    expect(second?.assigned_projects).to.include(id);
    expect(second?.managed_projects).to.include(id);
    expect(await put({managers: [third?.id]})).to.deep.include({
      users: [first?.id, second?.id, third?.id],
      managers: [third?.id],
    });
    expect(second?.managed_projects).not.to.include(id);
    expect(await put({users: [first?.id]})).to.deep.include({users: [first?.id], managers: []});
    expect(third?.assigned_projects).not.to.include(id);
    await send(sandbox, 'DELETE', `projects/${id}`);
    expect(first?.assigned_projects).not.to.include(id);
  });

  it('replaces the projects of a user as a whole, and those projects know', async () => {
    const sandbox = await start();
    const [user] = sandbox.data.users;
    const {id} = await make(sandbox, {});
    const other = await make(sandbox, {});
    const project = sandbox.data.projects.find((row) => row.id === id);

    await written(sandbox, 'PUT', `users/${user?.id}`, {assigned_projects: [id]});
    expect(project?.users).to.deep.equal([user?.id]);
    expect(
      sandbox.data.projects.filter((row) => String(row.users).includes(String(user?.id))),
    ).to.have.lengthOf(1);
    await written(sandbox, 'PUT', `users/${user?.id}`, {managed_projects: [other.id]});
    expect(sandbox.data.projects.at(-1)).to.deep.include({users: [user?.id], managers: [user?.id]});
    expect(user?.assigned_projects).to.deep.equal([id, other.id]);
    await written(sandbox, 'PUT', `users/${user?.id}`, {assigned_projects: []});
    expect([project?.users, user?.managed_projects]).to.deep.equal([[], []]);
  });

  it('copies the task lists and tasks of a template, and the users that they need', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [template] = data.projecttemplates;
    const patterns = data.projecttemplatestasks.filter((row) => row.template_id === template?.id);

    const project = await make(sandbox, {template_id: template?.id, users: [data.users[7]?.id]});

    const tasklists = data.tasklists.filter((row) => row.project_id === project.id);
    const tasks = data.tasks.filter((row) => row.project_id === project.id);
    expect(tasklists.map(({name}) => name)).to.deep.equal(['Social', 'Print']);
    expect(tasks.map(({name}) => name)).to.deep.equal(patterns.map(({name}) => name));
    expect(tasks[2]).to.deep.include({
      price_per_hour: 62.5,
      budget_hours: 9,
      complete: false,
      users: [data.users[2]?.id],
      code: `${project.code}-3`,
    });
    expect(data.userstasks.some((row) => row.task_id === tasks[2]?.id)).to.equal(true);
    expect(data.projects.at(-1)?.users).to.have.members([
      data.users[7]?.id,
      data.users[0]?.id,
      data.users[2]?.id,
    ]);
    expect(project).not.to.have.property('template_id');
    await written(sandbox, 'PUT', `projects/${project.id}`, {template_id: data.projecttemplates[1]?.id});
    expect(data.tasklists.filter((row) => row.project_id === project.id)).to.have.lengthOf(3);
  });

  it('makes a template of a project', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [project] = data.projects;

    const template = await written(sandbox, 'POST', 'projecttemplates', {
      name: 'Copy',
      project_id: project?.id,
    });

    const names = (rows: readonly Row[], key: string, id: unknown) =>
      rows.filter((row) => row[key] === id).map(({name}) => name);
    expect(names(data.projecttemplatestasks, 'template_id', template.id)).to.have.members(
      names(data.tasks, 'project_id', project?.id),
    );
    expect(names(data.projecttemplatestasklists, 'template_id', template.id)).to.have.members(
      names(data.tasklists, 'project_id', project?.id),
    );
    expect(template).not.to.have.property('project_id');
    await send(sandbox, 'DELETE', `projecttemplates/${template.id}`);
    expect(names(data.projecttemplatestasks, 'template_id', template.id)).to.deep.equal([]);
  });

  it('resets the statuses of all tasks when the workflow changes', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const project = data.projects.find(
      (row) =>
        new Set(data.tasks.filter((task) => task.project_id === row.id).map((t) => t.complete)).size > 1,
    );
    const other = data.workflows.find((row) => row.id !== project?.workflow_id);

    await written(sandbox, 'PUT', `projects/${project?.id}`, {workflow_id: other?.id});

    for (const task of data.tasks.filter((row) => row.project_id === project?.id)) {
      const status = data.workflowstatuses.find((row) => row.id === task.status_id);
      expect(status).to.include({workflow_id: other?.id, action: task.complete ? 'complete' : 'backlog'});
    }
  });

  it('puts task lists, tasks and subtasks in the order that is sent', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const {id} = await make(sandbox, {});
    const add = async (path: string, fields: Json): Promise<number[]> => {
      const rows: number[] = [];
      for (const name of ['a', 'b', 'c']) {
        rows.push(Number((await written(sandbox, 'POST', path, {name, ...fields})).id));
      }
      return rows;
    };
    const inOrder = (rows: readonly Row[], ids: readonly number[]) =>
      rows
        .filter((row) => ids.includes(row.id))
        .sort((a, b) => Number(a.seq) - Number(b.seq))
        .map((row) => row.id);
    const [a = 0, b = 0, c = 0] = await add('tasklists', {project_id: id});
    const [d = 0, e = 0, f = 0] = await add('tasks', {tasklist_id: a});
    const [g = 0, h = 0, i = 0] = await add('subtasks', {task_id: d});

    await written(sandbox, 'PUT', `projects/${id}`, {tasklists_order: [c, a, b]});
    await written(sandbox, 'PUT', `tasklists/${a}`, {tasks_order: [f, d]});
    const task = await written(sandbox, 'PUT', `tasks/${d}`, {subtasks_order: [i]});

    expect(inOrder(data.tasklists, [a, b, c])).to.deep.equal([c, a, b]);
    expect(inOrder(data.tasks, [d, e, f])).to.deep.equal([f, d, e]);
    expect(task.subtasks_order).to.deep.equal([i, g, h]);
    await refusalOf(sandbox, 400, 'PUT', `tasklists/${b}`, {tasks_order: [d]});
    await refusalOf(sandbox, 400, 'PUT', `projects/${id}`, {tasklists_order: [data.tasklists[0]?.id]});
  });

  it('refuses projects beyond the plan', async () => {
    const sandbox = await start({plan: {projects: 15}});

    await make(sandbox, {});

    expect(sandbox.data.company).to.include({max_projects: 15, current_projects: 15});
    expect(await refusalOf(sandbox, 403, 'POST', 'projects', {name: 'x'})).to.equal(
      'Adding projects denied. Projects limit reached.',
    );
    expect(sandbox.data.projects).to.have.lengthOf(15);
  });

  it('leaves the built-in project statuses as they are', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const {id} = await written(sandbox, 'POST', 'projectstatuses', {name: 'Waiting', active: true});
    const project = await make(sandbox, {status_id: id});
    const status = (name: string) => data.projectstatuses.find((row) => row.name === name)?.id;

    for (const name of ['Active', 'Archived']) {
      await refusalOf(sandbox, 400, 'PUT', `projectstatuses/${status(name)}`, {name: 'Other'});
      await refusalOf(sandbox, 400, 'DELETE', `projectstatuses/${status(name)}`);
    }
    await written(sandbox, 'PUT', `projectstatuses/${id}`, {active: false});
    expect(data.projects.at(-1)?.active).to.equal(false);
    await send(sandbox, 'DELETE', `projectstatuses/${id}`);
    expect(data.projects.at(-1)).to.include({id: project.id, status_id: status('Archived')});
  });

  it('links milestones and task lists from either side, within a project', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const {id: project_id} = await make(sandbox, {});
    const list = await written(sandbox, 'POST', 'tasklists', {name: 'a', project_id});
    const row = data.tasklists.at(-1);
    const milestone = {name: 'Beta', project_id, due_date: '2026-12-01'};

    const made = await written(sandbox, 'POST', 'milestones', {...milestone, linked_tasklists: [list.id]});
    expect(row?.milestone_id).to.equal(made.id);
    await written(sandbox, 'PUT', `tasklists/${list.id}`, {milestone_id: null});
    expect(data.milestones.at(-1)?.linked_tasklists).to.deep.equal([]);
    await written(sandbox, 'PUT', `tasklists/${list.id}`, {milestone_id: made.id});
    expect(data.milestones.at(-1)?.linked_tasklists).to.deep.equal([list.id]);
    await refusalOf(sandbox, 400, 'POST', 'milestones', {
      ...milestone,
      linked_tasklists: [data.tasklists[0]?.id],
    });
    await refusalOf(sandbox, 400, 'PUT', `tasklists/${data.tasklists[0]?.id}`, {milestone_id: made.id});
    await send(sandbox, 'DELETE', `milestones/${made.id}`);
    expect(row?.milestone_id).to.equal(null);
  });

  it('deletes a client with all that belongs to it', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [project] = data.projects;

    await send(sandbox, 'DELETE', `clients/${project?.client_id}`);

    for (const collection of ['tasklists', 'tasks', 'entries', 'discussions', 'milestones'] as const) {
      expect(
        data[collection].some((row) => row.project_id === project?.id),
        collection,
      ).to.equal(false);
    }
    expect(data.clientcontacts.some((row) => row.client_id === project?.client_id)).to.equal(false);
    expect(
      data.users.some((row) => JSON.stringify(row.assigned_projects).includes(String(project?.id))),
    ).to.equal(false);
  });
});

function make(sandbox: PaymoSandbox, fields: Json): Promise<Json> {
  return written(sandbox, 'POST', 'projects', {
    name: 'Site',
    client_id: sandbox.data.clients[0]?.id,
    ...fields,
  });
}
