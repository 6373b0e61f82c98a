import {expect} from 'chai';
import {NOW} from './common/starter.js';
import type {Json} from './common/visitor.js';
import type {PaymoSandbox, Row} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {refusalOf, send, written} from './paymo/visitor.js';

const NINE = '2026-11-19T09:00:00Z';
const TEN = '2026-11-19T10:00:00Z';

describe('Paymo sandbox writes of time', () => {
  const start = sandboxStarter();

  it('makes a bulk entry of a date and a duration', async () => {
    const sandbox = await start();
    const {task, project} = openTask(sandbox);

    const entry = await written(sandbox, 'POST', 'entries', {
      task_id: task.id,
      date: '2026-11-19',
      duration: 3600,
    });

    expect(entry).to.include({
      is_bulk: true,
      date: '2026-11-19',
      duration: 3600,
      project_id: project.id,
      user_id: sandbox.data.users[0]?.id,
      billed: false,
      invoice_item_id: null,
    });
    expect(entry).not.to.have.any.keys('start_time', 'end_time');
  });

  it('makes a timed entry of a start and an end with any offset', async () => {
    const sandbox = await start();

    const entry = await written(sandbox, 'POST', 'entries', {
      task_id: openTask(sandbox).task.id,
      user_id: sandbox.data.users[1]?.id,
      start_time: '2026-11-19T10:00:00+01:00',
      end_time: '2026-11-19T05:00:00-05:00',
    });

    expect(entry).to.include({
      is_bulk: false,
      start_time: NINE,
      end_time: TEN,
      duration: 3600,
      user_id: sandbox.data.users[1]?.id,
    });
    expect(entry).not.to.have.property('date');
  });

  for (const [missing, times] of [
    ['date, duration', {}],
    ['duration', {date: '2026-11-19'}],
    ['date', {duration: 3600}],
    ['start_time', {end_time: TEN}],
    ['date, duration', {start_time: null, end_time: null}],
  ] as const) {
    it(`wants ${missing} given ${JSON.stringify(times)}`, async () => {
      const sandbox = await start();
      const {length} = sandbox.data.entries;

      const message = await refusalOf(sandbox, 400, 'POST', 'entries', {
        task_id: openTask(sandbox).task.id,
        ...times,
      });

      expect(message).to.equal(`Missing required params: ${missing}`);
      expect(sandbox.data.entries).to.have.lengthOf(length);
    });
  }

  it('refuses less than a minute, time that runs backwards, and two shapes in one', async () => {
    const sandbox = await start();
    const task_id = openTask(sandbox).task.id;
    const refuse = (times: Json): Promise<string> =>
      refusalOf(sandbox, 400, 'POST', 'entries', {task_id, ...times});

    const minute = 'Time entries have to be at least one minute long.';
    expect(await refuse({start_time: NINE, end_time: '2026-11-19T09:00:59Z'})).to.equal(minute);
    expect(await refuse({start_time: TEN, end_time: NINE})).to.equal(minute);
    await refuse({start_time: NINE, end_time: TEN, date: '2026-11-19', duration: 60});
    await refuse({date: '2026-11-19', duration: -1});
  });

  it('starts one timer per user, and stops it after a minute at least', async () => {
    let now = NOW.getTime();
    const sandbox = await start({now: () => new Date(now)});
    const {data} = sandbox;
    const idle = data.users.find(
      (user) => !data.entries.some((row) => row.user_id === user.id && !('date' in row) && !row.end_time),
    );
    const timer = {task_id: openTask(sandbox).task.id, user_id: idle?.id, start_time: '2026-11-20T10:00:00Z'};

    const entry = await written(sandbox, 'POST', 'entries', timer);
    expect(entry).to.include({is_bulk: false, added_manually: false});
    expect(entry).not.to.have.any.keys('end_time', 'duration', 'date');
    expect(await refusalOf(sandbox, 409, 'POST', 'entries', timer)).to.include('timer');
    expect(
      data.entries.filter((row) => row.user_id === idle?.id && row.start_time === timer.start_time),
    ).to.have.lengthOf(1);

    const stop = (end: string) => send(sandbox, 'PUT', `entries/${entry.id}`, {end_time: end});
    expect((await stop('2026-11-20T10:00:59Z')).status).to.equal(400);
    now += 60_000;
    expect((await stop('2026-11-20T10:01:00Z')).status).to.equal(200);
    expect(data.entries.find((row) => row.id === entry.id)).to.include({duration: 60});
    expect((await send(sandbox, 'POST', 'entries', timer)).status).to.equal(201);
  });

  it('says null for the end of a running timer, if told to', async () => {
    const sandbox = await start({runningEnd: 'null', size: {entries: 0}});

    const entry = await written(sandbox, 'POST', 'entries', {
      task_id: openTask(sandbox).task.id,
      start_time: NINE,
    });

    expect(entry).to.include({end_time: null}).and.not.have.property('duration');
  });

  it('changes bulk entries, and timed ones by their times alone', async () => {
    const sandbox = await start();
    const bulk = await makeBulk(sandbox);
    const timed = await makeTimed(sandbox);

    const changed = await written(sandbox, 'PUT', `entries/${bulk}`, {duration: 60, date: '2026-11-18'});
    const longer = await written(sandbox, 'PUT', `entries/${timed}`, {end_time: '2026-11-19T11:00:00Z'});
    const same = await written(sandbox, 'PUT', `entries/${timed}`, {duration: 60, description: 'x'});

    expect(changed).to.include({duration: 60, date: '2026-11-18', is_bulk: true});
    expect(longer).to.include({duration: 7200, start_time: NINE});
    expect(same).to.include({duration: 7200, description: 'x'});
    await refusalOf(sandbox, 400, 'PUT', `entries/${timed}`, {end_time: '2026-11-19T09:00:10Z'});
    for (const name of ['start_time', 'end_time', 'user_id', 'task_id']) {
      await refusalOf(sandbox, 400, 'PUT', `entries/${timed}`, {[name]: null});
    }
    for (const change of [{date: null}, {duration: null}, {duration: -60}]) {
      await refusalOf(sandbox, 400, 'PUT', `entries/${bulk}`, change);
    }
  });

  it('refuses another duration for a timed entry, if told to', async () => {
    const sandbox = await start({timedDuration: 'refused'});
    const timed = await makeTimed(sandbox);

    expect(await refusalOf(sandbox, 400, 'PUT', `entries/${timed}`, {duration: 60})).to.include('duration');
    expect((await send(sandbox, 'PUT', `entries/${timed}`, {duration: 3600})).status).to.equal(200);
  });

  it('keeps an entry the kind it is, unless told otherwise', async () => {
    const sandbox = await start();
    const loose = await start({entryKind: 'changes'});
    const times = {start_time: NINE, end_time: TEN};

    await refusalOf(sandbox, 400, 'PUT', `entries/${await makeBulk(sandbox)}`, times);
    await refusalOf(sandbox, 400, 'PUT', `entries/${await makeTimed(sandbox)}`, {
      date: '2026-11-19',
      duration: 60,
    });
    const timed = await written(loose, 'PUT', `entries/${await makeBulk(loose)}`, times);
    const bulk = await written(loose, 'PUT', `entries/${await makeTimed(loose)}`, {
      date: '2026-11-19',
      duration: 60,
    });

    expect(timed).to.include({is_bulk: false, duration: 3600}).and.not.have.property('date');
    expect(bulk).to.include({is_bulk: true, duration: 60}).and.not.have.any.keys('start_time', 'end_time');
  });

  it('takes no time for archived projects, with either status', async () => {
    const sandbox = await start();
    const other = await start({archivedProject: 403});
    const {data} = sandbox;
    const archived = data.projects.filter((row) => row.active === false).map((row) => row.id);
    const task = data.tasks.find((row) => archived.includes(Number(row.project_id)));
    const body = {task_id: task?.id, date: '2026-11-19', duration: 60};

    await refusalOf(sandbox, 400, 'POST', 'entries', body);
    await refusalOf(other, 403, 'POST', 'entries', body);
    await refusalOf(sandbox, 400, 'PUT', `entries/${await makeBulk(sandbox)}`, {task_id: task?.id});
  });

  it('moves an entry to the project of its new task, and marks it billed by hand', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const id = await makeBulk(sandbox);
    const first = openTask(sandbox);
    const project = data.projects.find((row) => row.active === true && row.id !== first.project.id);
    const task = data.tasks.find((row) => row.project_id === project?.id);

    const entry = await written(sandbox, 'PUT', `entries/${id}`, {
      task_id: task?.id,
      billed: true,
      invoice_item_id: data.invoiceitems[0]?.id,
    });

    expect(entry).to.include({
      project_id: project?.id,
      billed: true,
      invoice_item_id: data.invoiceitems[0]?.id,
    });
  });

  it('books an assignment, and nothing that ends before it starts', async () => {
    const sandbox = await start();
    const [assignment] = sandbox.data.userstasks;
    const booking = {user_task_id: assignment?.id, start_date: '2026-12-02', hours_per_day: 5};

    const row = await written(sandbox, 'POST', 'bookings', {...booking, end_date: '2026-12-03'});

    expect(row).to.include({user_id: assignment?.user_id, creator_id: sandbox.data.users[0]?.id});
    await refusalOf(sandbox, 400, 'POST', 'bookings', {...booking, end_date: '2026-12-01'});
    await refusalOf(sandbox, 400, 'PUT', `bookings/${row.id}`, {end_date: '2026-12-01'});
    await refusalOf(sandbox, 400, 'POST', 'bookings', {
      ...booking,
      end_date: '2026-12-03',
      user_task_id: sandbox.data.tasks[0]?.id,
    });
  });
});

function openTask({data}: PaymoSandbox): {task: Row; project: Row} {
  for (const project of data.projects) {
    const task = data.tasks.find((row) => row.project_id === project.id);
    if (project.active === true && task) return {task, project};
  }
  throw new Error('No task in an active project.');
}

async function makeBulk(sandbox: PaymoSandbox): Promise<unknown> {
  const task_id = openTask(sandbox).task.id;
  return (await written(sandbox, 'POST', 'entries', {task_id, date: '2026-11-19', duration: 3600})).id;
}

async function makeTimed(sandbox: PaymoSandbox): Promise<unknown> {
  const task_id = openTask(sandbox).task.id;
  return (await written(sandbox, 'POST', 'entries', {task_id, start_time: NINE, end_time: TEN})).id;
}
