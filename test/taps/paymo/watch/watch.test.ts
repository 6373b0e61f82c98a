import {expect} from 'chai';
import {isObject} from '../../../../protocol/core/json.js';
import {selecting} from '../../../cli/executable.js';
import {type PaymoSandbox, type SandboxOptions, startPaymoSandbox} from '../../../sandbox/paymo/index.js';
import {lastState} from '../../../support/messages.js';
import {Watcher, type WatcherOptions} from './watcher.js';

const SMALL = {entries: 20, tasks: 12};

describe('tap-paymo watch', () => {
  let sandbox: PaymoSandbox;
  let watcher: Watcher;

  afterEach(async () => {
    await watcher.stop();
    await sandbox.stop();
  });

  async function watch(options: WatcherOptions = {}, more: SandboxOptions = {}): Promise<void> {
    sandbox = await startPaymoSandbox({limits: false, size: SMALL, ...more});
    watcher = await Watcher.make(sandbox, options);
    await watcher.start();
  }

  const own = () => sandbox.data.hooks.filter(({target_url}) => String(target_url).startsWith(watcher.url));

  it('brings inserts and updates as records of a sync, and deletes in a stream of their own', async () => {
    await watch({catalog: selecting('tasks', 'clients')});

    const {id} = sandbox.insert('tasks', {name: 'made'});
    const made = await watcher.record('tasks', (task) => task.id === id);
    sandbox.update('tasks', id, {name: 'changed'});
    await watcher.record('tasks', (task) => task.id === id && task.name === 'changed');
    sandbox.remove('tasks', id);
    const deleted = await watcher.record('deleted_records', ({record_key}) => record_key === String(id));

    const synced = watcher.records('tasks')[0] ?? {};
    expect(Object.keys(made).sort()).to.deep.equal(Object.keys(synced).sort());
    expect(made).to.have.property('progress_status');
    expect(deleted.stream).to.equal('tasks');
    expect(deleted.deleted_at).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(watcher.stderr).not.to.include('dropped');
  });

  it('tells each schema once, before any record, and goes on with states that are complete', async () => {
    await watch({config: {reconcile_minutes: 0.003}, catalog: selecting('tasks', 'clients')});

    await watcher.until(() => (watcher.stderr.match(/A sync brought/g)?.length ?? 0) > 2);
    sandbox.insert('tasks');
    await watcher.until(() => position() === 1);

    const schemas = watcher.messages.filter(({type}) => type === 'SCHEMA').map(({stream}) => stream);
    const firstRecord = watcher.messages.findIndex(({type}) => type === 'RECORD');
    expect(schemas).to.deep.equal(['clients', 'tasks', 'deleted_records']);
    expect(watcher.messages.slice(firstRecord).some(({type}) => type === 'SCHEMA')).to.equal(false);
    expect(Object.keys(bookmarks()).sort()).to.deep.equal(['clients', 'deleted_records', 'tasks']);
  });

  it('brings lines with their invoices, payments, and comments on whatever they are about', async () => {
    await watch({
      catalog: selecting('invoices', 'invoice_line_items', 'task_comments', 'discussion_comments'),
    });
    const thread = sandbox.data.threads.find((one) => typeof one.task_id === 'number');
    const [invoice] = sandbox.data.invoices;

    sandbox.update('invoices', invoice?.id ?? 0, {title: 'Changed'});
    const comment = sandbox.insert('comments', {thread_id: thread?.id ?? 0, content: '<p>Well</p>'});

    await watcher.record('invoices', ({title}) => title === 'Changed');
    const line = await watcher.record('invoice_line_items', (one) => one.invoice_id === invoice?.id);
    const said = await watcher.record('task_comments', ({id}) => id === comment.id);
    expect(line.invoice_updated_on).to.be.a('string');
    expect(said).to.include({task_id: thread?.task_id, thread_id: thread?.id, content: '<p>Well</p>'});
    expect(watcher.records('discussion_comments').map(({id}) => id)).not.to.include(comment.id);
  });

  for (const timerEvents of ['model', 'timer'] as const) {
    it(`follows a timer from its start to its end, told as ${timerEvents}.start.Entry`, async () => {
      await watch({args: ['--events', 'entry']}, {timerEvents, startInserts: false, stopUpdates: false});
      const [task] = sandbox.data.tasks;

      const started = {task_id: task?.id ?? 0, start_time: '2026-11-20T10:00:00Z', end_time: null};
      const {id} = sandbox.insert('entries', started);
      const running = await watcher.record('time_entries', (entry) => entry.id === id);
      sandbox.update('entries', id, {end_time: '2026-11-20T11:00:00Z'});
      await watcher.record('time_entries', (entry) => entry.id === id && entry.end_time !== null);

      expect(running.end_time).to.equal(null);
    });
  }

  it('asks for what reports show, and for related objects that are wanted', async () => {
    await watch({
      catalog: selecting('reports', 'tasks'),
      config: {include: {tasks: ['project']}},
    });
    const [report] = sandbox.data.reports;

    sandbox.update('reports', report?.id ?? 0, {name: 'Changed'});
    const {id} = sandbox.insert('tasks');

    const changed = await watcher.record('reports', ({name}) => name === 'Changed');
    const made = await watcher.record('tasks', (task) => task.id === id);
    expect(changed.content).to.not.equal(null);
    expect(isObject(made.project) && typeof made.project.created_on).to.equal('string');
  });

  it('leaves related objects null with "refetch" false, and says so', async () => {
    await watch({catalog: selecting('tasks'), config: {include: {tasks: ['project']}, refetch: false}});

    const {id} = sandbox.insert('tasks');

    expect((await watcher.record('tasks', (task) => task.id === id)).project).to.equal(null);
    expect(watcher.stderr).to.match(/WARNING tasks: project are null/);
  });

  it('applies filters to events as to syncs', async () => {
    const [project] = (await startAndStop()).projects;
    await watch({catalog: selecting('tasks'), config: {filters: {tasks: {project_id: project}}}});
    const [, list] = sandbox.data.tasklists.filter(({project_id}) => project_id !== project);

    const other = sandbox.insert('tasks', {tasklist_id: list?.id ?? 0, project_id: list?.project_id ?? 0});
    const wanted = sandbox.insert('tasks', {project_id: project ?? 0});
    await watcher.record('tasks', ({id}) => id === wanted.id);

    expect(watcher.records('tasks').map(({id}) => id)).not.to.include(other.id);
  });

  it('marks deleted records in place where that is asked for, and declares the mark', async () => {
    await watch({catalog: selecting('tasks'), config: {deletes: 'in_place'}});
    const [task] = sandbox.data.tasks;

    sandbox.remove('tasks', task?.id ?? 0);
    const gone = await watcher.record('tasks', (one) => typeof one._sdc_deleted_at === 'string');

    const [schema] = watcher.messages.filter(({type}) => type === 'SCHEMA');
    expect(gone.id).to.equal(task?.id);
    expect(watcher.messages.filter(({type}) => type === 'SCHEMA')).to.have.lengthOf(1);
    expect(JSON.stringify(schema)).to.include('"_sdc_deleted_at":{"type":["null","string"]');
    expect(watcher.records('tasks')[0]).to.have.property('_sdc_deleted_at', null);
  });

  it('brings a change once that is told twice, and none that is forged', async () => {
    await watch({catalog: selecting('tasks')});
    // A hook of somebody else is told of the same.
    const hookId = own()[0]?.id ?? 0;
    sandbox.deliveries.on({event: 'model.insert.Task', hookId, nth: 1}, {kind: 'doubled', times: 3});
    sandbox.deliveries.on({event: 'model.insert.Task', hookId, nth: 2}, {kind: 'wrong-signature'});
    sandbox.deliveries.on({event: 'model.insert.Task', hookId, nth: 3}, {kind: 'no-signature'});
    sandbox.deliveries.on({event: 'model.insert.Task', hookId, nth: 4}, {kind: 'altered'});

    const ids = [1, 2, 3, 4, 5].map(() => sandbox.insert('tasks').id);
    await watcher.record('tasks', ({id}) => id === ids[4]);

    const brought = watcher
      .records('tasks')
      .flatMap(({id}) => ids.flatMap((one) => (one === id ? [one] : [])));
    expect(brought).to.deep.equal([ids[0], ids[4]]);
    expect((await watcher.health()).facts.refused).to.deep.equal({'401 wrong or no signature': 3});
  });

  it('refuses what is too large or too slow, and goes on', async () => {
    await watch({catalog: selecting('tasks'), config: {max_body_bytes: 10_000}});
    const hookId = own()[0]?.id ?? 0;
    sandbox.deliveries.on({event: 'model.insert.Task', hookId, nth: 1}, {kind: 'oversized', bytes: 50_000});
    sandbox.deliveries.on({event: 'model.insert.Task', hookId, nth: 2}, {kind: 'cut'});

    const ids = [1, 2, 3].map(() => sandbox.insert('tasks').id);
    await watcher.record('tasks', ({id}) => id === ids[2]);

    const {refused} = (await watcher.health()).facts;
    expect(Object.keys(isObject(refused) ? refused : {}).sort()).to.deep.equal([
      '413 body too large',
      'broken off by its sender',
    ]);
  });

  it('does not age a row by a change that is late, nor bring back one that was deleted', async () => {
    await watch({catalog: selecting('tasks')});
    const [first, second] = [sandbox.insert('tasks').id, sandbox.insert('tasks').id];
    await watcher.record('tasks', ({id}) => id === second);
    const late = sandbox.deliveries.hold({event: 'model.update.Task', nth: 1, id: first} as const);
    const lateToo = sandbox.deliveries.hold({event: 'model.update.Task', id: second} as const);

    sandbox.update('tasks', first, {name: 'older'});
    sandbox.update('tasks', second, {name: 'before its end'});
    sandbox.update('tasks', first, {name: 'newer'});
    sandbox.remove('tasks', second);
    await watcher.record('tasks', ({name}) => name === 'newer');
    await watcher.record('deleted_records', ({record_key}) => record_key === String(second));
    late.release();
    lateToo.release();
    const marker = sandbox.insert('tasks').id;
    await watcher.record('tasks', ({id}) => id === marker);

    const names = watcher.records('tasks').map(({name}) => name);
    expect(watcher.records('tasks').findLast(({id}) => id === first)?.name).to.equal('newer');
    expect(names).not.to.include('before its end');
  });

  it('finds by its next sync what no event told', async () => {
    await watch({catalog: selecting('tasks'), config: {reconcile_minutes: 0.01}});
    sandbox.deliveries.on(/Task/, {kind: 'lost'});

    const {id} = sandbox.insert('tasks');

    await watcher.record('tasks', (task) => task.id === id);
    await watcher.until(() => (watcher.stderr.match(/A sync brought/g)?.length ?? 0) > 3);
    expect(watcher.records('tasks').filter((task) => task.id === id)).to.have.lengthOf(1);
  });

  it('tells with a project what vanishes with it, although no event does, and nothing of it afterwards', async () => {
    await watch({catalog: selecting('projects', 'task_lists', 'tasks', 'time_entries')});
    const [project] = sandbox.data.projects;
    const of = (rows: readonly {id: number; project_id?: unknown}[]) =>
      rows.filter(({project_id}) => project_id === project?.id).map(({id}) => String(id));
    const expected = {
      projects: [String(project?.id)],
      task_lists: of(sandbox.data.tasklists),
      tasks: of(sandbox.data.tasks),
    };
    sandbox.deliveries.on(/delete\.(Task|Tasklist|Entry)/, {kind: 'lost'});

    sandbox.remove('projects', project?.id ?? 0);
    const [last] = expected.tasks;
    await watcher.record('deleted_records', (one) => one.stream === 'tasks' && one.record_key === last);
    const marker = sandbox.insert('projects').id;
    await watcher.record('projects', ({id}) => id === marker);

    const told = (stream: string) =>
      watcher.records('deleted_records').flatMap((one) => (one.stream === stream ? [one.record_key] : []));
    for (const [stream, keys] of Object.entries(expected)) {
      expect(told(stream), stream).to.have.members(keys);
    }
    const gone = watcher.records('time_entries').filter(({project_id}) => project_id === project?.id);
    expect(told('time_entries')).to.have.members(gone.map(({id}) => String(id)));
  });

  it('tells lines that are not in the new list of their invoice as deleted, and all with the invoice', async () => {
    await watch({catalog: selecting('invoices', 'invoice_line_items')});
    const invoice = sandbox.data.invoices.find(({id}) => linesOf(id).length > 1);
    const [first, ...others] = linesOf(invoice?.id);

    sandbox.remove('invoiceitems', first ?? 0);
    sandbox.update('invoices', invoice?.id ?? 0, {notes: 'fewer'});
    await watcher.record('deleted_records', ({record_key}) => record_key === String(first));
    expect(watcher.records('deleted_records')).to.have.lengthOf(1);

    sandbox.remove('invoices', invoice?.id ?? 0);
    await watcher.record('deleted_records', ({record_key}) => record_key === String(others.at(-1)));

    const told = watcher.records('deleted_records').map(({stream, record_key}) => `${stream} ${record_key}`);
    expect(told).to.have.members([
      `invoices ${invoice?.id}`,
      ...[first, ...others].map((id) => `invoice_line_items ${id}`),
    ]);
  });

  function linesOf(invoice: number | undefined): number[] {
    return sandbox.data.invoiceitems.flatMap(({id, invoice_id}) => (invoice_id === invoice ? [id] : []));
  }

  it('brings what others tell while one object can not be read', async () => {
    await watch({catalog: selecting('tasks', 'clients'), config: {include: {tasks: ['project']}}});
    const [task] = sandbox.data.tasks;
    sandbox.faults.on({path: `tasks/${task?.id}`}, {kind: 'status', status: 500});

    sandbox.update('tasks', task?.id ?? 0, {name: 'unreadable'});
    const {id} = sandbox.insert('clients', {name: 'told'});

    await watcher.record('clients', (client) => client.id === id);
    expect((await watcher.health()).facts.events).to.deep.include({waiting: 1, skipped: 0});
  });

  it('removes its hooks when it is told to stop, and ends well after a last state', async () => {
    await watch({catalog: selecting('tasks')});
    expect(own().map(({event}) => event)).to.deep.equal(['*']);

    const end = await watcher.end('SIGTERM');

    expect(end).to.deep.equal({code: 0, signal: null});
    expect(own()).to.deep.equal([]);
    expect(watcher.messages.at(-1)?.type).to.equal('STATE');
    expect(watcher.stderr).not.to.match(/CRITICAL|ERROR|Internal|^\s+at /m);
  });

  it('leaves its hooks with --keep, and goes on with them, its address and its secret', async () => {
    await watch({args: ['--keep'], catalog: selecting('tasks')});
    const before = {...watcher.hooks, ids: own().map(({id}) => id)};
    await watcher.end('SIGINT');

    await watcher.start(lastState(watcher.messages));

    expect({...watcher.hooks, ids: own().map(({id}) => id)}).to.deep.equal(before);
    expect(watcher.stderr).to.include('The hook for * is there already');
  });

  it('makes a hook for each object that is asked for, and brings nothing else', async () => {
    await watch({args: ['--events', 'Tasks', '--events', 'time_entries']});

    expect(own().map(({event}) => event)).to.deep.equal([
      '*.Task',
      '*.Entry',
      'model.start.Entry',
      'model.stop.Entry',
    ]);
    const streams = watcher.messages.flatMap(({type, stream}) => (type === 'SCHEMA' ? [stream] : []));
    expect(streams).to.deep.equal(['tasks', 'time_entries', 'deleted_records']);
  });

  it('makes hooks anew that vanish while it runs', async () => {
    await watch({config: {hooks_check_minutes: 0.005}, catalog: selecting('tasks')});
    const [hook] = own();

    sandbox.remove('hooks', hook?.id ?? 0);
    await watcher.until(() => /WARNING The hook for \* had vanished/.test(watcher.stderr));
    const {id} = sandbox.insert('tasks');

    await watcher.record('tasks', (task) => task.id === id);
  });

  it('brings what came while it was busy with the rest, told once, when it is started from its state', async () => {
    await watch({catalog: selecting('tasks'), args: ['--keep']});
    const first = sandbox.insert('tasks').id;
    await watcher.until(() => position() === 1);
    const state = lastState(watcher.messages);
    const second = sandbox.insert('tasks').id;
    await watcher.record('tasks', ({id}) => id === second);
    await watcher.end('SIGKILL');
    watcher.messages.length = 0;

    await watcher.start(state);

    expect(watcher.stderr).to.include('1 events that were kept before');
    const ids = watcher.records('tasks').map(({id}) => id);
    expect(ids.filter((id) => id === second)).to.have.lengthOf(1);
    expect(ids).to.include(first);
  });

  it('masks its secret path and its secret wherever it tells of them', async () => {
    await watch({catalog: selecting('tasks')});
    const {path, secret} = watcher.hooks;
    const {facts} = await watcher.health();

    for (const text of [watcher.stderr, JSON.stringify(facts), JSON.stringify(watcher.messages)]) {
      expect(text).not.to.include(secret).and.not.to.include(path.split('/').at(-1));
    }
  });

  function bookmarks() {
    const {bookmarks: all} = lastState(watcher.messages);
    return isObject(all) ? all : {};
  }

  function position() {
    const {deleted_records: spool} = bookmarks();
    return spool !== undefined && isObject(spool) ? spool.position : undefined;
  }
});

/** The ids of projects that a sandbox with these sizes starts with. */
async function startAndStop(): Promise<{projects: number[]}> {
  const sandbox = await startPaymoSandbox({limits: false, size: SMALL});
  await sandbox.stop();
  return {projects: sandbox.data.projects.map(({id}) => id)};
}
