import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {runTap} from '../../support/process.js';
import {accountOpener, copies, idsIn, idsOf, logLines, nth, recordIn} from './account.js';
import {recordOf} from './truth.js';

/** The properties of a stream that discovery offers with these relations. */
async function offered(stream: string, relations: readonly string[]): Promise<JsonObject> {
  const config = {include: {[stream]: relations}};
  const {stdout, stderr, code} = await runTap('paymo', {args: ['--discover'], config});
  expect(code, stderr).to.equal(0);
  const catalog: unknown = JSON.parse(stdout);
  const entries = isObject(catalog) && Array.isArray(catalog.streams) ? catalog.streams : [];
  const entry = entries.filter(isObject).find((one) => one.stream === stream);
  const schema = isObject(entry?.schema) ? entry.schema.properties : undefined;
  if (!isObject(schema)) throw new Error(`${stream} is not offered`);
  return schema;
}

function idsAt(record: JsonObject | undefined, name: string): unknown[] {
  const held = record?.[name];
  return Array.isArray(held) ? held.map((one) => (isObject(one) ? one.id : one)) : [];
}

describe('tap-paymo, included objects', () => {
  const open = accountOpener();

  it('are discovered with the settings: a parent as an object, children as a list of objects', async () => {
    const {project, entries} = await offered('tasks', ['project', 'entries']);

    expect(project).to.deep.include({type: ['null', 'object']});
    expect(isObject(project) ? project.properties : project).to.include.keys('id', 'name', 'client_id');
    expect(entries).to.deep.include({type: ['null', 'array']});
    const items = isObject(entries) && isObject(entries.items) ? entries.items : {};
    expect(items.properties).to.include.keys('id', 'duration', 'start_time');
  });

  it('are not discovered without them', async () => {
    expect(await offered('tasks', [])).to.not.include.keys('project', 'entries');
  });

  it('have the fields that their own stream has', async () => {
    const account = await open();

    const run = await account.sync(['invoices'], {
      config: {include: {invoices: ['client', 'invoicepayments']}},
    });

    const {clients, invoicepayments} = account.data;
    for (const invoice of recordsOf(run.messages, 'invoices')) {
      const client = recordOf(
        'clients',
        clients.find(({id}) => id === invoice.client_id),
      );
      expect(invoice.client).to.deep.include(stated(client));
      const payments = invoicepayments.filter(({invoice_id}) => invoice_id === invoice.id);
      expect(idsAt(invoice, 'invoicepayments')).to.have.members(idsOf(payments));
    }
  });

  it('come whole where several rows together have more than a response holds', async () => {
    const account = await open({size: {tasks: 40, projects: 5, entries: 20}});
    const {tasks, projects} = account.data;
    const places = [nth(projects, 0).id, nth(projects, 1).id, nth(projects, 2).id];
    copies(tasks, nth(tasks, 0), 3600, (index) => ({project_id: nth(projects, index % 3).id}));

    const run = await account.sync(['projects'], {config: {include: {projects: ['client', 'tasks']}}});

    expect(run.code, run.stderr).to.equal(0);
    for (const id of places) {
      const own = tasks.filter(({project_id}) => project_id === id);
      expect(own).to.have.length.above(1200);
      expect(idsAt(recordIn(run, 'projects', id), 'tasks')).to.have.members(idsOf(own));
    }
  });

  it('come whole where one row has more than a response holds and the service fails on embedding them', async () => {
    const account = await open({
      failingIncludes: ['tasks.entries'],
      size: {tasks: 12, projects: 3, entries: 30},
    });
    const {tasks, entries} = account.data;
    const {id} = nth(tasks, 1);
    const done = nth(
      entries.filter(({is_bulk}) => is_bulk === true),
      0,
    );
    copies(entries, done, 2700, () => ({task_id: id}));

    const run = await account.sync(['tasks'], {config: {include: {tasks: ['entries']}, max_retries: 0}});

    expect(run.code, run.stderr).to.equal(0);
    const own = entries.filter(({task_id}) => task_id === id);
    expect(idsAt(recordIn(run, 'tasks', id), 'entries')).to.have.members(idsOf(own));
  });

  it('fail their stream where they can be had in no way, and no other stream', async () => {
    const account = await open({failingIncludes: ['tasks.invoiceitem']});

    const run = await account.sync(['tasks', 'clients'], {
      config: {include: {tasks: ['invoiceitem']}, max_retries: 0},
    });

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/1 of 2 streams failed \(tasks\)/);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
  });

  it('come with the lines, which their stream has as well', async () => {
    const account = await open();
    const streams = ['invoices', 'invoice_line_items'];

    const run = await account.sync(streams, {config: {include: {invoices: ['invoiceitems']}}});

    expect(account.differences(run, ['invoice_line_items'])).to.deep.equal([]);
    for (const invoice of recordsOf(run.messages, 'invoices')) {
      const lines = account.data.invoiceitems.filter(({invoice_id}) => invoice_id === invoice.id);
      expect(idsAt(invoice, 'invoiceitems')).to.have.members(idsOf(lines));
    }
  });

  it('stay with timers that run, and with those that have stopped since', async () => {
    const account = await open({updatedOnWithInterval: 'works', size: {entries: 60}});
    const running = account.data.entries.filter(
      ({is_bulk, end_time}) => is_bulk === false && typeof end_time !== 'string',
    );
    for (const timer of running) timer.updated_on = '2024-11-18T10:00:00Z';
    const options = {config: {include: {time_entries: ['task', 'user']}}};
    const first = await account.sync(['time_entries'], options);
    account.pass(0.5);
    Object.assign(nth(running, 0), {end_time: '2024-11-20T21:00:00Z', duration: 46_800});

    const second = await account.sync(['time_entries'], {...options, state: lastState(first.messages)});

    expect(running).to.have.length.above(1);
    for (const {id, task_id, user_id} of running) {
      const {task, user} = recordIn(second, 'time_entries', id) ?? {};
      expect(task, `task of ${id}`).to.deep.include({id: task_id});
      expect(user, `user of ${id}`).to.deep.include({id: user_id});
    }
  });

  it('other than last time make their stream start anew, and no other one', async () => {
    const account = await open({updatedOnFilter: 'works'});
    const streams = ['tasks', 'clients'];
    const first = await account.sync(streams, {config: {include: {tasks: ['project']}}});
    account.pass(1);

    const second = await account.sync(streams, {
      state: lastState(first.messages),
      config: {include: {tasks: ['project', 'subtasks']}},
    });

    expect(idsIn(second, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
    expect(recordsOf(second.messages, 'tasks')[0]).to.include.keys('project', 'subtasks');
    expect(idsIn(second, 'clients')).to.have.length.below(3);
  });

  it('that are the same as last time make nothing start anew', async () => {
    const account = await open({updatedOnFilter: 'works'});
    const options = {config: {include: {tasks: ['project', 'subtasks']}}};
    const first = await account.sync(['tasks'], options);
    account.pass(1);

    const second = await account.sync(['tasks'], {...options, state: lastState(first.messages)});

    expect(idsIn(second, 'tasks')).to.have.length.below(3);
  });

  it('are not asked for apart as long as the service embeds them', async () => {
    const account = await open();

    await account.sync(['invoices'], {config: {include: {invoices: ['client', 'invoiceitems']}}});

    expect(account.asked('invoices')[0]).to.include('include=client,invoiceitems');
    expect(account.requests.filter(({route}) => /^(clients|invoiceitems)/.test(route))).to.deep.equal([]);
  });
});

/** The fields of a record that say something. */
function stated(record: JsonObject | null): JsonObject {
  return Object.fromEntries(Object.entries(record ?? {}).filter(([, value]) => value !== null));
}
