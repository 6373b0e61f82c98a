import {expect} from 'chai';
import {fixture} from './common/samples.js';
import {object} from './common/visitor.js';
import type {Collection, PaymoSandbox, SandboxOptions} from './paymo/index.js';
import {COLLECTIONS} from './paymo/index.js';
import type {Receiver} from './paymo/receiver.js';
import {hookFor, receiverStarter} from './paymo/receiver.js';
import {sandboxStarter} from './paymo/starter.js';
import {rowsOf} from './paymo/visitor.js';

/** The GET that a body must be the same as. (API docs, Webhooks) */
const BODIES: readonly (readonly [Collection, string, string])[] = [
  ['clients', 'Client', ''],
  ['clientcontacts', 'ClientContact', ''],
  ['projects', 'Project', 'client.name'],
  ['tasklists', 'Tasklist', 'project.name'],
  ['tasks', 'Task', '*,progress_status,project.name,tasklist.name'],
  ['invoices', 'Invoice', 'invoiceitems,client.name'],
  ['invoicepayments', 'InvoicePayment', ''],
  ['entries', 'Entry', 'task.name,user.name'],
  ['milestones', 'Milestone', 'project.name'],
  ['reports', 'Report', ''],
  ['expenses', 'Expense', 'client.name,project.name'],
  ['estimates', 'Estimate', 'estimateitems,client.name'],
  ['comments', 'Comment', ''],
  ['users', 'User', ''],
  ['bookings', 'Booking', ''],
];

const RUNNING = {start_time: '2026-11-20T09:00:00Z'};

