import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import type {PaymoSandbox} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {refusalOf, send, written} from './paymo/visitor.js';

const STAMP = '2026-11-20T10:00:00Z';

describe('Paymo sandbox writes of tasks', () => {
  const start = sandboxStarter();

  it('puts a task with only a project into the Default Task List, made if missing', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const project_id = data.projects[1]?.id;
    const {length} = data.tasklists;

    const first = await written(sandbox, 'POST', 'tasks', {name: 'a', project_id});
    const second = await written(sandbox, 'POST', 'tasks', {name: 'b', project_id});

    expect(data.tasklists).to.have.lengthOf(length + 1);
    expect(data.tasklists.at(-1)).to.deep.include({
      id: first.tasklist_id,
      project_id,
      name: 'Default Task List',
      tasks_count: {incomplete: 2, completed: 0},
    });
    expect(second.tasklist_id).to.equal(first.tasklist_id);
  });

  it('takes the project from the task list, and refuses another one', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [tasklist] = data.tasklists;
    const project = data.projects.find(({id}) => id === tasklist?.project_id);
    const next = Number(project?.task_code_increment) + 1;

    const task = await written(sandbox, 'POST', 'tasks', {name: 'a', tasklist_id: tasklist?.id});

    expect(task).to.include({
      project_id: project?.id,
      code: `${project?.code}-${next}`,
      user_id: data.users[0]?.id,
      priority: 50,
      complete: false,
    });
    expect(project?.task_code_increment).to.equal(next);
    await refusalOf(sandbox, 400, 'POST', 'tasks', {
      name: 'a',
      tasklist_id: tasklist?.id,
      project_id: data.projects[3]?.id,
    });
    const other = data.tasklists.find((row) => row.project_id !== project?.id);
    await refusalOf(sandbox, 400, 'PUT', `tasks/${task.id}`, {tasklist_id: other?.id});
  });

  it('moves completion and the workflow status together', async () => {
    const sandbox = await start();
    const {id} = await make(sandbox);
    const status = statusesOf(sandbox, id);
    const put = (fields: Json) => written(sandbox, 'PUT', `tasks/${id}`, fields);
    const user = sandbox.data.users[0]?.id;

    expect(sandbox.data.tasks.at(-1)?.status_id).to.equal(status.get('Backlog'));
    expect(await put({complete: true})).to.include({
      status_id: status.get('Complete'),
      completed_on: STAMP,
      completed_by: user,
    });
    expect(await put({status_id: status.get('In progress')})).to.include({
      complete: false,
      completed_on: null,
      completed_by: null,
    });
    expect(await put({status_id: status.get('Complete')})).to.include({complete: true, completed_by: user});
    expect(await put({complete: false})).to.include({status_id: status.get('Backlog'), completed_on: null});
    expect(await put({name: 'Other'})).to.include({status_id: status.get('Backlog'), complete: false});
  });

  it('moves completion and the workflow status apart, if told to', async () => {
    const sandbox = await start({statusFollowsComplete: false});
    const {id} = await make(sandbox);
    const status = statusesOf(sandbox, id);

    const done = await written(sandbox, 'PUT', `tasks/${id}`, {complete: true});
    const moved = await written(sandbox, 'PUT', `tasks/${id}`, {status_id: status.get('In progress')});

    expect(done).to.include({complete: true, completed_on: STAMP, status_id: status.get('Backlog')});
    expect(moved).to.include({complete: true, status_id: status.get('In progress')});
  });

  it('refuses a status of another workflow, and none at all', async () => {
    const sandbox = await start();
    const {id} = await make(sandbox);
    const own = sandbox.data.projects.find((row) => row.id === sandbox.data.tasks.at(-1)?.project_id);
    const foreign = sandbox.data.workflowstatuses.find((row) => row.workflow_id !== own?.workflow_id);

    await refusalOf(sandbox, 400, 'PUT', `tasks/${id}`, {status_id: foreign?.id});
    await refusalOf(sandbox, 400, 'PUT', `tasks/${id}`, {status_id: null});
  });

  it('keeps assignments and the users of a task the same, from either side', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [one, two, three] = data.users.map((row) => row.id);
    const {id} = await make(sandbox, {users: [one, two]});
    const task = data.tasks.at(-1);
    const assigned = () => data.userstasks.filter((row) => row.task_id === id).map((row) => row.user_id);
    expect(assigned()).to.deep.equal([one, two]);

    await written(sandbox, 'PUT', `tasks/${id}`, {users: [two, three]});
    expect(assigned()).to.deep.equal([two, three]);
    const made = await written(sandbox, 'POST', 'userstasks', {task_id: id, user_id: one});
    expect(task?.users).to.deep.equal([two, three, one]);
    await written(sandbox, 'PUT', `userstasks/${made.id}`, {user_id: data.users[5]?.id});
    expect(task?.users).to.deep.equal([two, three, data.users[5]?.id]);
    await send(sandbox, 'DELETE', `userstasks/${made.id}`);
    expect(task?.users).to.deep.equal([two, three]);
    await written(sandbox, 'PUT', `tasks/${id}`, {users: []});
    expect(assigned()).to.deep.equal([]);
  });

  it('takes bookings away with the assignment that they are of', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [booking] = data.bookings;
    const assignment = data.userstasks.find((row) => row.id === booking?.user_task_id);

    await written(sandbox, 'PUT', `tasks/${assignment?.task_id}`, {users: []});

    expect(data.bookings.some((row) => row.user_task_id === assignment?.id)).to.equal(false);
  });

  it('refuses a second assignment of the same user, unless told otherwise', async () => {
    const sandbox = await start();
    const loose = await start({secondAssignment: 'made'});
    const {task_id, user_id} = {...sandbox.data.userstasks[0]};

    await refusalOf(sandbox, 400, 'POST', 'userstasks', {task_id, user_id});
    const row = await written(loose, 'POST', 'userstasks', {task_id, user_id});

    expect(row).to.include({task_id, user_id});
  });

  it('puts subtasks under their task, whose project they get', async () => {
    const sandbox = await start();
    const {id} = await make(sandbox);

    const subtask = await written(sandbox, 'POST', 'subtasks', {name: 'a', task_id: id, complete: true});
    const open = await written(sandbox, 'PUT', `subtasks/${subtask.id}`, {complete: false});

    const task = sandbox.data.tasks.at(-1);
    expect(subtask).to.include({project_id: task?.project_id, seq: 0, completed_on: STAMP});
    expect(open).to.include({completed_on: null, completed_by: null});
    expect(task?.subtasks_order).to.deep.equal([subtask.id]);
    await send(sandbox, 'DELETE', `subtasks/${subtask.id}`);
    expect(task?.subtasks_order).to.deep.equal([]);
  });

  it('counts the tasks of a task list', async () => {
    const sandbox = await start();
    const {id} = await make(sandbox);
    const tasklist = sandbox.data.tasklists.at(-1);
    const counts = () => tasklist?.tasks_count;

    expect(counts()).to.deep.equal({incomplete: 1, completed: 0});
    await written(sandbox, 'PUT', `tasks/${id}`, {complete: true});
    expect(counts()).to.deep.equal({incomplete: 0, completed: 1});
    await send(sandbox, 'DELETE', `tasks/${id}`);
    expect(counts()).to.deep.equal({incomplete: 0, completed: 0});
  });

  it('makes a recurring profile of a task, whose name it takes', async () => {
    const sandbox = await start();
    const [task] = sandbox.data.tasks;
    const rhythm = {frequency: 'weekly', interval: '2', recurring_start_date: '2026-12-01', on_day: [1, 3]};

    const profile = await written(sandbox, 'POST', 'taskrecurringprofiles', {
      id: 5,
      name: 'Ignored',
      task_id: task?.id,
      ...rhythm,
    });

    expect(profile).to.deep.include({
      name: task?.name,
      project_id: task?.project_id,
      tasklist_id: task?.tasklist_id,
      users: task?.users,
      task_user_id: task?.user_id,
      user_id: sandbox.data.users[0]?.id,
      interval: 2,
      on_day: [1, 3],
      next_processing_date: '2026-12-01',
    });
    expect(profile.id).not.to.equal(5);
    expect(profile).not.to.have.property('task_id');
    await refusalOf(sandbox, 400, 'POST', 'taskrecurringprofiles', {name: 'a', ...rhythm});
    const elsewhere = sandbox.data.tasklists.find((row) => row.project_id !== task?.project_id);
    for (const change of [
      {frequency: 'yearly'},
      {interval: 0},
      {name: ''},
      {project_id: null},
      {tasklist_id: elsewhere?.id},
    ]) {
      await refusalOf(sandbox, 400, 'PUT', `taskrecurringprofiles/${profile.id}`, change);
    }
  });

  it('deletes tasks with their time, subtasks, assignments and comments', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const thread = data.threads.find((row) => typeof row.task_id === 'number');
    const id = Number(thread?.task_id);

    await send(sandbox, 'DELETE', `tasks/${id}`);

    for (const collection of ['entries', 'subtasks', 'userstasks', 'threads'] as const) {
      expect(
        data[collection].some((row) => row.task_id === id),
        collection,
      ).to.equal(false);
    }
    expect(data.comments.some((row) => row.thread_id === thread?.id)).to.equal(false);
  });
});

/** A task in a new list of the first project. */
async function make(sandbox: PaymoSandbox, fields: Json = {}): Promise<Json> {
  const project_id = sandbox.data.projects[0]?.id;
  const tasklist = await written(sandbox, 'POST', 'tasklists', {name: 'New', project_id});
  return written(sandbox, 'POST', 'tasks', {name: 'a', tasklist_id: tasklist.id, ...fields});
}

function statusesOf({data}: PaymoSandbox, id: unknown): Map<unknown, number> {
  const task = data.tasks.find((row) => row.id === id);
  const project = data.projects.find((row) => row.id === task?.project_id);
  const statuses = data.workflowstatuses.filter((row) => row.workflow_id === project?.workflow_id);
  return new Map(statuses.map((row) => [row.name, row.id]));
}
