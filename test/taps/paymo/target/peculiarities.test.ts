import {expect} from 'chai';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {Rejection} from '../../../../protocol/target/target.js';
import type {LoggedRequest} from '../../../sandbox/paymo/index.js';
import {rejection} from '../../../support/client.js';
import {type Run, TargetBench} from './harness.js';

describe('target-paymo and what is peculiar to Paymo', () => {
  let bench: TargetBench;
  let run: Run;
  let task: number;
  let project: number;
  before(async () => {
    bench = await TargetBench.start();
  });
  after(() => bench.stop());
  beforeEach(async () => {
    run = await bench.run();
    const active = bench.sandbox.data.projects.find((row) => row.active === true);
    project = Number(active?.id);
    task = Number(bench.sandbox.data.tasks.find((row) => row.project_id === project)?.id);
    bench.sandbox.requests.length = 0;
  });

  const sent = (): JsonObject => bodyOf(bench.sandbox.requests.findLast(({method}) => method !== 'GET'));
  const refusal = async (stream: string, record: JsonObject) => {
    const error = await rejection(run.write(stream, {id: 99, ...record}));
    expect(error).to.be.instanceOf(Rejection);
    return error.message;
  };

  it('writes an entry as a day with a duration, or as a start with an end', async () => {
    await run.write('time_entries', {
      id: 1,
      task_id: task,
      date: '2026-11-01',
      duration: 1800,
      start_time: null,
    });
    expect(sent()).to.deep.equal({task_id: task, date: '2026-11-01', duration: 1800});

    await run.write('time_entries', {
      id: 2,
      task_id: task,
      start_time: '2026-11-02T08:00:00+02:00',
      end_time: '2026-11-02T09:00:00+02:00',
      duration: 3600,
      date: null,
    });
    expect(sent()).to.deep.equal({
      task_id: task,
      start_time: '2026-11-02T06:00:00Z',
      end_time: '2026-11-02T07:00:00Z',
    });

    expect(
      await refusal('time_entries', {task_id: task, date: '2026-11-01', start_time: '2026-11-01T08:00:00Z'}),
    ).to.include('both "date" and');
    expect(
      await refusal('time_entries', {
        task_id: task,
        start_time: '2026-11-01T08:00:00Z',
        end_time: '2026-11-01T08:00:59Z',
      }),
    ).to.include('59 seconds');
    expect(
      await refusal('time_entries', {task_id: task, start_time: '2026-11-01T08:00:00Z', duration: 60}),
    ).to.include('start a timer');
    expect(await refusal('time_entries', {task_id: task, date: '2026-11-01'})).to.include(
      'date with duration; or start_time',
    );
    expect(await refusal('time_entries', {date: '2026-11-01', duration: 60})).to.include(
      'task_id or task_key',
    );
  });

  it('starts and stops a timer', async () => {
    const {id: user} = bench.sandbox.insert('users', {email: 'timer@acme.test', active: true});
    const timer = {task_id: task, user_id: Number(user), start_time: '2026-11-20T08:00:00Z'};
    await run.write('time_entries', {id: 3, ...timer});
    expect(sent()).to.deep.equal(timer);
    expect(await refusal('time_entries', timer)).to.match(/answered 409/);

    await run.write('time_entries', {id: 3, end_time: '2026-11-20T09:00:00Z'});
    expect(sent()).to.deep.equal({end_time: '2026-11-20T09:00:00Z'});
  });

  it('makes no project without a client, for which Paymo would make one up', async () => {
    expect(await refusal('projects', {name: 'Site'})).to.equal(
      'It lacks what Paymo needs to make one of projects: client_id or client_key',
    );
  });

  it('makes a task in a list or in a project', async () => {
    expect(await refusal('tasks', {name: 'Draw'})).to.include(
      'tasklist_id or tasklist_key or task_list_key; or project_id',
    );
    expect(await run.write('tasks', {id: 1, name: 'Draw', project_id: project})).to.equal('created');
  });

  it('asks for the client of an expense once for each project', async () => {
    await run.write('expenses', {id: 1, project_id: project, amount: 3, currency: 'USD'});
    await run.write('expenses', {id: 2, project_id: project, amount: 4, currency: 'USD'});

    const asked = bench.sandbox.requests.filter(({method}) => method === 'GET');
    expect(asked).to.have.length(1);
    expect(sent().client_id).to.equal(bench.sandbox.data.projects.find(({id}) => id === project)?.client_id);
  });

  it('books time on the assignment of a person to a task', async () => {
    const assignment = bench.sandbox.data.userstasks[0];
    const times = {start_date: '2026-12-01', end_date: '2026-12-02', hours_per_day: '4.5'};

    await run.write('bookings', {
      id: 1,
      task_id: Number(assignment?.task_id),
      user_id: Number(assignment?.user_id),
      ...times,
    });

    expect(sent()).to.deep.equal({user_task_id: assignment?.id, ...times, hours_per_day: 4.5});
    expect(await refusal('bookings', {task_id: task, user_id: 1, ...times})).to.include(
      'is not assigned to the task',
    );
  });

  it('takes an assignment that is there already for the one that is wanted', async () => {
    const assignment = bench.sandbox.data.userstasks[0];
    const before = bench.sandbox.data.userstasks.length;

    expect(
      await run.write('task_assignments', {
        id: 1,
        task_id: Number(assignment?.task_id),
        user_id: Number(assignment?.user_id),
      }),
    ).to.equal('unchanged');

    expect(bench.sandbox.data.userstasks).to.have.length(before);
    expect(run.ledger.get('task_assignments', '["1"]')?.id).to.equal(`userstasks:${assignment?.id}`);
  });

  it('writes comments to a thread where that is known', async () => {
    const {threads} = bench.sandbox.data;
    const thread = threads.find(({task_id}) => task_id !== undefined);

    await run.write('task_comments', {
      id: 1,
      thread_id: Number(thread?.id),
      task_id: Number(thread?.task_id),
      content: 'Hi',
    });

    expect(sent()).to.deep.equal({thread_id: thread?.id, content: 'Hi'});
    expect(await refusal('task_comments', {content: 'Hi'})).to.include('thread_id; or task_id or task_key');
  });

  it('writes reports with bounds in Unix seconds, and refuses those that are not kept', async () => {
    const [one, two] = bench.sandbox.data.users.map(({id}) => Number(id));
    await run.write('reports', {
      id: 1,
      name: 'R',
      type: 'static',
      start_date: '2026-11-01',
      end_date: '2026-11-30',
      users: `${one},${two}`,
      projects: `[${project}]`,
      date_interval: null,
    });

    expect(sent()).to.deep.include({
      start_date: Date.parse('2026-11-01') / 1000,
      end_date: Date.parse('2026-11-30') / 1000,
      users: [one, two],
      projects: [project],
    });
    expect(await refusal('reports', {type: 'temp', date_interval: 'today'})).to.include('static, live');
    expect(await refusal('reports', {type: 'live'})).to.include('date_interval; or start_date with end_date');
    const error = await rejection(run.write('reports', {id: 1, name: 'Only the name'}));
    expect(error.message).to.include('It lacks what Paymo needs to make one of reports: type');
  });

  it('leaves a discount of 0 out, and tells when another one stays', async () => {
    const client = Number(bench.sandbox.data.clients[0]?.id);
    await run.write('invoices', {id: 1, client_id: client, currency: 'USD', discount: 5});
    await run.write('invoices', {id: 1, client_id: client, currency: 'USD', discount: '0', title: 'x'});

    expect(sent()).to.deep.equal({client_id: client, currency: 'USD', title: 'x'});
    expect(run.log.at('warning')).to.deep.equal([
      'invoices: The record 1 differs in Paymo: "discount" was to be null and is 5',
    ]);
  });

  it('clears with null and with an empty text, but nothing that is required', async () => {
    await run.write('projects', {
      id: 1,
      name: 'P',
      client_id: Number(bench.sandbox.data.clients[0]?.id),
      description: 'x',
      price_per_hour: 5,
      user_ids: null,
    });
    await run.write('projects', {id: 1, name: 'P', description: null, price_per_hour: null, users: null});

    expect(sent()).to.deep.equal({name: 'P', description: '', price_per_hour: null, users: []});
    expect((await rejection(run.write('projects', {id: 1, name: null}))).message).to.include(
      `"name" can't be empty`,
    );
  });

  it('does without clearing where Paymo refuses null, and says so', async () => {
    const strict = await TargetBench.start({nullValue: 'refused'});
    try {
      const other = await strict.run();
      const client = Number(strict.sandbox.data.clients[0]?.id);
      await other.write('projects', {id: 1, name: 'P', client_id: client, price_per_hour: 5});

      expect(await other.write('projects', {id: 1, name: 'Q', price_per_hour: null})).to.equal('updated');

      expect(strict.sandbox.data.projects.find(({name}) => name === 'Q')?.price_per_hour).to.equal(5);
      expect(other.log.at('warning').join('\n')).to.match(
        /refuses to clear price_per_hour.*\n.*"price_per_hour" was to be null and is 5/,
      );
    } finally {
      await strict.stop();
    }
  });

  it('says nothing that counts at creation alone in an update', async () => {
    const client = Number(bench.sandbox.data.clients[0]?.id);
    const items = [{item: 'Work', price_unit: 100, quantity: 1}];
    await run.write('invoices', {id: 1, client_id: client, currency: 'USD', items});
    await run.write('invoice_payments', {id: 1, invoice_key: 1, amount: 1});
    await run.write('invoice_payments', {id: 1, invoice_key: 1, amount: 2});

    expect(sent()).to.deep.equal({amount: 2});
  });

  it('warns once of fields that Paymo does not have, or refuses them', async () => {
    await run.write('clients', {
      id: 1,
      name: 'A',
      colour: 'red',
      _sdc_batched_at: 'x',
      created_on: '2020-01-01',
    });
    await run.write('clients', {id: 2, name: 'B', colour: 'blue', shape: 'round'});
    expect(run.log.at('warning')).to.deep.equal([
      'clients: Left out, since clients have no such fields in Paymo: colour; "streams.clients.fields" can say what they are there',
      'clients: Left out, since clients have no such fields in Paymo: shape; "streams.clients.fields" can say what they are there',
    ]);

    const strict = await bench.run({unknown_fields: 'reject'});
    const error = await rejection(
      strict.write('invoices', {id: 1, name: 'x', items: [{item: 'a', colour: 'red'}]}),
    );
    expect(error.message).to.equal('It has fields that Paymo does not: name, items.colour');
  });

  it('replaces lists, or adds to them without adding anything twice', async () => {
    const [one, two] = bench.sandbox.data.users
      .filter(({active}) => active === true)
      .map(({id}) => Number(id));
    const client = Number(bench.sandbox.data.clients[0]?.id);
    const lines = (...items: string[]) => items.map((item) => ({item, price_unit: 1, quantity: 1}));
    await run.write('projects', {id: 1, name: 'Lists', client_id: client, users: [one ?? 0]});
    await run.write('invoices', {id: 1, client_id: client, currency: 'USD', items: lines('a', 'b')});
    const merging = await bench.run({merge_lists: true}, {ledger: run.ledger});

    await merging.write('projects', {id: 1, name: 'Lists', users: [two ?? 0]});
    await merging.write('invoices', {id: 1, items: lines('b', 'c')});
    await merging.write('invoices', {id: 1, title: 'again', items: lines('b', 'c')});

    const projectRow = bench.sandbox.data.projects.find(({name}) => name === 'Lists');
    expect(projectRow?.users).to.have.members([one, two]);
    expect(itemsOfNewest(bench)).to.deep.equal(['a', 'b', 'c']);
    expect(merging.log.at('warning')).to.deep.equal([]);

    await run.write('invoices', {id: 1, items: lines('c')});
    expect(itemsOfNewest(bench)).to.deep.equal(['c']);
  });

  it('goes on after a refusal with what the service said', async () => {
    const error = await rejection(run.write('tasks', {id: 1, name: 'x', tasklist_id: 1}));
    expect(error).to.be.instanceOf(Rejection);
    expect(error).to.deep.include({status: 400});
    expect(error.message).to.equal('Paymo refused it: POST /api/tasks answered 400');
    expect(Reflect.get(error, 'serviceMessage')).to.be.a('string');
  });

  it('hides passwords and tokens in what is shown of a record', async () => {
    const writer = run.writerOf('users');

    expect(writer.shown({id: 1, email: 'a', password: 'hush', user_hash: 'hush'})).to.deep.equal({
      id: 1,
      email: 'a',
      password: '****',
      user_hash: '****',
    });
  });

  it('tells the calls of a dry run and makes none', async () => {
    const dry = await bench.run({}, {isDry: true});

    await dry.write('clients', {id: 1, name: 'Acme'});
    await dry.write('projects', {id: 1, name: 'Site', client_key: 1});
    await dry.write('expenses', {id: 1, project_key: 1, amount: 1, currency: 'USD'});
    await dry.write('clients', {id: 1, name: 'Acme Ltd'});

    expect(dry.printed).to.deep.equal([
      'POST clients {"name":"Acme"}',
      'POST projects {"name":"Site","client_id":"clients:new:1"}',
      'POST expenses {"client_id":"clients:of:projects:new:2","project_id":"projects:new:2","amount":1,"currency":"USD"}',
      'PUT clients/clients:new:1 {"name":"Acme Ltd"}',
    ]);
    expect(bench.sandbox.requests.filter(({method}) => method !== 'GET')).to.deep.equal([]);
  });
});

function bodyOf(request: LoggedRequest | undefined): JsonObject {
  return JSON.parse(request?.text ?? '{}') as JsonObject;
}

/** The lines of the invoice that was made last, by name. */
function itemsOfNewest({sandbox: {data}}: TargetBench): unknown[] {
  const invoice = data.invoices.at(-1);
  return data.invoiceitems.filter(({invoice_id}) => invoice_id === invoice?.id).map(({item}) => item);
}