describe('Paymo sandbox events', () => {
  const start = sandboxStarter();
  const startReceiver = receiverStarter();

  /** A sandbox with one hook, and what it is told. */
  async function hooked(
    event: string,
    options: SandboxOptions = {},
    where?: string,
  ): Promise<{sandbox: PaymoSandbox; receiver: Receiver; told: () => Promise<string[]>}> {
    const [sandbox, receiver] = await Promise.all([start(options), startReceiver()]);
    await hookFor(sandbox, `${receiver.url}/in`, event, where === undefined ? {} : {where});
    const told = async (): Promise<string[]> => {
      await sandbox.deliveries.settled();
      return receiver.arrivals.map((arrival) => arrival.event);
    };
    return {sandbox, receiver, told};
  }

  for (const [collection, model, include] of BODIES) {
    it(`tells of ${collection} with the object that a GET shows`, async () => {
      const {sandbox, receiver, told} = await hooked(`*.${model}`);

      const {id} = sandbox.update(collection, sandbox.data[collection][0]?.id ?? 0);

      expect(await told()).to.deep.equal([`model.update.${model}`]);
      const [row] = await rowsOf(sandbox, `${collection}/${id}?include=${include}`);
      expect(JSON.parse(receiver.arrivals[0]?.text ?? '')).to.deep.equal(row);
    });
  }

  it('has every field of the official sample in an inserted task', async () => {
    const {sandbox, receiver, told} = await hooked('model.insert.Task');

    sandbox.insert('tasks', {name: 'New Task'});

    await told();
    const body = object(JSON.parse(receiver.arrivals[0]?.text ?? ''));
    expect(body).to.include.keys(...Object.keys(fixture('paymo', 'webhook_task_insert')), 'progress_status');
  });

  it('says only the id of what was deleted', async () => {
    const {sandbox, receiver, told} = await hooked('model.delete.Client');
    const [client] = sandbox.data.clients;

    sandbox.remove('clients', client?.id ?? 0);

    await told();
    expect(receiver.arrivals.map(({text}) => text)).to.deep.equal([`{"id":${client?.id}}`]);
  });

  it('may write the id of what was deleted as a string', async () => {
    const {sandbox, receiver, told} = await hooked('*', {deletedId: 'string'});
    const [milestone] = sandbox.data.milestones;

    sandbox.remove('milestones', milestone?.id ?? 0);

    await told();
    expect(receiver.arrivals.map(({text}) => text)).to.deep.equal([`{"id":"${milestone?.id}"}`]);
  });

  it('has no events for anything else', async () => {
    const {sandbox, told} = await hooked('*');
    const silent = COLLECTIONS.filter((name) => BODIES.every(([collection]) => collection !== name));

    for (const collection of silent) {
      // What moves a document or a task with it is told as a change of those.
      if (/items$|^userstasks$/.test(collection)) continue;
      const {id} = sandbox.insert(collection);
      sandbox.update(collection, id);
      sandbox.remove(collection, id);
    }

    expect(await told()).to.deep.equal([]);
  });

  for (const [pattern, expected] of [
    ['*', ['insert.Task', 'update.Task', 'insert.Client', 'delete.Task']],
    ['model.insert.*', ['insert.Task', 'insert.Client']],
    ['*.Task', ['insert.Task', 'update.Task', 'delete.Task']],
    ['model.delete.Task', ['delete.Task']],
    ['*.Tasklist', []],
  ] as const) {
    it(`lets ${pattern} cover ${expected.join(', ') || 'nothing of another name'}`, async () => {
      const {sandbox, told} = await hooked(pattern);

      const {id} = sandbox.insert('tasks');
      sandbox.update('tasks', id, {name: 'Other'});
      sandbox.insert('clients');
      sandbox.remove('tasks', id);

      expect(await told()).to.deep.equal(expected.map((name) => `model.${name}`));
    });
  }

  const timers: [string, SandboxOptions, string[]][] = [
    ['*', {}, ['model.insert.Entry', 'model.start.Entry', 'model.update.Entry', 'model.stop.Entry']],
    ['*', {startInserts: false, stopUpdates: false}, ['model.start.Entry', 'model.stop.Entry']],
    ['model.start.Entry', {}, ['model.start.Entry']],
    ['model.stop.*', {}, ['model.stop.Entry']],
    ['*.Entry', {}, ['model.insert.Entry', 'model.start.Entry', 'model.update.Entry', 'model.stop.Entry']],
    ['*.Entry', {wildcardCoversTimers: false}, ['model.insert.Entry', 'model.update.Entry']],
    [
      '*.Entry',
      {timerEvents: 'timer'},
      ['model.insert.Entry', 'timer.start.Entry', 'model.update.Entry', 'timer.stop.Entry'],
    ],
    ['timer.start.*', {timerEvents: 'timer'}, ['timer.start.Entry']],
  ];
  for (const [pattern, options, expected] of timers) {
    it(`tells ${pattern} of a timer by ${expected.join(', ')} with ${JSON.stringify(options)}`, async () => {
      const {sandbox, told} = await hooked(pattern, options);

      const {id} = sandbox.insert('entries', RUNNING);
      sandbox.update('entries', id, {end_time: '2026-11-20T09:30:00Z'});

      expect(await told()).to.deep.equal(expected);
    });
  }

  it('does not take logged hours for a timer', async () => {
    const {sandbox, told} = await hooked('*');

    const {id} = sandbox.insert('entries', {date: '2026-11-01', duration: 60});
    sandbox.update('entries', id, {duration: 120});
    sandbox.insert('entries', {...RUNNING, end_time: '2026-11-20T09:30:00Z'});

    expect(await told()).to.deep.equal(['model.insert.Entry', 'model.update.Entry', 'model.insert.Entry']);
  });

  for (const [pattern, where] of [
    ['model.insert.Expense', 'amount>100 and notes="Taxi"'],
    ['*', 'amount>100 and notes="Taxi"'],
  ] as const) {
    it(`heeds the condition of ${pattern}, and is silent where it makes no sense`, async () => {
      const {sandbox, receiver, told} = await hooked(pattern, {}, where);

      sandbox.insert('clients');
      sandbox.insert('expenses', {amount: 101, notes: 'Bus'});
      const {id} = sandbox.insert('expenses', {amount: 101, notes: 'Taxi'});
      sandbox.insert('expenses', {amount: 100, notes: 'Taxi'});

      expect(await told()).to.deep.equal(['model.insert.Expense']);
      expect(JSON.parse(receiver.arrivals[0]?.text ?? '')).to.include({id});
    });
  }

  it('never fires with a condition that nobody can read', async () => {
    const {sandbox, told} = await hooked('*', {}, '((');

    sandbox.change();

    expect(await told()).to.deep.equal([]);
  });

  it('heeds the condition of a deletion by what the row was', async () => {
    const [, other] = (await start()).data.tasks;
    const {sandbox, receiver, told} = await hooked(
      'model.delete.Task',
      {},
      `project_id=${other?.project_id}`,
    );
    const away = sandbox.data.tasks.find((task) => task.project_id !== other?.project_id);

    sandbox.remove('tasks', away?.id ?? 0);
    sandbox.remove('tasks', other?.id ?? 0);

    await told();
    expect(receiver.arrivals.map(({text}) => text)).to.deep.equal([`{"id":${other?.id}}`]);
  });

  it('tells of the deletion of a project and not of what goes along, unless told to', async () => {
    const quiet = await hooked('*');
    const loud = await hooked('*.Task', {cascadesFire: true}, 'client_id>0');
    const [project] = quiet.sandbox.data.projects;
    const tasks = quiet.sandbox.data.tasks.filter((task) => task.project_id === project?.id);
    expect(tasks.length).to.be.above(0);

    quiet.sandbox.remove('projects', project?.id ?? 0);
    loud.sandbox.remove('projects', project?.id ?? 0);

    expect(await quiet.told()).to.deep.equal(['model.delete.Project']);
    expect(await loud.told()).to.deep.equal(tasks.map(() => 'model.delete.Task'));
  });

  it('tells of a document when its lines change, unless told not to', async () => {
    const loud = await hooked('*');
    const quiet = await hooked('*', {consequencesFire: false});

    for (const {sandbox} of [loud, quiet]) {
      sandbox.insert('invoiceitems', {
        invoice_id: sandbox.data.invoices[0]?.id,
        item: 'Extra',
        price_unit: 3,
      });
    }

    expect(await loud.told()).to.deep.equal(['model.update.Invoice']);
    expect(loud.receiver.arrivals[0]?.text).to.include('"item":"Extra"');
    expect(await quiet.told()).to.deep.equal([]);
  });

  it('tells once of a row that is touched twice by one thing that happens', async () => {
    const {sandbox, receiver, told} = await hooked('*.Invoice');
    const [invoice] = sandbox.data.invoices;

    // Its totals follow, which is a second change.
    sandbox.update('invoices', invoice?.id ?? 0, {tax: 50});

    expect(await told()).to.deep.equal(['model.update.Invoice']);
    expect(JSON.parse(receiver.arrivals[0]?.text ?? '')).to.include({total: invoice?.total});
  });

  it('shows the object as it was at the time of each event', async () => {
    const {sandbox, receiver, told} = await hooked('*.Client');

    const {id} = sandbox.insert('clients', {name: 'First'});
    sandbox.update('clients', id, {name: 'Second'});
    sandbox.remove('clients', id);

    await told();
    expect(receiver.arrivals.map(({text}) => object(JSON.parse(text)).name)).to.deep.equal([
      'First',
      'Second',
      undefined,
    ]);
  });

  it('tells users only what they may see', async () => {
    const {sandbox, receiver, told} = await hooked('*', {role: 'Employee'});
    const employee = sandbox.data.users.find((user) => user.active === true && user.type === 'Employee');
    const task = sandbox.data.tasks[0];

    sandbox.insert('invoices');
    sandbox.insert('entries', {user_id: (employee?.id ?? 0) + 1, date: '2026-11-01', duration: 60});
    const own = sandbox.insert('entries', {
      user_id: employee?.id,
      task_id: task?.id,
      date: '2026-11-01',
      duration: 60,
      price: 7,
    });

    expect(await told()).to.deep.equal(['model.insert.Entry']);
    expect(JSON.parse(receiver.arrivals[0]?.text ?? ''))
      .to.include({id: own.id})
      .and.not.have.property('price');
  });

  it('tells archived users nothing, unless told to', async () => {
    const quiet = await hooked('*.Client');
    const loud = await hooked('*.Client', {archivedOwnersFire: true});

    for (const {sandbox} of [quiet, loud]) {
      const owner = sandbox.data.hooks.at(-1)?.user_id;
      for (const user of sandbox.data.users) if (user.id === owner) user.active = false;
      sandbox.insert('clients');
    }

    expect([await quiet.told(), await loud.told()]).to.deep.equal([[], ['model.insert.Client']]);
  });

  it('tells of a whole day at the office', async () => {
    const {sandbox, told} = await hooked('*');

    sandbox.change();

    const events = await told();
    for (const event of ['model.insert.Client', 'model.start.Entry', 'model.delete.Task']) {
      expect(events).to.include(event);
    }
  });
});
