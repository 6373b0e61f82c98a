import {setTimeout as sleep} from 'node:timers/promises';
import {expect} from 'chai';
import {selecting} from '../../../cli/executable.js';
import {at, createRandom} from '../../../sandbox/common/random.js';
import {type PaymoSandbox, startPaymoSandbox} from '../../../sandbox/paymo/index.js';
import {Warehouse} from './warehouse.js';
import {Watcher} from './watcher.js';

describe('tap-paymo watch, killed again and again', () => {
  let sandbox: PaymoSandbox;
  let watcher: Watcher;

  beforeEach(async () => {
    sandbox = await startPaymoSandbox({
      limits: false,
      size: {entries: 10, tasks: 12},
      hookConcurrency: 3,
      hookRetries: [50],
    });
    watcher = await Watcher.make(sandbox, {
      args: ['--keep'],
      catalog: selecting('tasks', 'task_lists', 'clients', 'invoices', 'invoice_line_items'),
      config: {reconcile_minutes: 0.01},
    });
  });

  afterEach(async () => {
    await watcher.stop();
    await sandbox.stop();
  });

  it('loses nothing that a target stores with its states, ages nothing, and brings nothing back', async () => {
    const warehouse = new Warehouse();
    const random = createRandom(7);
    sandbox.deliveries.on({event: /Task/, nth: [3, 9, 17]}, {kind: 'doubled'});
    sandbox.deliveries.on({event: /Task/, nth: [5, 13]}, {kind: 'lost'});

    for (let life = 0; life < 5; life++) {
      watcher.messages.length = 0;
      await watcher.start(warehouse.state, life === 0 ? undefined : /Listening/);
      // Whatever it is at then.
      const death = sleep(random.integer(20, 500)).then(() => watcher.end('SIGKILL'));
      for (let edit = 0; edit < 6; edit++) {
        const held = sandbox.deliveries.hold({event: 'model.update.Task', nth: 1});
        const task = at(sandbox.data.tasks, random.integer(0, sandbox.data.tasks.length - 1));
        sandbox.update('tasks', task.id, {name: `changed ${life} ${edit}`});
        sandbox.update('tasks', task.id, {name: `changed again ${life} ${edit}`});
        sandbox.insert('tasks', {name: `made ${life} ${edit}`});
        const gone = sandbox.insert('tasks', {name: `to go ${life} ${edit}`}).id;
        sandbox.update('invoices', at(sandbox.data.invoices, 0).id, {title: `${life} ${edit}`});
        sandbox.remove('tasks', gone);
        await sleep(random.integer(5, 60));
        held.release('shuffled');
      }
      await death;
      warehouse.store(watcher.messages, random.integer(0, 2));
    }
    watcher.messages.length = 0;
    await watcher.start(warehouse.state);
    const rounds = () => watcher.stderr.match(/A sync brought/g)?.length ?? 0;
    const before = rounds();
    await sandbox.deliveries.settled();
    await watcher.until(() => rounds() > before + 1);
    await watcher.end('SIGTERM');
    warehouse.store(watcher.messages, 0);

    expect(warehouse.resurrected).to.deep.equal([]);
    const truth = new Map(sandbox.data.tasks.map((task) => [String(task.id), task]));
    // Deletes have nothing but their event: one that nobody took, as while the watcher was dead, is not known of.
    const told = sandbox.deliveries.log.flatMap(({event, id, status}) =>
      event === 'model.delete.Task' && status === 200 ? [String(id)] : [],
    );
    expect(told).not.to.deep.equal([]);
    expect(warehouse.idsOf('tasks').filter((id) => told.includes(id))).to.deep.equal([]);
    for (const [id, task] of truth) {
      expect(warehouse.rows.get(`tasks ${id}`), `task ${id}`).to.include({
        name: task.name,
        updated_on: task.updated_on,
      });
    }
    const invoice = at(sandbox.data.invoices, 0);
    expect(warehouse.rows.get(`invoices ${invoice.id}`)).to.include({title: invoice.title});
  }).timeout(60_000);
});
